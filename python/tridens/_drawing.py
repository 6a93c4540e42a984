"""What every `plot` has in common: `ax` beside `axes`, labels and colours, errors that say which property is wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from ._arguments import user_error

_P = ParamSpec("_P")
_R = TypeVar("_R")


def drawing(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A `plot` that also takes `ax`, as matplotlib, pandas and xarray call the axes, and whose properties are matplotlib's: one
    that does not exist is a ValueError."""

    @functools.wraps(function)
    def draw(*args: Any, **kwargs: Any) -> Any:
        if "ax" in kwargs:
            if kwargs.get("axes") is not None or (len(args) > 1 and args[1] is not None):
                raise user_error("axes and ax are both given", "they mean the same", "keep one of them")
            args, kwargs["axes"] = args[:1], kwargs.pop("ax")
        try:
            return function(*args, **kwargs)
        except (AttributeError, TypeError) as error:
            if "keyword argument" not in str(error) and "propert" not in str(error):
                raise
            raise user_error(f"the style of the figure: {error}", "it goes to matplotlib",
                             'give what it knows, such as label="...", color="...", lw=2') from None

    drawn: Any = draw
    result: Callable[_P, _R] = drawn
    return result


def look(style: dict[str, Any], name: str, several: bool = False, **defaults: Any) -> dict[str, Any]:
    """The style of one curve: the caller's, with `name` for a label. Of several curves each keeps its name behind the label."""
    label = style.get("label")
    shown = name if label is None else f"{label}, {name}" if several else label
    return {**defaults, **style, "label": shown}


def unit_text(unit: str) -> str:
    """A unit with its exponents set as such."""
    return re.sub(r"(?<![A-Za-z])(cm|m|[kMGTPE]?eV)(\d)\b", r"\1$^\2$", unit)


#: Of lines that have one colour.
_LINES = ("-", "--", ":", "-.", (0, (5, 1)), (0, (3, 1, 1, 1, 1, 1)))


def told_apart(style: dict[str, Any], i: int) -> dict[str, Any]:
    """What line i of several needs beside the caller's style: another kind of line where they have one colour."""
    if "color" not in style or "ls" in style or "linestyle" in style:
        return {}
    return {"linestyle": _LINES[i % len(_LINES)]}


def area(i: int) -> dict[str, Any]:
    """What area i of a stack needs beside the colours of the style, which begin again after the last: hatching."""
    from ._style import COLOURS

    return {"hatch": "////", "edgecolor": "white", "linewidth": 0.0} if i >= len(COLOURS) else {}


def full_names(style: dict[str, Any]) -> dict[str, Any]:
    """A style in which every property of lines has its whole name: lw is linewidth."""
    from matplotlib import cbook, lines

    return dict(cbook.normalize_kwargs(style, lines.Line2D))


def asks_for_one(style: dict[str, Any]) -> bool:
    """A label or a colour of its own: what is drawn stands beside others, as one curve."""
    return style.get("label") is not None or "color" in style
