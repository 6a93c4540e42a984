"""Words, formulas and numbers of the gallery as HTML."""

import html
import re

GREEK = {"nu": "ν", "mu": "μ", "tau": "τ", "to": " → ", "sigma": "σ", "gamma": "γ", "epsilon": "ε", "chi": "χ", "alpha": "α", "ell": "ℓ"}
GREEK |= {"theta": "θ", "varphi": "φ", "Delta": "Δ", "pi": "π", "eta": "η", "beta": "β", "Lambda": "Λ", "Psi": "Ψ", "times": " × ", "sqrt": "√"}


def plain(text):
    """Mathtext to readable HTML."""

    def convert(match):
        formula = re.sub(r"\\bar\{?\\nu\}?", "ν̄", match.group(1))
        formula = re.sub(r"\\(?:mathrm|rm|text|mathcal)\{([^}]*)\}", r"\1", formula)
        for name, sign in GREEK.items():
            formula = re.sub(r"\\" + name + r"(?![A-Za-z])\s?", sign, formula)
        formula = re.sub(r"\\[,;! ]", " ", formula)
        for mark, tag in (("_", "sub"), ("^", "sup")):
            formula = re.sub(rf"\{mark}\{{([^{{}}]*)\}}", rf"<{tag}>\1</{tag}>", formula)
            formula = re.sub(rf"\{mark}([A-Za-z0-9+\-νμτ'])", rf"<{tag}>\1</{tag}>", formula)
        return formula.replace("{", "").replace("}", "").replace("-", "−")

    return re.sub(r"\$([^$]*)\$", convert, html.escape(text, quote=False))


NEUTRINOS = {"nue": "ν<sub>e</sub>", "numu": "ν<sub>μ</sub>", "nutau": "ν<sub>τ</sub>"}
NEUTRINOS |= {name + "bar": "ν̄" + sign[1:] for name, sign in NEUTRINOS.items()}
WORDS = {"mu": "μ", "tau": "τ", "nu": "ν", "sigma": "σ", "theta": "θ", "eps": "ε", "alpha": "α", "gamma": "γ", "chi": "χ", "phi": "φ", "Delta": "Δ", "Lambda": "Λ"}


def readable(text):
    """Plain text to HTML with its names of particles, indices and powers as they are written by hand."""
    text = plain(text)
    text = re.sub(r"\b(nue|numu|nutau)(bar)?\b", lambda m: NEUTRINOS[m[0]], text)
    text = text.replace("-&gt;", "→")
    index = lambda m: f"{WORDS.get(m[1], m[1])}<sub>{WORDS.get(m[2], m[2])}{m[3]}</sub>"
    text = re.sub(r"\b([A-Za-z]|sigma|theta|eps|nu|Delta|alpha)_([A-Za-z]{1,3}|(?=\d))(\d*)(?![A-Za-z_])", index, text)
    text = re.sub(r"\b(sigma|theta|eps|alpha|chi|phi|Lambda)\b(?![-.])", lambda m: WORDS[m[0]], text)
    text = re.sub(r"\^(?:\((-?\d+/?\d*)\)|([+-]?\d+))", lambda m: f"<sup>{m[1] or m[2]}</sup>", text)
    text = re.sub(r"\b(cm|GeV|MeV|eV|m)([23])\b", r"\1<sup>\2</sup>", text)
    return re.sub(r"\b(\d+(?:\.\d+)?)e([+-]?)0*(\d+)\b", lambda m: f"{m[1]} × 10<sup>{m[2].replace('+', '').replace('-', '−')}{m[3]}</sup>", text)


def linked(text):
    """Text with the numbers of arXiv as links."""
    return re.sub(
        r"(?<![\d./])(?:arXiv:)?(\d{4}\.\d{4,5}|(?:hep-ph|hep-ex|nucl-ex|astro-ph)/\d{7})(?!\d)",
        r'<a href="https://arxiv.org/abs/\1">\1</a>',
        html.escape(text, quote=False),
    )


def number(value):
    if value is None:
        return ""
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        mantissa, power = f"{value:.4e}".split("e")
        return f"{float(mantissa):.5g} × 10<sup>{int(power)}</sup>".replace("-", "−")
    return f"{value:.5g}".replace("-", "−")


def percent(share):
    return f"{100 * share:.2g} %" if share < 0.995 else f"{100 * share:.0f} %"


def duration(seconds):
    if seconds >= 120:
        return f"{seconds / 60:.0f} min"
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s" if seconds >= 0.1 else f"{1000 * seconds:.0f} ms"
