"""Cell formats from the theme, each made once: a workbook may hold only so many, and equal ones should be one."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from kefu.report.document import Tone
from kefu.report.themes import Theme

SIZE, HEAD_SIZE = 10, 9  # points of the letters of most cells, and of the heads of columns


def default_font(theme: Theme) -> dict[str, Any]:
    """The font of cells nobody has written in: programs reckon the width of columns by its digits."""
    return {"font_name": theme.han_font, "font_size": SIZE}


class Looks:
    """``of(...)`` returns the format with these properties on top of the theme's font and ink."""

    def __init__(self, book: Workbook, theme: Theme) -> None:
        self.book, self.theme = book, theme
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def colour(self, name: str) -> str:
        return f"#{self.theme.palette[name]}"

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {**default_font(self.theme), "font_color": self.colour("ink"), "valign": "vcenter"}
            self._made[key] = self.book.add_format({**base, **properties})
        return self._made[key]

    def title(self) -> Format:
        return self.of(bold=True, font_size=16)

    def page(self, **more: Any) -> Format:
        return self.of(bold=True, font_size=13, font_color=self.colour("ink"), **more)

    def block(self) -> Format:
        return self.of(bold=True, font_size=11)

    def eyebrow(self) -> Format:
        return self.of(bold=True, font_size=9, font_color=self.colour("brand"))

    def text(self) -> Format:
        return self.of(text_wrap=True, valign="top")

    def muted(self, **more: Any) -> Format:
        return self.of(font_size=9, font_color=self.colour("muted"), **more)

    def link(self) -> Format:
        return self.of(font_color=self.colour("brand"), underline=1)

    def identity(self) -> Format:
        """A figure id: small and grey, a link all the same."""
        return self.of(font_size=8, font_color=self.colour("muted"))

    def header(self, align: str = "left", *, buttoned: bool = False) -> Format:
        """The head of a column; ``buttoned``: its right end is left to the button of a filter."""
        return self.of(
            bold=True, font_size=HEAD_SIZE, font_color=self.colour("text"), bg_color=self.colour("surface"), bottom=1,
            bottom_color=self.colour("compare"), align=align, text_wrap=True,
            indent=0 if align == "center" else 2 if buttoned and align == "right" else 1,
        )  # fmt: skip

    def cell(self, align: str = "left", tone: Tone | None = None, *, tint: Tone = Tone.NEUTRAL, **more: Any) -> Format:
        look: dict[str, Any] = {"bottom": 1, "bottom_color": self.colour("line"), "align": align, **more}
        if tint is not Tone.NEUTRAL:
            look["font_color"] = self.colour(tint.value)
        if align != "center":
            look["indent"] = 1
        if tone is not None:
            look |= self.toned(tone)
        return self.of(**look)

    def toned(self, tone: Tone) -> dict[str, Any]:
        """Fill and ink of a pill or a callout."""
        if tone is Tone.NEUTRAL:
            return {"bg_color": self.colour("brand_soft"), "font_color": self.colour("ink")}
        return {"bg_color": self.colour(f"{tone.value}_soft"), "font_color": self.colour(tone.value), "bold": True}
