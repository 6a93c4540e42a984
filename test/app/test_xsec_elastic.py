"""`tridens xsec cevns` and `xsec nu-e` from outside: JSON, what the numbers add up to, and what is refused."""

import json

import pytest
from program import SOURCE, refused, run

CEVNS = ["xsec", "cevns", "--nu", "numu", "--target", "Cs133"]
ELECTRON = ["xsec", "nu-e", "--nu", "numu", "--target", "Ar"]
REACTOR = "reactor,power=3.9GW,distance=17.1m"
AT_REACTOR = ["xsec", "cevns", "--nu", "nuebar", "--target", "Ge", "--flux"]
STOPPED_PIONS = ["xsec", "cevns", "--nu", "all", "--target", "CsI", "--flux", "pi-dar,facility=sns-csi2021"]


def answer(*arguments):
    result = run(*arguments, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def rows(*arguments):
    return answer(*arguments)["rows"]


def sigma(*arguments):
    (row,) = rows(*arguments)
    return row["sigma"]


@pytest.mark.parametrize("process, per", [(CEVNS, "nucleus"), (ELECTRON, "electron")])
def test_rows_of_totals_have_the_documented_shape(process, per):
    result = answer(*process, "--energy", "10MeV,30MeV")
    assert [row["energy_GeV"] for row in result["rows"]] == [0.01, 0.03]
    for row in result["rows"]:
        assert set(row) == {"energy_GeV", "sigma", "error", "unit", "per", "neutrino"}
        assert row["unit"] == "cm2" and row["per"] == per and row["neutrino"] == "numu"
        assert row["sigma"] > 0 and 0 <= row["error"] < 1e-6 * row["sigma"]
    assert {"version", "choices", "data_sha256", "citations_arxiv"} < set(result)
    assert result["choices"]["model"].startswith("sm, couplings = tree")


@pytest.mark.parametrize("process, per, energy", [(CEVNS, "nucleus", "30MeV"), (ELECTRON, "electron", "2MeV")])
def test_rows_of_spectra_have_the_documented_shape(process, per, energy):
    result = rows(*process, "--energy", energy, "--recoil", "1keV,2keV")
    assert [row["recoil_keV"] for row in result] == pytest.approx([1.0, 2.0])
    for row in result:
        assert set(row) == {"energy_GeV", "recoil_keV", "dsigma_dT", "unit", "per", "neutrino"}
        assert row["unit"] == "cm2/keV" and row["per"] == per and row["dsigma_dT"] > 0


@pytest.mark.parametrize("target, per", [("p", "nucleon"), ("Cs133", "nucleus"), ("Ge", "nucleus"), ("CsI", "formula unit")])
def test_what_a_cross_section_is_per(target, per):
    (row,) = rows("xsec", "cevns", "--nu", "nue", "--target", target, "--energy", "10MeV")
    assert row["per"] == per


def test_parts_by_nuclide_add_up():
    (row,) = rows("xsec", "cevns", "--nu", "numu", "--target", "CsI", "--energy", "30MeV")
    assert set(row["components"]) == {"Cs133 coherent", "I127 coherent"}
    assert sum(row["components"].values()) == pytest.approx(row["sigma"], rel=1e-12)
    assert row["components"]["Cs133 coherent"] == pytest.approx(sigma(*CEVNS, "--energy", "30MeV"), rel=1e-8)


def test_bounds_cut_the_total_into_its_parts():
    at = [*CEVNS, "--energy", "30MeV"]
    parts = [["--recoil-max", "2keV"], ["--recoil-min", "2keV", "--recoil-max", "6keV"], ["--recoil-min", "6keV"]]
    assert sum(sigma(*at, *part) for part in parts) == pytest.approx(sigma(*at), rel=1e-7)


def test_the_total_is_the_integral_of_the_spectrum():
    edges = [0.02 * (i + 0.5) for i in range(200)]  # middles of 200 steps to 4 keV
    spectrum = rows(*CEVNS, "--energy", "30MeV", "--recoil", ",".join(f"{edge}keV" for edge in edges))
    total = sum(row["dsigma_dT"] for row in spectrum) * 0.02
    assert total == pytest.approx(sigma(*CEVNS, "--energy", "30MeV", "--recoil-max", "4keV"), rel=1e-5)


def test_what_kinematics_forbids_is_marked_in_spectra_and_refused_in_totals(tmp_path):
    (spectrum,) = rows(*CEVNS, "--energy", "30MeV", "--recoil", "20keV")
    assert spectrum["dsigma_dT"] == 0 and spectrum["below_threshold"] is True
    refused(*CEVNS, "--energy", "30MeV", "--recoil-min", "20keV", folder=tmp_path, says=["end point", "20keV"])
    closed, open_ = rows(*CEVNS, "--energy", "30MeV,50MeV", "--recoil-min", "20keV")
    assert closed["below_threshold"] is True and open_["sigma"] > 0
    assert "outside the range" in run(*CEVNS, "--energy", "30MeV", "--recoil", "20keV").stdout


def test_averages_name_the_flux_and_sum_their_species():
    exposure = ["--pot", "3.198e23", "--mass", "14.6kg"]
    *species, total = rows(*STOPPED_PIONS, *exposure)
    assert [row["neutrino"] for row in species] == ["nue", "numu", "numubar"] and total["neutrino"] == "all"
    assert all(row["flux"] == "pi-dar,facility=sns-csi2021" and "energy_GeV" not in row for row in species)
    # One neutrino of each species per stopped pion: equal shares.
    assert total["sigma"] == pytest.approx(sum(row["sigma"] for row in species) / 3, rel=1e-9)
    assert total["events"] == pytest.approx(sum(row["events"] for row in species), rel=1e-12)
    assert 3 * total["events"] == pytest.approx(
        rows(*STOPPED_PIONS, "--pot", "3.198e23", "--mass", "43.8kg")[-1]["events"], rel=1e-12
    )


def test_sources_per_time_take_a_time():
    year = rows(*AT_REACTOR, REACTOR, "--time", "1y", "--mass", "1kg")[0]["events"]
    day = rows(*AT_REACTOR, REACTOR, "--time", "1day", "--mass", "1kg")[0]["events"]
    assert year == pytest.approx(365.25 * day, rel=1e-12)


def test_events_per_keV_of_a_spectrum():
    *_, total = rows(*STOPPED_PIONS, "--recoil", "5keV", "--pot", "1e23", "--mass", "1kg")
    assert total["events_per_keV"] > 0 and "events" not in total
    *_, without = rows(*STOPPED_PIONS, "--recoil", "5keV")
    assert without["dsigma_dT"] == total["dsigma_dT"] and "events_per_keV" not in without


def test_every_option_changes_what_it_says():
    at = [*CEVNS, "--energy", "40MeV"]
    reference = sigma(*at)
    assert sigma(*at, "--form-factor", "helm-lewin-smith") == pytest.approx(reference, rel=1e-9)
    assert sigma(*at, "--form-factor", "point") > 1.2 * reference
    # Neutrons carry nearly all of the weak charge: a larger radius of theirs takes away more than one of the protons.
    wide = sigma(*at, "--form-factor", "helm,rms=4.8fm", "--neutron-form-factor", "helm,rms=5.1fm")
    assert wide < sigma(*at, "--form-factor", "helm,rms=4.8fm")
    leading = sigma(*at, "--kinematics", "leading")
    assert 1 < leading / reference < 1.002
    assert 0 < sigma("xsec", "cevns", "--nu", "numu", "--target", "F19", "--energy", "30MeV", "--axial", "none")
    assert sigma("xsec", "cevns", "--nu", "numu", "--target", "F19", "--energy", "30MeV") > 1.03 * sigma(
        "xsec", "cevns", "--nu", "numu", "--target", "F19", "--energy", "30MeV", "--axial", "none"
    )
    assert sigma(*at, "--couplings", "radiative") == sigma(*at, "--set", "couplings=radiative") != reference
    low = [*ELECTRON, "--energy", "1MeV", "--recoil", "1keV"]
    (free,), (bound,) = rows(*low), rows(*low, "--binding", "stepped")
    assert bound["dsigma_dT"] == pytest.approx(free["dsigma_dT"] * 16 / 18, rel=1e-9)  # the K shell of argon stays


def test_models_act_together():
    at = [*CEVNS, "--energy", "30MeV"]
    one = sigma(*at, "--model", "nsi", "--set", "eps_mumu_dV=0.05")
    both = [*at, "--model", "nsi+charge-radius", "--set", "eps_mumu_dV=0.05"]
    assert sigma(*both, "--set", "charge_radius_numu=0 cm2") == pytest.approx(one, rel=1e-9)
    shorter = sigma(*at, "--model", "nsi,eps_mumu_dV=0.05")
    assert shorter == one


def test_antineutrinos_of_a_spin_zero_nucleus_scatter_like_neutrinos():
    at = ["--target", "Ar40", "--energy", "30MeV"]
    assert sigma("xsec", "cevns", "--nu", "numu", *at) == sigma("xsec", "cevns", "--nu", "numubar", *at)
    assert sigma("xsec", "nu-e", "--nu", "numu", *at) > 1.05 * sigma("xsec", "nu-e", "--nu", "numubar", *at)


DIPOLE = ["--model", "magnetic-moment", "--set", "magnetic_moment_nue=1e-10muB"]


@pytest.mark.parametrize(
    "arguments, says",
    [
        ([*CEVNS], ["neither --energy nor --flux"]),
        ([*CEVNS, "--energy", "30MeV", "--flux", "pi-dar,facility=sns-csi2021"], ["both --energy and --flux"]),
        (["xsec", "cevns", "--target", "Cs133", "--energy", "30MeV"], ["no neutrino is given"]),
        (["xsec", "cevns", "--nu", "numo", "--target", "Cs133", "--energy", "30MeV"], ["did you mean 'numu'?"]),
        (["xsec", "cevns", "--nu", "numu", "--target", "Cs1333", "--energy", "30MeV"], ["did you mean 'Cs133'?"]),
        (["xsec", "nu-e", "--nu", "numu", "--target", "n", "--energy", "30MeV"], ["no electrons"]),
        ([*CEVNS, "--energy", "30"], ["has no unit"]),
        ([*CEVNS, "--energy", "0MeV"], ["above 0"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil", "0keV"], ["--recoil", "above 0"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil", "-1keV"], ["--recoil", "above 0"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil", "1"], ["--recoil", "has no unit"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil", "1keV,"], ["--recoil"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil", "nankeV"], ["'nankeV'"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil", "1keV", "--recoil-min", "1keV"], ["keep one of them"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil-min", "-1keV"], ["--recoil-min", "not negative"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil-max", "0keV"], ["--recoil-max", "above zero"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil-min", "5keV", "--recoil-max", "1keV"], ["above the lower one"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil-min", "5keVV"], ["did you mean 'keV'?"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil-min", "1m"], ["unknown unit of --recoil-min"]),
        ([*CEVNS, "--energy", "30MeV", "--recoil-mni", "1keV"], ["unknown option of xsec '--recoil-mni'"]),
        ([*CEVNS, "--energy", "30MeV", "--pair", "mu-mu+"], ["--pair", "'cevns'", "no meaning"]),
        ([*CEVNS, "--energy", "30MeV", "--no-pauli"], ["--no-pauli", "no meaning"]),
        ([*CEVNS, "--energy", "30MeV", "--method", "tables"], ["--method", "no meaning"]),
        ([*ELECTRON, "--energy", "3GeV", "--pair", "mu-mu+"], ["--pair", "'nu-e'"]),
        (["xsec", "--nu", "numu", "--pair", "mu-mu+", "--target", "Ar", "--energy", "5GeV", "--recoil", "5keV"], ["--recoil", "'trident'"]),
        (["xsec", "--nu", "numu", "--pair", "mu-mu+", "--target", "Ar", "--energy", "5GeV", "--axial", "none"], ["--axial", "'trident'"]),
        ([*CEVNS, "--energy", "30MeV", "--form-factor", "helmm"], ["did you mean 'helm'?"]),
        ([*CEVNS, "--energy", "30MeV", "--form-factor", "helm,rms=0fm"], ["'rms'", "positive"]),
        ([*CEVNS, "--energy", "30MeV", "--form-factor", "helm,rms=5MeV"], ["unknown unit of 'rms'"]),
        ([*CEVNS, "--energy", "30MeV", "--neutron-form-factor", "klein"], ["did you mean 'klein-nystrand'?"]),
        ([*ELECTRON, "--energy", "3GeV", "--form-factor", "helm"], ["--form-factor", "leave it out"]),
        ([*CEVNS, "--energy", "30MeV", "--kinematics", "exat"], ["did you mean 'exact'?"]),
        ([*CEVNS, "--energy", "30MeV", "--axial", "yes"], ["known: auto, none"]),
        ([*ELECTRON, "--energy", "3GeV", "--binding", "steped"], ["did you mean 'stepped'?"]),
        (["xsec", "nu-e", "--nu", "numu", "--target", "Fe", "--energy", "1MeV", "--binding", "stepped"], ["binding energies", "Fe"]),
        ([*CEVNS, "--energy", "30MeV", "--couplings", "radiativ"], ["did you mean 'radiative'?"]),
        ([*CEVNS, "--energy", "30MeV", "--couplings", "tree", "--set", "couplings=tree"], ["set twice"]),
        ([*CEVNS, "--energy", "30MeV", "--set", "sin2thetaW=2"], ["out of range"]),
        ([*CEVNS, "--energy", "30MeV", "--time", "1y", "--mass", "1kg"], ["without a flux"]),
        ([*CEVNS, "--flux", "pi-dar,facility=snss"], ["did you mean 'sns'?"]),
        ([*CEVNS, "--flux", "pi-dar,facility=sns,yield=0.09"], ["needs a distance"]),
        ([*CEVNS, "--flux", "pi-dar,facility=sns,distance=0m"], ["distance=0m", "greater than zero"]),
        ([*CEVNS, "--flux", "pi-dar,facility=sns,distance=20"], ["has no unit"]),
        ([*CEVNS, "--flux", "pi-dar,facility=sns,distance=20m,yield=-1"], ["yield=-1", "greater than zero"]),
        ([*CEVNS, "--flux", REACTOR], ["has no numu", "nuebar"]),
        ([*AT_REACTOR, "reactor,power=-1GW,distance=10m"], ["power=-1GW", "greater than zero"]),
        ([*AT_REACTOR, "reactor,power=1m,distance=10m"], ["unknown unit of power"]),
        ([*AT_REACTOR, "reactor,power=1GW,distance=10m,spectrum=huber"], ["did you mean 'huber-mueller'?"]),
        ([*AT_REACTOR, "reactor,power=1GW,distance=10m,fractions=typcal"], ["fractions"]),
        ([*AT_REACTOR, "reactor,power=1GW,distance=10m,duty=2"], ["duty=2"]),
        ([*AT_REACTOR, "solar,parts=9B"], ["did you mean '8B'?"]),
        ([*AT_REACTOR, REACTOR, "--pot", "1e20", "--mass", "1kg"], ["in POT", "per s"]),
        ([*AT_REACTOR, REACTOR, "--time", "1y"], ["needs --mass"]),
        ([*AT_REACTOR, REACTOR, "--time", "0y", "--mass", "1kg"], ["--time", "above 0"]),
        ([*AT_REACTOR, REACTOR, "--time", "1y", "--mass", "0kg"], ["--mass", "above 0"]),
        ([*AT_REACTOR, REACTOR, "--time", "1y", "--mass", "1keV"], ["unknown unit of --mass"]),
        ([*AT_REACTOR, "dune-nd-fhc", "--time", "1y", "--mass", "1kg"], ["in s", "per POT"]),
        (["xsec", "cevns", "--nu", "nuebar", "--target", "Ge", "--energy", "5MeV", *DIPOLE], ["without bound", "lowest recoil energy"]),
        ([*AT_REACTOR, REACTOR, *DIPOLE], ["without bound", "lowest recoil energy"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "magnetic-moment"], ["no coupling"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "magnetic-moment", "--set", "magnetic_moment_nue=1e-10"], ["has no unit"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "light-vector", "--set", "g=1e-5"], ["needs 'mass'"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "light-vector", "--set", "mass=10MeV"], ["no coupling"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "light-vector", "--set", "g=1", "--set", "mass=-1MeV"], ["out of range"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "nsi", "--set", "eps_ee_uX=1"], ["did you mean 'eps_ee_uV'?"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "nsi+nssi"], ["did you mean 'nsi'?"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "nsi+nsi"], ["twice"]),
        ([*CEVNS, "--energy", "30MeV", "--model", "light-vector+light-scalar", "--set", "g=1"], ["light-vector.g or light-scalar.g"]),
    ],
)
def test_wrong_requests(arguments, says, tmp_path):
    refused(*arguments, folder=tmp_path, says=says)


CARD = (SOURCE / "examples" / "06_cevns_argon.toml").read_text()


@pytest.mark.parametrize(
    "old, new, says",
    [
        ('recoil_min = "1 keV"', 'recoil_min = "-1 keV"', ["process.recoil_min", "at least 0"]),
        ('recoil_min = "1 keV"', 'recoil_min = "1"', ["recoil_min", "has no unit"]),
        ('recoil_min = "1 keV"', 'recoil_min = "5 keV"\nrecoil_max = "1 keV"', ["above the lower one"]),
        ('recoil_min = "1 keV"', 'pair = "mu-mu+"', ["process.pair", "no meaning"]),
        ('recoil_min = "1 keV"', "pauli = false", ["process.pauli", "no meaning"]),
        ('recoil_min = "1 keV"', 'binding = "stepped"', ["process.binding", "no meaning"]),
        ('recoil_min = "1 keV"', 'kinematics = "exat"', ["did you mean 'exact'?"]),
        ('recoil_min = "1 keV"', 'form_factor = "helmm"', ["did you mean 'helm'?"]),
        ('recoil_min = "1 keV"', 'neutron_form_factor = "helmm"', ["did you mean 'helm'?"]),
        ('recoil_min = "1 keV"', 'recoil_mni = "1 keV"', ["did you mean 'recoil_min'?"]),
        ('facility=sns-lar"', 'facility=sns-lra"', ["did you mean 'sns-lar'?"]),
        ("pi-dar,", "pi-darr,", ["did you mean 'pi-dar'?"]),
        ("facility=", "facilty=", ["did you mean 'facility'?"]),
        ("[flux]", '[flux]\nname = "dune-nd-fhc"', ["both 'name' and 'source'"]),
        ("pot = 1.38e23", 'time = "1 y"', ["per POT", "give pot"]),
        ('neutrino = "all"', 'neutrino = "nutau"', ["has no nutau"]),
        ('target = "Ar40"', 'target = "Ar400"', ["did you mean 'Ar40'?"]),
        ("model.eps_mumu_dV", "model.eps_mumu_dX", ["did you mean 'eps_mumu_dV'?"]),
    ],
)
def test_wrong_cards(old, new, says, tmp_path):
    assert old in CARD
    (tmp_path / "card.toml").write_text(CARD.replace(old, new))
    refused("check", "card.toml", folder=tmp_path, says=says)


def test_settings_of_models_that_act_together_are_quoted_in_cards(tmp_path):
    model = '[model]\nname = "b-l+light-scalar"\ncoupling = 1e-4\ng = 1e-5\n"b-l.mass" = "10 MeV"\n"light-scalar.mass" = "5 MeV"\n'
    card = CARD.split("[generate]")[0]
    (tmp_path / "card.toml").write_text(card + model)
    first = run("check", "card.toml", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    (tmp_path / "resolved.toml").write_text(first.stdout)
    assert run("check", "resolved.toml", folder=tmp_path).stdout == first.stdout
    (tmp_path / "card.toml").write_text(card + model.replace('"b-l.mass"', "mass"))
    refused("check", "card.toml", folder=tmp_path, says=["mass"])
