"""Which theme colour a series or point takes: its tone if it has one, else its role, else its position among equals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from kefu.report.document import Role, Series, Tone
from kefu.report.renderers._reading.cells import at
from kefu.report.themes import Theme


def point_colour(theme: Theme, series: Series, index: int, position: int) -> str:
    """Return ``RRGGBB`` for one point of a series that stands at ``position`` among the series of its chart."""
    tone = at(series.tones, index, Tone.NEUTRAL)
    if tone is not Tone.NEUTRAL:
        return theme.palette[tone.value]
    return role_colour(theme, at(series.point_roles, index, series.role), position)


def role_colour(theme: Theme, role: Role, position: int) -> str:
    """Return the colour of a role; the ends of a waterfall are neutral, or a red brand would read as bad."""
    match role:
        case Role.MAIN | Role.EXPECTED | Role.LIMIT:
            return theme.palette["brand"]
        case Role.COMPARE:
            return theme.palette["compare"]
        case Role.TARGET | Role.START | Role.BESIDE:
            return theme.palette["muted"]
        case Role.CUMULATIVE:
            return theme.categorical[2 % len(theme.categorical)]
        case Role.UP:
            return theme.palette["brand"]
        case Role.DOWN:
            return theme.categorical[3 % len(theme.categorical)]
        case Role.CATEGORY:
            return theme.categorical[position % len(theme.categorical)]
        case _:
            assert_never(role)


HOTTEST = (0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2)  # of the brand colour: the first on which ink still reads
FADED = 0.5  # of the brand colour
READS = 4.6  # contrast, a little above the 4.5 of WCAG AA, for colours are rounded


def heat_colour(palette: Mapping[str, str], heat: float) -> str:
    """Return ``RRGGBB`` for a cell of a heat map: from the background at 0 towards the brand colour at 1."""
    fitting = (one for one in HOTTEST if contrast(palette["ink"], _between(palette, one)) >= READS)
    return _between(palette, next(fitting, HOTTEST[-1]) * min(max(heat, 0.0), 1.0))


def faded(theme: Theme) -> str:
    """Return the brand colour of what stands behind the same in full, the outer of two bands."""
    return _between(theme.palette, FADED)


def _between(palette: Mapping[str, str], share: float) -> str:
    """The colour a share of the way from the background to the brand."""
    ground, brand = ([int(palette[name][at : at + 2], 16) for at in (0, 2, 4)] for name in ("background", "brand"))
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(ground, brand, strict=True))


def on(theme: Theme, fill: str) -> str:
    """Return the text colour that reads better on a fill: white or ink, by contrast as WCAG counts it."""
    ink = theme.palette["ink"]
    return "FFFFFF" if contrast("FFFFFF", fill) >= contrast(ink, fill) else ink


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
