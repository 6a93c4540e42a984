"""`tridens init`: what it writes runs, and knows every key that the readers know."""

import json
import re
import tomllib

import pytest
from program import SOURCE, refused, run

KINDS = {entry["kind"]: entry for entry in json.loads(run("init", "--list", "--json").stdout)["kinds"]}
RUN_CARDS = [("trident",), ("elastic",), ("elastic", "--process", "nu-e"), ("dark-neutrino",), ("process",)]
CARD_OF = {}  # text of a kind, written once


def text_of(*words):
    if words not in CARD_OF:
        result = run("init", *words, "--output", "-")
        assert result.returncode == 0, result.stderr
        CARD_OF[words] = result.stdout
    return CARD_OF[words]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_written_and_the_commands_it_names_are_of_the_program(kind, tmp_path):
    result = run("init", kind, folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [KINDS[kind]["file"]]
    assert f"Written by 'tridens init {kind}', Tridens 0." in (tmp_path / KINDS[kind]["file"]).read_text()
    commands = [line.split() for line in result.stdout.splitlines() if line.startswith("  tridens ")]
    assert commands
    for words in commands:
        assert KINDS[kind]["file"] in words
        assert run(words[1], "--help").returncode == 0


@pytest.mark.parametrize("words", RUN_CARDS, ids=" ".join)
def test_a_run_card_makes_events_and_distributions(words, tmp_path):
    card = tmp_path / "card.toml"
    assert run("init", *words, "--output", card).returncode == 0
    assert run("check", card).returncode == 0
    for verb in (("generate", card, "--events", "20", "--output", "events.hepmc3"), ("histogram", card, "--events", "50")):
        result = run(*verb, folder=tmp_path)
        assert result.returncode == 0, result.stderr


def test_the_experiments_count_and_are_fitted(tmp_path):
    assert run("init", "experiment", folder=tmp_path).returncode == 0
    counts = json.loads(run("rate", "experiment.toml", "--json", folder=tmp_path).stdout)
    assert counts["signal"] > 30 and counts["background"] > 3000
    result = run("init", "fit", "--experiment", "experiment.toml", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert tomllib.loads((tmp_path / "fit.toml").read_text())["fit"]["data"] == "asimov"  # there are no counts to fit
    result = run("fit", "fit.toml", "--no-intervals", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert run("init", "trident-experiment", folder=tmp_path).returncode == 0
    assert run("show", "trident-experiment.toml", folder=tmp_path).returncode == 0


def test_a_telescope_and_an_experiment_of_decays_count(tmp_path):
    assert run("init", "telescope", "--process", "glashow", folder=tmp_path).returncode == 0
    assert run("show", "telescope.toml", folder=tmp_path).returncode == 0
    counts = json.loads(run("rate", "telescope.toml", "--change", "absorption=no", "--json", folder=tmp_path).stdout)
    assert counts["signal"] > 1 and {"astrophysical shower", "astrophysical track"} <= {part["name"] for part in counts["parts"]}
    assert run("init", "decay-experiment", folder=tmp_path).returncode == 0
    assert run("show", "decay-experiment.toml", folder=tmp_path).returncode == 0
    counts = json.loads(run("rate", "decay-experiment.toml", "--process", "upscatter,regime=elastic,benchmark=bertuzzo", "--change", "decays=4096",
                            "--json", folder=tmp_path).stdout)
    assert counts["signal"] > 10 and counts["background"] == 1577.8


def test_a_detector_of_decays_counts_with_a_flux_of_ones_own(tmp_path):
    (tmp_path / "here").mkdir()
    assert run("init", "flux", "--output", "here/flux.csv", folder=tmp_path).returncode == 0
    result = run("init", "decay-experiment", "--flux", "here/flux.csv", "--output", "here/mine.toml", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert tomllib.loads((tmp_path / "here/mine.toml").read_text())["beam"]["flux"] == "flux.csv"
    process = "upscatter,regime=elastic,benchmark=bertuzzo"
    result = run("rate", "here/mine.toml", "--process", process, "--change", "decays=2048", "--json", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["signal"] > 0
    refused("init", "decay-experiment", "--flux", "reactor,power=1GW,distance=10m", folder=tmp_path, says=["a table"])


def test_the_fit_card_of_dark_neutrinos_is_scanned(tmp_path):
    assert run("init", "dark-neutrino-fit", folder=tmp_path).returncode == 0
    card = tmp_path / "dark-neutrino-fit.toml"
    card.write_text(re.sub(r"^points = \d+", "points = 2", card.read_text(), flags=re.MULTILINE))
    result = json.loads(run("scan", card, "--output", "scan.csv", "--json", folder=tmp_path).stdout)
    assert result["points"] == 4 and result["not_converged"] == 0


@pytest.mark.parametrize(("kind", "table"), [("telescope", ""), ("telescope", "medium"), ("telescope", "neutrinos"), ("telescope", "bins"),
                                             ("telescope", "topology"), ("telescope", "flux"), ("decay-experiment", ""), ("decay-experiment", "beam"),
                                             ("decay-experiment", "fiducial"), ("decay-experiment", "shower"), ("decay-experiment", "cut"),
                                             ("decay-experiment", "bins"), ("decay-experiment", "counts")])
def test_files_of_searches_name_every_key_that_the_reader_knows(kind, table, tmp_path):
    text = text_of(kind)
    named = keys_in(text, table)
    tables = {"medium", "neutrinos", "bins", "topology", "flux", "background", "observed", "beam", "region", "fiducial", "shower", "cut", "counts"}
    bodies = {"size_m", "radius", "length", "axis", "centre_m"} if table == "fiducial" else set()
    assert known_keys(text, table, tmp_path, ("show",)) - (tables if table == "" else set()) - bodies == named - bodies


def test_the_fit_card_of_coherent_finds_both_solutions(tmp_path):
    assert run("init", "fit", folder=tmp_path).returncode == 0
    result = json.loads(run("fit", "fit.toml", "--no-intervals", "--json", folder=tmp_path).stdout)
    minima = sorted(minimum["parameters"]["eps_ee_dV"] for minimum in result["minima"])
    assert len(minima) == 2 and abs(minima[0]) < 0.1 and abs(minima[1] - 0.36) < 0.1


def test_a_scan_card_is_scanned(tmp_path):
    assert run("init", "scan", folder=tmp_path).returncode == 0
    card = tmp_path / "scan.toml"
    card.write_text(re.sub(r"^points = \d+", "points = 5", card.read_text(), flags=re.MULTILINE))
    result = run("scan", "scan.toml", "--output", "scan.csv", "--contours", "contours.json", folder=tmp_path)
    assert result.returncode == 0, result.stderr


def test_the_tables_are_read(tmp_path):
    for kind in ("flux", "bound"):
        assert run("init", kind, folder=tmp_path).returncode == 0
    result = run("xsec", "trident", "--nu", "numu", "--pair", "mu-mu+", "--target", "Ar40", "--flux", "flux.csv", "--mass", "75t",
                 "--pot", "1e21", folder=tmp_path)
    assert result.returncode == 0, result.stderr
    result = run("bounds", "--plane", "lmu-ltau", "--file", "bound.csv", "--bound", "my-search", folder=tmp_path)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "words, says",
    [
        (("rate", "fit.toml"), ["fit.toml is a fit card, not an experiment", "[fit]", "tridens fit"]),
        (("rate", "trident.toml"), ["trident.toml is a run card, not an experiment", "tridens generate"]),
        (("fit", "trident.toml"), ["trident.toml is a run card, not a fit card"]),
        (("fit", "experiment.toml"), ["experiment.toml is an experiment, not a fit card", "tridens rate"]),
        (("scan", "trident-experiment.toml", "--output", "a.csv"), ["trident-experiment.toml is an experiment, not a fit card"]),
        (("generate", "fit.toml"), ["fit.toml is a fit card, not a run card"]),
        (("check", "experiment.toml"), ["experiment.toml is an experiment, not a run card"]),
    ],
)
def test_a_card_of_another_kind_is_told(words, says, tmp_path):
    kind = words[1].removesuffix(".toml")
    (tmp_path / words[1]).write_text(text_of(kind))
    refused(*words, folder=tmp_path, says=says)


# ---- every key, and every comment is true

LINE = re.compile(r"^(# )?([A-Za-z0-9_.-]+) = (.*)$")


def lines_of(text):
    """(index, table, key, in use) of every line of a card that is a key or stands for one."""
    table = ""
    for index, line in enumerate(text.splitlines()):
        title = re.match(r"^(?:# )?\[\[?([a-z_.]+)\]\]?$", line)
        if title:
            table = title[1]
        elif match := LINE.match(line):
            yield index, table, match[2], match[1] is None


def known_keys(text, table, folder, verb=("check",)):
    """Keys of a table by the message of the reader about one that does not exist."""
    lines = text.splitlines()
    if table == "":
        lines.insert(0, "no_such_key = 1")
    else:
        place = next(i for i, line in enumerate(lines) if re.match(rf"^(# )?\[\[?{re.escape(table)}\]\]?$", line))
        assert not lines[place].startswith("#"), table
        lines.insert(place + 1, "no_such_key = 1")
    card = folder / "card.toml"
    card.write_text("\n".join(lines))
    message = run(*verb, card).stderr
    match = re.search(r"unknown key 'no_such_key' .*\(known: ([^)]*)\)", message)
    assert match, message
    return set(match[1].split(", "))


def keys_in(text, table):
    return {key.split(".")[0] for _, where, key, _ in lines_of(text) if where == table}


def with_tables_in_use(text):
    """The card with every line of tables that are out of use taken into use."""
    out, active = [], False
    for line in text.splitlines():
        if re.match(r"^(# )?\[", line):
            active = line.startswith("# [")
            line = line.removeprefix("# ")
        elif active and LINE.match(line):
            line = line.removeprefix("# ")
        elif not line.strip():
            active = False
        out.append(line)
    return "\n".join(out)


@pytest.mark.parametrize("table", ["process", "flux", "exposure", "generate", "generate.variation", "detector", "selection", "cut",
                                   "histogram", "precision"])
def test_run_cards_name_every_key_that_the_reader_knows(table, tmp_path):
    text = with_tables_in_use(text_of("trident"))
    named = keys_in(text, table)
    if table in ("process", "generate.variation"):  # keys of other processes stand in their cards
        named |= keys_in(text_of("elastic"), table) | keys_in(text_of("elastic", "--process", "nu-e"), table)
    known = known_keys(text, table, tmp_path)
    named |= {"variation"} & known  # a table of its own
    assert known == named


@pytest.mark.parametrize("table", ["fit", "parameter", "experiment", "common", "feldman_cousins"])
def test_fit_cards_name_every_key_that_the_reader_knows(table, tmp_path):
    text = text_of("fit")
    named = keys_in(text, table)
    if table in ("common", "feldman_cousins"):
        text = "\n".join(line.removeprefix("# ") if line.startswith(f"# [") and table in line else line for line in text.splitlines())
    assert known_keys(text, table, tmp_path, ("fit",)) == named


@pytest.mark.parametrize("table", ["target", "flux", "exposure", "process", "observable", "response", "efficiency", "time", "background",
                                   "uncertainty", "observed", "likelihood"])
def test_experiment_files_name_every_key_that_the_reader_knows(table, tmp_path):
    text = text_of("experiment")
    named = keys_in(text, table)
    if table == "time":
        text = with_tables_in_use(text)
    if table == "observed":
        text = text.replace("# [observed]", "[observed]")
    known = known_keys(text, table, tmp_path, ("show",))
    special = {"background_variance", "subtract_beam_off", "signal_shape"} if table == "likelihood" else {"events"}
    assert known - named <= special and named <= known


def sections_of_one_choice():
    """Tables of which exactly one key may be in use."""
    return {"flux": ("name", "file", "source", "energy", "analytic"), "exposure": ("pot", "time", "inverse_femtobarns", "bursts")}


def uncommented(text, index):
    """The card with one line taken into use, and what it stands in place of taken out."""
    lines = text.splitlines()
    entries = {i: (table, key) for i, table, key, _ in lines_of(text)}
    table, key = entries[index]
    lines[index] = lines[index][2:]
    comment = lines[index].partition("  # ")[2]
    choice = sections_of_one_choice().get(table, ())
    rivals = [other for other in choice if other != key] if key in choice else []
    if key == "process_number":
        rivals = ["neutrino", "pair"]
    if comment.startswith("with model.name"):
        rivals = []
    for i, (where, name) in entries.items():
        if where == table and name in rivals and not lines[i].startswith("#"):
            lines[i] = "# " + lines[i]
    return lines, table, key, comment


@pytest.mark.parametrize("words", RUN_CARDS, ids=" ".join)
def test_every_line_that_is_out_of_use_can_be_taken_into_use(words, tmp_path):
    """One by one, but those of tables that are out of use as a whole and those that need others (with NAME)."""
    assert run("init", "flux", "--output", tmp_path / "flux.csv").returncode == 0
    text = text_of(*words)
    tried = 0
    out_of_use = {match for match in re.findall(r"^# \[\[?([a-z_.]+)\]\]?$", text, re.MULTILINE)}
    for index, table, key, used in lines_of(text):
        if used or table in out_of_use:
            continue
        lines, table, key, comment = uncommented(text, index)
        if comment.startswith(("with ", "in place of benchmark")):
            continue
        changed = "\n".join(lines)
        if table == "flux" or (table == "exposure" and key != "mass"):  # another flux has another exposure, or none
            changed = re.sub(r"^\[exposure\]\n(.+\n)*", "", changed, flags=re.MULTILINE)
        if key == "pauli" and "false" not in changed:
            continue
        card = tmp_path / "card.toml"
        card.write_text(changed)
        result = run("check", card)
        expected_refusals = ("threshold", "neutrino", "benchmark", "has no")  # a flux without the neutrinos or energies of the card
        assert result.returncode == 0 or (table == "flux" and any(word in result.stderr for word in expected_refusals)), (
            key, comment, result.stderr)
        tried += 1
    assert tried >= 8


# ---- choices of the command line

def test_choices_replace_the_values_and_the_exposure_follows_the_flux():
    card = tomllib.loads(text_of("elastic", "--target", "Ge", "--nu", "nuebar", "--flux", "reactor,power=1GW,distance=10m"))
    assert card["process"]["target"] == "Ge" and card["process"]["neutrino"] == "nuebar"
    assert card["flux"] == {"source": "reactor,power=1GW,distance=10m"}
    assert card["exposure"] == {"mass": "24.4 kg", "time": "1 y"}
    card = tomllib.loads(text_of("trident", "--model", "lmu-ltau,mass=20MeV", "--flux", "power-law,gamma=2,min=5GeV,max=50GeV"))
    assert card["model"] == {"name": "lmu-ltau", "mass": "20MeV", "coupling": 1e-4}
    assert "exposure" not in card and list(card["flux"]) == ["analytic"]


MODELS = [entry["name"] for entry in json.loads(run("list", "models", "--json").stdout)["models"]]


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_fit_card_with_all_its_settings(model):
    text = text_of("fit", "--model", model)
    shown = json.loads(run("show", model, "--json").stdout)
    settings = {key.removeprefix("setting ") for key in shown if key.startswith("setting ")}
    assert keys_in(text, "model") == settings | {"name"}
    card = tomllib.loads(text)
    (parameter,) = card["parameter"]
    assert "{" + parameter["name"] + "}" in str(card["model"][parameter["name"]])


REGISTERED = ["glashow", "dis", "leptoquark", "w-production", "electroweak-trident", "black-hole", "upscatter", "dark-matter"]


@pytest.mark.parametrize("process", REGISTERED)
def test_every_process_with_settings_has_a_card_that_names_them_all(process):
    shown = json.loads(run("show", process, "--json").stdout)
    settings = {key.removeprefix("setting ") for key in shown if key.startswith("setting ")}
    assert keys_in(text_of("process", "--process", process), "process") == settings | {"name", "neutrino", "target"}


def test_the_list_of_such_processes_is_complete():
    every = [entry["name"] for entry in json.loads(run("list", "processes", "--json").stdout)["processes"]]
    assert set(every) == set(REGISTERED) | {"trident", "cevns", "nu-e"}


def test_a_range_on_the_command_line_is_that_of_the_card():
    card = tomllib.loads(text_of("fit", "--model", "light-vector,mass=10MeV", "--parameter", "g=1e-6:1e-3"))
    (parameter,) = card["parameter"]
    assert (parameter["min"], parameter["max"], parameter["scale"]) == (1e-6, 1e-3, "log")


def test_files_are_named_from_the_folder_of_the_card(tmp_path):
    (tmp_path / "cards").mkdir()
    assert run("init", "experiment", "--output", "mine.toml", folder=tmp_path).returncode == 0
    assert run("init", "fit", "--experiment", "mine.toml", "--output", "cards/fit.toml", folder=tmp_path).returncode == 0
    card = tomllib.loads((tmp_path / "cards/fit.toml").read_text())
    assert card["experiment"][0]["name"] == "../mine.toml"


def test_an_existing_file_is_kept_unless_told_otherwise(tmp_path):
    assert run("init", "flux", folder=tmp_path).returncode == 0
    (tmp_path / "flux.csv").write_text("mine")
    refused("init", "flux", folder=tmp_path, says=["flux.csv", "--force"])
    assert (tmp_path / "flux.csv").read_text() == "mine"
    assert run("init", "flux", "--force", folder=tmp_path).returncode == 0


@pytest.mark.parametrize("words, says", [
    (["tridnt"], ["did you mean 'trident'"]),
    (["fit", "--model", "nsii"], ["did you mean 'nsi'"]),
    (["fit", "--model", "nsi+sm"], ["one model"]),
    (["fit", "--parameter", "eps_ee_dX"], ["did you mean 'eps_ee_dV'"]),
    (["fit", "--parameter", "couplings"], ["no number"]),
    (["fit", "--parameter", "eps_ee_dV=3"], ["lowest:highest"]),
    (["fit", "--parameter", "eps_ee_dV=3:1"], ["empty"]),
    (["fit", "--model", "nsi,eps_ee_dV=1"], ["set and fitted"]),
    (["fit", "--experiment", "coherent-csi-2012"], ["did you mean"]),
    (["fit", "--experiment", "icecube-hese"], ["telescopes"]),
    (["fit", "--target", "Ar"], ["--target", "leave it out"]),
    (["trident", "--target", "Argn"], ["Argn"]),
    (["trident", "--pair", "mu-e-"], ["mu-e-"]),
    (["trident", "--nu", "nuel"], ["nuel"]),
    (["trident", "--flux", "dune-nd-fch"], ["did you mean 'dune-nd-fhc'"]),
    (["trident", "--output", "card.csv"], [".toml"]),
    (["trident", "--output", "nowhere/card.toml"], ["nowhere"]),
    (["elastic", "--process", "glashow"], ["cevns"]),
    (["process", "--process", "trident"], ["tridens init trident"]),
    (["process", "--process", "glashow,chanel=mu"], ["did you mean 'channel'"]),
    (["experiment", "--flux", "flat,min=1GeV,max=2GeV"], ["shape"]),
])
def test_what_is_wrong_is_said_and_nothing_is_written(words, says, tmp_path):
    refused("init", *words, folder=tmp_path, says=says)


def test_every_kind_has_its_template():
    names = {path.name for path in (SOURCE / "data" / "template").iterdir()}
    assert names == {f"{kind}.{KINDS[kind]['file'].rpartition('.')[2]}" for kind in KINDS if kind != "scan"} | {
        "elastic-electrons.toml", "fit-experiment.toml", "fit-parameter.toml"}
