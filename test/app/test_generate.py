"""Event files from outside: the same bytes for any number of threads, N asked is N written, nothing left by an interruption."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pyhepmc = pytest.importorskip("pyhepmc")

PROGRAM = os.environ["TRIDENS_PROGRAM"]
SOURCE = Path(os.environ["TRIDENS_SOURCE_DIR"])
DIMUON = SOURCE / "examples" / "01_dune_dimuon.toml"
VARIATIONS = SOURCE / "examples" / "04_lmu_ltau.toml"


def generate(folder, name, *options, card=DIMUON):
    command = [PROGRAM, "generate", card, "--output", folder / name, "--json", *options]
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300, check=True)
    return json.loads(result.stdout)


def test_the_same_bytes_for_any_number_of_threads(tmp_path):
    for threads in (1, 2, 5):
        generate(tmp_path, f"t{threads}.hepmc3", "--events", 6500, "--threads", threads)
    assert (tmp_path / "t1.hepmc3").read_bytes() == (tmp_path / "t2.hepmc3").read_bytes()
    assert (tmp_path / "t1.hepmc3").read_bytes() == (tmp_path / "t5.hepmc3").read_bytes()
    generate(tmp_path, "other.hepmc3", "--events", 6500, "--seed", 2)
    assert (tmp_path / "t1.hepmc3").read_bytes() != (tmp_path / "other.hepmc3").read_bytes()


def test_a_longer_run_begins_with_the_same_events(tmp_path):
    generate(tmp_path, "short.events", "--events", 100)
    generate(tmp_path, "long.events", "--events", 3000)
    assert (tmp_path / "long.events").read_text().startswith((tmp_path / "short.events").read_text())


def test_an_independent_reader_finds_the_events_and_their_normalisation(tmp_path):
    said = generate(tmp_path, "e.hepmc3.gz", "--events", 2000)
    count, weights = 0, 0.0
    with pyhepmc.open(tmp_path / "e.hepmc3.gz") as file:
        for event in file:
            count += 1
            weights += event.weights[0]
            total = [0.0] * 4
            for particle in event.particles:
                sign = {4: -1, 20: -1, 1: 1}.get(particle.status, 0)
                for i, component in enumerate(particle.momentum):
                    total[i] += sign * component
            assert max(map(abs, total)) < 1e-9
            if count == 1:
                sigma = event.run_info.attributes["NuHepMC.FluxAveragedTotalCrossSection"].astype(float)
    assert count == 2000
    assert sigma == pytest.approx(1e-3 * said["sigma"], rel=1e-9)
    assert weights == pytest.approx(count, rel=5e-3)


def test_named_weights_average_to_the_ratio_of_cross_sections(tmp_path):
    said = generate(tmp_path, "v.hepmc3", "--events", 4000, card=VARIATIONS)
    sums, squares = {}, {}
    with pyhepmc.open(tmp_path / "v.hepmc3") as file:
        for event in file:
            for name, weight in zip(event.weight_names, event.weights):
                sums[name] = sums.get(name, 0.0) + weight
                squares[name] = squares.get(name, 0.0) + weight * weight
    for variation in said["variations"]:
        name = variation["name"]
        error = squares[name] ** 0.5 / sums["CV"]
        assert abs(sums[name] / sums["CV"] - variation["sigma"] / said["sigma"]) < 5 * error


@pytest.mark.parametrize("ending", ["hepmc3", "hepevt", "lhe", "events", "lhe.gz"])
def test_every_format_is_written(tmp_path, ending):
    assert generate(tmp_path, f"e.{ending}", "--events", 50)["events"] == 50
    assert (tmp_path / f"e.{ending}").stat().st_size > 1000


def test_an_interruption_leaves_nothing(tmp_path):
    command = [PROGRAM, "generate", str(DIMUON), "--events", "100000000", "--output", str(tmp_path / "e.hepmc3")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.time() + 60
    while not list(tmp_path.iterdir()) and time.time() < deadline:
        time.sleep(0.05)  # until the temporary file is there
    assert list(tmp_path.iterdir())
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stderr.startswith("tridens: ")
    assert not list(tmp_path.iterdir())


def test_memory_does_not_grow_with_the_number_of_events(tmp_path):
    def peak(events):
        pid = os.fork()
        if pid == 0:
            subprocess.run([PROGRAM, "generate", str(DIMUON), "--events", str(events), "--force", "--output",
                            str(tmp_path / "m.events")], stdout=subprocess.DEVNULL, check=True)
            usage = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            (tmp_path / "peak").write_text(str(usage))
            os._exit(0)
        os.waitpid(pid, 0)
        return int((tmp_path / "peak").read_text())

    assert peak(200000) < 1.2 * peak(20000)


def test_below_threshold_is_refused_and_nothing_is_written(tmp_path):
    card = tmp_path / "low.toml"
    text = DIMUON.read_text().replace('name = "dune-nd-fhc"', 'energy = "0.1 GeV"')
    card.write_text(text.split("[exposure]")[0] + "[generate]\nevents = 10\n")
    result = subprocess.run([PROGRAM, "generate", card, "--output", tmp_path / "e.hepmc3"], capture_output=True, text=True)
    assert result.returncode == 2
    assert "threshold" in result.stderr
    assert not (tmp_path / "e.hepmc3").exists()


def test_the_table_of_the_readme_is_what_the_program_computes():
    subprocess.run([sys.executable, SOURCE / "tools" / "readme_table.py", PROGRAM, "--check"], check=True)


def test_a_pipe_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe.events")
    command = [PROGRAM, "generate", DIMUON, "--events", "10", "--force", "--output", tmp_path / "pipe.events"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 2 and "not a plain file" in result.stderr
    assert (tmp_path / "pipe.events").is_fifo()


def test_more_events_than_a_file_can_number_are_refused(tmp_path):
    command = [PROGRAM, "generate", DIMUON, "--events", "3000000000", "--output", tmp_path / "e.events"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert result.returncode == 2 and "2147483647" in result.stderr


def test_events_are_made_just_above_threshold(tmp_path):
    card = tmp_path / "low.toml"
    text = DIMUON.read_text().replace('name = "dune-nd-fhc"', 'energy = "0.2121 GeV"')
    card.write_text(text.split("[exposure]")[0] + "[generate]\nevents = 10\n")
    assert generate(tmp_path, "e.events", card=card)["events"] == 10
