"""Figures of the package tridens: triangles of flavours, oscillograms, ratios; what is drawn is what was computed."""

import json
import os
import pathlib
import subprocess

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

import tridens  # noqa: E402
from tridens.figures import flavour_triangle, oscillogram, ratio, save  # noqa: E402

SOURCE = pathlib.Path(os.environ["TRIDENS_SOURCE_DIR"])


@pytest.fixture(autouse=True)
def closed():
    yield
    import matplotlib.pyplot as pyplot

    pyplot.close("all")


def test_corners_of_a_triangle_are_single_flavours_and_lines_are_parallel_to_sides():
    triangle = flavour_triangle()
    x, y = triangle.project(np.eye(3))
    np.testing.assert_allclose(x, [0.0, 1.0, 0.5], atol=1e-15)
    np.testing.assert_allclose(y, [0.0, 0.0, np.sqrt(0.75)], atol=1e-15)
    # The distance from the side opposite of a corner is the fraction, in units of the height.
    fractions = np.array([[0.2, 0.3, 0.5], [0.7, 0.1, 0.2]])
    x, y = triangle.project(fractions)
    for i in range(3):
        a, b = (np.array(triangle.project(corner)) for corner in np.delete(np.eye(3), i, axis=0))
        normal = np.array([-(b - a)[1], (b - a)[0]])
        distance = np.abs((np.stack([x, y], axis=-1) - a) @ normal)
        np.testing.assert_allclose(distance / np.sqrt(0.75), fractions[:, i], atol=1e-12)


def test_ticks_of_a_triangle_lie_on_the_line_that_they_name():
    triangle = flavour_triangle(step=0.2)
    ticks = [text for text in triangle.axes.texts if text.get_text().replace(".", "").isdigit()]
    assert len(ticks) == 3 * 5  # 0, 0.2, ..., 0.8 of three flavours
    for number, text in enumerate(ticks):
        flavour, level = divmod(number, 5)
        assert float(text.get_text()) == pytest.approx(0.2 * level)
        x, y = text.get_position()
        top = y / np.sqrt(0.75)
        right = x - 0.5 * top
        assert (1.0 - top - right, right, top)[flavour] == pytest.approx(0.2 * level, abs=1e-9)


@pytest.mark.parametrize("wrong", [[0.5, 0.5], [0.5, 0.6, 0.2], [-0.1, 0.6, 0.5], 0.3, [np.nan, 0.5, 0.5]])
def test_what_is_no_composition_is_refused(wrong):
    with pytest.raises(ValueError, match="flavours|composition"):
        flavour_triangle().project(wrong)


def test_contours_of_a_triangle_hold_their_share():
    rng = np.random.default_rng(3)
    samples = np.array([0.3, 0.35, 0.35]) + 0.03 * rng.standard_normal((4000, 3))
    samples /= samples.sum(axis=1, keepdims=True)
    triangle = flavour_triangle()
    triangle.contour(samples, 0.68)
    (collection,) = triangle.axes.collections
    points = np.column_stack(triangle.project(samples))
    inside = sum(path.contains_points(points) for path in collection.get_paths())
    assert inside.mean() == pytest.approx(0.68, abs=0.05)


def test_flavours_arrive_nearly_equal_from_pions_and_are_drawn(tmp_path):
    pions = tridens.flavours("pp", samples=400)
    np.testing.assert_allclose(pions.at_source, [1 / 3, 2 / 3, 0.0], atol=1e-3)
    assert np.all(np.abs(pions.at_earth - 1 / 3) < 0.05) and pions.at_earth.sum() == pytest.approx(1.0)
    assert pions.samples.shape == (400, 3)
    np.testing.assert_allclose(pions.samples.mean(axis=0), pions.at_earth, atol=0.02)
    axes = pions.plot()
    assert pions.citations == ["2007.14792"] and ("parameters", "NuFIT 5.2") in pions.choices
    save(axes, tmp_path / "triangle.pdf", pions)
    assert (tmp_path / "triangle.pdf").stat().st_size > 5000


def test_two_flavours_oscillate_as_the_formula_says():
    # At the first maximum of the atmospheric splitting nearly all muon neutrinos are gone.
    distance = 2.0 * np.pi / 2.0 / 1.26693 / 2.51e-3 * 0.5
    survival = tridens.vacuum_oscillation("numu", "numu", np.array([1.0, 1e6]), distance)
    assert survival[0] < 0.05 and survival[1] == pytest.approx(1.0, abs=1e-9)
    total = sum(tridens.vacuum_oscillation("numu", to, 1.0, 700.0) for to in ("nue", "numu", "nutau"))
    assert total == pytest.approx(1.0, abs=1e-12)


def test_ways_of_atmospheric_neutrinos():
    np.testing.assert_allclose(tridens.baseline_km([1.0, -1.0], height_km=15.0), [15.0, 2.0 * 6371.0 + 15.0], rtol=1e-4)
    horizon = tridens.baseline_km(0.0, height_km=15.0)
    assert horizon == pytest.approx(np.sqrt(2.0 * 6371.0 * 15.0 + 15.0**2), rel=1e-4)


def test_the_earth_absorbs_what_its_column_and_cross_section_say():
    energies = np.array([1e3, 1e5, 1e6])
    cosines = np.array([-1.0, -0.5, 0.1])
    earth = tridens.transmission("numu", energies, cosines)
    assert ("regeneration", "none") in earth.choices and "hep-ph/9512364" in earth.citations
    assert earth.values.shape == (3, 3) and np.all(np.diff(earth.values, axis=1) < 0.0) and np.all(np.diff(earth.values, axis=0) > 0.0)
    # Along one chord the logarithms are as the cross sections, but for the composition of the layers.
    cross_section = sum(tridens.xsec("dis", neutrino="numu", target="SiO2", energy_GeV=energies, current=current, border="extend").value for current in ("cc", "nc"))
    depth = -np.log(earth.values[0])
    np.testing.assert_allclose(depth / depth[0], cross_section / cross_section[0], rtol=0.02)
    # Nucleons per cm2 through the centre: 1.1e10 g/cm2 of PREM.
    grams = depth / (cross_section / 60.08 * 6.02214e23)
    np.testing.assert_allclose(grams, 1.1e10, rtol=0.02)


def test_oscillograms_are_drawn_and_refuse_what_does_not_fit(tmp_path):
    chart = tridens.vacuum_oscillogram("numu", "numu", np.geomspace(1, 100, 40), np.linspace(-1, 0, 30))
    axes = chart.plot()
    (mesh,) = axes.collections
    np.testing.assert_array_equal(np.asarray(mesh.get_array()).ravel(), chart.values.ravel())
    assert "vacuum" in axes.get_title(loc="left") + axes.get_title()
    for ending in ("png", "svg", "pdf"):
        save(axes, tmp_path / f"oscillogram.{ending}")
        assert (tmp_path / f"oscillogram.{ending}").stat().st_size > 2000
    with pytest.raises(ValueError, match="cosines, energies"):
        oscillogram([1.0, 2.0], [-1.0, 0.0], np.zeros((3, 2)), label="x")
    with pytest.raises(ValueError, match="disorder"):
        oscillogram([2.0, 1.0], [-1.0, 0.0], np.zeros((2, 2)), label="x")


def test_ratios_have_the_bands_of_their_errors():
    energies = np.geomspace(0.01, 0.05, 10)
    helm = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=energies)
    point = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=energies, form_factor="point")
    axes = ratio([helm], point, labels=["Helm"])
    lines = {line.get_label(): line.get_ydata() for line in axes.get_lines()}
    np.testing.assert_allclose(lines["Helm"], helm.value / point.value, rtol=1e-12)
    np.testing.assert_allclose(lines["reference"], 1.0)
    a = tridens.Histogram([tridens.Axis([0, 1, 2], "x")], [4.0, 9.0], [4.0, 9.0])
    b = tridens.Histogram([tridens.Axis([0, 1, 2], "x")], [8.0, 9.0], [0.0, 0.0])
    axes = ratio([a], b)
    band = axes.collections[-1].get_paths()[0].vertices
    assert band[:, 1].min() == pytest.approx(2.0 / 8.0) and band[:, 1].max() == pytest.approx(12.0 / 9.0)
    with pytest.raises(ValueError, match="other points"):
        ratio([tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=2 * energies)], helm)


def test_every_result_is_drawn_with_units_and_data_in_the_metadata(tmp_path):
    table = tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=np.array([0.02, 0.04])[:, None], recoil_keV=np.geomspace(1, 10, 20))
    assert [line.get_label() for line in table.plot().get_lines()] == ["0.02 GeV", "0.04 GeV"]
    inside = tridens.xsec("dis", neutrino="numu", target="H2O", energy_GeV=1e3, current="cc", at={"x": [0.1, 0.2, 0.3], "Q2": "10 GeV2"})
    assert inside.plot().get_xlabel() == "x"
    one = tridens.rate("ccfr-trident")
    assert one.plot().get_xlabel().startswith("share")
    counts = tridens.rate("coherent-csi-2021")
    save(counts.plot(), tmp_path / "counts.svg", counts)
    text = (tmp_path / "counts.svg").read_text()
    name, checksum = next(iter(counts.data_checksums.items()))
    assert name in text and checksum[:12] in text and f"arXiv:{counts.citations[0]}" in text
    plane = tridens.bounds("lmu-ltau", names=["ccfr-trident", "g-2-mu"], mass_GeV=(0.01, 1.0))
    assert plane.plot().get_xlabel() == "mass of the boson [GeV]"
    flux = tridens.Flux("dune-nd-fhc").plot()
    assert "cm$^2$" in flux.get_ylabel() and "[GeV]" in flux.get_xlabel()


def test_a_label_makes_one_curve_and_keeps_the_names_of_several():
    argon = tridens.xsec("trident", neutrino="numu", pair="mu-mu+", target="Ar40", energy_GeV=[1.0, 5.0, 20.0])
    labels = lambda axes: axes.get_legend_handles_labels()[1]
    assert labels(argon.plot(label="argon", color="red")) == ["argon"]
    assert labels(argon.plot()) == ["numu Ar40", "coherent", "proton", "neutron"]
    several = tridens.xsec("cevns", neutrino="all", target="Ar40", energy_GeV=[0.01, 0.02])
    assert labels(several.plot(label="CEvNS"))[:2] == ["CEvNS, nue Ar40", "CEvNS, numu Ar40"]
    assert labels(tridens.Flux("dune-nd-fhc").plot(label="near"))[0] == "near, nue"
    assert labels(tridens.rate("coherent-csi-2021").histogram("signal").project(0).plot(label="h")) == ["h"]


def test_rates_stand_beside_each_other_in_the_axes_that_are_given():
    counts = tridens.rate("coherent-lar-2020")
    axes = counts.plot(label="Standard Model", color="black")
    assert counts.plot(ax=axes, label="again") is axes
    assert set(axes.get_legend_handles_labels()[1]) == {"Standard Model", "again", "observed"}
    drawn = [patch for patch in axes.patches if patch.get_label() == "Standard Model"]
    np.testing.assert_allclose(drawn[0].get_data().values, counts.expected.sum(axis=1))
    with pytest.raises(tridens.UserError, match="keep one of them"):
        counts.plot(axes=axes, ax=axes)


def test_a_contour_takes_label_and_colour():
    card = {"model": {"name": "nsi", "eps_ee_dV": "{d}", "eps_ee_uV": "{u}"},
            "parameter": [{"name": name, "min": -0.3, "max": 0.6, "points": 4} for name in "du"], "experiment": [{"name": "coherent-lar-2020"}]}
    assert "LAr" in tridens.scan(card).plot(label="LAr", color="C1").get_legend_handles_labels()[1]


def test_events_are_drawn_by_name_in_kinetic_energies_without_neutrinos():
    events = tridens.generate({"process": {"name": "trident", "neutrino": "numu", "pair": "mu-mu+", "target": "Ar40"},
                               "flux": {"energy": "5 GeV"}, "generate": {"events": 60, "seed": 7}})
    axes = events.plot()
    names = axes.get_legend_handles_labels()[1]
    assert {"$\\mu^-$", "$\\mu^+$", "nucleus, Z = 18, A = 40"} <= set(names)
    assert not any("nu_" in name or name.startswith("particle") for name in names)
    assert axes.get_xlabel() == "kinetic energy [GeV]" and axes.get_xlim()[1] < 10.0
    muons = events.histogram("kinetic_energy_GeV", 13)
    energies = events.select(13)["energy_GeV"] - 0.1056583755
    assert muons.axes[0].edges[[0, -1]] == pytest.approx([energies.min(), energies.max()], rel=1e-6)


def test_a_plane_is_drawn_by_the_package_as_by_the_program(monkeypatch):
    asked = ["--plane", "lmu-ltau", "--bound", "g-2-mu", "na64mu", "--masses", "10MeV,1GeV", "--json"]
    done = subprocess.run([os.environ["TRIDENS_PROGRAM"], "bounds", *asked], check=True, capture_output=True, text=True)
    monkeypatch.syspath_prepend(SOURCE / "python" / "tridens_gallery")
    with matplotlib.rc_context():  # the script has its style for itself
        import draw_bounds

        theirs = draw_bounds.draw_plane(json.loads(done.stdout)).axes[0]
    plane = tridens.bounds("lmu-ltau", names=["g-2-mu", "na64mu"], mass_GeV=(0.01, 1.0))
    ours = plane.plot()
    for text in ("get_xlabel", "get_ylabel", "get_xlim", "get_ylim"):
        assert getattr(ours, text)() == getattr(theirs, text)()
    assert ours.get_title(loc="left") == theirs.get_title(loc="left") == r"gauge boson of $L_\mu - L_\tau$"
    labels = ours.get_legend_handles_labels()[1]
    assert labels == theirs.get_legend_handles_labels()[1] and labels[0].startswith("1  ")
    for line, other in zip(ours.get_lines(), theirs.get_lines(), strict=True):
        np.testing.assert_allclose(line.get_xydata(), other.get_xydata(), rtol=1e-12)
        assert line.get_color() == other.get_color() and line.get_linestyle() == other.get_linestyle()
    assert plane.plot(label="mine", lw=3).get_legend_handles_labels()[1][0].startswith("1  mine, ")


def test_a_bound_of_a_file_stands_out(tmp_path):
    header = {"name": "my-search", "title": "My search", "plane": "lmu-ltau", "year": "2024", "exposure": "100 /fb", "confidence": "95 % CL",
              "kind": "limit", "production": "muon-radiation", "source": "mine", "problems": "none"}
    table = tmp_path / "mine.csv"
    table.write_text("".join(f"# {key}: {text}\n" for key, text in header.items()) + "mass_GeV,coupling\n0.01,1e-3\n1.0,1e-2\n")
    plane = tridens.bounds("lmu-ltau", names=["g-2-mu", "my-search"], files=table, mass_GeV=(0.01, 1.0))
    assert plane["my-search"].own and not plane["g-2-mu"].own
    other, own = plane.plot().get_lines()
    assert own.get_linewidth() == 2.0 * other.get_linewidth() and own.get_color() != other.get_color()


def test_a_single_energy_is_drawn_as_a_point():
    axes = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=0.03).plot()
    assert axes.get_lines()[0].get_marker() == "o" and axes.get_lines()[0].get_xdata() == [0.03]
    axes = tridens.xsec("cevns", neutrino="all", target="Ar40", energy_GeV=0.03).plot()
    assert [line.get_marker() for line in axes.get_lines()] == ["o"] * 6


def test_species_of_a_flux_differ_in_colour_or_in_their_line():
    colours = [line.get_color() for line in tridens.Flux({"source": "pi-dar"}).plot().get_lines()]
    assert len(set(colours)) == len(colours) == 3
    red = tridens.Flux({"source": "pi-dar"}).plot(color="red").get_lines()
    assert {line.get_color() for line in red} == {"red"} and len({line.get_linestyle() for line in red}) == 3
    assert {line.get_linestyle() for line in tridens.Flux({"source": "pi-dar"}).plot(color="red", ls=":").get_lines()} == {":"}


def test_a_flux_of_one_line_has_no_vertical_axis():
    axes = tridens.Flux({"energy": "5 GeV"}).plot()
    assert axes.get_ylabel() == "" and len(axes.get_yticks()) == 0
    axes = tridens.Flux("dune-nd-fhc").plot()
    tridens.Flux({"energy": "5 GeV"}).plot(axes)
    assert axes.get_yscale() == "log" and "POT" in axes.get_ylabel()


def test_more_parts_than_colours_are_hatched():
    patches = [patch for patch in tridens.rate("coherent-csi-2021").plot().patches]
    looks = {(patch.get_facecolor(), patch.get_hatch()) for patch in patches}
    assert len(looks) == len(patches) == 9


@pytest.mark.parametrize("flux", ["dune-nd-fhc", {"source": "reactor,power=1GW,distance=10m"}])
def test_titles_stay_in_the_figure(flux):
    axes = tridens.Flux(flux).plot()
    figure = axes.get_figure()
    figure.canvas.draw()
    title = axes.title.get_window_extent()
    assert title.x0 >= 0.0 and title.x1 <= figure.bbox.x1 and title.y1 <= figure.bbox.y1


def test_a_rare_appearance_has_all_the_colours():
    rare = tridens.oscillogram("numu", "nue", np.geomspace(30, 300, 5), np.linspace(-1, 0, 5))
    assert rare.plot().collections[0].get_clim() == (0.0, pytest.approx(rare.values.max()))
    assert rare.plot(vmax=0.3).collections[0].get_clim() == (0.0, 0.3)
    frequent = tridens.oscillogram("numu", "numu", np.geomspace(30, 300, 5), np.linspace(-1, 0, 5))
    assert frequent.plot().collections[0].get_clim() == (0.0, 1.0)


def test_units_are_set_with_their_exponents():
    from tridens._drawing import unit_text

    assert unit_text("cm2/GeV2") == "cm$^2$/GeV$^2$" and unit_text("1/cm2/GeV/POT") == "1/cm$^2$/GeV/POT" and unit_text("events") == "events"


def test_the_allowed_side_of_a_contour_is_filled():
    card = {"model": {"name": "nsi", "eps_ee_dV": "{d}", "eps_ee_uV": "{u}"},
            "parameter": [{"name": name, "min": -0.3, "max": 0.6, "points": 5} for name in "du"], "experiment": [{"name": "coherent-lar-2020"}]}
    scan = tridens.scan(card)
    filled = scan.plot(confidence=[0.9]).collections[0]
    best = np.unravel_index(np.argmin(scan.chi2), scan.chi2.shape)
    lowest = [values[i] for values, i in zip(scan.axes.values(), best)]
    assert filled.get_alpha() == 0.1 and any(path.contains_point(lowest, radius=0.05) for path in filled.get_paths())


def test_numbers_of_bounds_lie_inside_of_the_frame():
    from matplotlib.text import Annotation

    axes = tridens.bounds("lmu-ltau").plot()
    axes.get_figure().canvas.draw()
    numbers = [text for text in axes.texts if isinstance(text, Annotation)]
    assert len(numbers) > 20
    for text in numbers:
        box = text.get_window_extent()
        assert axes.bbox.x0 < box.x0 and box.x1 < axes.bbox.x1 and axes.bbox.y0 < box.y0 and box.y1 < axes.bbox.y1, text.get_text()


def test_ticks_of_short_logarithmic_axes_are_plain_numbers():
    energies = np.geomspace(0.01, 0.05, 4)
    helm = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=energies)
    axes = ratio([helm], helm)
    axes.get_figure().canvas.draw()
    shown = [tick.get_text() for tick in (*axes.get_xticklabels(), *axes.get_xticklabels(minor=True))]
    assert {"0.01", "0.02", "0.05"} <= set(shown) and not {"0.03", "0.04"} & set(shown)


def test_a_measured_ratio_is_not_counted_per_bin():
    card = {"model": {"name": "lmu-ltau", "mass": "10 MeV", "coupling": "{g}"},
            "parameter": [{"name": "g", "min": 0, "max": 0.002, "points": 5}], "experiment": [{"name": "ccfr-trident"}]}
    assert "counts" not in tridens.fit(card, intervals=False).plot().get_ylabel()


def test_a_histogram_without_a_name_has_no_legend(recwarn):
    axes = tridens.Histogram([tridens.Axis([0, 1, 2], "x")], [4.0, 9.0]).plot()
    assert axes.get_legend() is None and not recwarn.list


def test_what_is_no_axes_no_result_or_no_folder_is_refused(tmp_path):
    helm = tridens.xsec("cevns", neutrino="nue", target="Ar40", energy_GeV=[0.01, 0.02])
    axes = helm.plot()
    calls = [lambda: helm.plot(axes=3), lambda: tridens.Flux("dune-nd-fhc").plot(3), lambda: save(3, tmp_path / "x.pdf"),
             lambda: save(axes, tmp_path / "nowhere" / "x.pdf"), lambda: save(axes, tmp_path / "x.pdf", 3), lambda: save(axes, 3),
             lambda: ratio([3], helm), lambda: ratio(helm, helm), lambda: ratio([helm], 4)]
    for call in calls:
        with pytest.raises(tridens.UserError, match=r"\(.+\)"):
            call()
