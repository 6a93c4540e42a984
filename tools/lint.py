#!/usr/bin/env python3
"""clang-tidy over the given sources: lint.py BUILD_FOLDER JOBS FILE...

Nearly all of clang-tidy's time goes into the headers that a source includes. Sources of one room are therefore
read together, several in one translation unit, as long as their unnamed namespaces share no name; a group
that does not compile, or in which something is found, is read again file by file, and that verdict counts.
Prints only what is found; the exit status is 1 where something is.
"""

import concurrent.futures
import json
import pathlib
import re
import shlex
import subprocess
import sys

FILES_PER_GROUP = 12
TIDY = ["clang-tidy-14", "--quiet", "--warnings-as-errors=*",
        # The static analyser follows the paths of a function up to a bound: without it a single reader of cards takes 12 s.
        "--extra-arg=-Xclang", "--extra-arg=-analyzer-config", "--extra-arg=-Xclang", "--extra-arg=max-nodes=20000"]


def compile_flags(build: pathlib.Path) -> dict[pathlib.Path, tuple[str, ...]]:
    """The flags each source is compiled with: those that matter to its meaning, without input and output."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        start = next(i for i, word in enumerate(words) if "clang++" in word)
        words = words[start + 1:words.index("-o")]
        flags[pathlib.Path(entry["file"])] = tuple(words)
    return flags


def names_of_unnamed_namespaces(text: str) -> set[str]:
    """Names that a source declares for itself: they would collide with those of another source."""
    names = set()
    for block in re.findall(r"^namespace \{\n(.*?)^\}  // namespace$", text, re.MULTILINE | re.DOTALL):
        for line in re.findall(r"^[A-Za-z].*", block, re.MULTILINE):
            name = re.match(r"(?:struct|class|enum class|enum|union)\s+(\w+)|using\s+(\w+)\s*=", line) or re.search(
                r"(\w+)\s*(?:<[^<>]*>)?\s*(?:\(|=|\{|;|\[)", line)
            if name:
                names.add(next(group for group in name.groups() if group))
    return names


def grouped(files: list[pathlib.Path], flags: dict[pathlib.Path, tuple[str, ...]]) -> list[list[pathlib.Path]]:
    """Files with the same flags, those of a room, whose own names differ."""
    groups: list[tuple[tuple[str, ...], set[str], list[pathlib.Path]]] = []
    for file in files:
        key = flags[file]
        own = names_of_unnamed_namespaces(file.read_text())
        for other, names, members in groups:
            if other == key and len(members) < FILES_PER_GROUP and not names & own:
                names |= own
                members.append(file)
                break
        else:
            groups.append((key, own, [file]))
    return [members for _, _, members in groups]


def tidy(source: pathlib.Path, flags: tuple[str, ...], *options: str) -> str:
    """What clang-tidy finds in a source; empty where nothing is wrong."""
    done = subprocess.run([*TIDY, *options, str(source), "--", *flags], capture_output=True, text=True, check=False)
    if done.returncode == 0 and not done.stdout.strip():
        return ""
    return done.stdout.strip() or done.stderr.strip() or f"{source}: clang-tidy ended with status {done.returncode}"


def tidy_group(build: pathlib.Path, number: int, group: list[pathlib.Path], flags: tuple[str, ...]) -> list[str]:
    if len(group) > 1:
        together = build / "lint" / f"{number}.cc"
        together.write_text("".join(f'#include "{file}"\n' for file in group))
        if not tidy(together, flags, "--checks=-bugprone-suspicious-include"):
            return []
    return [found for file in group if (found := tidy(file, flags))]


def main() -> int:
    build, jobs = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    flags = compile_flags(build)
    files = [pathlib.Path(name).resolve() for name in sys.argv[3:]]
    missing = [str(file) for file in files if file not in flags]
    if missing:
        print(f"no compile command for {', '.join(missing)} (is it a source of the project?)")
        return 1
    groups = grouped(files, flags)
    # The longest first, so that no worker is left with it at the end.
    groups.sort(key=lambda group: -sum(file.stat().st_size for file in group))
    (build / "lint").mkdir(exist_ok=True)
    failed = False
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        runs = [pool.submit(tidy_group, build, number, group, flags[group[0]]) for number, group in enumerate(groups)]
        for run in concurrent.futures.as_completed(runs):
            for found in run.result():
                failed = True
                print(found, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
