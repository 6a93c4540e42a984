"""Draws what an experiment expects and counts: draw_prediction.py PROGRAM EXPERIMENT FILE.svg.

Needs an experiment with data and photoelectrons or energies as observable. Computes nothing but differences: the numbers come from
`tridens rate EXPERIMENT --json`. The picture in docs/images/csi-prediction.svg is that of coherent-csi-2021.
"""

import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from tridens_gallery import draw  # the style of all figures

plt = draw.plt


def in_energy_bins(counts, bins):
    """Summed over time."""
    times = len(counts) // bins
    return [sum(counts[bin * times : (bin + 1) * times]) for bin in range(bins)]


def figure(answer):
    edges = answer["edges"]
    widths = [high - low for low, high in zip(edges, edges[1:])]
    per_width = lambda counts: [count / width for count, width in zip(counts, widths)]
    parts = {kind: [part for part in answer["parts"] if part["kind"] == kind] for kind in ("signal", "background")}
    fig, axes = plt.subplots(figsize=(8.2, 4.2), layout="constrained")
    below = [0.0] * len(widths)
    signal = [(part["name"], in_energy_bins(part["counts"], len(widths))) for part in parts["signal"]]
    for number, (name, counts) in enumerate(entry for entry in signal if sum(entry[1]) > 1e-3 * answer["signal"]):
        above = [a + b for a, b in zip(below, per_width(counts))]
        colour = draw.COLOURS[number]
        axes.stairs(above, edges, baseline=below, fill=True, color=colour, alpha=0.55, linewidth=0)
        axes.stairs(above, edges, baseline=None, color=colour, linewidth=1.4, label=draw.pretty(name.replace("cevns ", "")))
        below = above
    background = [sum(column) for column in zip(*(in_energy_bins(part["counts"], len(widths)) for part in parts["background"]))]
    observed = in_energy_bins(answer["observed"], len(widths))
    axes.errorbar(
        [(low + high) / 2 for low, high in zip(edges, edges[1:])],
        per_width([count - expected for count, expected in zip(observed, background)]),
        xerr=[width / 2 for width in widths],
        yerr=per_width([count**0.5 for count in observed]),
        fmt="o", ms=5, capsize=0, color="#000000", label="data less backgrounds",
    )
    axes.axhline(0.0, color="#000000", linewidth=0.8)
    axes.set_title(answer["title"])
    axes.set_xlabel(f"{answer['observable'].replace('_', ' ')} / {answer['unit']}")
    axes.set_ylabel(f"counts / {answer['unit']}")
    axes.set_xlim(edges[0], edges[-1])
    axes.legend(loc="upper right")
    return fig


if __name__ == "__main__":
    program, experiment, path = sys.argv[1:]
    command = [program, "rate", experiment, "--json"]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figure(answer).savefig(path, metadata={"Date": None})
