"""Everything public of the package tridens says what it is."""

import inspect
import re

import numpy as np
import pytest
import tridens

CLASSES = [one for name in tridens.__all__ if inspect.isclass(one := getattr(tridens, name))]
FUNCTIONS = [one for name in tridens.__all__ if inspect.isfunction(one := getattr(tridens, name))]
FUNCTIONS += [one for name in tridens.figures.__all__ if inspect.isfunction(one := getattr(tridens.figures, name))]
QUANTITIES = re.compile(r"^(energy|energies|recoil|mass|depth|height|distance|baseline|time|angle)(_|$)")
UNIT = re.compile(r"_(e|ke|Me|Ge)V$|_km$|_s$|_us$|_cm2$")


def members(one):
    """Public methods and properties that a class defines itself."""
    for name, member in vars(one).items():
        if name.startswith("_"):
            continue
        function = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if isinstance(function, property) or inspect.isfunction(function):
            yield f"{one.__name__}.{name}", function


def described():
    yield from ((one.__name__, one) for one in FUNCTIONS + CLASSES)
    for one in [*CLASSES, tridens.figures.Triangle]:
        yield from members(one)


def signature_of(one):
    return inspect.signature(one.fget if isinstance(one, property) else one)


@pytest.mark.parametrize(("name", "one"), [pytest.param(name, one, id=name) for name, one in described()])
def test_what_is_public_is_described(name, one):
    text = inspect.getdoc(one) if inspect.isclass(one) else one.__doc__
    assert text and len(text.split()) >= 3 and text.strip()[0].isascii(), f"{name} has no docstring"
    if inspect.isclass(one) or isinstance(one, property):
        return
    # Arguments are named where there are several to explain, and what goes wrong is said where the body says it.
    arguments = [name for name in signature_of(one).parameters if name not in ("self", "cls", "axes", "style")]
    if len(arguments) >= 3:
        missing = [argument for argument in arguments if not re.search(rf"\b{argument}\b", text)]
        assert not missing, f"{name} does not explain {missing}"
    source = inspect.getsource(inspect.unwrap(one))
    if "raise user_error" in source or "raise unknown(" in source or "axes_or_new(axes" in source:
        assert "ValueError" in text, f"{name} can fail and does not say so"


@pytest.mark.parametrize("one", FUNCTIONS + CLASSES, ids=lambda one: one.__name__)
def test_quantities_have_their_unit_in_the_name(one):
    functions = [one] if inspect.isfunction(one) else [one.__init__, *(f for _, f in members(one) if inspect.isfunction(f))]
    for function in functions:
        for name in inspect.signature(function).parameters:
            assert not QUANTITIES.match(name) or UNIT.search(name), f"{name} of {function.__qualname__} has no unit"


def test_every_class_of_results_lists_its_attributes():
    for one in CLASSES:
        if issubclass(one, (tridens.Result, tridens.Histogram, tridens.Flux)):
            text = inspect.getdoc(one)
            assert "Attributes:" in text, one
            source = inspect.getsource(one.__init__)
            for name in set(re.findall(r"self\.([a-z]\w*)(?:: [^=\n]+)? = ", source)):
                assert re.search(rf"\b{name}\b", text), f"{one.__name__}.{name} is not explained"


def test_objects_say_what_they_are():
    energies = np.array([0.02, 0.03])
    flux = tridens.Flux.from_arrays(energies, {"nue": energies})
    made = [
        tridens.xsec("cevns", neutrino="nue", target="CsI", energy_GeV=energies), tridens.rate("coherent-csi-2021"), flux,
        tridens.rate("coherent-csi-2021").histogram("signal"), tridens.rate("coherent-csi-2021").axes[0], tridens.Model("nsi", eps_ee_dV=0.1),
        tridens.Process("cevns", neutrino="nue", target="CsI"), tridens.Tabulated("energy_keV", [0.0, 1.0], lambda x: x),
        tridens.Experiment("coherent-csi-2021"), tridens.show("cevns"), tridens.flavours("pp", samples=0),
        tridens.vacuum_oscillogram("numu", "nutau", [1.0, 2.0], [-1.0, -0.5]),
        tridens.bounds("lmu-ltau", names=["ccfr-trident"], mass_GeV=(0.1, 1.0)),
    ]
    for one in made:
        assert "object at 0x" not in repr(one), type(one)
        assert re.match(r"<\w+ |cevns \(process\)", repr(one)), repr(one)
    assert repr(made[0]) == "<CrossSection of cevns on CsI, nue: 2 values in cm2 per formula unit>"
    assert repr(made[5]) == "<Model nsi: eps_ee_dV = 0.1>"


def test_every_class_has_a_repr_of_its_own():
    for one in CLASSES:
        if not issubclass(one, BaseException):
            assert one.__repr__ is not object.__repr__, one
