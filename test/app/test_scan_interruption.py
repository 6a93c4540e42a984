"""Scans that are killed, stopped and started again: nothing that is complete is lost, and the bytes stay the same."""

import random
import signal
import subprocess
import time

import pytest
from program import PROGRAM, refused, run

CARD = """[fit]
chunk = 100
[model]
name = "nsi"
eps_ee_uV = "{up}"
eps_ee_dV = "{down}"
[[parameter]]
name = "up"
min = -0.3
max = 0.6
points = 101
[[parameter]]
name = "down"
min = -0.3
max = 0.6
points = 80
[[experiment]]
name = "coherent-csi-2021"
"""
CHUNK, POINTS = 100, 101 * 80


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "card.toml").write_text(CARD)
    return tmp_path


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "card.toml").write_text(CARD)
    result = run("scan", "card.toml", "--output", "scan.csv", folder=folder)
    assert result.returncode == 0, result
    return (folder / "scan.csv").read_bytes()


def start(folder, *more):
    return subprocess.Popen([PROGRAM, "scan", "card.toml", "--output", "scan.csv", *more], cwd=folder, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def rows(path):
    """Complete rows of an unfinished scan; none once it has its final name."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return 0
    return max(0, sum(not line.startswith(b"#") for line in lines) - 1)


def wait_for_rows(process, part, count):
    end = time.monotonic() + 120
    while rows(part) < count and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_killed_again_and_again_it_ends_with_the_same_bytes(folder, whole):
    part, output = folder / "scan.csv.part", folder / "scan.csv"
    chance = random.Random(1)
    kills = kept = 0
    while not output.exists():
        process = start(folder)
        wait_for_rows(process, part, kept + chance.randrange(1, POINTS // 4))
        process.send_signal(signal.SIGKILL)
        errors = process.communicate()[1]
        assert process.returncode in (0, -signal.SIGKILL), errors
        if output.exists():  # it ended before the signal came, or while it did
            break
        assert rows(part) >= kept // CHUNK * CHUNK
        kept = rows(part)
        kills += 1
    assert kills >= 3
    assert output.read_bytes() == whole
    assert not part.exists()


def test_stopped_by_a_signal_it_says_how_to_go_on(folder, whole):
    part = folder / "scan.csv.part"
    process = start(folder, "--threads", "2")
    wait_for_rows(process, part, 1)
    process.send_signal(signal.SIGINT)
    errors = process.communicate()[1]
    assert process.returncode not in (0, 2) and "scan.csv.part" in errors, errors
    found = rows(part)
    assert 0 < found < POINTS and found % CHUNK == 0
    result = run("scan", "card.toml", "--output", "scan.csv", folder=folder)
    assert result.returncode == 0 and f"{found} of them by an earlier run" in result.stdout, result
    assert (folder / "scan.csv").read_bytes() == whole


def test_stopped_before_the_first_chunk_it_names_no_file(folder):
    (folder / "card.toml").write_text(CARD.replace("chunk = 100", "chunk = 8080"))
    process = start(folder)
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    errors = process.communicate()[1]
    assert process.returncode not in (0, 2) and ".part" not in errors, errors
    assert "begins again" in errors or "nothing was kept" in errors or process.returncode < 0, errors
    assert sorted(folder.iterdir()) == [folder / "card.toml"]


def test_endings_say_what_is_written(folder):
    for verb in (["scan", "card.toml"], ["merge", "card.toml"]):
        refused(*verb, "--output", "scan.txt", folder=folder, says=["'scan.txt' does not end in .csv"])
    refused("scan", "card.toml", "--output", "scan.csv", "--contours", "nsi.png", folder=folder, says=[".json or .csv"])
    refused("fit", "card.toml", "--output", "fit.csv", folder=folder, says=["'fit.csv' does not end in .json"])
    refused("rate", "coherent-csi-2021", "--output", "rate", folder=folder, says=["'rate' does not end in .csv"])


def test_what_another_card_has_left_is_not_continued(folder, whole):
    process = start(folder)
    wait_for_rows(process, folder / "scan.csv.part", 1)
    process.kill()
    process.communicate()
    (folder / "card.toml").write_text(CARD.replace("points = 80", "points = 81"))
    refused("scan", "card.toml", "--output", "scan.csv", folder=folder, says=["another scan", "axis-points: 80", "--restart"])
    (folder / "card.toml").write_text(CARD)
    result = run("scan", "card.toml", "--output", "scan.csv", "--restart", folder=folder)
    assert result.returncode == 0 and "earlier run" not in result.stdout, result
    assert (folder / "scan.csv").read_bytes() == whole


def test_shards_in_any_order_make_the_whole(folder, whole):
    for shard in (1, 2, 3):
        result = run("scan", "card.toml", "--shard", f"{shard}/3", "--output", f"{shard}.csv", folder=folder)
        assert result.returncode == 0, result
    result = run("merge", "3.csv", "1.csv", "2.csv", "--output", "scan.csv", folder=folder)
    assert result.returncode == 0, result
    assert (folder / "scan.csv").read_bytes() == whole
    refused("merge", "3.csv", "1.csv", "--output", "two.csv", folder=folder, says=["1 of 3 shards", "2", "--shard 2/3"])
    refused("merge", "3.csv", "3.csv", "1.csv", "--output", "two.csv", folder=folder, says=["shard 3/3 is given twice"])
    refused("scan", "card.toml", "--shard", "4/3", "--output", "4.csv", folder=folder, says=["4/3", "1/4"])
