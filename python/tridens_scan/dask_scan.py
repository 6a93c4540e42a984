#!/usr/bin/env python3
"""The shards of a scan on a Dask cluster: what `tridens scan CARD --engine dask` runs.

    python3 dask_scan.py --program tridens --card CARD.toml --output FILE.csv
                         [--shards N] [--workers N | --scheduler tcp://host:8786] [--contours FILE] [--force]

Without a scheduler it starts a cluster of worker processes on this machine. Each shard is one task: the worker runs
`tridens scan CARD --shard i/n` in a folder of its own and sends the bytes of the result back. A worker that dies costs the
shards that it had under way; the others compute them again. Shards are kept in FILE.csv.shards as they arrive: a scan that is
started again computes only those that are missing. When all are there, `tridens merge` makes the file of the whole scan, whose
bytes are those of a scan by one process.

Exit status: 0, 2 for what was asked wrongly, 130 when interrupted, 1 for anything else.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import logging
import multiprocessing.resource_tracker
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import warnings

SHARDS_PER_WORKER = 4  # so that all workers are busy until almost the end
MOST_SHARDS = 10000  # the names of all of them must fit on one command line
TRIES = 3  # of a shard whose program fails for reasons of the machine
SECONDS_TO_CONNECT = 5
SECONDS_FOR_A_WORKER = 120
RECORD = "scan.json"


class Refusal(Exception):
    """Something that was asked cannot be done as asked: problem (why) suggestion."""

    def __init__(self, problem, why, suggestion=""):
        super().__init__(f"{problem} ({why})" + (f" {suggestion}" if suggestion else ""))


class ProgramRefusal(Exception):
    """The program refused the card or the shards; its message is the text."""


class Failure(Exception):
    """The machine could not do the work."""


# ---- what a worker does


def run_shard(program, card_path, card, shard, shards):
    """One shard, computed in a folder of its own: ("done", bytes of the file) or ("refused", message).

    Travels to the workers by value: it needs nothing of this file but its arguments. Any other failure of the program is
    an exception, after which Dask tries again.
    """
    import os
    import shutil
    import subprocess
    import tempfile

    from distributed import get_worker

    folder = tempfile.mkdtemp(prefix="tridens-shard-", dir=get_worker().local_directory)
    try:
        # The card where it lies, when the worker sees it there: files that it names lie beside it.
        try:
            with open(card_path, "rb") as file:
                path = card_path if file.read() == card else None
        except OSError:
            path = None
        if path is None:
            path = os.path.join(folder, "card.toml")
            with open(path, "wb") as file:
                file.write(card)
        output = os.path.join(folder, "shard.csv")
        command = [program, "scan", path, "--shard", f"{shard}/{shards}", "--threads", "1", "--output", output]
        guard = shutil.which("setpriv")  # the program ends with its worker, however that ends
        if guard is not None:
            command = [guard, "--pdeathsig", "KILL", *command]
        try:
            result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        except OSError as error:
            return "refused", f"tridens: '{program}' cannot be run by a worker ({error.strerror}) install it there too\n"
        if result.returncode == 2:
            return "refused", result.stderr
        if result.returncode != 0:
            raise RuntimeError(f"shard {shard}/{shards} ended with {result.returncode}: {result.stderr.strip()}")
        with open(output, "rb") as file:
            return "done", file.read()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---- shards that are kept


class ShardFolder:
    """OUTPUT.shards: the finished shards, and a record of the scan that they belong to. One process at a time."""

    def __init__(self, path, scan, shards):
        """`scan` tells scans apart; `shards` may be None: the number that an earlier run chose, if there was one."""
        self.path = path
        self.shards = shards
        self._removed = False
        try:
            path.mkdir(exist_ok=True)
            self._lock = open(path / ".lock", "w")
        except OSError as error:
            raise Refusal(f"cannot write '{path}'", error.strerror, "choose another output") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(f"'{path}' is in use", "another process computes this scan",
                          "wait for it or choose another output") from error
        except OSError as error:
            raise Refusal(f"'{path}' cannot be locked", error.strerror,
                          "choose an output on a file system that has locks") from error
        self._adopt(scan)

    def _adopt(self, scan):
        """Compares with the record of an earlier run, if there is one."""
        self.scan = scan
        try:
            record = json.loads((self.path / RECORD).read_text())
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise Refusal(f"'{self.path / RECORD}' cannot be read", str(error), f"remove '{self.path}'") from error
        if self.shards is None:
            self.shards = record.get("shards")
        for key, value in {**scan, "shards": self.shards}.items():
            if record.get(key) != value:
                raise Refusal(f"'{self.path}' belongs to another scan", f"{key}: {record.get(key)} there, {value} now",
                              "remove it or choose another output")

    def begin(self, shards):
        """Writes the record, once the number of shards is known."""
        self.shards = shards
        self._write(RECORD, json.dumps({**self.scan, "shards": shards}, indent=1).encode())

    def file(self, shard):
        return self.path / f"{shard}-of-{self.shards}.csv"

    def files(self):
        return [self.file(shard) for shard in range(1, self.shards + 1)]

    def missing(self):
        return [shard for shard in range(1, self.shards + 1) if not self.file(shard).exists()]

    def keep(self, shard, content):
        self._write(self.file(shard).name, content)

    def _write(self, name, content):
        """The file appears whole or not at all."""
        part = self.path / (name + ".part")
        with open(part, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path / name)

    def close(self):
        """Lets go; a folder without any shard is removed."""
        if not self._removed and (self.shards is None or len(self.missing()) == self.shards):
            self.remove()
        self._lock.close()

    def remove(self):
        self._removed = True
        shutil.rmtree(self.path, ignore_errors=True)


# ---- the cluster


def dask_modules():
    try:
        import dask
        import distributed
    except ImportError as error:
        raise Refusal("there is no Dask", f"{sys.executable}: {error}", "pip install dask distributed") from error
    return dask, distributed


@contextlib.contextmanager
def cluster_of(options):
    """A client of the cluster that was asked for."""
    _, distributed = dask_modules()
    warnings.filterwarnings("ignore", category=UserWarning, module="distributed")  # ports that other clusters have
    # Deaths of workers and closed connections are met here, not news. Some modules of distributed have a level of their own.
    below = [name for name in logging.root.manager.loggerDict if name.startswith("distributed.")]
    for name in ("distributed", "tornado", "asyncio", *below):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if options.scheduler:
        try:
            knock(options.scheduler)
            client = distributed.Client(options.scheduler, timeout=SECONDS_TO_CONNECT)
        except (OSError, ValueError, TypeError) as error:  # TimeoutError is an OSError
            raise Refusal(f"no Dask scheduler answers at '{options.scheduler}'", one_line(error),
                          "start one with 'dask scheduler', and its workers with 'dask worker'") from error
        with client:
            yield client
        return
    # Ctrl-C on a terminal reaches the workers too: they leave it to this process, which closes them. They inherit that
    # from the thread that starts them, so that it holds from their first moment on.
    multiprocessing.resource_tracker.ensure_running()  # at its start it would lift the block
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        cluster = distributed.LocalCluster(n_workers=options.workers or os.cpu_count() or 1, threads_per_worker=1,
                                           processes=True, dashboard_address=None, silence_logs=logging.CRITICAL)
        client = distributed.Client(cluster)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        yield client
    finally:
        ignore_interrupts()
        client.close()
        cluster.close()


def knock(address):
    """Whether anything listens at tcp://host:port: known at once, where Dask would try again until its time is over."""
    parts = urllib.parse.urlsplit(address if "://" in address else "tcp://" + address)
    if parts.scheme not in ("tcp", "tls"):
        return
    if parts.hostname is None or parts.port is None:
        raise ValueError("an address is tcp://host:port")
    socket.create_connection((parts.hostname, parts.port), timeout=SECONDS_TO_CONNECT).close()


def ignore_interrupts():
    """What is being closed is closed to the end, however often somebody presses Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def threads_of(client):
    """How many tasks the cluster can run at once, once it has a worker."""
    import asyncio
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
    except (TimeoutError, asyncio.TimeoutError) as error:
        raise Failure(f"the cluster has no worker ({SECONDS_FOR_A_WORKER} s were waited for one) "
                      "start some with 'dask worker'") from error
    return sum(client.nthreads().values())


def one_line(error):
    return " ".join(str(error).split()) or type(error).__name__


# ---- progress


class Progress:
    """Shards done, their rate and the time left, on one line of a terminal."""

    def __init__(self, done, in_all):
        self.first = self.done = done
        self.in_all = in_all
        self.start = time.monotonic()
        self.shown = sys.stderr.isatty()
        self.show()

    def step(self):
        self.done += 1
        self.show()

    def show(self):
        if not self.shown:
            return
        text = f"\r{self.done} of {self.in_all} shards"
        seconds = time.monotonic() - self.start
        if self.done > self.first and seconds > 0.0:
            rate = (self.done - self.first) / seconds
            text += f", {60.0 * rate:.3g} per min, {(self.in_all - self.done) / rate:.0f} s left"
        print(text + "\033[K", end="", file=sys.stderr, flush=True)

    def end(self):
        if self.shown:
            print(file=sys.stderr, flush=True)


# ---- the scan


def compute(client, options, card, folder):
    """Submits the missing shards and keeps each as it arrives."""
    import distributed
    missing = folder.missing()
    progress = Progress(folder.shards - len(missing), folder.shards)
    card_path = str(pathlib.Path(options.card).resolve())
    shards_of = {}
    for shard in missing:
        future = client.submit(run_shard, options.program, card_path, card, shard, folder.shards, pure=False,
                               retries=TRIES - 1, key=f"tridens-shard-{shard}-of-{folder.shards}-{os.getpid()}")
        shards_of[future] = shard
    try:
        for future in distributed.as_completed(list(shards_of)):
            shard = shards_of.pop(future)
            if future.status != "finished":
                reason = one_line(future.exception()) if future.status == "error" else f"the cluster has {future.status} it"
                raise Failure(f"shard {shard}/{folder.shards} could not be computed ({reason})")
            state, content = future.result()
            if state == "refused":
                raise ProgramRefusal(content)
            folder.keep(shard, content)
            progress.step()
    finally:
        progress.end()
        for future in shards_of:
            with contextlib.suppress(Exception):
                future.cancel()


def merge(options, folder):
    command = [options.program, "merge", *map(str, folder.files()), "--output", options.output]
    if options.contours:
        command += ["--contours", options.contours]
    if options.force:
        command.append("--force")
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode == 2:
        raise ProgramRefusal(result.stderr)
    if result.returncode != 0:
        raise Failure(f"the shards in '{folder.path}' could not be merged ({one_line(result.stderr)})")


def version_of(program):
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Refusal(f"'{program}' does not run", one_line(error), "give the path of tridens with --program") from error
    return answer.stdout.strip()


def scan(options):
    """All of it. What is done stays in the folder whatever happens."""
    try:
        card = pathlib.Path(options.card).read_bytes()
    except OSError as error:
        raise Refusal(f"cannot read the fit card '{options.card}'", error.strerror) from error
    for path in filter(None, (options.output, options.contours)):
        if os.path.lexists(path) and not options.force:
            raise Refusal(f"'{path}' exists", "files are not replaced unasked", "choose another name or allow it with --force")
    identity = {"version": version_of(options.program), "card_sha256": hashlib.sha256(card).hexdigest()}
    dask_modules()
    folder = ShardFolder(pathlib.Path(options.output + ".shards"), identity, options.shards)
    try:
        if folder.shards is None or folder.missing():
            with cluster_of(options) as client:
                if folder.shards is None:
                    folder.begin(min(SHARDS_PER_WORKER * threads_of(client), MOST_SHARDS))
                else:
                    threads_of(client)
                    folder.begin(folder.shards)
                compute(client, options, card, folder)
        merge(options, folder)
        folder.remove()
    finally:
        folder.close()


def whole_number(highest):
    def read(text):
        value = int(text)
        if not 1 <= value <= highest:
            raise argparse.ArgumentTypeError(f"{value} (it must lie between 1 and {highest})")
        return value
    return read


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Refusal("the command line cannot be read", message, "see --help")


def read_options(arguments):
    parser = Parser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True, help="path of tridens, the same on every worker")
    parser.add_argument("--card", required=True, help="fit card")
    parser.add_argument("--output", required=True, help="CSV file")
    parser.add_argument("--contours", help="lines at the confidences of the card, JSON or CSV")
    parser.add_argument("--shards", type=whole_number(MOST_SHARDS), help="tasks (default: four per worker)")
    parser.add_argument("--workers", type=whole_number(4096), help="processes of a local cluster (default: processors)")
    parser.add_argument("--scheduler", help="of a cluster that runs: tcp://host:8786")
    parser.add_argument("--message-descriptor", type=int, help="where the last message goes (default: standard error)")
    parser.add_argument("--force", action="store_true", help="replace existing files")
    options = parser.parse_args(arguments)
    if options.scheduler and options.workers:
        raise Refusal("--workers with --scheduler", "a cluster that runs has its own workers", "leave one of them out")
    return options


def interrupted(signal_number, frame):
    ignore_interrupts()
    raise KeyboardInterrupt


def say(text, descriptor):
    """One line for people, or for the program that has started this script and says it in its own name."""
    text = one_line(text).removeprefix("tridens: ")
    if descriptor is None:
        print(f"tridens: {text}", file=sys.stderr)
    else:
        os.write(descriptor, text.encode())


def run(options):
    """The scan, as an exit status and what is to be said."""
    try:
        scan(options)
        return 0, ""
    except (ProgramRefusal, Refusal) as refusal:
        return 2, refusal
    except KeyboardInterrupt:
        return 130, "stopped (a signal came) the same command goes on with the shards that are missing"
    except Failure as failure:
        return 1, failure
    except OSError as error:
        return 1, f"the scan stopped ({one_line(error)})"
    except Exception as error:  # of the cluster: it knows many
        return 1, f"the scan stopped ({type(error).__name__}: {one_line(error)})"


def main(arguments):
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # the program starts this script with the block
        options = read_options(arguments)
    except Refusal as refusal:
        say(refusal, None)
        return 2
    except KeyboardInterrupt:
        say("stopped (a signal came)", None)
        return 130
    if options.message_descriptor is not None:
        os.set_inheritable(options.message_descriptor, False)
    status, text = run(options)
    if status != 0:
        say(text, options.message_descriptor)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
