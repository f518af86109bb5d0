"""Theme words to DrawingML colours: a colour the presentation's theme knows is named by its slot, never by its value.

So a user who applies a company template in PowerPoint re-colours the whole deck; only good, warn, bad and the greys,
whose meaning must not follow a brand, are written as values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kefu.report.document import Tone
from kefu.report.renderers._reading.colours import heat_colour
from kefu.report.themes import Theme

SHAPES = {Tone.GOOD: "●", Tone.WARN: "▲", Tone.BAD: "■", Tone.NEUTRAL: "○"}
BLACK, SEEN = "000000", 3.0  # the contrast a line needs to be seen (WCAG 2, 1.4.11)
_FOLLOWS_NO_BRAND = {
    "black",
    "good",
    "warn",
    "bad",
    "good_soft",
    "warn_soft",
    "bad_soft",
    "text",
    "muted",
    "line",
    "compare",
}


@dataclass(frozen=True)
class Colours:
    """The colours of one theme; a colour is asked for by its palette word, as ``category.<n>`` or, in per
    cent of the strongest shade of a heat map, as ``heat.<n>``."""

    theme: Theme
    slots: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        palette, categorical = self.theme.palette, self.theme.categorical
        slots = dict(self.theme.slots) or {
            "dk1": palette["ink"],
            "lt1": palette["background"],
            "dk2": palette["brand_dark"],
            "lt2": palette["surface"],
            **{f"accent{i + 1}": categorical[i % len(categorical)] for i in range(6)},
            "hlink": palette["brand"],
            "folHlink": palette["brand_dark"],
        }
        object.__setattr__(self, "slots", slots)

    def value(self, word: str) -> str:
        """Return the colour as ``RRGGBB``."""
        if word.startswith("category."):
            categorical = self.theme.categorical
            return categorical[int(word.removeprefix("category.")) % len(categorical)]
        if word.startswith("heat."):
            return heat_colour(self.theme.palette, int(word.removeprefix("heat.")) / 100)
        return BLACK if word == "black" else self.theme.palette[word]

    def slot(self, word: str) -> str | None:
        """Return the theme slot that holds exactly this colour, if one does."""
        if word in _FOLLOWS_NO_BRAND:
            return None
        names = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
        wanted = self.value(word)
        found = [names.get(slot, slot) for slot, value in self.slots.items() if value == wanted]
        return found[0] if found else None

    def xml(self, word: str, strength: float = 1.0) -> str:
        """Return the colour element; the caller's root declares the ``a`` namespace."""
        slot = self.slot(word)
        tag, value = ("schemeClr", slot) if slot else ("srgbClr", self.value(word))
        if strength == 1.0:
            return f'<a:{tag} val="{value}"/>'
        return f'<a:{tag} val="{value}"><a:alpha val="{round(strength * 100_000)}"/></a:{tag}>'

    def fill(self, word: str | None, strength: float = 1.0) -> str:
        return f"<a:solidFill>{self.xml(word, strength)}</a:solidFill>" if word else "<a:noFill/>"

    def line(self, word: str | None, points: float = 0.75, dash: str = "", tag: str = "a:ln") -> str:
        if not word:
            return f"<{tag}><a:noFill/></{tag}>"
        dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
        return f'<{tag} w="{round(points * 12700)}" cap="rnd">{self.fill(word)}{dashed}<a:round/></{tag}>'

    def readable_on(self, word: str) -> str:
        """Return ``ink`` or ``background``, whichever reads better on a fill of this colour."""
        return max(("ink", "background"), key=lambda text: contrast(self.value(text), self.value(word)))

    def seen_on(self, grounds: Iterable[str]) -> str:
        """Return ``ink``, or ``black`` where a thin line of ink would hardly be seen on one of these fills."""
        seen = all(contrast(self.value("ink"), self.value(one)) >= SEEN for one in grounds)
        return "ink" if seen else "black"


def tone_words(tone: Tone) -> tuple[str, str]:
    """Return the words of a tone's strong and soft colour."""
    return ("brand", "brand_soft") if tone is Tone.NEUTRAL else (tone.value, f"{tone.value}_soft")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``RRGGBB`` colours as WCAG 2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
