"""Figures of planes of bounds, for the package and for the program alike.

Plain Python besides the names and the style: scripts that only draw use it without the package.
"""

import math
import re
from typing import Any

from ._names import pretty
from ._style import COLOURS, STYLE

_SYMBOLS = {
    "g'": "$g'$",
    "eps": r"$\epsilon$",
    "eps^2": r"$\epsilon^2$",
    "h": "$h$",
    "y": "$y$",
    "|U_mu4|^2": r"$|U_{\mu4}|^2$",
    "g_amumu (GeV^-1)": r"$g_{a\mu\mu}$ [GeV$^{-1}$]",
    "g_agamma (GeV^-1)": r"$g_{a\gamma}$ [GeV$^{-1}$]",
    "g' g_chi": r"$g' g_\chi$",
}
_OWN = "#b2182b"  # no colour of the others: what the user brings is seen at once
SIZE = (9.0, 5.2)  # inches


def formulas(text: str) -> str:
    """Titles of planes and bounds as mathtext: couplings of flavours, what `pretty` knows, and signs of dollars as they are."""
    if text.count("$") % 2:
        text = text.replace("$", r"\$")
    text = re.sub(r"\bh_((?:e|mu|tau)+)\b", lambda m: "$h_{" + re.sub("mu|tau", lambda n: f"\\{n[0]} ", m[1]) + "}$", text)
    return pretty(text).replace("$ - $", " - ")


def _lowest_coupling(bound: dict[str, Any]) -> float:
    return min(float(min(curve["coupling"])) for curve in bound["curves"])


def _points_along(curve: dict[str, Any], kind: str) -> list[tuple[float, float]]:
    """Of a curve; between the corners of one with few of them too."""
    points = list(zip(curve["mass_GeV"], curve["coupling"]))
    if kind == "points" or len(points) > 20:
        return points
    if kind == "region":
        points += points[:1]
    along = points[:1]
    for (x, y), (next_x, next_y) in zip(points, points[1:]):
        if min(x, y, next_x, next_y) > 0.0:
            along += [(x * (next_x / x) ** (i / 10), y * (next_y / y) ** (i / 10)) for i in range(1, 10)]
        along.append((next_x, next_y))
    return along


def _place_number(axes: Any, bound: dict[str, Any], number: int, colour: Any, limits: tuple[float, float, float, float]) -> None:
    """The number of the legend at a point of the curve that lies inside, away from the frame, at another place for each; beside
    single points and what lies on the frame alone."""
    points = [point for curve in bound["curves"] for point in _points_along(curve, bound["kind"])]
    left, right, bottom, top = (math.log(limit) for limit in limits)

    def within(margin: float) -> list[tuple[float, float]]:
        across, up = margin * (right - left), margin * (top - bottom)
        return [(x, y) for x, y in points if x > 0.0 and y > 0.0
                and left + across <= math.log(x) <= right - across and bottom + up <= math.log(y) <= top - up]

    away = within(0.03)
    inside = away or within(0.0)
    if not inside:
        return
    x, y = inside[(len(inside) * (2 * number % 7 + 1)) // 9]
    box = {"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": colour, "linewidth": 0.8}
    beside = (0.0, 0.0)
    if not away:
        beside = (10.0 if 2.0 * math.log(x) < left + right else -10.0, 10.0 if 2.0 * math.log(y) < bottom + top else -10.0)
    elif bound["kind"] == "points":
        beside = (0.0, 11.0 if math.log(y) < 0.9 * top + 0.1 * bottom else -11.0)
    axes.annotate(str(number), (x, y), xytext=beside, textcoords="offset points", fontsize=6.5, color=colour, ha="center", va="center",
                  bbox=box, zorder=5)


def _draw_bound(axes: Any, bound: dict[str, Any], label: str | None, top: float, style: dict[str, Any]) -> None:
    """The curves of one bound; `style` with its colour."""
    colour = style["color"]
    line = {"linewidth": 1.4, "linestyle": "--" if bound["projection"] else "-"}
    if bound["own"]:
        line.update(linewidth=2.8, zorder=4)
    line.update(style)
    filled = not bound["projection"] and not bound["confidence"].startswith("none")
    for curve in bound["curves"]:
        x, y, upper = curve["mass_GeV"], curve["coupling"], curve["upper"]
        if bound["kind"] == "points":
            axes.plot(x, y, label=label, **{"marker": "v", "linestyle": "none", "markersize": 5, **style})
        elif bound["kind"] == "band":
            axes.fill_between(x, y, upper, label=label, **{"alpha": 0.35, "linewidth": 0, **style})
        elif bound["kind"] == "between":
            if filled:
                axes.fill_between(x, y, upper, color=colour, alpha=0.15, linewidth=0)
            axes.plot(x + x[::-1] + x[:1], y + upper[::-1] + y[:1], label=label, **line)
        elif bound["kind"] == "region":
            if filled:
                axes.fill(x, y, color=colour, alpha=0.15, linewidth=0)
            axes.plot(x + x[:1], y + y[:1], label=label, **line)
        else:
            if filled:
                axes.fill_between(x, y, top, color=colour, alpha=0.07, linewidth=0)
            axes.plot(x, y, label=label, **line)
        label = None


def _limits(drawn: list[dict[str, Any]]) -> tuple[float, float, float, float] | None:
    """Of masses and couplings that are shown; None without curves."""
    if not drawn:
        return None
    couplings = [v for b in drawn if b["kind"] in ("limit", "points", "band") for c in b["curves"] for v in c["coupling"]]
    couplings = couplings or [_lowest_coupling(bound) for bound in drawn]
    highest = max(max(curve["upper"] or curve["coupling"]) for b in drawn for curve in b["curves"])
    bottom = 10 ** (-0.3) * min(couplings)
    top = max(min(1.0, 30 * highest), 10 * bottom)
    masses = [m for b in drawn for c in b["curves"] for m in c["mass_GeV"]]
    return min(masses), max(masses), bottom, top


def draw_plane(axes: Any, plane: dict[str, Any], style: dict[str, Any] | None = None) -> None:
    """A plane in the shape of `tridens bounds --output x.json`: numbered lines above which couplings are excluded, dashed for
    projections; closed regions; bands that are preferred or excluded between two couplings.

    Args:
        axes: of matplotlib; what is in them stays, and the numbers go on.
        style: of all curves, as matplotlib names it in full ("linewidth"); a label stands before the names of the bounds, or
            for that of a single one.
    """
    given = dict(style or {})
    name = given.pop("label", None)
    drawn = [bound for bound in plane["bounds"] if bound["curves"]]
    before = len(axes.get_legend_handles_labels()[1])
    limits = _limits(drawn)
    if limits and before:
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        limits = min(left, limits[0]), max(right, limits[1]), min(low, limits[2]), max(high, limits[3])
    axes.set(xscale="log", yscale="log", xlabel=f"mass of {plane['particle']} [GeV]", ylabel=_SYMBOLS.get(plane["coupling"], plane["coupling"]))
    axes.set_title(formulas(plane["title"]), loc=STYLE["axes.titlelocation"], fontsize=STYLE["axes.titlesize"])
    if not limits:
        axes.set_ylim(10 ** (-0.3) * 1e-4, 1.0)
        return
    for number, bound in enumerate(drawn, before + 1):
        colour = given.get("color", _OWN if bound["own"] else COLOURS[(number - 1) % len(COLOURS)])
        own = f"{formulas(bound['title'])} ({bound['year']})"
        text = own if name is None else f"{name}, {own}" if len(drawn) > 1 else name
        _draw_bound(axes, bound, f"{number}  {text}", limits[3] * 10, {**given, "color": colour})
        _place_number(axes, bound, number, colour, limits)
    axes.set(xlim=limits[:2], ylim=limits[2:])
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7.5, frameon=STYLE["legend.frameon"])
