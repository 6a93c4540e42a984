"""`tridens rate` from outside: JSON, table, what a change changes, detectors of one's own, and what is refused."""

import csv
import json
import shutil

import pytest
from program import DETECTORS, SOURCE, refused, run

CSI = "coherent-csi-2021"
DATA = SOURCE / "data" / "experiment"
DETECTOR = (SOURCE / "examples" / "08_my_detector.toml").read_text()


def rate(*arguments, folder=None):
    result = run("rate", *arguments, "--json", folder=folder)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def table(path):
    with open(path) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@pytest.fixture(scope="module")
def csi():
    return rate(CSI)


def test_json_has_the_documented_shape(csi):
    assert {
        "experiment", "title", "exposure", "signal", "background", "observed_total", "relative_error", "observable", "unit",
        "edges", "time_edges_us", "parts", "observed", "known problems", "version", "choices", "data_sha256", "citations_arxiv",
    } == set(csi)  # fmt: skip
    assert csi["experiment"] == CSI and csi["observable"] == "photoelectrons" and csi["unit"] == "PE"
    assert csi["edges"][0] == 0 and csi["edges"][-1] == 60 and csi["time_edges_us"][-1] == pytest.approx(6)
    bins = (len(csi["edges"]) - 1) * (len(csi["time_edges_us"]) - 1)
    assert len(csi["observed"]) == bins
    for part in csi["parts"]:
        assert set(part) == {"name", "kind", "total", "counts"} and part["kind"] in ("signal", "background")
        assert len(part["counts"]) == bins and min(part["counts"]) >= 0
        assert sum(part["counts"]) == pytest.approx(part["total"], rel=1e-12)
    for kind in ("signal", "background"):
        assert csi[kind] == pytest.approx(sum(part["total"] for part in csi["parts"] if part["kind"] == kind), rel=1e-12)
    assert [part["name"] for part in csi["parts"]][:3] == ["cevns nue", "cevns numu", "cevns numubar"]
    assert 0 <= csi["relative_error"] < 1e-5
    assert f"{CSI}.toml" in csi["data_sha256"]


def test_data_are_counted_into_bins_of_energy_and_time(csi):
    events = [(float(row["energy_PE"]), float(row["time_us"])) for row in table(DATA / CSI / "coincident.csv")]
    edges, times = csi["edges"], csi["time_edges_us"]
    assert csi["observed_total"] == sum(energy < 60 and 0 <= time < 6 for energy, time in events)
    for bin, low, high in [(1, 8, 12), (4, 20, 24)]:
        for step in (0, 10):
            inside = sum(low <= e < high and times[step] - 1e-9 <= t < times[step + 1] - 1e-9 for e, t in events)
            assert edges[bin] == low and csi["observed"][bin * (len(times) - 1) + step] == inside


def test_prompt_neutrinos_come_first(csi):
    times = len(csi["time_edges_us"]) - 1
    early = {}
    for part in csi["parts"]:
        early[part["name"]] = sum(c for i, c in enumerate(part["counts"]) if i % times < 8) / part["total"]
    assert early["cevns numu"] > 0.9 and early["cevns nue"] < 0.5  # pions live 26 ns, muons 2.2 us; 1 us


def test_the_table_holds_what_the_json_says(csi, tmp_path):
    answer = rate(CSI, "--output", "counts.csv", folder=tmp_path)
    assert answer["output"] == "counts.csv"
    rows = table(tmp_path / "counts.csv")
    assert list(rows[0])[:4] == ["photoelectrons_low_PE", "photoelectrons_high_PE", "time_low_us", "time_high_us"]
    assert list(rows[0])[4:] == [part["name"].replace(" ", "_") for part in csi["parts"]] + ["observed"]
    for part in csi["parts"]:
        assert [float(row[part["name"].replace(" ", "_")]) for row in rows] == part["counts"]
    assert [float(row["observed"]) for row in rows] == csi["observed"]
    header = [line for line in (tmp_path / "counts.csv").read_text().splitlines() if line.startswith("# ")]
    for key in ("title", "exposure", "choice", "sha256", "cite"):
        assert any(line.startswith(f"# {key}: ") for line in header)


def test_people_read_bins_summed_over_time(csi):
    text = run("rate", CSI, "--bins").stdout
    times = len(csi["time_edges_us"]) - 1
    (line,) = [line for line in text.splitlines() if line.startswith("8 to 12 ")]
    assert float(line.split()[3]) == pytest.approx(sum(csi["parts"][0]["counts"][times : 2 * times]), rel=1e-3)
    assert "signal" in text and "please cite" in text


def test_processes_are_parts_of_the_whole(csi):
    alone = {process: rate(CSI, "--process", process)["signal"] for process in ("cevns", "nu-e")}
    assert sum(alone.values()) == pytest.approx(csi["signal"], rel=1e-12)
    assert rate(CSI, "--process", "cevns")["background"] == csi["background"]


def test_signal_and_backgrounds_grow_with_mass_and_exposure(csi):
    heavy = rate(CSI, "--change", "mass=29.2kg")
    longer = rate(CSI, "--change", "pot=6.396e23")
    for changed in (heavy, longer):
        assert changed["signal"] == pytest.approx(2 * csi["signal"], rel=1e-9)
        assert changed["background"] == pytest.approx(2 * csi["background"], rel=1e-9)


def test_the_flux_moves_the_signal_alone(csi):
    half = rate(CSI, "--change", "flux=pi-dar,facility=sns-csi2021,yield=0.0424")
    assert half["signal"] == pytest.approx(csi["signal"] / 2, rel=1e-9)
    assert half["background"] == pytest.approx(csi["background"], rel=1e-12)


def test_form_factors_couplings_and_models_change_the_signal(csi):
    by_name = rate(CSI, "--change", "form_factor=klein-nystrand,r0=1.23fm")
    assert 0.85 < by_name["signal"] / csi["signal"] < 0.95
    assert rate(CSI, "--couplings", "radiative-2023")["signal"] > csi["signal"]
    nsi = rate(CSI, "--model", "nsi,eps_mumu_dV=0.05")
    changed = {part["name"] for part, old in zip(nsi["parts"], csi["parts"]) if part["counts"] != old["counts"]}
    assert changed == {"cevns numu", "cevns numubar"}


def test_a_lowest_recoil_energy_leaves_out_what_is_below():
    file = str(DETECTORS[0])
    everything = rate(file, "--process", "cevns")["signal"]
    assert 0 < rate(file, "--process", "cevns", "--change", "recoil_min=1keV")["signal"] < 0.9 * everything


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda file: file.stem)
def test_every_example_of_a_detector_counts_something(detector):
    answer = rate(detector)
    assert answer["experiment"] == detector.stem and answer["signal"] > 0
    assert answer["relative_error"] < 1e-4


def test_flat_backgrounds_follow_the_widths_of_the_bins(tmp_path):
    text = DETECTOR.replace("bins = 20\nfrom = 0.2\nto = 1.2", "edges = [0.2, 0.3, 0.7, 1.2]")
    assert text != DETECTOR
    (tmp_path / "mine.toml").write_text(text)
    (background,) = [part for part in rate("mine.toml", folder=tmp_path)["parts"] if part["kind"] == "background"]
    assert background["counts"] == pytest.approx([365.25, 4 * 365.25, 5 * 365.25], rel=1e-9)


def test_a_copy_of_an_experiment_counts_the_same(csi, tmp_path):
    shutil.copy(DATA / f"{CSI}.toml", tmp_path / "mine.toml")
    shutil.copytree(DATA / CSI, tmp_path / CSI)
    copy = rate("mine.toml", folder=tmp_path)
    assert copy["parts"] == csi["parts"] and copy["observed"] == csi["observed"]


def is_telescope(name):
    return 'kind = "telescope"' in (DATA / f"{name}.toml").read_text()


def counts_decays(name):
    return 'kind = "decays"' in (DATA / f"{name}.toml").read_text()


def counts_dark_matter(name):
    return 'kind = "dark-matter"' in (DATA / f"{name}.toml").read_text()


def test_a_named_experiment_is_found_from_anywhere_and_every_one_counts(tmp_path):
    names = [entry["name"] for entry in json.loads(run("list", "experiments", "--json").stdout)["experiments"]]
    assert len(names) >= 20
    for name in names:
        if is_telescope(name) or counts_decays(name) or counts_dark_matter(name):
            continue
        answer = rate(name, folder=tmp_path)
        counts_tridents = all(part["name"].startswith("trident") for part in answer["parts"] if part["kind"] == "signal")
        limit = 1e-2 if counts_tridents else 1e-4  # cuts on tridents are simulated
        assert answer["signal"] > 0 and answer["relative_error"] < limit, name


@pytest.mark.parametrize("name", ["miniboone-dm-electron", "lsnd-dm"])
def test_detectors_of_dark_matter_count(name, tmp_path):
    """Its particle is not theirs to name."""
    refused("rate", name, folder=tmp_path, says=["needs its particle", "--process dark-matter"])
    answer = rate(name, "--process", "dark-matter,mass=10MeV,y=3e-11", folder=tmp_path)
    assert answer["signal"] > 0 and answer["relative_error"] < 2e-2


@pytest.mark.parametrize("name", ["pingu", "tambo"])
def test_telescopes_count(name, tmp_path):
    """Of muons and showers in ice and of air showers: the others differ in their numbers alone and take as long each."""
    answer = rate(name, folder=tmp_path)
    assert answer["signal"] > 0 and answer["relative_error"] < 2e-2  # final states stand on a lattice of points


def test_a_telescope_counts_no_recoils(tmp_path):
    lines = (DATA / "pingu.toml").read_text().splitlines()
    card = [line if not line.startswith("processes") else 'processes = ["cevns"]' for line in lines]
    (tmp_path / "mine.toml").write_text("\n".join(card))
    refused("rate", "mine.toml", folder=tmp_path, says=["'cevns'", "dis,current=cc"])


def test_an_existing_table_is_kept(tmp_path):
    (tmp_path / "counts.csv").write_text("mine")
    refused("rate", CSI, "--output", "counts.csv", folder=tmp_path, says=["exists", "--force"])
    assert (tmp_path / "counts.csv").read_text() == "mine"
    assert run("rate", CSI, "--output", "counts.csv", "--force", folder=tmp_path).returncode == 0
    assert (tmp_path / "counts.csv").read_text() != "mine"


@pytest.mark.parametrize(
    "arguments, says",
    [
        ([], ["experiment is required"]),
        (["coherent-csi-2022"], ["did you mean 'coherent-csi-2021'?"]),
        (["none.toml"], ["'none.toml' does not exist"]),
        (["./"], ["is a folder"]),
        ([CSI, "extra"], ["unexpected argument 'extra'"]),
        ([CSI, "--jsno"], ["did you mean '--json'?"]),
        ([CSI, "--process", "cevnss"], ["did you mean 'cevns'?"]),
        ([CSI, "--process", "trident"], ["known: cevns, nu-e"]),
        ([CSI, "--model", "nssi"], ["did you mean 'nsi'?"]),
        ([CSI, "--model", "lmu-ltau"], ["needs 'mass'"]),
        ([CSI, "--model", "magnetic-moment"], ["no coupling"]),
        ([CSI, "--set", "mass"], ["key=value"]),
        ([CSI, "--couplings", "radiativ"], ["did you mean 'radiative'?"]),
        ([CSI, "--couplings", "tree", "--set", "couplings=tree"], ["set twice"]),
        ([CSI, "--change", "mas=1kg"], ["did you mean 'mass'?"]),
        ([CSI, "--change", "mass"], ["key=value"]),
        ([CSI, "--change", "mass="], ["key=value"]),
        ([CSI, "--change", "mass=1kg", "--change", "mass=2kg"], ["changed twice"]),
        ([CSI, "--change", "mass=0kg"], ["mass = 0kg", "above zero"]),
        ([CSI, "--change", "mass=-1kg"], ["above zero"]),
        ([CSI, "--change", "mass=1"], ["has no unit"]),
        ([CSI, "--change", "mass=1m"], ["unknown unit of mass"]),
        ([CSI, "--change", "pot=-1"], ["above zero"]),
        ([CSI, "--change", "pot=1POT"], ["has a unit"]),
        ([CSI, "--change", "time=1y"], ["per POT", "give pot"]),
        ([CSI, "--change", "target=CsJ"], ["CsJ"]),
        ([CSI, "--change", "flux=dune-nd-fch"], ["did you mean 'dune-nd-fhc'?"]),
        ([CSI, "--change", "flux=ccfr"], ["ccfr"]),
        ([CSI, "--change", "flux=none.csv"], ["none.csv' does not exist"]),
        ([CSI, "--change", "flux=pi-dar,facility=sns,distance=0m"], ["distance=0m"]),
        ([CSI, "--change", "flux=reactor,power=1GW,distance=10m"], ["per s", "give time"]),
        ([CSI, "--change", "form_factor=helmm"], ["did you mean 'helm'?"]),
        ([CSI, "--change", "neutron_form_factor=helmm"], ["did you mean 'helm'?"]),
        ([CSI, "--change", "kinematics=exat"], ["did you mean 'exact'?"]),
        ([CSI, "--change", "axial=yes"], ["known: auto, none"]),
        ([CSI, "--change", "binding=steped"], ["did you mean 'stepped'?"]),
        ([CSI, "--change", "recoil_min=5"], ["has no unit"]),
        ([CSI, "--change", "recoil_min=5keV", "--change", "recoil_max=1keV"], ["above the lower one"]),
        ([CSI, "--process", "cevns", "--change", "recoil_min=1MeV"], ["counts nothing"]),
        ([CSI, "--output", "no/such/counts.csv"], ["no/such"]),
    ],
)
def test_wrong_requests(arguments, says, tmp_path):
    refused("rate", *arguments, folder=tmp_path, says=says)


@pytest.mark.parametrize(
    "old, new, says",
    [
        ('mass = "1 kg"', 'mass = "1"', ["mine.toml:11", "has no unit"]),
        ('mass = "1 kg"', "mass = 1", ["mine.toml:11", "has no unit"]),
        ('mass = "1 kg"', 'mass = "0 kg"', ["target.mass", "above 0"]),
        ('mass = "1 kg"\n', "", ["has no 'mass'"]),
        ('material = "Ge"', 'materail = "Ge"', ["mine.toml:10", "did you mean 'material'?"]),
        ('material = "Ge"', 'material = "Gee"', ["did you mean 'Ge'?"]),
        ('time = "1 y"', 'time = "1 kg"', ["unknown unit of exposure.time"]),
        ('time = "1 y"', 'time = "-1 y"', ["exposure.time", "above 0"]),
        ('time = "1 y"', "pot = 1e20", ["per s", "give time"]),
        ('time = "1 y"', 'time = "1 y"\npot = 1e20', ["both 'pot' and 'time'"]),
        ("distance=10m", "distance=0m", ["distance=0m", "greater than zero"]),
        (",distance=10m", "", ["needs 'distance'"]),
        ("power=100MW", "power=-1MW", ["power=-1MW", "greater than zero"]),
        ("fractions=pure-u235", "fractions=0.5/0.5/0.5/0", ["add up to 1.5"]),
        ("fractions=pure-u235", "fractions=0.5/0.5", ["fractions"]),
        ("fractions=pure-u235", "fractions=-0.5/1.5/0/0", ["fractions"]),
        ('source = "reactor', 'source = "reactro', ["did you mean 'reactor'?"]),
        ('"cevns", "nu-e"', '"cevns", "nue"', ["did you mean 'nu-e'?"]),
        ('"cevns", "nu-e"', "", ["processes is empty"]),
        ('"electron_equivalent_energy"', '"electron_equivalent"', ["did you mean 'electron_equivalent_energy'?"]),
        ('unit = "keV"', 'unit = "PE"', ["unknown unit of observable.unit"]),
        ("bins = 20", "bins = 0", ["observable.bins", "between 1 and"]),
        ("bins = 20", "bins = 2.5", ["whole number"]),
        ("from = 0.2", "from = 2.2", ["increase"]),
        ("bins = 20", "edges = [0.2, 0.1]\nbins = 20", ["both 'edges' and 'bins'"]),
        ("k=0.157", "k=-0.157", ["k=-0.157", "positive"]),
        (",Z=32", "", ["needs 'Z'"]),
        ("lindhard,", "lindhart,", ["did you mean 'lindhard'?"]),
        ("noise=50eV", "noise=50", ["has no unit"]),
        (",fano=", ",fanno=", ["did you mean 'fano'?"]),
        ("plateau=0.95", "plateau=1.5", ["not a probability"]),
        ("width=0.02", "width=0", ["positive"]),
        ("events = 3652.5", "events = -1", ["'flat'", "not negative"]),
        ('energy = "flat"', 'energy = "none.csv"', ["'none.csv' does not exist"]),
        ('energy = "flat"\n', "", ["none of table, energy"]),
        ("relative_uncertainty = 0.1", "relative_uncertainty = -0.1", ["not negative"]),
        ("\nrelative = 0.05", "\nrelative = -0.05", ["above 0"]),
        ('binding = "stepped"', 'binding = "steped"', ["did you mean 'stepped'?"]),
        ("[observable]", "[observabel]", ["did you mean 'observable'?"]),
        ("\ntitle = ", "\ntitel = ", ["did you mean 'title'?"]),
    ],
)
def test_wrong_detectors(old, new, says, tmp_path):
    assert old in DETECTOR
    (tmp_path / "mine.toml").write_text(DETECTOR.replace(old, new, 1))
    refused("rate", "mine.toml", folder=tmp_path, says=says)


def test_a_smooth_threshold_and_a_cross_section_without_bound_ask_for_a_limit(tmp_path):
    (tmp_path / "mine.toml").write_text(DETECTOR)
    moment = ["mine.toml", "--model", "magnetic-moment", "--set", "magnetic_moment_nue=1e-10muB"]
    refused("rate", *moment, folder=tmp_path, says=["no finite value", "recoil_min"])
    assert rate(*moment, "--change", "recoil_min=10eV", folder=tmp_path)["signal"] > rate("mine.toml", folder=tmp_path)["signal"]


BERTUZZO = "upscatter,regime=elastic,benchmark=bertuzzo"


@pytest.mark.parametrize("name", ["miniboone-showers-fhc", "faser-nu-showers"])
def test_decays_are_counted(name, tmp_path):
    """Beams by protons and by luminosity; the others differ in their numbers alone."""
    answer = rate(name, "--process", BERTUZZO, folder=tmp_path)
    assert answer["signal"] > 0 and answer["relative_error"] < 0.1
    assert sum(answer["parts"][0]["counts"]) <= answer["signal"] * (1 + 1e-12)


FLUX = """# title: mine
# source: mine
# kind: histogram
# content: density
# unit: 1/cm2/GeV/POT
# normalisation: absolute
# exposure_unit: POT
E_low_GeV,E_high_GeV,numu
0.5,1.5,{}
1.5,2.5,1e-11
"""


def test_decays_of_a_flux_of_ones_own(tmp_path):
    """Beside the experiment, or in place of its flux: the counts are proportional to it, and another unit is refused."""
    text = (DATA / "miniboone-showers-fhc.toml").read_text()
    (tmp_path / "own").mkdir()
    (tmp_path / "own/mine.toml").write_text(text.replace('flux = "miniboone-fhc"', 'flux = "beam.csv"'))
    (tmp_path / "own/beam.csv").write_text(FLUX.format("1e-11"))
    (tmp_path / "own/more.csv").write_text(FLUX.format("1e-11").replace("1e-11", "3e-11"))
    mine = ["own/mine.toml", "--process", BERTUZZO, "--change", "decays=4096"]
    once = rate(*mine, folder=tmp_path)
    thrice = rate(*mine, "--change", "flux=more.csv", folder=tmp_path)
    assert once["signal"] > 0 and thrice["signal"] == pytest.approx(3 * once["signal"], rel=1e-6)
    (tmp_path / "own/beam.csv").write_text(FLUX.format("1e-11").replace("POT", "s"))
    refused("rate", *mine, folder=tmp_path, says=["POT"])


def test_decays_need_a_particle_that_decays(tmp_path):
    name = "miniboone-showers-fhc"
    refused("rate", name, "--process", "upscatter,benchmark=bertuzzo", folder=tmp_path, says=["without its regime", "regime=elastic"])
    refused("rate", name, folder=tmp_path, says=["--process upscatter"])
    refused("rate", name, "--process", "cevns", folder=tmp_path, says=["'cevns'", "makes nothing that decays"])
    refused("rate", name, "--process", "glashow", folder=tmp_path, says=["does not decay"])
    refused("rate", name, "--process", BERTUZZO, "--change", "massive=1", folder=tmp_path, says=["massive", "exposure"])
    refused("rate", name, "--process", BERTUZZO, "--change", "flux=charm-ii", folder=tmp_path, says=["charm-ii"])
    refused("rate", name, "--process", BERTUZZO, "--change", "neutrinos=nue", folder=tmp_path, says=["nue"])
