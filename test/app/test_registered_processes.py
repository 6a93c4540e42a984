"""Processes that their settings define, on the command line: cross sections, cards, events."""

import json
import math

import pytest
from program import SOURCE, refused, run

CARD = SOURCE / "examples" / "10_glashow.toml"
PEAK = ["--nu", "nuebar", "--target", "H2O", "--energy", "6.3PeV"]


def xsec(*arguments):
    result = run("xsec", *arguments, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_setting_goes_after_the_name():
    every, hadrons = xsec("glashow", *PEAK)["rows"][0], xsec("glashow,channel=hadrons", *PEAK)["rows"][0]
    assert hadrons["sigma"] == pytest.approx(every["components"]["hadrons"], rel=1e-12)
    assert every["sigma"] == pytest.approx(sum(every["components"].values()), rel=1e-12)
    assert hadrons["unit"] == "cm2" and hadrons["per"] == "formula unit"
    wide = xsec("glashow,channel=hadrons,width=4.17GeV", *PEAK)["rows"][0]
    assert wide["sigma"] / hadrons["sigma"] == pytest.approx(1, abs=0.2)  # 24 pi Br/M^2 does not know the width
    assert wide["sigma"] != hadrons["sigma"]


def test_the_average_over_a_flux_holds_the_line():
    """A narrow resonance in E^-2 phi: pi sigma_peak G/2 M x E_r phi(E_r) over the integral of phi."""
    said = xsec("glashow", "--nu", "nuebar", "--target", "H1", "--flux", "power-law,gamma=2,min=1PeV,max=30PeV")
    peak = xsec("glashow", "--nu", "nuebar", "--target", "H1", "--energy", "6.3213PeV")["rows"][0]["sigma"]
    shape = 1 / (1 - 1 / 30) / 6.3213**2  # per PeV
    narrow = math.pi * peak * 2.085 / 80.377 * 6.3213 * shape
    assert said["rows"][0]["sigma"] == pytest.approx(narrow, rel=0.03)
    assert said["rows"][0]["error"] < 1e-3 * said["rows"][0]["sigma"]


def test_differential_cross_sections_at_points():
    said = xsec("glashow,channel=mu", *PEAK, "--at", "y=0.2", "--at", "y=0.6")
    first, second = said["rows"]
    assert first["at"] == {"y": "0.2"} and "error" not in first
    assert second["dsigma"] / first["dsigma"] == pytest.approx((0.4 / 0.8) ** 2, rel=1e-4)
    shown = run("xsec", "glashow,channel=mu", *PEAK, "--at", "y=1.5").stdout
    assert "dsigma/dy / (cm2)" in shown and "outside the phase space" in shown


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["glashow,chanel=mu", *PEAK], ["chanel", "did you mean 'channel'?"]),
        (["glashow,channel=pions", *PEAK], ["'pions'", "hadrons, e, mu, tau"]),
        (["glashwo", *PEAK], ["did you mean 'glashow'?"]),
        (["glashow", "--nu", "numu", "--target", "H2O"], ["neither --energy nor --flux"]),
        (["glashow", *PEAK, "--at", "x=0.1"], ["'x'", "known: y"]),
        (["glashow", *PEAK, "--at", "y"], ["--at"]),
        (["glashow", *PEAK, "--recoil", "1keV"], ["--recoil", "no meaning"]),
        (["glashow", *PEAK, "--pair", "mu-mu+"], ["--pair", "no meaning"]),
        (["glashow", *PEAK, "--form-factor", "helm"], ["--form-factor", "tridens show glashow"]),
        (["glashow", *PEAK, "--model", "nsi", "--set", "eps_mumu_dV=0.05"], ["glashow", "nsi"]),
        (["cevns,channel=mu", *PEAK], ["'channel'", "options of the verb"]),
        (["cevns", "--nu", "numu", "--target", "Ar", "--energy", "9MeV", "--at", "y=0.1"], ["--at", "no meaning"]),
    ],
)
def test_what_the_process_does_not_have(arguments, says, tmp_path):
    refused("xsec", *arguments, folder=tmp_path, says=says)


def test_show_says_the_settings_and_help_fits_a_screen():
    shown = json.loads(run("show", "glashow", "--json").stdout)
    assert "default none" in shown["setting doppler"] and "default all" in shown["setting channel"]
    assert len(run("xsec", "--help").stdout.splitlines()) <= 60


def test_events_of_the_example_have_photons_and_moving_electrons(tmp_path):
    pyhepmc = pytest.importorskip("pyhepmc")
    result = run("generate", CARD, "--events", 300, "--output", "e.hepmc3", "--json", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["unweighting_efficiency"] > 0.1
    photons = moving = 0
    with pyhepmc.open(tmp_path / "e.hepmc3") as file:
        for event in file:
            (electron,) = [p for p in event.particles if p.status == 22]
            outgoing = sorted(p.pid for p in event.particles if p.status == 1 and abs(p.pid) < 100)
            assert outgoing in ([-14, 13], [-14, 13, 22])
            photons += outgoing[-1] == 22
            moving += abs(electron.momentum.pz) > 1e-7
            for axis in range(4):
                entering = sum(p.momentum[axis] for p in event.particles if p.status in (4, 20))
                leaving = sum(p.momentum[axis] for p in event.particles if p.status == 1)
                assert leaving == pytest.approx(entering, rel=1e-12, abs=1e-6)
    assert moving > 290 and 60 < photons < 300


def test_the_summed_energy_of_the_muons_is_a_quarter(tmp_path):
    """On the resonance y has the density 3 (1 - y)^2 and the mean 1/4."""
    text = CARD.read_text().replace('doppler = "atomic"\n', "").replace('radiation = "initial-state"\n', "")
    (tmp_path / "card.toml").write_text(text)
    said = json.loads(run("histogram", "card.toml", "--events", 20000, "--json", folder=tmp_path).stdout)
    (shares,) = [h for h in said["histograms"] if h["variable"] == "visible_fraction"]
    middles = [(a + b) / 2 for a, b in zip(shares["edges"], shares["edges"][1:])]
    mean = sum(m * c for m, c in zip(middles, shares["content"])) / sum(shares["content"])
    assert mean == pytest.approx(0.25, abs=0.01)
