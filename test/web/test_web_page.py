"""The calculator's page in headless Chromium against the program: python -m pytest test/web.

TRIDENS_PAGE names the page that `./dev web` wrote, TRIDENS_PROGRAM the program of the same sources.
"""

import json
import os
import pathlib
import struct
import subprocess
import zlib

import pytest

from browser import Browser, chromium

page = os.environ.get("TRIDENS_PAGE")
program = os.environ.get("TRIDENS_PROGRAM")
if page is None or program is None or chromium() is None:
    pytest.skip("no page or no browser here: run ./dev test web", allow_module_level=True)

# Room for rounding: the same formulas by another compiler and another library of functions.
agreement = 1e-9

elastic_energies = {"cevns": [0.004, 0.03, 0.052], "nu-e": [0.002, 0.6, 8.0]}
light = {"mass": "10 MeV", "g": "5e-5"}
# process, neutrino, target, model, settings, further choices
elastic_cases = [
    ("cevns", "numu", "Ar40", "sm", {}, {}),
    ("cevns", "nuebar", "CsI", "sm", {"couplings": "radiative"}, {}),
    ("cevns", "nue", "Ge", "sm", {"sin2thetaW": "0.2312"}, {"form_factor": "klein-nystrand"}),
    ("cevns", "numu", "Xe", "light-vector", light, {"form_factor": "helm"}),
    ("cevns", "numu", "Ar40", "light-scalar", light, {"kinematics": "leading"}),
    ("cevns", "nutaubar", "C3F8", "light-tensor", light, {"axial": "none"}),
    ("cevns", "numubar", "Cs133", "lmu-ltau", {"mass": "50 MeV", "coupling": "2e-3", "kinetic_mixing": "loop"}, {}),
    ("cevns", "nue", "Na23", "b-l", {"mass": "30 keV", "coupling": "3e-6"}, {}),
    ("cevns", "nue", "Xe132", "nsi", {"eps_ee_dV": "0.12", "eps_emu_uV": "-0.04"}, {}),
    ("cevns", "numu", "Ar40", "u1", {"mass": "1 GeV", "coupling": "1e-2", "charge_mu": "1", "charge_u": "0.5"}, {"recoil_min": "2 keV"}),
    ("nu-e", "nue", "Ar", "sm", {}, {}),
    ("nu-e", "numubar", "CH2", "sm", {}, {"recoil_min": "1 keV"}),
    ("nu-e", "numu", "Ar", "le-lmu", {"mass": "20 MeV", "coupling": "1e-4"}, {}),
    ("nu-e", "nutau", "Xe", "light-scalar", light, {"binding": "stepped"}),
    ("nu-e", "nuebar", "Ge", "magnetic-moment", {"magnetic_moment_nue": "1e-10 muB"}, {"recoil_min": "3 keV", "binding": "stepped"}),
]
trident_cases = [
    ("numu", "mu-mu+", "Ar40", "sm", {}, {}),
    ("numubar", "e-e+", "Fe", "sm", {}, {"form_factor": "symmetrised-fermi"}),
    ("nue", "e-mu+", "Ar40", "sm", {"sin2thetaW": "0.238"}, {"pauli": False}),
    ("numu", "mu-tau+", "p", "sm", {}, {}),
    ("nutau", "mu-mu+", "Pb208", "four-fermion", {"delta_V": "0.3"}, {}),
    ("numu", "mu-mu+", "Ar40", "lmu-ltau", {"mass": "20 MeV", "coupling": "1e-3"}, {}),
]
trident_energies = [1.3, 6.0, 31.0]
options = {"form_factor": "--form-factor", "kinematics": "--kinematics", "axial": "--axial", "binding": "--binding", "recoil_min": "--recoil-min"}


@pytest.fixture(scope="module")
def browser():
    with Browser() as one:
        show(one, "")
        yield one


def show(browser, address):
    """Opens the page with settings in its address; a page that is open already is left first."""
    browser.open("about:blank")
    browser.wait("location.href === 'about:blank'")
    browser.open(pathlib.Path(page).resolve().as_uri() + address)
    browser.wait("document.documentElement?.dataset.ready === 'true'")


def ask(browser, question):
    answer = browser.run(f"window.tridens_evaluate({json.dumps(question)})")
    assert "error" not in answer, answer["error"]
    return answer


def native(words):
    done = subprocess.run([program, "xsec", *words, "--json"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["rows"]


def words_of(process, neutrino, target, model, settings, choices, energies):
    words = [process, "--nu", neutrino, "--target", target, "--model", model]
    words += ["--energy", ",".join(f"{energy!r}GeV" for energy in energies)]
    for name, value in settings.items():
        words += ["--set", f"{name}={value}"]
    for name, value in choices.items():
        words += ["--no-pauli"] if name == "pauli" else [options[name], value.replace(" ", "")]
    return words


def question_of(kind, process, neutrino, target, model, settings, choices):
    return {"kind": kind, "process": process, "neutrino": neutrino, "target": target, "model": model, "settings": settings, **choices}


@pytest.mark.parametrize("case", elastic_cases, ids=lambda case: " ".join(case[:4]))
def test_totals_of_elastic_scattering_are_those_of_the_program(browser, case):
    energies = elastic_energies[case[0]]
    rows = native(words_of(*case, energies))
    answer = ask(browser, question_of("totals", *case) | {"energies_GeV": energies, "highest_energy_GeV": energies[-1]})
    assert [row["energy_GeV"] for row in rows] == energies
    assert answer["value"] == pytest.approx([row["sigma"] for row in rows], rel=agreement, abs=0.0)
    assert answer["per"] == rows[0]["per"]
    assert max(answer["value"]) > 0.0


@pytest.mark.parametrize("case", elastic_cases, ids=lambda case: " ".join(case[:4]))
def test_spectra_of_recoils_are_those_of_the_program(browser, case):
    energy = elastic_energies[case[0]][1]
    choices = {name: value for name, value in case[5].items() if name != "recoil_min"}
    recoils = [0.4, 7.0, 3e3] if case[0] == "cevns" else [0.4, 21.0, 9e4]
    words = words_of(*case[:5], choices, [energy]) + ["--recoil", ",".join(f"{recoil!r}keV" for recoil in recoils)]
    rows = native(words)
    answer = ask(browser, question_of("recoils", *case[:5], choices) | {"energy_GeV": energy, "recoils_keV": recoils})
    assert answer["value"] == pytest.approx([row["dsigma_dT"] for row in rows], rel=agreement, abs=0.0)
    assert max(answer["value"]) > 0.0


@pytest.mark.parametrize("case", trident_cases, ids=lambda case: " ".join(case[:4]))
def test_totals_of_tridents_are_those_of_the_program(browser, case):
    neutrino, pair, *rest = case
    words = words_of("trident", neutrino, *rest, trident_energies) + ["--pair", pair]
    rows = [row for row in native(words) if row["component"] == "total"]
    question = question_of("totals", "trident", neutrino, *rest) | {"pair": pair}
    answer = ask(browser, question | {"energies_GeV": trident_energies, "highest_energy_GeV": trident_energies[-1]})
    femtobarn = 1e-39
    assert answer["value"] == pytest.approx([row["sigma"] * femtobarn for row in rows], rel=agreement, abs=0.0)
    assert answer["error_estimate"] == pytest.approx([row["error"] * femtobarn for row in rows], rel=1e-3, abs=0.0)
    assert answer["value"][-1] > 0.0


def test_integrals_of_tridents_serve_other_couplings(browser):
    """What is kept from one coupling gives for another what a program that starts anew computes."""
    question = question_of("totals", "trident", "numu", "Ar40", "lmu-ltau", {"mass": "20 MeV"}, {}) | {"pair": "mu-mu+"}
    values = []
    for coupling in ("1e-3", "4e-3"):
        settings = {"mass": "20 MeV", "coupling": coupling}
        answer = ask(browser, question | {"settings": settings, "energies_GeV": [6.0], "highest_energy_GeV": 6.0})
        rows = native(words_of("trident", "numu", "Ar40", "lmu-ltau", settings, {}, [6.0]) + ["--pair", "mu-mu+"])
        total = next(row["sigma"] for row in rows if row["component"] == "total")
        values.append(answer["value"][0])
        assert values[-1] == pytest.approx(1e-39 * total, rel=agreement)
    assert values[1] > 1.5 * values[0]


def test_the_command_that_the_page_shows_gives_the_value_that_it_shows(browser):
    show(browser, "#process=cevns&neutrino=nue&target=Xe132&model=b-l&set.mass=30%20MeV&set.coupling=1e-4&energy=25%20MeV")
    command = browser.run("document.getElementById('command').textContent").splitlines()[0].split()
    assert command[:2] == ["tridens", "xsec"]
    shown = float(browser.run("document.getElementById('value').textContent.match(/= ([-.e0-9]+) cm/)[1]"))
    assert shown == pytest.approx(native(command[2:])[0]["sigma"], rel=1e-9)


def test_errors_are_those_of_the_library(browser):
    question = {"kind": "totals", "process": "cevns", "neutrino": "numu", "target": "Ar400", "energies_GeV": [0.03], "highest_energy_GeV": 0.03}
    answer = browser.run(f"window.tridens_evaluate({json.dumps(question)})")
    done = subprocess.run([program, "xsec", "cevns", "--nu", "numu", "--target", "Ar400", "--energy", "30MeV"], capture_output=True, text=True)
    assert done.returncode == 2
    assert answer["error"] == done.stderr.strip().removeprefix("tridens: ")
    show(browser, "#process=cevns&neutrino=numu&target=Ar400")
    assert browser.run("document.getElementById('message').textContent").startswith(answer["error"])
    assert not browser.run("document.getElementById('message').hidden")


def move(browser, slider, step):
    """Moves a slider as a hand would, and waits until the page is drawn anew."""
    drawn = browser.run("window.tridens_latency.length")
    browser.run(
        f"(() => {{ const one = document.getElementById('{slider}'); one.value = String(+one.value + {step});"
        " one.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    browser.wait(f"window.tridens_latency.length > {drawn}")


curve = "document.querySelector('#{}_plot path.model[clip-path]').getAttribute('d')"


@pytest.mark.parametrize(
    "address",
    ["#process=cevns&model=light-vector&set.mass=10%20MeV&set.g=1e-4", "#process=trident&model=sm&energy_max=20%20GeV"],
    ids=["cevns", "trident"],
)
def test_sliders_redraw_the_curves(browser, address):
    show(browser, address)
    plots = ["total", "recoil"] if "cevns" in address else ["total"]
    sliders = {"strength_slider": 0.3, "mass_slider": 0.2} if "cevns" in address else {"strength_slider": 0.02}
    for slider, step in sliders.items():
        before = [browser.run(curve.format(plot)) for plot in plots]
        value = browser.run("document.getElementById('value').textContent")
        move(browser, slider, step)
        after = [browser.run(curve.format(plot)) for plot in plots]
        assert all(len(one) > 300 and "NaN" not in one for one in after)
        assert all(old != new for old, new in zip(before, after))
        assert browser.run("document.getElementById('value').textContent") != value
    print("from the event to the drawn page, ms:", browser.run("window.tridens_latency"))


def test_an_address_keeps_the_settings(browser):
    show(browser, "#process=nu-e&neutrino=nuebar&target=Ge&model=light-scalar&set.mass=1%20MeV&set.g=1e-5&binding=stepped")
    move(browser, "strength_slider", 0.5)
    read = "[document.getElementById('strength').value, document.getElementById('value').textContent, location.hash]"
    strength, value, address = browser.run(read)
    assert f"set.g={strength}" in address and "binding=stepped" in address
    show(browser, address)
    assert browser.run(read) == [strength, value, address]


def pixels(png):
    """Width and rows (bytes) of a PNG with eight bits per channel."""
    position, data, header = 8, b"", None
    while position < len(png):
        length, kind = struct.unpack(">I4s", png[position : position + 8])
        chunk = png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            header = struct.unpack(">IIBB", chunk[:10])
        elif kind == b"IDAT":
            data += chunk
        position += 12 + length
    width, height, depth, colour = header
    assert depth == 8
    channels = {2: 3, 6: 4}[colour]
    raw, stride = zlib.decompress(data), width * channels
    rows, above = [], bytes(stride)
    for y in range(height):
        line = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        unfilter(raw[y * (stride + 1)], line, above, channels)
        above = bytes(line)
        rows.append([above[i : i + 3] for i in range(0, stride, channels)])
    return rows


def unfilter(kind, line, above, channels):
    """Undoes one of the five filters of PNG, in place."""
    for i in range(len(line)):
        left = line[i - channels] if i >= channels else 0
        corner = above[i - channels] if i >= channels else 0
        guess = left + above[i] - corner
        nearest = min((left, above[i], corner), key=lambda value: abs(guess - value))
        line[i] = (line[i] + (0, left, above[i], (left + above[i]) // 2, nearest)[kind]) & 255


def test_the_drawn_page_is_not_blank(browser):
    show(browser, "#process=cevns&model=light-vector&set.mass=10%20MeV&set.g=1e-4")
    area = browser.run("(() => { const box = document.getElementById('total_plot').getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; })()")
    x, y, width, height = map(round, area)
    picture = [row[x : x + width] for row in pixels(browser.screenshot())[y : y + height]]
    colours = browser.run("['--model', '--standard'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())")
    for colour in colours:
        wanted = bytes.fromhex(colour.lstrip("#"))
        assert sum(pixel == wanted for row in picture for pixel in row) > 100, f"no curve of colour {colour}"
    assert browser.messages == []
