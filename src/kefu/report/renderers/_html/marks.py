"""What all charts are made of: rows of data with their colour and tooltip, scales, bars, lines and texts."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from kefu.report.document import Chart, Question, Role, Series, Tone
from kefu.report.renderers._html.labels import COLUMN, HIGH, LETTER, NARROW, OVER, WIDE, above_columns, spots
from kefu.report.renderers._reading.cells import at, dates_of, format_of
from kefu.report.renderers._reading.codes import d3, shown
from kefu.report.renderers._reading.colours import on, point_colour, role_colour
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.tones import marked
from kefu.report.renderers._reading.years import in_a_line, year_lines, years_of
from kefu.report.themes import Theme

Spec = dict[str, Any]
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES = ([1, 0], [6, 2], [2, 2], [8, 3, 2, 3], [4, 4], [10, 3])
TIP = [{"field": key, "title": key} for key in ("name", "series", "shown", "figure")]
UNSAID = {*(one["field"] for one in TIP), "colour", "on", "shape"}  # what a text is mostly drawn without
RAW = {"scale": None}
FAINT, STRONG = 0.14, 0.32  # opacity of the bands of a fan
PARETO_ROOM = 2.1  # axis of a Pareto over its highest bar: the line of shares runs above
SHARES_FROM = 0.66  # of the height: where that line begins
HEADROOM = 1.16  # the same for other standing bars: room for a label
CIRCLED = "".join(chr(ord(first) + at) for first, count in (("①", 20), ("㉑", 15), ("㊱", 15)) for at in range(count))
LINES = (Question.TREND, Question.FORECAST)
LARGE_DOT = 2  # how much farther the label of the last, larger point stands
INNER, OUTER = round(1 - COLUMN, 2), 0.2  # of a step from one band to the next: the room between, beyond the outer
BROAD, WHISKER, RIM = 11, 2, 3  # pixels: a normal range as pale bar, as whisker; how much wider what lies below that is
CAP: Spec = {"type": "tick", "thickness": WHISKER, "size": 11}  # at either end of a whisker
LEAST = 4.0  # letters: two Han, a month
PIECE = re.compile(
    r"(?:[（《“]*[\u3400-\u9fff][）》”、，。]*|[^\s\u3400-\u9fff]+)\s?(?:·\s?)?"
)  # between which a name may be broken: no line begins with the dot between two parts of a name
PARTS = (
    re.compile(r"(?<= ·) "),
    re.compile(r"(?: |(?<! ))(?=[（(][^（）()]+[）)]$)"),
)  # of a name: at its dot, before its bracket
LONGEST, LONGER = 25.0, 32.0  # letters of a line beside a bar, and of one that saves the name its third
HALF_A_LINE = 7  # pixels
APART = 1  # letter between two names below columns
EVERY, MONTHS_APART = (1, 2, 3), 4  # how many of the months are named, as there is room; pixels between two
BETWEEN_NAMES, SLANT = 3, -40  # pixels between two names below columns; degrees
PLAIN, SMALL = 12, 10  # pixels of the names below columns; on a telephone where they would not fit
LABELLED = 22  # pixels a label needs beyond the highest and the lowest point of a line
SIDE_ROOM = 0.22  # lying bars: labels are wider than high
HALF_A_PAGE, LABEL_GAP = 290.0, 10.0  # pixels: the narrowest drawing, and what is between a bar and its label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart on its way to Vega: which theme, whether its bars lie, and how high its plot is, where labels of lines
    are placed for that."""

    chart: Chart
    theme: Theme
    horizontal: bool = False
    high: float = HIGH

    @property
    def bars(self) -> list[Series]:
        return [series for series in self.chart.series if series.role not in (Role.TARGET, Role.CUMULATIVE)]

    @property
    def labelled(self) -> bool:
        return any(any(series.labels) for series in self.chart.series)


def rows(drawing: Drawing, series: Series) -> list[Spec]:
    """One row per category: place, value, what the tooltip says, the label at the mark, colour, figure."""
    chart, position = drawing.chart, drawing.chart.series.index(series)
    code = format_of(chart, series)
    found = []
    for index, value in enumerate(series.values[: len(chart.categories)]):
        colour = point_colour(drawing.theme, series, index, position)
        label = at(series.labels, index, "")
        text = "–" if value is None else shown(value, code)
        found.append({
            "at": index, "value": value, "name": name_of(chart, index), "series": series.name,
            "shown": text if chart.question is Question.RELATION else label or text,
            "label": marked(label, at(series.tones, index, Tone.NEUTRAL)) if label else "",
            "figure": at(series.figures, index, ""), "colour": f"#{colour}",
            "on": f"#{on(drawing.theme, colour)}", "shape": SHAPES[position % len(SHAPES)],
        })  # fmt: skip
    return found


def name_of(chart: Chart, index: int) -> str:
    """What the tooltip calls a category: months and days in full."""
    return at(dates_of(chart.starts), index, chart.categories[index])


def zero(low: float, letter: str) -> list[Spec]:
    """The line values are counted from, drawn only where some lie below it; the axis itself stays at the edge."""
    if low >= 0:
        return []
    rule = {letter: {"datum": 0, "type": "quantitative"}, "color": {"value": "var(--muted)"}}
    return [{"data": {"values": [{}]}, "mark": {"type": "rule", "strokeWidth": 1}, "encoding": rule}]


def lines(drawing: Drawing, series: Sequence[Series], axis: Spec) -> list[Spec]:
    """Lines, then the labels of all of them: what is drawn later would strike through what it lies on."""
    drawn = [layer for one in series for layer in line(drawing, one, axis)]
    return drawn + [layer for one in series for layer in line_text(drawing, one, series, axis)]


def across_of(drawing: Drawing, axis: Spec) -> Spec:
    """Where the categories and where the values of a chart run."""
    return {"y": place(drawing), "x": axis} if drawing.horizontal else {"x": place(drawing), "y": axis}


def line(drawing: Drawing, series: Series, axis: Spec) -> list[Spec]:
    """A line and its points; a target is dashed and has no points."""
    data, position = rows(drawing, series), drawing.chart.series.index(series)
    target, equal = series.role is Role.TARGET, series.role is Role.CATEGORY
    across = across_of(drawing, axis)
    colour = f"#{role_colour(drawing.theme, series.role, position)}"
    dash = [5, 4] if target or series.role is Role.EXPECTED else DASHES[position % len(DASHES)] if equal else [1, 0]
    stroke = {"type": "line", "stroke": colour, "strokeWidth": 1.5 if target else 2.2, "strokeDash": dash}
    order = {} if not drawing.horizontal else {"order": {"field": "at"}}
    path = [{"at": row["at"], "value": row["value"]} for row in data]
    found = [{"data": {"values": path}, "mark": stroke, "encoding": {**across, **order}}]
    seen = [row for row in data if row["value"] is not None]
    last = seen[-1]["at"] if seen else -1
    marks = [{**row, "size": 130 if row["at"] == last and series.role is Role.MAIN else 42} for row in seen]
    dots = {**across, **paint(), "size": {"field": "size", "type": "quantitative", **RAW}, "tooltip": TIP}
    dots["shape"] = {"field": "shape", "type": "nominal", **RAW}
    return [
        *found,
        {
            "data": {"values": marks},
            "mark": {"type": "point", "filled": True, "opacity": 0 if target else 1},
            "encoding": dots,
        },
    ]


def line_text(drawing: Drawing, series: Series, drawn: Sequence[Series], axis: Spec) -> list[Spec]:
    """The labels of one of the lines ``drawn``, each where it stands free, with a rim of the ground where it must stand
    on another line; a normal range is so pale that it shows through the last one, and is not cut off by its rim."""
    seen = [row for row in rows(drawing, series) if row["value"] is not None]
    texts = {row["at"]: row["label"] for row in seen if row["label"]}
    if not texts:
        return []
    count = len(series.values)
    others = [one.values for one in drawing.chart.series if one.role is Role.TARGET and one is not series]
    wanted = [texts.get(at, "") for at in range(count)]
    placed = spots(
        wanted,
        series.values,
        others,
        axis["scale"]["domain"],
        beside=[one.values for one in drawn if one.role is not Role.TARGET and one is not series],
        bars_below=series.role is Role.CUMULATIVE,
        high=drawing.high,
        from_first=series.role is Role.EXPECTED,  # the month the title of a forecast names
    )
    data = [{**row, **asdict(placed[row["at"]])} for row in seen if row["at"] in placed]
    for row in data:
        last = row["at"] == seen[-1]["at"]
        row["dy"] += math.copysign(LARGE_DOT, row["dy"]) if last else 0
        row["rimmed"] = not (last and drawing.chart.normal)
    look: Spec = {name: {"expr": f"datum.{name}"} for name in ("align", "dx", "dy")}
    look["opacity"] = {"expr": "width < datum.least ? 0 : 1"}
    rim = {"stroke": "var(--background)", "strokeWidth": 3, "strokeJoin": "round",
           "opacity": {"expr": "datum.rimmed && width >= datum.least ? 1 : 0"}}  # fmt: skip
    words = text(data, across_of(drawing, axis), **look)
    return [{"data": words.pop("data"), "layer": [text_mark(words, rim), words]}]


def text_mark(words: Spec, more: Spec) -> Spec:
    """The same texts drawn otherwise."""
    return {**words, "mark": {**words["mark"], **more}}


def rimmed(stroke: Spec) -> Spec:
    """What lies below a stroke over a bar: the same in the colour of the ground, a little wider."""
    mark = {name: size + RIM if name in ("strokeWidth", "thickness") else size for name, size in stroke["mark"].items()}
    return {**stroke, "mark": mark, "encoding": {**stroke["encoding"], "color": {"value": "var(--background)"}}}


def band(drawing: Drawing, lower: Series, upper: Series, axis: Spec, opacity: float) -> Spec:
    """The space between two limits, where both are known."""
    ends = zip(rows(drawing, lower), rows(drawing, upper), strict=True)
    data = [
        {**high, "value": high["value"], "from": low["value"], "shown": f"{low['shown']} – {high['shown']}"}
        for low, high in ends
        if low["value"] is not None and high["value"] is not None
    ]
    colour = f"#{role_colour(drawing.theme, upper.role, 0)}"
    encoding = {"x": place(drawing), "y": axis, "y2": {"field": "from"}, "tooltip": TIP}
    mark = {"type": "area", "color": colour, "opacity": opacity}
    return {"data": {"values": data}, "mark": mark, "encoding": encoding}


def normal_range(drawing: Drawing, axis: Spec, *, whisker: bool) -> list[Spec]:
    """Where the last value was to be expected: a pale bar behind a line, a whisker over a column."""
    normal, last = drawing.chart.normal, len(drawing.chart.categories) - 1
    if normal is None or drawing.horizontal:
        return []
    code = drawing.chart.number_format
    ends = f"{shown(normal.lower, code)} – {shown(normal.upper, code)}"
    row = {"at": last, "value": normal.upper, "from": normal.lower, "name": name_of(drawing.chart, last),
           "series": normal.told, "shown": ends, "figure": normal.figures[1]}  # fmt: skip
    look: Spec = {"strokeWidth": WHISKER} if whisker else {"strokeWidth": BROAD, "opacity": FAINT}
    encoding = {
        "x": place(drawing),
        "y": axis,
        "y2": {"field": "from"},
        "color": {"value": "var(--ink)"},
        "tooltip": TIP,
    }
    stroke = {"data": {"values": [row]}, "mark": {"type": "rule", **look}, "encoding": encoding}
    if not whisker:
        return [stroke]
    caps = [
        {**stroke, "mark": CAP | {"orient": "horizontal"}, "encoding": {
            "x": encoding["x"], "y": {**axis, "field": end}, "color": encoding["color"]}}
        for end in ("from", "value")
    ]  # fmt: skip
    return [*map(rimmed, (stroke, *caps)), stroke, *caps]


def over_bars(shares: Sequence[Series]) -> list[float]:
    """The axis of a Pareto's shares: the first of them stands at two thirds of the height, above every bar's label."""
    end = 1.08 * top(shares)
    first = min((next((v for v in one.values if v is not None), end) for one in shares), default=end)
    return [min(0.0, (first - SHARES_FROM * end) / (1 - SHARES_FROM)), end]


def side_room(drawing: Drawing, series: Sequence[Series]) -> float:
    """The room beyond lying bars for the widest label, as a part of the longest bar: also on half a page, where a chart
    of short names may stand."""
    label = LETTER * max((width(one) for each in series for one in each.labels), default=0) + LABEL_GAP
    plot = HALF_A_PAGE - LETTER * min(max(map(width, drawing.chart.categories), default=0), LONGEST)
    return max(SIDE_ROOM, label / max(plot - label, label))


def value_scale(drawing: Drawing, series: Sequence[Series], *, from_zero: bool) -> Spec:
    """The value axis: drawn only where no labels say the numbers; bars start at zero, lines near their lowest point."""
    values = [value for one in series for value in one.values if value is not None]
    if drawing.chart.normal is not None:
        values += [drawing.chart.normal.lower, drawing.chart.normal.upper]
    if from_zero:
        low, high = min([0.0, *values]), max([0.0, *values])
        beyond = (high - low) * (side_room(drawing, series) if drawing.horizontal else HEADROOM - 1)
        domain = [low - beyond if low < 0 else 0.0, high + beyond if high > 0 else 0.0]
        if drawing.chart.question is Question.PARETO and low >= 0:
            domain = [0.0, high * PARETO_ROOM]
        domain = domain if domain[1] > domain[0] else [0.0, 1.0]
    else:
        domain = spread(values, LABELLED / (drawing.high - 2 * LABELLED) if drawing.labelled else 0.0)
    axis = None if drawing.labelled else {"format": d3(drawing.chart.number_format), "tickCount": 4, "domain": False}
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": "value", "type": "quantitative", "title": None, "axis": axis, "scale": scale}


def spread(values: Sequence[float], least: float = 0.0) -> list[float]:
    """The range of values with room for labels, at ``least`` such a part of it; a range of one value gets room around
    it."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * max(0.18, least) or abs(high) * 0.1 or 1.0
    return [max(0.0, low - room) if low >= 0 else low - room, high + room]


def top(series: Sequence[Series]) -> float:
    return max((value for one in series for value in one.values if value is not None), default=1.0) or 1.0


def place(drawing: Drawing) -> Spec:
    """The category axis by position, not by name: two months may carry the same short name."""
    chart = drawing.chart
    count, years = len(chart.categories), years_of(chart.starts)
    categories = [in_a_line(one, years[at]) if at in years else one for at, one in enumerate(chart.categories)]
    axis: Spec = {"labelAngle": 0, "labelOverlap": False}
    if not drawing.horizontal and years:
        axis |= {"labelExpr": over_years(chart), "labelFontSize": PLAIN}
    elif not drawing.horizontal and chart.starts:
        axis |= {"labelExpr": chosen(categories), "labelOverlap": True, "labelSeparation": 4}
    elif not drawing.horizontal:
        axis |= below_columns(categories)
    else:
        axis |= {"labelExpr": chosen([beside_bar(one) for one in categories])}
        axis |= {"domain": False, "labelColor": "var(--text)"}
        if higher := on_lines(categories):  # set from its first line, a name would hang below its bar
            axis["labelOffset"] = {"condition": [
                {"test": f"indexof({json.dumps(places)}, datum.value) >= 0", "value": HALF_A_LINE * (1 - lines)}
                for lines, places in higher.items()
            ], "value": 0}  # fmt: skip
    scale: Spec = {
        "domain": list(range(count)),
        "paddingInner": INNER,
        "paddingOuter": outer(count, drawing.horizontal),
    }
    kind = {"type": "band"} if drawing.chart.question not in LINES else {"type": "point"}
    if kind["type"] == "point":
        scale = {"domain": list(range(count)), "padding": 0.4}
    return {"field": "at", "type": "ordinal", "title": None, "axis": axis, "scale": {**scale, **kind}}


def outer(count: int, lying: bool) -> float:
    """The room around so few bands, in steps from one to the next: a lonely column is no wall. A lying chart is as high
    as its rows need and has none to fill."""
    return OUTER if lying else max(OUTER, 0.4 * (5 - count))


def bands(count: int) -> float:
    """How many times as far as one band to the next so many lying ones need, with the room around them."""
    return count - INNER + 2 * OUTER


def below_columns(names: Sequence[str]) -> Spec:
    """How the names of columns stand, every one of them: broken for a plot of the usual width, smaller where that is
    too wide, broken as a telephone asks below that, and slanted where no break would do: months and days may be left
    out in turn, but a column without its name is nothing."""
    usual, phone = broken_for(names, WIDE, PLAIN), broken_for(names, NARROW, SMALL)
    ways = [(usual, PLAIN), (usual, SMALL), *([] if phone == usual else [(phone, SMALL)])]
    least = [room_for(lines, size) for lines, size in ways]
    said = "".join(f"width >= {room} ? {chosen(lines)} : " for room, (lines, _) in zip(least, ways, strict=True))
    slant = f"width < {min(least)}"
    return {
        "labelExpr": said + chosen(names),
        "labelFontSize": {"expr": f"width >= {least[0]} ? {PLAIN} : {SMALL}"},
        "labelAngle": {"expr": f"{slant} ? {SLANT} : 0"},
        "labelAlign": {"expr": f"{slant} ? 'right' : 'center'"},
    }


def stand_below(names: Sequence[str]) -> bool:
    """Whether all names find room below columns on a plot of the usual width without a slant."""
    return room_for(broken_for(names, WIDE, PLAIN), SMALL) <= WIDE


def chosen(names: Sequence[str | list[str]]) -> str:
    """The expression for the name of a category, of a list of names."""
    return f"{json.dumps(names, ensure_ascii=False)}[datum.value]"


def broken_for(names: Sequence[str], wide: float, size: int) -> list[str | list[str]]:
    """The names on as many lines as a plot so wide asks, in letters of so many pixels."""
    room = wide * PLAIN / (max(len(names), 1) * LETTER * size) - APART
    return [lines_of(one, room) for one in names]


def room_for(names: Sequence[str | list[str]], size: int) -> int:
    """From which width of the plot on names below columns do not touch: two neighbours, wherever they stand, have a
    step from one column to the next."""
    wide = [max(map(width, [one] if isinstance(one, str) else one)) * LETTER * size / PLAIN for one in names]
    step = max((sum(two) / 2 for two in pairwise(wide)), default=max(wide, default=0.0)) + BETWEEN_NAMES
    return math.ceil(step * (len(names) - INNER + 2 * outer(len(names), lying=False)))


def has_two_lines(drawing: Drawing) -> bool:
    """Whether a name below a column takes two lines, on a telephone at least."""
    standing = not (drawing.horizontal or drawing.chart.starts)
    return standing and any(isinstance(one, list) for one in broken_for(drawing.chart.categories, NARROW, SMALL))


def over_years(chart: Chart) -> str:
    """The expression for months over more than one year: below the first that is named and the first of every further
    one stands the year; on a narrower plot only every second month is named, or fewer."""
    count, widest = len(chart.categories), max(map(width, chart.categories))
    said = ""
    for every in EVERY:
        names = json.dumps(months_named(chart, every), ensure_ascii=False, separators=(",", ":"))
        least = math.ceil((widest * LETTER + MONTHS_APART) * count / every)
        said += f"width >= {least} ? {names}[datum.value] : " if every < EVERY[-1] else f"{names}[datum.value]"
    return said


def months_named(chart: Chart, every: int) -> list[str | list[str]]:
    """Every how-manieth name of a month, with the years below; in full where no two of those would touch."""
    years, widest = years_of(chart.starts, every), max(map(width, chart.categories))
    near = any(later - earlier == every for earlier, later in pairwise(years))
    found: list[str | list[str]] = [name if at % every == 0 else "" for at, name in enumerate(chart.categories)]
    for place, year in years.items():
        lines = year_lines(chart.categories[place], year)
        found[place] = [chart.categories[place], next(one for one in lines if not near or width(one) <= widest)]
    return found


def beside_bar(name: str) -> str | list[str]:
    """A name beside a bar, on two lines where it is too long for one, those of its two parts if they fit, on more where
    longer ones would not do either."""
    if width(name) > LONGEST:
        for parts in (between.split(name) for between in PARTS):
            if len(parts) == 2 and max(map(width, parts)) <= LONGER:
                return parts
    found = lines_of(name, LONGEST)
    return lines_of(name, LONGER) if len(found) > 2 and isinstance(found, list) else found


def on_lines(names: Sequence[str]) -> dict[int, list[int]]:
    """The places of the names that take several lines beside a bar, by their number."""
    found: dict[int, list[int]] = {}
    for place, name in enumerate(map(beside_bar, names)):
        if isinstance(name, list):
            found.setdefault(len(name), []).append(place)
    return found


def lines_of(name: str, room: float) -> str | list[str]:
    """A name wider than so many letters, in as few lines as it needs and these as alike as they can be; else one would
    be left out for the next. Words stay whole; a name on no more room than a month needs is left as it is."""
    if width(name) <= room or room < LEAST:
        return name
    most = len(folded(name, room))
    found = next(lines for least in range(int(LEAST), math.ceil(room) + 1)
                 if len(lines := folded(name, min(least, room))) <= most)  # fmt: skip
    return found if len(found) > 1 else name


def folded(name: str, room: float) -> list[str]:
    lines = [""]
    for piece in PIECE.findall(name):
        if lines[-1] and width((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def bar(data: list[Spec], across: Spec, **look: Any) -> Spec:
    encoding = {**across, **paint(), "tooltip": TIP}
    return {"data": {"values": data}, "mark": {"type": "bar", "cornerRadiusEnd": 1, **look}, "encoding": encoding}


def bar_text(drawing: Drawing, data: list[Spec], across: Spec) -> Spec:
    """Labels stand beyond the end of their bar, on the other side where the value is negative."""
    if drawing.horizontal:
        look: Spec = {
            "align": {"expr": "datum.value < 0 ? 'right' : 'left'"},
            "dx": {"expr": "datum.value < 0 ? -6 : 6"},
        }
        return text(data, across, **look)
    beside = len(drawing.bars)
    size: Spec = {"fontSize": SMALL} if beside > 1 else {}  # columns stand closer than their labels are wide
    return column_text(
        data, across, beside, singled_out(drawing.bars), dy={"expr": f"datum.value < 0 ? 10 : {OVER}"}, **size
    )


def singled_out(bars: Sequence[Series]) -> set[int]:
    """The categories whose colour makes them the point of a chart, as its title does."""
    return {
        at
        for one in bars
        if Role.COMPARE in one.point_roles
        for at, role in enumerate(one.point_roles)
        if role is Role.MAIN
    }


def column_text(data: list[Spec], across: Spec, beside: int, named: Collection[int] = (), **look: Any) -> Spec:
    """Labels over columns, ``beside`` of them in a category: those for which there is room beside their neighbours, the
    ``named`` categories first, then the last one and the ends of the range."""
    order = list(dict.fromkeys(row["series"] for row in data))
    spot = {id(row): row["at"] * beside + order.index(row["series"]) for row in data}
    count = max(spot.values(), default=0) + 1
    texts, values = [""] * count, list[float | None]([None] * count)
    for row in data:
        texts[spot[id(row)]] = row["label"]
        values[spot[id(row)]] = row["value"]
    shown = above_columns(texts, values, [spot[id(row)] for row in data if row["at"] in named])
    kept = [{**row, "least": shown[spot[id(row)]]} for row in data if spot[id(row)] in shown]
    return text(kept, across, opacity={"expr": "width < datum.least ? 0 : 1"}, **look)


def text(data: list[Spec], across: Spec, colour: str = "", **look: Any) -> Spec:
    """The labels of the rows that have one, with no more of their data than places and colours them."""
    fill = {"color": {"field": colour, "type": "nominal", **RAW}} if colour else {}
    unsaid = UNSAID - {colour, *(place.get("field") for place in across.values())}
    values = [{key: one for key, one in row.items() if key not in unsaid} for row in data if row["label"]]
    return {"data": {"values": values}, "mark": {"type": "text", **look}, "encoding": {**across, **said(), **fill}}


def counted(index: int) -> str:
    """The number of a part of a ring and of its line in the legend; circled, so that nobody takes it for an amount."""
    return CIRCLED[index] if index < len(CIRCLED) else f"({index + 1})"


def paint() -> Spec:
    return {"color": {"field": "colour", "type": "nominal", **RAW}}


def said() -> Spec:
    return {"text": {"field": "label", "type": "nominal"}}
