"""Look of the figures: the colours of tridens.figures, axes with units, texts of LaTeX as HTML."""

import html
import pathlib
import re
import runpy

_PLAIN = pathlib.Path(__file__).resolve().parent.parent / "tridens"  # beside this folder in the sources and where it is installed
#: Those of all figures, from the one style.
COLOURS = runpy.run_path(str(_PLAIN / "_style.py"))["COLOURS"]
PARTICLES = runpy.run_path(str(_PLAIN / "_names.py"))
DASHES = ["solid", "dash", "dot", "dashdot"]

_SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ", "Gamma": "Γ", "Lambda": "Λ", "Phi": "Φ", "Omega": "Ω",
    "sim": "~", "times": "×", "cdot": "·", "to": "→", "rightarrow": "→", "infty": "∞", "pm": "±", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "langle": "⟨", "rangle": "⟩", "sqrt": "√", "ell": "ℓ", "prime": "′", "odot": "⊙", "bar": "",
    "rm": "", "mathrm": "", "text": "", "left": "", "right": "", "log": "log", "sin": "sin", "cos": "cos", "hat": "",
    "mathcal": "", "mathbf": "", "vec": "", "approx": "≈", "partial": "∂", "int": "∫", "sum": "Σ",
}


def _formula(text):
    text = re.sub(r"\\(?:bar|overline)\{?\\?([A-Za-z]+)\}?",
                  lambda found: _SYMBOLS.get(found[1], found[1]) + "\u0304", text)
    text = re.sub(r"\\([A-Za-z]+)\s*", lambda found: _SYMBOLS.get(found[1], found[1]), text)
    text = re.sub(r"\\[,;! ]", " ", text)
    for sign, tag in (("_", "sub"), ("^", "sup")):
        text = re.sub(re.escape(sign) + r"\{([^{}]*)\}", rf"<{tag}>\1</{tag}>", text)
        text = re.sub(re.escape(sign) + r"([^\s<{])", rf"<{tag}>\1</{tag}>", text)
    return text.replace("{", "").replace("}", "")


def readable(text):
    """Text with $formulas$ of LaTeX as HTML with <sub> and <sup>, which figures understand too."""
    pieces = html.escape(str(text), quote=False).split("$")
    if len(pieces) % 2 == 0:
        return "$".join(pieces)
    return "".join(piece if i % 2 == 0 else _formula(piece) for i, piece in enumerate(pieces))


def colour(index):
    return COLOURS[index % len(COLOURS)]


def translucent(index, opacity=0.3):
    code = colour(index)
    return f"rgba({int(code[1:3], 16)},{int(code[3:5], 16)},{int(code[5:7], 16)},{opacity})"


def axis(title, logarithmic=False, **more):
    """An axis with title and unit; powers of ten where it is logarithmic."""
    result = {"title": {"text": readable(title)}, "gridcolor": "#dddddd", "zeroline": False, "linecolor": "#444444",
              "ticks": "outside", "automargin": True, **more}
    if logarithmic:
        result.update(type="log", exponentformat="power", dtick=None)
    else:
        result.update(exponentformat="power")
    return result


def layout(x, y, **more):
    return {"xaxis": x, "yaxis": y, "paper_bgcolor": "white", "plot_bgcolor": "white", "hovermode": "closest",
            "colorway": COLOURS, "font": {"family": "system-ui, sans-serif", "size": 13, "color": "#222222"},
            "margin": {"l": 70, "r": 20, "t": 20, "b": 60},
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "font": {"size": 12}}, **more}


def spans_decades(values):
    """Positive numbers over more than a factor of thirty: a logarithmic axis shows more."""
    positive = [value for value in values if value is not None and value > 0.0]
    return bool(positive) and all(value is None or value >= 0.0 for value in values) and max(positive) > 30.0 * min(positive)
