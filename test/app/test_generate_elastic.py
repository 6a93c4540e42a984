"""Event files of elastic scattering hold what docs/event_files.md says of them."""

import json

import pytest
from program import SOURCE, run

pyhepmc = pytest.importorskip("pyhepmc")

NUCLEI = (SOURCE / "examples" / "06_cevns_argon.toml").read_text()
ELECTRONS = (SOURCE / "examples" / "07_neutrino_electron_dune.toml").read_text()
ARGON, MUON_NEUTRINO = 1000180400, 14


def generate(folder, card, events=400, name="e.hepmc3"):
    (folder / "card.toml").write_text(card)
    result = run("generate", "card.toml", "--events", events, "--output", name, "--json", folder=folder)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def read(folder, name="e.hepmc3"):
    with pyhepmc.open(folder / name) as file:
        return list(file)


def attribute(event, name, kind=str):
    value = event.run_info.attributes[name]
    return value.astype(kind) if hasattr(value, "astype") else value


def process_id(event):
    value = event.attributes["signal_process_id"]
    return int(value if isinstance(value, int) else value.astype(int))  # pyhepmc keeps what was read once


def by_status(event, status):
    return [particle for particle in event.particles if particle.status == status]


def recoil(nucleus):
    p = nucleus.momentum
    return (p.px**2 + p.py**2 + p.pz**2) / (p.e + nucleus.generated_mass)


def assert_balance(event):
    for axis in range(4):
        entering = sum(p.momentum[axis] for p in by_status(event, 4) + by_status(event, 20))
        leaving = sum(p.momentum[axis] for p in by_status(event, 1))
        assert leaving == pytest.approx(entering, abs=1e-12)


def test_a_nucleus_recoils_as_a_whole(tmp_path):
    said = generate(tmp_path, NUCLEI)
    events = read(tmp_path)
    assert len(events) == 400 and events[0].run_info.weight_names == ["CV", "klein-nystrand", "nsi"]
    for event in events:
        assert process_id(event) == 150
        (beam,), (target,) = by_status(event, 4), by_status(event, 20)
        assert target.pid == ARGON and beam.pid in (12, 14, -14)
        assert not by_status(event, 21) and not by_status(event, 22)
        neutrino, nucleus = by_status(event, 1)
        assert neutrino.pid == beam.pid and nucleus.pid == ARGON
        assert 1e-6 <= recoil(nucleus) <= 2 * beam.momentum.e**2 / (target.generated_mass + 2 * beam.momentum.e) * (1 + 1e-9)
        assert_balance(event)
        if beam.pid == 12:  # eps_mumu moves muon neutrinos alone
            assert event.weights[2] == pytest.approx(1, rel=1e-12)
    assert said["events"] == 400


def test_an_electron_is_struck_out_of_its_atom(tmp_path):
    generate(tmp_path, ELECTRONS)
    seen = set()
    for event in read(tmp_path):
        (beam,), (struck,) = by_status(event, 4), by_status(event, 22)
        assert struck.pid == 11 and struck.momentum.e == pytest.approx(struck.generated_mass, rel=1e-12)
        assert process_id(event) == (700 if abs(beam.pid) == 12 else 750)
        seen.add(process_id(event))
        leaving = {particle.pid: particle for particle in by_status(event, 1)}
        assert set(leaving) == {beam.pid, 11, ARGON}
        assert leaving[11].momentum.e - leaving[11].generated_mass >= 0.3 * (1 - 1e-9)
        assert leaving[ARGON].momentum.pz == 0
        assert sorted(vertex.status for vertex in event.vertices) == [1, 22]
        assert_balance(event)
    assert seen == {700, 750}


@pytest.mark.parametrize("process, recoil_min, ids", [("cevns", "1 eV", {150, 151}), ("nu-e", "1 keV", {750, 751})])
def test_a_flipped_helicity_has_an_id_of_its_own(process, recoil_min, ids, tmp_path):
    card = f"""[process]
name = "{process}"
neutrino = "numu"
target = "Ar40"
recoil_min = "{recoil_min}"
[model]
name = "magnetic-moment"
magnetic_moment_numu = "1e-9 muB"
[flux]
source = "pi-dar,facility=sns-lar"
"""
    generate(tmp_path, card.replace("1e-9 muB", "1e-8 muB") if process == "cevns" else card, events=1000)
    events = read(tmp_path)
    assert {process_id(event) for event in events} == ids
    assert set(map(int, attribute(events[0], "NuHepMC.ProcessIDs").split())) == ids
    assert all(MUON_NEUTRINO in [particle.pid for particle in by_status(event, 1)] for event in events)


def test_new_particles_are_declared(tmp_path):
    card = """[process]
name = "cevns"
neutrino = "numu"
target = "Ar40"
[model]
name = "dipole-portal"
mass = "10 MeV"
magnetic_moment_numu = "1e-7 muB"
[flux]
source = "pi-dar,facility=sns-lar"
"""
    generate(tmp_path, card, events=100)
    events = read(tmp_path)
    assert "9900012" in attribute(events[0], "NuHepMC.AdditionalParticleNumbers").split()
    heavy = [event for event in events if process_id(event) == 770]
    assert heavy
    for event in heavy:
        (new,) = [particle for particle in by_status(event, 1) if particle.pid == 9900012]
        assert new.generated_mass == pytest.approx(0.01)
        assert_balance(event)


def test_events_for_the_exposure_are_those_of_xsec(tmp_path):
    said = generate(tmp_path, NUCLEI, events=10)
    xsec = ["xsec", "cevns", "--nu", "all", "--target", "Ar40", "--recoil-min", "1keV", "--flux", "pi-dar,facility=sns-lar"]
    rows = json.loads(run(*xsec, "--pot", "1.38e23", "--mass", "24.4kg", "--json").stdout)["rows"]
    assert said["expected_events"] == pytest.approx(rows[-1]["events"], rel=1e-6)
    assert 1e-39 * said["sigma"] * 3 == pytest.approx(sum(row["sigma"] for row in rows[:-1]), rel=1e-6)


def test_a_variation_with_another_final_state_is_refused(tmp_path):
    card = NUCLEI.replace('model.name = "nsi"\nmodel.eps_mumu_dV = 0.05', 'model.name = "nsi"\nmodel.eps_emu_dV = 0.05')
    assert card != NUCLEI
    (tmp_path / "card.toml").write_text(card)
    result = run("generate", "card.toml", "--output", "e.hepmc3", folder=tmp_path)
    assert result.returncode == 2 and "other final states" in result.stderr
    assert not (tmp_path / "e.hepmc3").exists()
