"""Fits of the package tridens: what is expected per bin, intervals and pulls as objects, correlations, figures."""

import json

import matplotlib
import numpy as np
import pytest
import tridens

matplotlib.use("Agg")

CARD = {
    "fit": {"title": "One coupling", "confidence": [0.6827, 0.9]},
    "model": {"name": "nsi", "eps_ee_dV": "{down}"},
    "parameter": [{"name": "down", "min": -0.3, "max": 0.15, "points": 11}],
    "experiment": [{"name": "coherent-csi-2021"}, {"name": "coherent-lar-2020"}],
}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    output = tmp_path_factory.mktemp("fit") / "fit.json"
    return tridens.fit(CARD, output=output), json.loads(output.read_text())


@pytest.fixture(autouse=True)
def closed():
    yield
    import matplotlib.pyplot as pyplot

    pyplot.close("all")


def test_parts_add_up_to_what_is_expected_and_chi2_follows_from_it(fitted):
    result, _ = fitted
    penalty = sum((pull.value / pull.width) ** 2 for pull in result.nuisances.values())
    chi2 = penalty
    for one in result.experiments.values():
        np.testing.assert_allclose(sum(one.parts.values()), one.expected, rtol=1e-12)
        assert set(one.kinds.values()) == {"signal", "background"} and [axis.name for axis in one.axes][1] == "time"
        assert one.observed.shape == one.expected.shape == one.standard_model.shape == tuple(len(axis) for axis in one.axes)
        if one.statistic == "poisson":
            n, N = one.observed, one.expected
            chi2 += 2.0 * np.sum(N - n + np.where(n > 0.0, n * np.log(np.where(n > 0.0, n, 1.0) / N), 0.0))
        else:
            chi2 += np.sum(((one.observed - one.expected) / one.error) ** 2)
    assert chi2 == pytest.approx(result.chi2, rel=1e-9)


def test_the_file_holds_the_same_numbers_and_the_card(fitted):
    result, document = fitted
    assert [one["name"] for one in document["experiments"]] == list(result.experiments)
    for one, stated in zip(result.experiments.values(), document["experiments"]):
        np.testing.assert_allclose(one.expected.ravel(), stated["bin_expected"], rtol=1e-12)
        np.testing.assert_allclose(one.observed.ravel(), stated["bin_observed"])
        np.testing.assert_allclose(one.standard_model.ravel(), stated["bin_standard_model"], rtol=1e-9)
        assert [axis["name"] for axis in stated["axes"]] == [axis.name for axis in one.axes]
        assert {part["name"] for part in stated["parts"]} == set(one.parts)
    assert document["covariance"]["names"] == list(result.errors) and "no_covariance" not in document
    np.testing.assert_allclose(document["covariance"]["correlation"], result.correlation)
    assert document["card"] == result.card
    assert 'eps_ee_dV = "{down}"' in result.card and 'name = "coherent-lar-2020"' in result.card


def test_an_interval_is_a_tuple_with_names(fitted):
    result, _ = fitted
    interval = result.intervals[0]
    parameter, method, level, low, high = interval
    assert (parameter, method, level) == ("down", "wilks", 0.6827) == (interval.parameter, interval.method, interval.level)
    assert low == interval.low < interval.value < interval.high == high and interval.value == result.best["down"]
    assert "68.27 %" in repr(interval)


def test_the_error_of_a_parameter_is_that_of_its_interval_where_chi2_is_a_parabola(fitted):
    result, _ = fitted
    interval = result.intervals[0]
    assert 0.5 * (interval.high - interval.low) == pytest.approx(result.errors["down"], rel=0.15)
    assert np.all(np.diag(result.correlation) == 1.0) and np.all(np.abs(result.correlation) <= 1.0)
    assert np.all(np.linalg.eigvalsh(result.correlation) > 0.0)


def test_pulls_are_tuples_with_names_and_errors(fitted):
    result, _ = fitted
    pull = result.nuisances["coherent-csi-2021.flux"]
    value, width = pull
    assert pull.pull == value / width and 0.0 < pull.error <= 1.01 * width and "neutrinos per proton" in pull.meaning
    free = result.nuisances["coherent-csi-2021.efficiency"]
    assert np.isinf(free.width) and free.pull == 0.0 and np.isfinite(free.error)


def test_projections_keep_the_sum(fitted):
    result, _ = fitted
    one = result.experiments["coherent-csi-2021"]
    for axis in (0, "time"):
        shown = one.project(axis)
        assert shown["observed"].sum() == one.observed.sum()
        assert shown["expected"].sum() == pytest.approx(one.expected.sum())
        assert sum(shown[name] for name in one.parts) == pytest.approx(shown["expected"])
    with pytest.raises(tridens.UserError, match="did you mean 'time'"):
        one.project("tim")
    with pytest.raises(tridens.UserError, match="they count from 0"):
        one.project(2)


def test_figures_show_spectrum_pulls_and_correlations(fitted):
    result, _ = fitted
    axes = result.plot()
    names = axes.get_legend_handles_labels()[1]
    assert {"best fit", "Standard Model", "observed", *result.experiments["coherent-csi-2021"].parts} <= set(names)
    assert "photoelectrons" in axes.get_xlabel()
    assert result.plot(experiment="coherent-lar-2020", axis="time", label="NSI").get_legend_handles_labels()[1].count("NSI") == 1
    pulls = result.plot_pulls()
    assert len(pulls.get_yticks()) == sum(np.isfinite(pull.width) for pull in result.nuisances.values())
    assert len(result.plot_correlation().get_xticks()) == len(result.errors)
    with pytest.raises(tridens.UserError, match="did you mean 'coherent-csi-2021'"):
        result.plot(experiment="coherent-csi-2020")


def test_a_fit_at_the_end_of_a_range_says_why_it_has_no_correlations():
    card = {**CARD, "parameter": [{"name": "down", "min": 0.05, "max": 0.15, "points": 11}], "experiment": [{"name": "coherent-lar-2020"}]}
    result = tridens.fit(card, intervals=False)
    assert result.errors == {} and "down stands at the end of its range" in result.no_covariance
    assert all(np.isnan(pull.error) for pull in result.nuisances.values())
    with pytest.raises(tridens.UserError, match="end of its range"):
        result.plot_correlation()


def test_one_count_has_no_axes_and_a_figure():
    card = {"fit": {"title": "trident"}, "model": {"name": "lmu-ltau", "mass": "1 GeV", "coupling": "{g}"},
            "parameter": [{"name": "g", "min": 0.0, "max": 0.2}], "experiment": [{"name": "ccfr-trident"}]}
    result = tridens.fit(card, intervals=False)
    one = result.experiments["ccfr-trident"]
    assert one.axes == [] and one.observed.shape == () and one.parts == {} and one.error is not None
    assert result.plot().get_xlabel() == "ccfr-trident"
    with pytest.raises(tridens.UserError, match="no constrained nuisance"):
        result.plot_pulls()
