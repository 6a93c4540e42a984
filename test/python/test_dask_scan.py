"""Scans on a Dask cluster of worker processes: the bytes are those of one process, whatever happens to the workers."""

import contextlib
import fcntl
import json
import os
import pathlib
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SCRIPT = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"]) / "python" / "tridens_scan" / "dask_scan.py"
CARD = """[fit]
title = "Vector NSI"
chunk = 200
[model]
name = "nsi"
eps_ee_uV = "{up}"
eps_ee_dV = "{down}"
[[parameter]]
name = "up"
min = -0.3
max = 0.6
points = 240
[[parameter]]
name = "down"
min = -0.3
max = 0.6
points = 150
[[experiment]]
name = "coherent-csi-2021"
"""
SHARDS = 9


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "card.toml"
    path.write_text(CARD)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The scan by one process, in one piece."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "card.toml").write_text(CARD)
    command = [PROGRAM, "scan", folder / "card.toml", "--output", folder / "scan.csv"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / "scan.csv").read_bytes()


def command(card, *more, output="scan.csv"):
    """The script by itself; the program starts it in the same way."""
    return [sys.executable, str(SCRIPT), "--program", PROGRAM, "--card", str(card), "--output", str(card.parent / output),
            *map(str, more)]


def run(*arguments, **options):
    return subprocess.run(command(*arguments, **options), capture_output=True, text=True, timeout=300)


def refused(*arguments, says, **options):
    """Exit status 2, one line on the error stream, no file written."""
    folder = arguments[0].parent
    before = sorted(folder.rglob("*"))
    result = run(*arguments, **options)
    assert result.returncode == 2, result
    assert result.stderr.startswith("tridens: ") and result.stderr.count("\n") == 1, result.stderr
    for piece in says:
        assert piece in result.stderr
    assert sorted(folder.rglob("*")) == before


def parent_of(process):
    try:
        return int(pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def is_alive(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def programs_below(process):
    """The scans that run below a process, as {number of the scan: number of its worker}."""
    found = {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[:2] != [os.fsencode(PROGRAM), b"scan"] or b"--shard" not in words:
            continue
        number = int(entry.name)
        ancestor = worker = parent_of(number)
        while ancestor not in (0, 1, process):
            ancestor = parent_of(ancestor)
        if ancestor == process:
            found[number] = worker
    return found


def wait_for(condition, process=None, seconds=300):
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, "waited too long"
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.01)
    return answer


def finished(folder):
    return sorted(folder.glob("*-of-*.csv"))


def kill_a_busy_worker(below, shards, process=None):
    """SIGKILL to a worker in the middle of a shard, after some shards are done and before all are."""
    wait_for(lambda: finished(shards), process)
    scan, worker = wait_for(lambda: programs_below(below), process).popitem()
    os.kill(worker, signal.SIGKILL)
    assert 0 < len(finished(shards)) < SHARDS
    return scan


def test_a_killed_worker_does_not_matter(card, whole):
    output = card.parent / "scan.csv"
    # Workers yield to this test, which must see them at work on a busy machine too.
    arguments = ["nice", "-n", "5", PROGRAM, "scan", str(card), "--engine", "dask", "--workers", "3", "--shards", str(SHARDS), "--output", str(output)]
    environment = {**os.environ, "TRIDENS_PYTHON": sys.executable}
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    scan = kill_a_busy_worker(process.pid, card.parent / "scan.csv.shards", process)
    if shutil.which("setpriv"):
        wait_for(lambda: not is_alive(scan))  # the program has not survived its worker
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors and "\r" not in errors
    assert output.read_bytes() == whole
    assert sorted(card.parent.iterdir()) == [card, output]


def test_a_scheduler_with_workers_of_its_own(card, whole):
    """The cluster of the user stays; one of its workers is killed; progress is shown on a terminal."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
                                  silence_logs=50) as cluster:
        try:
            terminal, line = pty.openpty()
        except OSError:  # a machine without pseudo-terminals: nothing is shown in a pipe
            terminal, line = os.pipe()
        on_a_terminal = os.isatty(line)
        process = subprocess.Popen(command(card, "--scheduler", cluster.scheduler_address, "--shards", SHARDS), stderr=line,
                                   stdout=subprocess.DEVNULL)
        os.close(line)
        kill_a_busy_worker(os.getpid(), card.parent / "scan.csv.shards")
        shown = b""
        while True:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # the other end of a terminal is closed
                break
            if not piece:  # that of a pipe
                break
            shown += piece
        os.close(terminal)
        assert process.wait(timeout=300) == 0, shown
        if on_a_terminal:
            assert f"{SHARDS} of {SHARDS} shards".encode() in shown and b"per min" in shown and b"s left" in shown
        else:
            assert shown == b""
        assert (card.parent / "scan.csv").read_bytes() == whole
        with distributed.Client(cluster) as client:
            assert client.submit(sum, [1, 2]).result(timeout=60) == 3


def test_an_interrupted_scan_goes_on(card, whole):
    shards = card.parent / "scan.csv.shards"
    process = subprocess.Popen(command(card, "--workers", 2, "--shards", SHARDS), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, start_new_session=True)
    wait_for(lambda: finished(shards), process)
    running = wait_for(lambda: programs_below(process.pid), process)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to the workers too
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 130, errors
    assert errors.startswith("tridens: stopped") and errors.count("\n") == 1, errors
    wait_for(lambda: not any(map(is_alive, running)))
    kept = finished(shards)
    assert 0 < len(kept) < SHARDS

    # What is kept is used as it is: with a changed shard the merging complains. Without --shards the number stays.
    content = kept[0].read_bytes()
    kept[0].write_bytes(content + b"1\n")
    result = run(card, "--workers", 2)
    assert result.returncode == 2 and kept[0].name in result.stderr, result
    assert len(finished(shards)) == SHARDS

    kept[0].write_bytes(content)
    result = run(card, "--workers", 2)
    assert result.returncode == 0 and result.stderr == "", result
    assert (card.parent / "scan.csv").read_bytes() == whole
    assert not shards.exists()


def test_what_the_program_refuses_is_refused(card):
    card.write_text(CARD.replace("coherent-csi-2021", "coherent-csi-2012"))
    refused(card, "--workers", 2, "--shards", 3, says=["coherent-csi-2012", "did you mean"])


def test_a_port_that_another_cluster_has_is_no_news(card):
    card.write_text(CARD.replace("coherent-csi-2021", "coherent-csi-2012"))
    with socket.socket() as taken:
        with contextlib.suppress(OSError):  # taken already, all the better
            taken.bind(("", 8787))
            taken.listen()
        refused(card, "--workers", 1, "--shards", 2, says=["did you mean"])


def test_wrong_requests_are_refused_before_a_cluster_is_started(card):
    refused(card, "--shards", 0, says=["--shards", "between 1 and"])
    refused(card, "--workers", 2, "--scheduler", "tcp://localhost:8786", says=["--workers with --scheduler"])
    refused(card, "--scheduler", "nonsense://localhost", says=["no Dask scheduler answers", "dask scheduler"])
    refused(card, output="none/scan.csv", says=["none/scan.csv.shards", "No such file"])
    refused(card.parent / "absent.toml", says=["absent.toml"])
    (card.parent / "old.csv").write_text("old")
    refused(card, output="old.csv", says=["'" + str(card.parent / "old.csv") + "' exists", "--force"])
    assert (card.parent / "old.csv").read_text() == "old"


def by_the_program(card, *more, python=sys.executable):
    """The scan as the program starts it."""
    arguments = [PROGRAM, "scan", card, "--engine", "dask", "--output", card.parent / "scan.csv", *more]
    environment = {**os.environ, "TRIDENS_PYTHON": python}
    return subprocess.run([str(word) for word in arguments], env=environment, capture_output=True, text=True, timeout=300)


def test_a_scheduler_that_is_not_there_is_told_at_once(card):
    with socket.socket() as free:  # a port that nobody listens at
        free.bind(("127.0.0.1", 0))
        start = time.monotonic()
        result = by_the_program(card, "--scheduler", f"tcp://127.0.0.1:{free.getsockname()[1]}")
        assert time.monotonic() - start < 60  # Dask by itself would try for longer
    assert result.returncode == 2 and result.stdout == "", result
    assert result.stderr.startswith("tridens: no Dask scheduler answers") and result.stderr.count("\n") == 1, result.stderr
    assert sorted(card.parent.iterdir()) == [card]


def test_a_wrong_python_is_named(card, tmp_path):
    result = by_the_program(card, python="/nowhere/python")
    assert result.returncode == 2 and "TRIDENS_PYTHON is '/nowhere/python' (it cannot be started)" in result.stderr, result
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 1\n")
    bare.chmod(0o755)
    result = by_the_program(card, python=str(bare))
    assert result.returncode == 2 and "'import distributed' fails there" in result.stderr, result


def test_the_program_speaks_for_the_script(card):
    small = CARD.replace("points = 240", "points = 6").replace("points = 150", "points = 4")
    card.write_text(small.replace("coherent-csi-2021", "coherent-csi-2012"))
    result = by_the_program(card, "--workers", 1, "--shards", 2)
    assert result.returncode == 2 and "did you mean" in result.stderr and result.stderr.count("\n") == 1, result
    card.write_text(small)
    result = by_the_program(card, "--workers", 1, "--shards", 2, "--contours", card.parent / "scan.json", "--json")
    assert result.returncode == 0 and result.stderr == "", result
    told = json.loads(result.stdout)
    assert told["points"] == 24 and told["output"] == str(card.parent / "scan.csv") and told["lowest_chi2"] > 0.0
    assert told["contours"] == str(card.parent / "scan.json") and (card.parent / "scan.json").exists()


@pytest.mark.parametrize("seconds", [0.3, 1.0, 1.8, 2.5])
def test_an_interrupt_is_one_line_whenever_it_comes(card, seconds):
    """While modules are read, the cluster begins, or shards are under way: nothing of Python or Dask is shown."""
    process = subprocess.Popen([PROGRAM, "scan", str(card), "--engine", "dask", "--workers", "2", "--shards", str(SHARDS),
                                "--output", str(card.parent / "scan.csv")], env={**os.environ, "TRIDENS_PYTHON": sys.executable},
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(seconds)
    for _ in range(2):  # people press it twice
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.1)
    output, errors = process.communicate(timeout=300)
    assert process.returncode != 0 and output == ""
    assert errors.count("\n") <= 1 and "Traceback" not in errors and "stopped" in errors, errors


def test_shards_of_another_scan_are_not_taken(card):
    shards = card.parent / "scan.csv.shards"
    shards.mkdir()
    (shards / ".lock").touch()
    (shards / "1-of-4.csv").write_text("")
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    (shards / "scan.json").write_text(json.dumps({"version": version, "card_sha256": "0", "shards": 4}))
    refused(card, says=["belongs to another scan", "card_sha256"])
    (shards / "scan.json").write_text(json.dumps({"version": "0.0.0", "card_sha256": "0", "shards": 4}))
    refused(card, says=["belongs to another scan", "version: 0.0.0 there"])


def test_one_process_at_a_time(card):
    shards = card.parent / "scan.csv.shards"
    shards.mkdir()
    with open(shards / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused(card, says=["in use", "another process"])


def test_a_missing_dask_is_said(card):
    result = subprocess.run([sys.executable, "-S", "-I", *command(card)[1:]], capture_output=True, text=True)
    assert result.returncode == 2
    assert result.stderr.startswith("tridens: there is no Dask (")
    assert "pip install dask distributed" in result.stderr and result.stderr.count("\n") == 1
    assert sorted(card.parent.iterdir()) == [card]
