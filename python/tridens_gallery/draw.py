"""Draws the gallery: FOLDER/gallery.json in, one SVG per figure and one self-contained page out.

Computes nothing: every number comes from `tridens reproduce`. Usage: draw.py FOLDER [--png]
"""

import argparse
import base64
import html
import json
import os
import re
import sys

os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # the same bytes for the same numbers

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Colours of Okabe and Ito (2008), distinguishable with every common colour-vision deficiency.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00", "#7F7F7F"]
LINES = {"line": "-", "dashed": "--", "dotted": ":"}

plt.rcParams.update(
    {
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 11,
        "axes.titlelocation": "left",
        "font.size": 10,
        "grid.color": "#dddddd",
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "lines.linewidth": 1.6,
        "mathtext.fontset": "dejavusans",
        "svg.fonttype": "path",
        "svg.hashsalt": "tridens",
    }
)


NAMES = {
    "nuebar": r"\bar{\nu}_e",
    "numubar": r"\bar{\nu}_\mu",
    "nutaubar": r"\bar{\nu}_\tau",
    "nue": r"\nu_e",
    "numu": r"\nu_\mu",
    "nutau": r"\nu_\tau",
    "L_e": "L_e",
    "L_mu": r"L_\mu",
    "L_tau": r"L_\tau",
    "k_F": "k_F",
    "Z^2": "Z^2",
    "A^(1/3)": "A^{1/3}",
    "shat": r"\hat{s}",
}


def pretty(text):
    """Names of particles and symbols outside of formulas become formulas."""
    pattern = "|".join(re.escape(name) for name in sorted(NAMES, key=len, reverse=True))
    parts = text.split("$")
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(rf"(?<![A-Za-z])({pattern})(?![A-Za-z])", lambda m: f"${NAMES[m.group(1)]}$", parts[i])
    return "$".join(parts)


def draw_curve(axes, curve, colour):
    x, y, low, high = curve["x"], curve["y"], curve["low"], curve["high"]
    label = pretty(curve["label"]) or None
    if curve["style"] == "points":
        errors = None
        if low:
            errors = [[a - b for a, b in zip(y, low)], [b - a for a, b in zip(y, high)]]
        axes.errorbar(x, y, yerr=errors, fmt="o", ms=5, capsize=3, color=colour, label=label)
        return
    if low:
        axes.fill_between(x, low, high, color=colour, alpha=0.25, linewidth=0)
    if curve["style"] == "steps":  # x holds the edges
        axes.stairs(y, x, color=colour, label=label, linewidth=1.4, baseline=None)
    else:
        axes.plot(x, y, LINES[curve["style"]], color=colour, label=label)


def draw_figure(figure):
    """A matplotlib figure; a curve without a label continues the one before: the borders of one region are several."""
    fig, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
    labels = 0
    for curve in figure["curves"]:
        labels += bool(curve["label"]) or labels == 0
        draw_curve(axes, curve, COLOURS[(labels - 1) % len(COLOURS)])
    axes.set_title(pretty(figure["title"]))
    axes.set_xlabel(pretty(figure["x_label"]))
    axes.set_ylabel(pretty(figure["y_label"]))
    if figure["categories"]:
        axes.set_xticks(range(1, len(figure["categories"]) + 1), figure["categories"])
        axes.grid(False, axis="x")
    if figure["log_x"]:
        axes.set_xscale("log")
    if figure["log_y"]:
        axes.set_yscale("log")
    if figure["y_low"] is not None:
        axes.set_ylim(bottom=figure["y_low"])
    if figure["y_high"] is not None:
        axes.set_ylim(top=figure["y_high"])
    if any(curve["label"] for curve in figure["curves"]):
        if labels > 4:
            axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
            fig.set_size_inches(*((8.2, 4.2) if labels <= 10 else (11.5, 6.0)))
        else:
            axes.legend(loc="best")
    return fig


def plain(text):
    """Mathtext to readable HTML, for tables."""
    text = html.escape(text)

    def convert(match):
        formula = match.group(1)
        formula = re.sub(r"\\bar\{\nu\}", "ν̄", formula)
        for name, sign in (("nu", "ν"), ("mu", "μ"), ("tau", "τ"), ("to", " → "), ("sigma", "σ")):
            formula = re.sub(r"\\" + name + r"(?![a-z])", sign, formula)
        formula = formula.replace(r"\,", " ")
        formula = re.sub(r"_\{([^}]*)\}", r"<sub>\1</sub>", formula)
        formula = re.sub(r"\^([+-])", lambda sign: "<sup>" + {"+": "+", "-": "−"}[sign.group(1)] + "</sup>", formula)
        return formula

    return re.sub(r"\$([^$]*)\$", convert, text)


def number(value):
    if value is None:
        return ""
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        mantissa, power = f"{value:.4e}".split("e")
        return f"{float(mantissa):.5g} × 10<sup>{int(power)}</sup>".replace("-", "−")
    return f"{value:.5g}"


def comparison_table(rows):
    if not rows:
        return ""
    lines = []
    for row in rows:
        published, tolerance = row["published"], row["tolerance"]
        ratio = f"{row['computed'] / published:.4f}" if published else ""
        shown = "" if tolerance is None else f"{100 * tolerance:.2g} %"
        reason = f"<div class=reason>{html.escape(row['reason'])}</div>" if row.get("reason") else ""
        bound = "&lt; " if row["at_most"] else ""
        lines.append(
            f"<tr><td>{plain(row['quantity'])}{reason}<td class=n>{bound}{number(published)}<td class=n>{number(row['computed'])}"
            f"<td>{html.escape(row['unit'])}<td class=n>{ratio}<td class=n>{shown}"
            f"<td><span class='verdict {row['verdict']}'>{row['verdict']}</span>"
        )
    head = "<tr><th>quantity<th>published<th>computed<th>unit<th>ratio<th>tolerance<th>verdict"
    return f"<div class=scroll><table>{head}{''.join(lines)}</table></div>"


def data_table(table):
    head = "".join(f"<th>{plain(name)}" for name in table["columns"])
    body = "".join("<tr>" + "".join(f"<td>{plain(cell)}" for cell in row) for row in table["rows"])
    folded = len(table["rows"]) > 14
    content = f"<div class=scroll><table><tr>{head}{body}</table></div>"
    if folded:
        return f"<details><summary>{plain(table['title'])} ({len(table['rows'])} rows)</summary>{content}</details>"
    return f"<h4>{plain(table['title'])}</h4>{content}"


def counts(entries):
    result = {"agrees": 0, "differs": 0, "shown": 0}
    for entry in entries:
        for row in entry["rows"]:
            result[row["verdict"]] += 1
    return result


STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; }
h1 { margin-bottom: 0; } header p { color: #555; margin-top: .3rem; }
nav { columns: 18rem; font-size: .85rem; } nav a { display: block; }
article { border-top: 2px solid #ddd; margin-top: 2rem; padding-top: 1rem; }
article h2 { margin: 0; font-size: 1.2rem; } article .id { font: .85rem monospace; color: #666; }
.source, .time { color: #666; font-size: .85rem; } .reason { color: #7a3b00; font-size: .8rem; }
table { border-collapse: collapse; font-size: .85rem; margin: .6rem 0; }
th, td { text-align: left; padding: .15rem .6rem .15rem 0; border-bottom: 1px solid #eee; vertical-align: top; }
.n { text-align: right; white-space: nowrap; } .scroll { overflow-x: auto; } img { max-width: 100%; height: auto; }
.verdict { border-radius: .3rem; padding: 0 .4rem; white-space: nowrap; }
.agrees { background: #d5ecf7; } .differs { background: #fbe0c9; } .shown { background: #eee; }
"""


def page(gallery, images):
    entries = gallery["entries"]
    total = counts(entries)
    links = "".join(f"<a href='#{e['id']}'>{e['id']}</a>" for e in entries)
    parts = []
    for entry in entries:
        pictures = "".join(
            f"<img alt='{html.escape(figure['title'])}' src='data:image/svg+xml;base64,{image}'>"
            for figure, image in zip(entry["figures"], images[entry["id"]])
        )
        tables = "".join(data_table(table) for table in entry["tables"])
        note = f"<p>{html.escape(entry['note'])}</p>" if entry["note"] else ""
        parts.append(
            f"<article id='{entry['id']}'><span class=id>{entry['id']}</span><h2>{html.escape(entry['title'])}</h2>"
            f"<div class=source>{html.escape(entry['source'])}</div>{pictures}{comparison_table(entry['rows'])}{tables}"
            f"<p>{html.escape(entry['assumptions'])}</p>{note}<div class=time>computed in {entry['seconds']:.2g} s</div></article>"
        )
    seconds = sum(entry["seconds"] for entry in entries)
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Tridens gallery</title><style>{STYLE}</style><header><h1>Tridens gallery</h1>"
        f"<p>Tridens {html.escape(gallery['version'])}: {len(entries)} entries, {sum(total.values())} numbers: "
        f"<span class='verdict agrees'>{total['agrees']} agree</span> <span class='verdict differs'>{total['differs']} "
        f"differ</span> <span class='verdict shown'>{total['shown']} shown</span>, computed in {seconds:.0f} s. "
        "A number agrees when it lies within the stated tolerance of the published one; the reason stands beside each "
        f"that does not.</p></header><nav>{links}</nav>{''.join(parts)}</html>\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--png", action="store_true", help="also PNG files")
    options = parser.parse_args()
    with open(os.path.join(options.folder, "gallery.json"), encoding="utf-8") as file:
        gallery = json.load(file)
    images = {}
    for entry in gallery["entries"]:
        images[entry["id"]] = []
        for count, figure in enumerate(entry["figures"], 1):
            fig = draw_figure(figure)
            stem = os.path.join(options.folder, f"{entry['id']}-{count}")
            fig.savefig(stem + ".svg", metadata={"Date": None})
            if options.png:
                fig.savefig(stem + ".png", dpi=100)
            plt.close(fig)
            with open(stem + ".svg", "rb") as file:
                images[entry["id"]].append(base64.b64encode(file.read()).decode("ascii"))
    with open(os.path.join(options.folder, "index.html"), "w", encoding="utf-8") as file:
        file.write(page(gallery, images))


if __name__ == "__main__":
    sys.exit(main())
