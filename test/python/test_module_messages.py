"""Messages of the package tridens: problem (why) suggestion, in the words of Python."""

import inspect
import os
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest
import tridens
from germanium import GERMANIUM
from tridens import _core, _words

SOURCES = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"]) / "src" / "tridens"
# What Python does not do, or not by the library: merging shards by hand, running scripts.
ONLY_OF_THE_PROGRAM = {"scan_file.cc", "dask_scan.cc", "report.cc"}
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def messages_with_options():
    """Texts of the library, joined from their pieces, that name an option of the program."""
    for path in sorted(SOURCES.rglob("*.cc")):
        if path.name in ONLY_OF_THE_PROGRAM or "gallery" in path.parts or path.name.startswith("catalogue"):
            continue
        text = re.sub(r'"\s*\n\s*"', "", path.read_text())
        text = re.sub(r'" \+ [\w.()]+ \+ "', "{}", text)  # a name that is put in
        for literal in LITERAL.findall(text):
            if re.search(r"--[a-z]", literal) and literal.strip() != "--set" and not literal.startswith("tridens "):  # a command to type
                yield pytest.param(literal, id=f"{path.name}: {literal[:40]}")


@pytest.mark.parametrize("text", list(messages_with_options()))
def test_no_message_speaks_of_options_of_the_program(text):
    if "--shard " in text:
        pytest.skip("shards are asked for on the command line alone")
    text = text.replace("that a verb printed with --json", "")  # a file of the program, which Python reads too
    assert "--" not in _words.in_python(text), text


def test_what_messages_suggest_are_arguments_of_functions():
    functions = [tridens.xsec, tridens.rate, tridens.generate, tridens.fit, tridens.scan, tridens.bounds, tridens.tables, tridens.init]
    known = {name for function in functions for name in inspect.signature(function).parameters}
    assert set(_words.OPTIONS.values()) <= known


@pytest.mark.parametrize(("text", "expected"), [
    ("give for example --set charge_mu=1 --set charge_tau=-1", "give for example charge_mu=1, charge_tau=-1"),
    ("--set magnetic_moment_numu=1e-9muB", 'magnetic_moment_numu="1e-9muB"'),
    ("give --set dark_coupling=... or --set alpha_D=...", "give dark_coupling=... or alpha_D=..."),
    ("use a lower neutrino energy or --method montecarlo", 'use a lower neutrino energy or method="montecarlo"'),
    ("choose another name or add --force", "choose another name or add force=True"),
    ("give for example --charges mu=1,tau=-1", "give for example charges=(0, 1, -1)"),
    ("give --process upscatter,regime=elastic,benchmark=bertuzzo, or its couplings",
     'give processes=["upscatter,regime=elastic,benchmark=bertuzzo"], or its couplings'),
    ("build the tables again with 'tridens tables --force'", "build the tables again with tridens.tables(build=True, force=True)"),
    ("for example --recoil 5keV", "for example recoil_keV=5"),
    ("1 GeV - 2 GeV -- a range", "1 GeV - 2 GeV -- a range"),
])
def test_options_become_arguments(text, expected):
    assert _words.in_python(text) == expected


@pytest.mark.parametrize(("call", "words"), [
    (lambda: tridens.Model("light-vector"), ["give mass=..."]),
    (lambda: tridens.rate("miniboone-showers-fhc"), ['processes=["upscatter,', "which"]),
    (lambda: tridens.bounds(charges=(0, 0, 0)), ["charges=(0, 1, -1)"]),
    (lambda: tridens.Model("light-vectr"), ["did you mean 'light-vector'?"]),
    (lambda: tridens.Model("nsi", eps_mumu_dW=0.1), ["eps_mumu_dV"]),
])
def test_errors_of_the_library_arrive_in_the_words_of_python(call, words):
    with pytest.raises(tridens.UserError) as error:
        call()
    text = str(error.value)
    assert "--" not in text and re.search(r"\(.+\)", text), text
    for word in words:
        assert word in text


@pytest.mark.parametrize(("call", "words"), [
    (lambda: tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=0.03, threads=0), ["threads = 0", "from 1 on"]),
    (lambda: tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=5.0, seed=-1), ["seed = -1"]),
    (lambda: tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=5.0, precision=2), ["precision=1e-3"]),
    (lambda: tridens.bounds(points_per_decade="x"), ["points_per_decade = 'x'"]),
    (lambda: tridens.bounds(axial=True), ["axial without charges", "axial-lmu-ltau"]),
    (lambda: tridens.bounds(charges={"muon": 1}), ["did you mean 'mu'?"]),
    (lambda: tridens.bounds(charges=("a", 1, 2)), ["a charge of 'a'"]),
    (lambda: tridens.flavours("pp", samples="x"), ["samples = 'x'"]),
    (lambda: tridens.show(4), ["show(4)", "another type"]),
    (lambda: tridens.init("fitt"), ["did you mean 'fit'?"]),
    (lambda: tridens.init("process", process="trident"), ['process="trident"', "kind of card of its own"]),
    (lambda: tridens.init("fit", parameters="eps_ee_dV=3"), ["lowest:highest"]),
    (lambda: tridens.init("flux", target="Ge"), ["target is given"]),
    (lambda: tridens.init("fit", output="x.csv"), ["ends in .toml"]),
    (lambda: tridens.rate("coherent-lar-2020").plot(colour="red"), ["colour", 'color="..."']),
    (lambda: tridens.rate("coherent-lar-2020").histogram("signal").plot(lww=2), ["lww"]),
])
def test_arguments_of_a_wrong_kind_are_value_errors(call, words):
    with pytest.raises(ValueError, match=r"\(.+\)") as error:
        call()
    assert all(word in str(error.value) for word in words), error.value


@pytest.mark.parametrize(("change", "words"), [
    ({"exposure": {"time": "1 y", "tine": 3}}, ["key [exposure] tine: unknown key 'tine'"]),
    ({"target": {"material": "Ge", "mass": "1 kgg"}}, ["target.mass in the dictionary", "key [target] mass"]),
    ({"processes": ["cevnz"]}, ["did you mean 'cevns'?"]),
    ({"efficiency": [{"name": "trigger", "below": 0.0, "above": 1.0, "table": "x.csv"}]}, ["table 'x.csv'", "whole path", "tridens.Tabulated"]),
])
def test_errors_in_a_dictionary_name_its_key_and_no_file(change, words):
    with pytest.raises(ValueError) as error:
        tridens.rate({**GERMANIUM, **change})
    text = str(error.value)
    assert "the dictionary of experiment 'A germanium detector at a reactor'" in text
    assert not re.search(r"/tmp|tridens-|experiment\.toml|'experiment'", text), text
    assert all(word in text for word in words), text


def test_only_dark_matter_comes_without_a_neutrino():
    matter = tridens.xsec("dark-matter,mass=10MeV,y=3e-11,on=electron", target="CH2", energy_GeV=[1.0, 2.0])
    assert matter.neutrinos == ["chi"] and np.all(matter.value > 0.0)
    recoil = tridens.xsec("dark-matter,mass=10MeV,y=3e-11,on=electron", target="CH2", energy_GeV=1.0, at={"recoil-energy": "0.1GeV"})
    assert recoil.neutrinos == ["chi"]
    for process in ("cevns", "dis"):
        with pytest.raises(ValueError, match='no neutrino .* give for example neutrino="numu"'):
            tridens.xsec(process, target="CsI", energy_GeV=1.0)
    with pytest.raises(ValueError, match="leave it out"):
        tridens.xsec("dark-matter,mass=10MeV,y=3e-11,on=electron", neutrino="numu", target="CH2", energy_GeV=1.0)


XSEC = {"process": "cevns", "neutrino": "nue", "target": "CsI"}
TRIDENT = {"process": "trident", "neutrino": "numu", "target": "Ar40", "pair": "mu-mu+"}


@pytest.mark.parametrize(("function", "arguments", "words"), [
    (tridens.xsec, {**XSEC, "energy_MeV": 30.0}, ["energy_MeV = 30.0", "energy_GeV"]),
    (tridens.xsec, {**XSEC, "energy_GeV": 0.03, "recoil_MeV": 1e-3}, ["recoil_keV"]),
    (tridens.xsec, {**XSEC, "energy_GeV": 0.03, "form_facter": "helm"}, ["did you mean 'form_factor'?"]),
    (tridens.xsec, {**TRIDENT, "energy_GeV": 5.0, "precision": -1.0}, ["precision"]),
    (tridens.xsec, {**TRIDENT, "energy_GeV": 5.0, "pauli": "perhaps"}, ["pauli=True"]),
    (tridens.xsec, {**TRIDENT, "flux": {"nane": "dune-nd-fhc"}}, ["did you mean 'name'?"]),
    (tridens.xsec, {**TRIDENT, "flux": "dune-nd-fhc", "exposure": {"mass": "75 t", "pott": 1e21}}, ["did you mean 'pot'?"]),
    (tridens.xsec, {**TRIDENT, "flux": "dune-nd-fhc", "exposure": {"mass": "75 t", "pot": -1e21}}, ["pot holds -1e+21"]),
    (tridens.xsec, {**TRIDENT, "energy_GeV": 5.0, "at": {"x": 0.1}}, ["no such variables"]),
    (tridens.xsec, {"process": "dis", "neutrino": "numu", "target": "H2O", "energy_GeV": [1e3, 2e3], "current": "nc",
                    "at": {"x": [0.1, 0.2, 0.3], "Q2": "10 GeV2"}}, ["do not broadcast"]),
    (tridens.rate, {"experiment": "coherent-csi-2021", "model": {"mass": "1 MeV"}}, ["without a name"]),
    (tridens.rate, {"experiment": "coherent-csi-2012"}, ["coherent-csi-20"]),
    (tridens.rate, {"experiment": "coherent-csi-2021", "mas": "1 kg"}, ["mas", "mass"]),
    (tridens.scan, {"card": {}, "engine": "desk"}, ["did you mean 'dask'?"]),
    (tridens.scan, {"card": {}, "workers": 2}, ['engine="dask"']),
    (tridens.scan, {"crad": {}}, ["did you mean 'card'?"]),
    (tridens.generate, {"card": {}, "events": -3}, ["events = -3"]),
    (tridens.generate, {"card": {"process": {"name": object()}}}, ["cannot be written as TOML"]),
    (tridens.bounds, {"plane": "lmu-ltau", "mass_MeV": (1, 10)}, ["mass_GeV"]),
    (tridens.bounds, {"plane": "lmu-ltau", "mass_GeV": (10, 1)}, ["lowest and a highest"]),
    (tridens.Flux.from_arrays, {"energy_MeV": [1.0], "densities": {}}, ["energy_GeV"]),
    (tridens.Flux.from_arrays, {"energy_GeV": [1.0, 2.0], "densities": {"numu": [1.0]}}, ["1 values", "2 energies"]),
    (tridens.Flux.from_arrays, {"energy_GeV": [1.0, 2.0], "densities": {"numu": [1.0, -1.0]}}, ["negative"]),
    (tridens.Flux, {}, ["without a description"]),
    (tridens.flavours, {"source": "pq"}, ["pq", "pp"]),
    (tridens.vacuum_oscillation, {"neutrino": "numu", "to": "nuebar", "energy_GeV": 1.0, "distance_km": 1.0}, ["same kind"]),
    (tridens.vacuum_oscillogram, {"neutrino": "numu", "to": "nue", "energy_GeV": [1.0], "cos_zenith": [2.0]}, ["cosine"]),
    (tridens.transmission, {"neutrino": "numu", "energy_GeV": [1e3], "cos_zenith": [0.0], "depth_m": 2000.0}, ["depth_km"]),
    (tridens.Tabulated, {"column": "energy_keV", "grid": [0.0, 1.0], "function": lambda x: [1.0, 2.0, 3.0]}, ["shape"]),
])
def test_wrong_units_shapes_ranges_and_names_are_value_errors(function, arguments, words):
    with pytest.raises(ValueError) as error:
        function(**arguments)
    assert isinstance(error.value, tridens.UserError)
    assert re.search(r" \(.+\)", str(error.value), re.DOTALL), str(error.value)
    for word in words:
        assert word in str(error.value), str(error.value)


XSEC_AT = {**XSEC, "energy_GeV": 0.03}
DIS = {"process": "dis", "neutrino": "numu", "target": "H2O", "energy_GeV": 1e3, "current": "cc"}
ON_DUNE = {**TRIDENT, "flux": "dune-nd-fhc"}


@pytest.mark.parametrize(("function", "arguments", "words"), [
    (tridens.xsec, {**XSEC_AT, "method": "rubbish"}, ["method = 'rubbish'", "of tridents"]),
    (tridens.xsec, {**XSEC_AT, "method": "montecarlo"}, ["of tridents"]),
    (tridens.xsec, {**XSEC_AT, "recoil_keV": [1.0, 2.0], "recoil_min": "1 keV"}, ["recoil_keV and recoil_min"]),
    (tridens.xsec, {**ON_DUNE, "exposure": {"mass": "75 t", "time": "1 y", "pot": 1e21}}, ["time and pot"]),
    (tridens.bounds, {"plane": "le-lmu", "charges": (0, 1, -1)}, ["plane 'le-lmu' and charges"]),
    *((tridens.xsec, {**XSEC_AT, "progress": wrong}, ["progress = " + repr(wrong)]) for wrong in (7, "yes", 0, "")),
])
def test_arguments_without_effect_are_refused(function, arguments, words):
    with pytest.raises(tridens.UserError) as error:
        function(**arguments)
    assert all(word in str(error.value) for word in words), error.value


@pytest.mark.parametrize(("arguments", "words"), [
    ({**XSEC, "energy": "5 GeV"}, ["energy = '5 GeV'", "energy_GeV"]),
    ({**XSEC, "energy": 0.03}, ["energy = 0.03", "energy_GeV"]),
    ({**XSEC_AT, "mdoel": "sm"}, ["'mdoel'", "did you mean 'model'?"]),
    ({**DIS, "mdoel": "sm"}, ["'mdoel'", "did you mean 'model'?"]),
    ({**DIS, "curent": "nc"}, ["did you mean 'current'?"]),
    ({"process": "cevns", "nu": "nue", "target": "CsI", "energy_GeV": 0.03}, ["nu = 'nue'", "give neutrino='nue'"]),
    ({"process": "dis", "nu": "numu", "target": "H2O", "energy_GeV": 1e3}, ["give neutrino='numu'"]),
    ({"process": "cevns", "neutrino": "nue", "taget": "CsI", "energy_GeV": 0.03}, ["did you mean 'target'?"]),
])
def test_a_wrong_keyword_is_named_with_the_nearest_of_arguments_and_settings(arguments, words):
    with pytest.raises(tridens.UserError) as error:
        tridens.xsec(**arguments)
    assert all(word in str(error.value) for word in words), error.value


@pytest.mark.parametrize(("call", "words"), [
    (lambda: tridens.xsec(**ON_DUNE, exposure={"mass": "75 t"}), ["a mass alone", "add pot"]),
    (lambda: tridens.xsec(**ON_DUNE, exposure="75 t"), ["exposure = '75 t'", "dictionary"]),
    (lambda: tridens.baseline_km(0.0, depth_km=7000), ["radius of the Earth"]),
    (lambda: tridens.Model("light-vector", mass="10 MeV", g=True), ["g = True"]),
    (lambda: tridens.Model(3), ["unknown model '3'"]),
    (lambda: tridens.rate("coherent-csi-2021", processes=None), ["processes = None"]),
    (lambda: tridens.rate("coherent-csi-2021", processes=3), ["processes = 3"]),
    (lambda: tridens.xsec(**DIS, at=3), ["at = 3", "dictionary"]),
    (lambda: tridens.xsec(**DIS, at="x=.1"), ["at = 'x=.1'", "dictionary"]),
    (lambda: tridens.xsec(**DIS, at={"x": [], "Q2": "10 GeV2"}), ["lists is empty"]),
    (lambda: tridens.Flux.from_callable(np.exp, [1.0, 2.0]), ["functions = <ufunc", "dictionary"]),
    (lambda: tridens.Flux({"energy_GeV": [1.0, 2.0], "densities": [1.0, 2.0]}), ["densities = [1.0, 2.0]", "dictionary"]),
    (lambda: tridens.bounds(settings=3), ["settings = 3", "dictionary"]),
    (lambda: tridens.bounds(charges=3), ["charges = 3"]),
    (lambda: tridens.Axis([1, 2], 3), ["name of an axis = 3"]),
    (lambda: tridens.xsec(**XSEC, energy_GeV=10**400), ["energy_GeV = 1000"]),
    (lambda: tridens.xsec(**XSEC, energy_GeV=True), ["energy_GeV = True"]),
    (lambda: tridens.xsec(**XSEC, energy_GeV=b"5"), ["energy_GeV = b'5'"]),
    (lambda: tridens.xsec(**XSEC, energy_GeV=np.datetime64("2020-01-01")), ["energy_GeV = np.datetime64"]),
    (lambda: tridens.Flux.from_callable({"numu": lambda e: 1.0 if e > 2.0 else 0.0}, [1.0, 2.0]), ["density of numu fails", "whole grid"]),
    (lambda: tridens.Tabulated("energy_keV", [0.0, 1.0], lambda e: 1.0 if e > 2.0 else 0.0), ["function of energy_keV fails", "whole grid"]),
    (lambda: tridens.oscillogram("numu", "nue", [3.0, 2.0], [-1.0, 0.0]), ["energy_GeV in disorder"]),
    (lambda: tridens.vacuum_oscillogram("numu", "nue", [2.0, 3.0], [0.0, -1.0]), ["cos_zenith in disorder"]),
    (lambda: tridens.transmission("numu", [3e3, 2e3], [-1.0, 0.0]), ["energy_GeV in disorder"]),
    (lambda: tridens.generate({}, events=1e3), ["events = 1000.0"]),
    (lambda: tridens.generate({}, seed=2**70), ["seed = 1180591620717411303424", "highest"]),
])
def test_what_python_would_trip_over_is_a_value_error_that_names_the_argument(call, words):
    with pytest.raises(tridens.UserError, match=r"\(.+\)") as error:
        call()
    assert all(word in str(error.value) for word in words), error.value


@pytest.mark.parametrize("name", ["edges", "values", "pot", "electrons_per_nucleon"])
def test_only_names_with_a_unit_are_said_to_have_one(name):
    from tridens._arguments import numbers_of

    with pytest.raises(tridens.UserError) as error:
        numbers_of("a", name)
    assert "unit" not in str(error.value)
    with pytest.raises(tridens.UserError, match="depth_km has its unit in its name"):
        numbers_of("a", "depth_km")


def test_a_model_is_also_made_of_a_specification_or_of_another_model():
    nsi = tridens.Model("nsi,eps_ee_dV=.1")
    assert nsi.name == "nsi" and tridens.Model(nsi, eps_ee_uV=0.2).parameters == tridens.Model("nsi", eps_ee_dV=".1", eps_ee_uV=0.2).parameters


def test_points_outside_of_the_cube_are_refused():
    process = tridens.Process("trident", neutrino="numu", target="Ar40", pair="mu-mu+")
    inside = np.full((process.dimension, 2), 0.5)
    assert process.dsigma_cm2(5.0, inside).shape == (2,)
    for wrong in (inside[:-1], inside + 1.0):
        with pytest.raises(ValueError, match="u "):
            process.dsigma_cm2(5.0, wrong)
    with pytest.raises(ValueError, match="do not broadcast"):
        process.dsigma_cm2([5.0, 6.0, 7.0], inside)


BLOCKED = """
import sys
sys.modules[{package!r}] = None
import tridens
card = {{"process": {{"name": "cevns", "neutrino": "nue", "target": "CsI"}}, "flux": {{"energy": "30 MeV"}}, "generate": {{"events": 2}}}}
try:
    {call}
except ValueError as error:
    print(error)
"""


@pytest.mark.parametrize(("package", "call", "extra"), [
    ("matplotlib", "tridens.Flux('dune-nd-fhc').plot()", "figures"),
    ("awkward", "tridens.generate(card).to_awkward()", "events"),
    ("pyarrow", "tridens.generate(card).to_parquet('events.parquet')", "events"),
    ("dask", "tridens.scan({}, engine='dask')", "cluster"),
    ("distributed", "tridens.scan({}, engine='dask')", "cluster"),
    ("plotly", "tridens.report(tridens.flavours('pp'), 'page.html')", "report"),
])
def test_a_missing_package_is_named_with_the_way_to_get_it(package, call, extra, tmp_path):
    done = subprocess.run([sys.executable, "-c", BLOCKED.format(package=package, call=call)], cwd=tmp_path, capture_output=True,
                          text=True, check=True)
    assert f"needs the package {package} (" in done.stdout and f"pip install 'tridens[{extra}]'" in done.stdout
    project = (pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"]) / "pyproject.toml").read_text()
    assert re.search(rf'^{extra} = \[.*"{package}[>"]', project, re.MULTILINE)


def test_the_nearest_name_is_that_of_the_library():
    assert _core.nearest_name("form_facter", ["form_factor", "pauli"]) == "form_factor"
    assert _core.nearest_name("xyz", ["form_factor", "pauli"]) == ""
