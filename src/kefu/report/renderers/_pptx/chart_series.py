"""The XML of one series: references into the workbook with cached values, colours, labels point by point."""

from __future__ import annotations

from xml.sax.saxutils import escape

from kefu.report.document import Language
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.marks import Form, Group, Mark, Value
from kefu.report.renderers._pptx.text import set_for

SHEET = "data"
_SHOW = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_LEGAL = {
    "": ("outEnd", "ctr", "inEnd", "inBase"),
    "stacked": ("ctr", "inEnd", "inBase"),
    "percentStacked": ("ctr", "inEnd", "inBase"),
}


def clean(words: str) -> str:
    """Text fit for XML: escaped, and without the control characters that a customer's words may bring."""
    return escape("".join(char for char in words if char >= " " or char in "\t\n"))


def column(number: int) -> str:
    """Return the letter of a workbook column; 0 is A."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


class SeriesWriter:
    """Writes series in the colours of one theme; columns are given out in the order the workbook writes them."""

    def __init__(self, colours: Colours, language: Language, form: Form) -> None:
        self.colours, self.form = colours, form
        self.lang = "zh-CN" if language == "zh" else "en-US"

    def text(self, size: float, colour: str, bold: bool = False, *, turn: int | None = None) -> str:
        """Default text properties; fonts come from the theme, also for Han. ``turn``: the angle in 60,000ths of a
        degree; where none is given, programs turn texts that have no room."""
        body = "<a:bodyPr/>" if turn is None else f'<a:bodyPr rot="{turn}" vert="horz"/>'
        return (
            f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{self.defaults(size, colour, bold)}</a:pPr>"
            f'<a:endParaRPr lang="{self.lang}"/></a:p></c:txPr>'
        )

    def defaults(self, size: float, colour: str, bold: bool) -> str:
        return (
            f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{self.colours.fill(colour)}'
            '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr>'
        )

    def series(self, number: int, mark: Mark, group: Group) -> str:
        """Return one ``c:ser``; ``number`` is its place among all marks of the chart."""
        head = f'<c:idx val="{number}"/><c:order val="{number}"/>{self._name(number, mark, group)}'
        if group.kind == "ring":
            return f"<c:ser>{head}{self._ring_points(mark)}{_none()}{self._data(number, mark)}</c:ser>"
        if group.kind == "dots":
            return (
                f'<c:ser>{head}<c:spPr><a:ln w="19050"><a:noFill/></a:ln>'
                f"</c:spPr>{self._marker('circle', 7, mark.colour)}"
                f"{self._dot_points(mark)}{self._labels(mark, group)}{self._xy(number, mark)}"
                '<c:smooth val="0"/></c:ser>'
            )
        if group.kind == "area":
            return f"<c:ser>{head}<c:spPr>{self._area_fill(mark)}</c:spPr>{_none()}{self._data(number, mark)}</c:ser>"
        if group.kind == "line":
            return (
                f"<c:ser>{head}<c:spPr>{self._stroke(mark)}</c:spPr>{self._line_marker(mark)}{self._line_points(mark)}"
                f"{self._labels(mark, group)}{self._whiskers(mark, group)}{self._data(number, mark)}"
                '<c:smooth val="0"/></c:ser>'
            )
        return (
            f'<c:ser>{head}<c:spPr>{self._bar_fill(mark, group, mark.colour)}</c:spPr><c:invertIfNegative val="0"/>'
            f"{self._bar_points(mark, group)}{self._labels(mark, group)}{self._whiskers(mark, group)}"
            f"{self._data(number, mark)}</c:ser>"
        )

    def _whiskers(self, mark: Mark, group: Group) -> str:
        """Error bars whose lengths stand in further columns of the workbook; those of a line say that they stand up."""
        if mark.whiskers is None:
            return ""
        minus, plus = (
            self._numbers(1 + len(self.form.marks) + place, self.form.extra[place][1], mark.number_format)
            for place in mark.whiskers
        )
        upright = '<c:errDir val="y"/>' if group.kind == "line" else ""
        line = self.colours.line(self._whisker_colour(mark), 1.25)
        return (
            f'<c:errBars>{upright}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
            f"<c:plus>{plus}</c:plus><c:minus>{minus}</c:minus><c:spPr>{line}</c:spPr>"
            "</c:errBars>"
        )

    def _whisker_colour(self, mark: Mark) -> str:
        """Ink, or black where a whisker on a bar would hardly be seen in ink."""
        bars = [one for group in self.form.groups if group.kind == "bar" for one in group.marks if not one.hidden]
        grounds = {colour for one in bars for colour in (one.colour, *one.points.values())}
        return self.colours.seen_on(grounds if mark.hidden else {mark.colour, *mark.points.values()})

    def _name(self, number: int, mark: Mark, group: Group) -> str:
        place = 2 * number + 1 if group.kind == "dots" else number + 1
        return (
            f'<c:tx><c:strRef><c:f>{SHEET}!${column(place)}$1</c:f><c:strCache><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>{clean(mark.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        )

    def _categories(self) -> str:
        """Names as drawn: LibreOffice knows no leaving out of every second, so those left out are blank until somebody
        edits the data, and stand in the workbook."""
        skip = self.form.skip
        names = [name if place % skip == 0 else "" for place, name in enumerate(self.form.categories)]
        points = "".join(f'<c:pt idx="{i}"><c:v>{clean(name)}</c:v></c:pt>' for i, name in enumerate(names))
        return (
            f'<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${len(names) + 1}</c:f><c:strCache><c:ptCount val="{len(names)}"/>'
            f"{points}</c:strCache></c:strRef></c:cat>"
        )

    def _data(self, number: int, mark: Mark) -> str:
        return f"{self._categories()}<c:val>{self._numbers(number + 1, mark.values, mark.number_format)}</c:val>"

    def _xy(self, number: int, mark: Mark) -> str:
        x = tuple(mark.x) + (None,) * (len(mark.values) - len(mark.x))
        return (
            f"<c:xVal>{self._numbers(2 * number, x, 'General')}</c:xVal>"
            f"<c:yVal>{self._numbers(2 * number + 1, mark.values, mark.number_format)}</c:yVal>"
        )

    def _numbers(self, place: int, values: tuple[Value, ...], number_format: str) -> str:
        points = "".join(
            f'<c:pt idx="{i}"><c:v>{float(value)!r}</c:v></c:pt>' for i, value in enumerate(values) if value is not None
        )
        letter = column(place)
        return (
            f"<c:numRef><c:f>{SHEET}!${letter}$2:${letter}${len(values) + 1}</c:f><c:numCache>"
            f"<c:formatCode>{escape(number_format)}</c:formatCode>"
            f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
        )

    def _stroke(self, mark: Mark) -> str:
        if mark.hidden:
            return '<a:ln w="19050"><a:noFill/></a:ln>'
        return self.colours.line(mark.colour, mark.thick, "sysDash" if mark.dashed else "")

    def _marker(self, symbol: str, size: int, colour: str) -> str:
        return (
            f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{self.colours.fill(colour)}'
            f"{self.colours.line('background', 1.0)}</c:spPr></c:marker>"
        )

    def _line_marker(self, mark: Mark) -> str:
        if mark.tick:
            return self._marker("dash", 14, "ink")
        return '<c:marker><c:symbol val="none"/></c:marker>'

    def _line_points(self, mark: Mark) -> str:
        return "".join(
            "<c:dPt>"
            f'<c:idx val="{i}"/>{self._marker("circle", 8, mark.points.get(i, mark.colour))}<c:bubble3D val="0"/>'
            f"<c:spPr>{self._stroke(mark)}</c:spPr></c:dPt>"
            for i in mark.dots
        )

    def _dot_points(self, mark: Mark) -> str:
        return "".join(
            f'<c:dPt><c:idx val="{i}"/>{self._marker("circle", 9, colour)}<c:bubble3D val="0"/></c:dPt>'
            for i, colour in sorted(mark.points.items())
        )

    def _ring_points(self, mark: Mark) -> str:
        return "".join(
            f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/><c:spPr>{self.colours.fill(colour)}'
            f"{self.colours.line('background', 1.5)}</c:spPr></c:dPt>"
            for i, colour in sorted(mark.points.items())
        )

    def _bar_fill(self, mark: Mark, group: Group, colour: str) -> str:
        if mark.hidden:
            return "<a:noFill/><a:ln><a:noFill/></a:ln>"
        edge = self.colours.line("background", 1.0) if group.stacked == "percentStacked" else "<a:ln><a:noFill/></a:ln>"
        return self.colours.fill(colour, mark.strength) + edge

    def _area_fill(self, mark: Mark) -> str:
        fill = "<a:noFill/>" if mark.hidden else self.colours.fill(mark.colour, mark.strength)
        return f"{fill}<a:ln><a:noFill/></a:ln>"

    def _bar_points(self, mark: Mark, group: Group) -> str:
        return "".join(
            f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            f"<c:spPr>{self._bar_fill(mark, group, colour)}</c:spPr></c:dPt>"
            for i, colour in sorted(mark.points.items())
        )

    def _labels(self, mark: Mark, group: Group) -> str:
        """Labels are texts the document already words; a point without one shows none."""
        shown = [(i, label) for i, label in enumerate(mark.labels) if label]
        if not shown:
            return _none()
        each = "".join(self._label(i, label, mark, group) for i, label in shown)
        return f"<c:dLbls>{each}{_SHOW.format(0)}</c:dLbls>"

    def _label(self, i: int, label: str, mark: Mark, group: Group) -> str:
        size, colour = self.form.font, mark.label_colours.get(i, mark.label_colour)
        position = _legal(mark.positions.get(i, mark.position), group)
        rich = (
            '<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>'
            f"<a:p><a:pPr>{self.defaults(size, colour, True)}</a:pPr>"
            f'<a:r><a:rPr lang="{self.lang}" sz="{round(size * 100)}" b="1">{self.colours.fill(colour)}</a:rPr>'
            f"<a:t>{clean(set_for(label, self.lang[:2]))}</a:t></a:r></a:p></c:rich></c:tx>"
        )
        plain = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        return f'<c:dLbl><c:idx val="{i}"/>{rich}{plain}<c:dLblPos val="{position}"/>{_SHOW.format(1)}</c:dLbl>'


def _legal(position: str, group: Group) -> str:
    """A position the chart type does not know makes PowerPoint repair the file."""
    legal = _LEGAL[group.stacked] if group.kind == "bar" else ("t", "b", "l", "r", "ctr")
    return position if position in legal else legal[0]


def _none() -> str:
    return f"<c:dLbls>{_SHOW.format(0)}</c:dLbls>"
