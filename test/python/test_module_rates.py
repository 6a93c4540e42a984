"""Rates, cross sections and events of every kind give the same objects."""

import json
import os
import subprocess

import numpy as np
import pytest
import tridens

PROGRAM = os.environ["TRIDENS_PROGRAM"]


def of_program(*arguments):
    return json.loads(subprocess.run([PROGRAM, *arguments, "--json"], check=True, capture_output=True, text=True).stdout)


def test_tridents_of_counting_experiments_are_numbers():
    answer = tridens.rate("ccfr-trident")
    row = of_program("rate", "ccfr-trident")
    assert answer.axes == [] and answer.signal.shape == () and answer.unit == row["unit"] == "Standard Model"
    assert float(answer.signal) == answer.total_signal == pytest.approx(row["signal"], rel=1e-12)
    assert float(answer.observed) == answer.total_observed == row["observed_total"]
    assert answer.totals == {part["name"]: part["total"] for part in row["parts"]}
    assert "Standard Model" in repr(answer)
    with pytest.raises(ValueError, match="one number"):
        answer.histogram()


def test_decays_have_bins_and_a_background_that_is_known_in_total():
    wanted = "upscatter,regime=elastic,benchmark=bertuzzo"
    answer = tridens.rate("miniboone-showers-fhc", processes=wanted)
    row = of_program("rate", "miniboone-showers-fhc", "--process", wanted)
    assert answer.axes[0].name == "energy" and answer.signal.shape == (len(answer.axes[0]),)
    assert answer.total_signal == pytest.approx(row["signal"], rel=1e-9)
    np.testing.assert_allclose(answer.signal, row["parts"][0]["counts"], rtol=1e-9)
    assert answer.signal.sum() <= answer.total_signal * (1.0 + 1e-9)
    assert answer.histogram("signal").axes == answer.axes
    if answer.total_background > 0.0:
        with pytest.raises(ValueError, match="total_background"):
            answer.expected.sum()


def test_telescopes_count_per_flux_and_topology():
    # Resonant W bosons above 4 PeV alone: the whole analysis takes a minute.
    answer = tridens.rate("icecube-pepe", processes="glashow", absorption=False)
    assert answer.axes[0].unit == "GeV" and answer.total_signal > 0.0
    assert all(part.shape == (len(answer.axes[0]),) for part in answer.parts.values())
    np.testing.assert_allclose(sum(answer.parts.values()), answer.signal + answer.background, rtol=1e-12)
    assert "Standard Model" not in repr(answer)


@pytest.mark.parametrize(("process", "arguments"), [
    ("glashow", {"neutrino": "nuebar", "target": "H2O", "energy_GeV": 6.3e6}),
    ("dis", {"neutrino": "numu", "target": "H2O", "energy_GeV": 1e3, "current": "nc"}),
    ("upscatter,regime=elastic,benchmark=bertuzzo", {"neutrino": "numu", "target": "C12", "energy_GeV": 1.0}),
    ("nu-e", {"neutrino": "numu", "target": "Ar40", "energy_GeV": 1.0}),
])
def test_every_kind_of_process_has_totals_averages_and_events(process, arguments):
    answer = tridens.xsec(process, **arguments)
    assert answer.value.shape == () and answer.value > 0.0 and answer.unit == "cm2" and answer.citations
    settings = {key: value for key, value in arguments.items() if key not in ("energy_GeV",)}
    line = {"energy_GeV": arguments["energy_GeV"] * np.array([0.999, 1.0, 1.001]), "densities": {arguments["neutrino"]: [0.0, 1.0, 0.0]},
            "exposure_unit": None}
    average = tridens.xsec(process, flux=line, **settings)
    assert average.energy_GeV is None and float(average.value) == pytest.approx(float(answer.value), rel=0.02)
    name, *pieces = process.split(",")
    card = {"process": {"name": name, **dict(piece.split("=") for piece in pieces),
                        **{key: value for key, value in settings.items()}},
            "flux": {"energy": f"{arguments['energy_GeV']} GeV"}, "generate": {"events": 20, "seed": 2}}
    events = tridens.generate(card)
    assert len(events) == 20
    assert events.cross_section_cm2 == pytest.approx(float(answer.value), rel=0.02)
    incoming, outgoing = np.isin(events.particles["status"], [4, 20]), events.particles["status"] == 1
    before = np.bincount(events.particles["event"][incoming], events.particles["energy_GeV"][incoming])
    after = np.bincount(events.particles["event"][outgoing], events.particles["energy_GeV"][outgoing])
    np.testing.assert_allclose(after, before, rtol=1e-9)


def test_tables_of_tridents_are_there():
    found = tridens.tables()
    assert len(found) == 6 and found["trident-mu-mu"]
    with pytest.raises(ValueError, match="did you mean 'build'"):
        tridens.tables(biuld=True)


def test_histograms_carry_cuts_and_provenance():
    card = {
        "process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
        "flux": {"energy": "5 GeV"},
        "generate": {"events": 500, "seed": 3},
        "histogram": [{"variable": "visible_energy", "min": "0 GeV", "max": "5 GeV", "bins": 5}],
    }
    answer = tridens.histogram(card)
    assert len(answer) == 1 and answer[0].name == "visible_energy" and answer.simulated == 500
    assert answer.citations and answer.version == tridens.__version__
    assert answer.cuts == tridens.cut_flow(card) and answer.cuts[0][0] == "generated"
