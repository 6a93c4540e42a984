"""Event files as an independent reader sees them: pyhepmc, which carries its own, newer HepMC3.

The files come from the C++ test of the same events (test/io/nuhepmc_check_test.cc, EventFileSamples).
"""

import collections
import gzip
import os
import pathlib
import re
import subprocess

import numpy as np
import pyhepmc
import pytest

EVENTS = 100


@pytest.fixture(scope="module")
def samples(build_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run(
        [build_dir / "test_io", "--gtest_filter=EventFileSamples.*"],
        env={**os.environ, "TRIDENS_SAMPLE_DIR": str(folder)},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module", params=["sample.hepmc3", "sample.hepmc3.gz"])
def events(request, samples):
    with pyhepmc.open(samples / request.param) as file:
        return list(file)


def attribute(run_info, name, kind=str):
    return run_info.attributes[name].astype(kind)


def numbers(run_info, name):
    return [float(word) for word in attribute(run_info, name).split()]


def test_all_events_are_read(events):
    assert [event.event_number for event in events] == list(range(EVENTS))


def test_version_is_typed_and_1_0_0(events):
    run_info = events[0].run_info
    version = [attribute(run_info, f"NuHepMC.Version.{part}", int) for part in ("Major", "Minor", "Patch")]
    assert version == [1, 0, 0]


def test_tool_and_weight_names(events):
    run_info = events[0].run_info
    assert [(tool.name, tool.version) for tool in run_info.tools] == [("Tridens", "0.1.0")]
    assert run_info.weight_names == ["CV", "fermi2,c=3.53fm,a=0.542fm", "lmu-ltau,mass=10MeV"]
    assert all(len(event.weights) == 3 and event.weight("CV") == 1.0 for event in events)


def test_small_numbers_survive(events):
    run_info = events[0].run_info
    content = numbers(run_info, "NuHepMC.Beam[14].Histogram.BinContent")
    assert content == [1.23456789012345e-12, 3.3e-13, 1.0 / 3.0 * 1e-15]
    typed = attribute(run_info, "NuHepMC.FluxAveragedTotalCrossSection", float)
    assert typed == pytest.approx(8.20527e-7, rel=1e-12)  # pb, from 8.20527e-4 fb
    for event in events:
        position = [float(word) for word in event.attributes["lab_pos"].astype(str).split()]
        assert position[:3] == [0.0, 0.0, 0.0]
        assert 0.0 < position[3] < 1.2e-7  # seconds: six decimals would make it zero


def test_every_event_names_a_declared_process(events):
    run_info = events[0].run_info
    declared = [int(word) for word in attribute(run_info, "NuHepMC.ProcessIDs").split()]
    used = collections.Counter(event.attributes["signal_process_id"].astype(int) for event in events)
    assert used == {identifier: EVENTS / 4 for identifier in declared}


def test_card_comes_back_to_the_letter(events):
    card = attribute(events[0].run_info, "NuHepMC.Provenance.Card")
    assert card == '[run]\nevents = 10  # with \\ and "quotes" and <tags> & more\n\n[beam]\nkind = "numu"\n'


def test_momentum_is_conserved_in_every_vertex(events):
    for event in events:
        for vertex in event.vertices:
            total = np.zeros(4)
            scale = 0.0
            for sign, particles in ((1, vertex.particles_in), (-1, vertex.particles_out)):
                for particle in particles:
                    momentum = particle.momentum
                    total += sign * np.array([momentum.e, momentum.px, momentum.py, momentum.pz])
                    scale += momentum.e
            assert np.abs(total).max() < 1e-12 * scale  # as the checker of the library


def test_one_beam_one_target_one_primary_vertex(events):
    for event in events:
        statuses = [particle.status for particle in event.particles]
        assert statuses.count(4) == 1 and statuses.count(20) == 1
        assert [vertex.status for vertex in event.vertices].count(1) == 1


def test_units_are_gev_and_mm(events):
    for event in events:
        assert event.momentum_unit == pyhepmc.Units.MomentumUnit.GEV
        assert event.length_unit == pyhepmc.Units.LengthUnit.MM


def test_remnant_names_its_nucleus(events):
    found = 0
    for event in events:
        for particle in event.particles:
            if particle.pid == 2009900000:
                found += 1
                assert particle.attributes["remnant_particle_number"].astype(int) == 1000170390
    assert found == sum(number % 8 == 5 for number in range(EVENTS))


def test_a_round_trip_through_pyhepmc_changes_nothing(samples, events, tmp_path):
    copy = tmp_path / "copy.hepmc3"
    with pyhepmc.open(copy, "w", precision=17) as file:
        for event in events:
            file.write(event)
    with pyhepmc.open(copy) as file:
        for first, second in zip(events, file):
            assert [(p.pid, p.status, p.momentum, p.generated_mass) for p in first.particles] == [
                (p.pid, p.status, p.momentum, p.generated_mass) for p in second.particles
            ]
            assert list(first.weights) == list(second.weights)


def test_gzip_holds_the_same_text(samples):
    plain = (samples / "sample.hepmc3").read_bytes()
    assert gzip.open(samples / "sample.hepmc3.gz").read() == plain


def test_hepevt_has_the_same_momenta(samples, events):
    with pyhepmc.open(samples / "sample.hepevt", "r", format="hepevt") as file:
        for nuhepmc, hepevt in zip(events, file, strict=True):
            physical = sorted(
                (p.pid, p.momentum.e) for p in nuhepmc.particles if p.status == 1 and p.pid != 2009900000
            )
            assert sorted((p.pid, p.momentum.e) for p in hepevt.particles if p.status == 1) == physical


def test_lhe_is_well_formed_xml(samples):
    import xml.etree.ElementTree

    root = xml.etree.ElementTree.parse(samples / "sample.lhe").getroot()
    assert root.attrib["version"] == "3.0"
    assert len(root.findall("event")) == EVENTS
    assert "<tags> & more" in root.find("header/card").text


def test_event_blocks_balance_to_their_precision(samples):
    blocks = (samples / "sample.events").read_text().split("</event>\n")[:-1]
    assert len(blocks) == EVENTS
    for block in blocks:
        rows = np.array([line.split() for line in block.splitlines()[1:]], dtype=float)
        pseudo_remnant_missing = sorted(rows[rows[:, 1] == 1, 0])[-1] < 1e9
        balance = rows[:, 1] @ rows[:, 2:6]
        if not pseudo_remnant_missing:
            assert np.abs(balance).max() < 1e-8 * len(rows)


def test_the_page_on_event_files_gives_the_expected_events(samples, events, tmp_path, monkeypatch):
    page = pathlib.Path(__file__).parents[2] / "docs" / "event_files.md"
    program = re.search(r"```python\n(.*?)```", page.read_text(), re.DOTALL).group(1)
    (tmp_path / "events.hepmc3").write_bytes((samples / "sample.hepmc3").read_bytes())
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(program, names)
    muons = [[p.momentum.e for p in event.particles if abs(p.pid) == 13] for event in events]
    fraction = sum(len(pair) == 2 and min(pair) > 0.5 for pair in muons) / EVENTS
    assert 0.0 < fraction < 1.0
    # The numbers of the sample: 1.1e21 protons on target, 8.20527e-4 fb, three bins of flux.
    flux = 1.1e21 * (5.0 * 1.23456789012345e-12 + 15.0 * 3.3e-13 + 9980.0 * 1e-15 / 3.0)
    assert names["expected"] == pytest.approx(1.5e30 * flux * 8.20527e-43 * fraction, rel=1e-9)
