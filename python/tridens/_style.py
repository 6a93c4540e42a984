"""The one style of all figures, as plain data: read by tridens.figures and by the drawing scripts of the program.

It imports nothing, so that the scripts have it without the compiled module.
"""

#: Okabe and Ito (2008), distinguishable with every common colour-vision deficiency.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00", "#7F7F7F"]

#: Settings of matplotlib.
STYLE = {
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
}
