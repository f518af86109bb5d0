"""The layers of each kind of chart, put together from marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kefu.report.document import Role, Series, Tone
from kefu.report.renderers._html.labels import LETTER, LINE, OVER, WIDTHS, above_steps
from kefu.report.renderers._html.marks import (
    CAP,
    FAINT,
    RAW,
    STRONG,
    TIP,
    WHISKER,
    Drawing,
    Spec,
    band,
    bar,
    bar_text,
    counted,
    lines,
    normal_range,
    over_bars,
    paint,
    place,
    rimmed,
    rows,
    said,
    spread,
    text,
    value_scale,
    zero,
)
from kefu.report.renderers._reading.cells import at
from kefu.report.renderers._reading.codes import d3, shown
from kefu.report.renderers._reading.colours import on, point_colour, role_colour
from kefu.report.renderers._reading.measure import width
from kefu.report.renderers._reading.waterfall import Leap, floor_of, leaps, step_role

OVER_STEPS = 0.17  # of the steps of a waterfall: room for a label lifted by two lines
OUTER, OF_HEIGHT = 96.0, 0.468  # radius of a ring in pixels, and at most of the height of its plot


def trend(drawing: Drawing) -> Spec:
    """Lines over time: the target dashed, the last point of the main line large."""
    axis = value_scale(drawing, drawing.chart.series, from_zero=False)
    return {"layer": [*normal_range(drawing, axis, whisker=False), *lines(drawing, drawing.chart.series, axis)]}


def forecast(drawing: Drawing) -> Spec:
    """A fan: the bands between the limits, the more central the stronger, and the lines over them."""
    series = drawing.chart.series
    axis = value_scale(drawing, series, from_zero=False)
    limits = [one for one in series if one.role is Role.LIMIT]
    bands = [
        band(drawing, lower, upper, axis, STRONG if len(limits) > 2 and 2 * place == len(limits) - 2 else FAINT)
        for place, (lower, upper) in enumerate(pairwise(limits))
    ]
    return {"layer": [*bands, *lines(drawing, [one for one in series if one.role is not Role.LIMIT], axis)]}


def bars_and_lines(drawing: Drawing) -> Spec:
    """Bars side by side; a target as a dashed line over them; a cumulative share on its own axis."""
    first = [series for series in drawing.chart.series if series.role is not Role.CUMULATIVE]
    axis = value_scale(drawing, first, from_zero=True)
    data = [row for series in drawing.bars for row in rows(drawing, series) if row["value"] is not None]
    across = {"x": axis, "y": place(drawing)} if drawing.horizontal else {"x": place(drawing), "y": axis}
    if len(drawing.bars) > 1:
        across["yOffset" if drawing.horizontal else "xOffset"] = {"field": "series", "sort": None}
    targets = lines(drawing, [one for one in first if one.role is Role.TARGET], axis)
    first_layers = [bar(data, across), *targets, bar_text(drawing, data, beyond_whisker(drawing, data, across))]
    first_layers += normal_range(drawing, axis, whisker=True)
    first_layers += zero(axis["scale"]["domain"][0], "x" if drawing.horizontal else "y")
    shares = [series for series in drawing.chart.series if series.role is Role.CUMULATIVE]
    if not shares:
        return {"layer": first_layers}
    second = {**axis, "scale": {"domain": over_bars(shares), "nice": False}, "axis": None}
    over = {"layer": lines(drawing, shares, second)}
    return {"layer": [{"layer": first_layers}, over], "resolve": {"scale": {"y": "independent"}}}


def beyond_whisker(drawing: Drawing, data: list[Spec], across: Spec) -> Spec:
    """Where the labels of columns stand: the last one's beyond the whisker over it."""
    normal, last = drawing.chart.normal, len(drawing.chart.categories) - 1
    if normal is None or drawing.horizontal:
        return across
    for row in data:
        row["edge"] = max(row["value"], normal.upper) if row["at"] == last and row["value"] >= 0 else row["value"]
    return {**across, "y": {**across["y"], "field": "edge"}}


def interval(drawing: Drawing) -> Spec:
    """Lying bars with whiskers between two limits; each label stands beyond its whisker."""
    chart = drawing.chart
    limits = [one for one in chart.series if one.role is Role.LIMIT]
    main = next(one for one in chart.series if one.role is not Role.LIMIT)
    data = [row for row in rows(drawing, main) if row["value"] is not None]
    for row in data:
        low, high = (at(one.values, row["at"], None) for one in limits) if len(limits) == 2 else (None, None)
        row |= {"low": low, "high": high}
        beyond = low if row["value"] < 0 else high
        row["edge"] = row["value"] if beyond is None else beyond
    axis = value_scale(drawing, chart.series, from_zero=True)
    across: Spec = {"x": axis, "y": place(drawing)}
    known = [row for row in data if row["low"] is not None and row["high"] is not None]
    ink: Spec = {"value": "var(--ink)"}
    span: Spec = {**across, "x": {**axis, "field": "low"}, "x2": {"field": "high"}, "color": ink, "tooltip": TIP}
    whisker: Spec = {"data": {"values": known}, "mark": {"type": "rule", "strokeWidth": WHISKER}, "encoding": span}
    caps: list[Spec] = [
        {"data": {"values": known}, "mark": CAP | {"orient": "vertical"},
         "encoding": {**across, "x": {**axis, "field": end}, "color": ink}}
        for end in ("low", "high")
    ]  # fmt: skip
    strokes = [whisker, *caps]
    look: Spec = {"align": {"expr": "datum.value < 0 ? 'right' : 'left'"}, "dx": {"expr": "datum.value < 0 ? -6 : 6"}}
    said_at = text(data, {**across, "x": {**axis, "field": "edge"}}, **look)
    return {
        "layer": [
            bar(data, across), *map(rimmed, strokes), *strokes, said_at, *zero(axis["scale"]["domain"][0], "x"),
        ]
    }  # fmt: skip


def composition(drawing: Drawing) -> Spec:
    """Shares of each category's whole; a label stands in its part where the part is large enough."""
    data: list[Spec] = []
    wholes = [
        sum(max(at(s.values, i, None) or 0, 0) for s in drawing.bars) for i, _ in enumerate(drawing.chart.categories)
    ]
    ends = [0.0] * len(wholes)
    for series in drawing.bars:
        for row in rows(drawing, series):
            share = max(row["value"] or 0, 0) / (wholes[row["at"]] or 1)
            row |= {"from": ends[row["at"]], "to": ends[row["at"]] + share, "middle": ends[row["at"]] + share / 2}
            row["label"] = (row["label"] or row["shown"]) if share else ""
            row["need"] = LETTER * width(row["label"]) if drawing.horizontal else LINE
            ends[row["at"]] += share
            data.append(row)
    letter, other = ("x", "y") if drawing.horizontal else ("y", "x")
    scale = {"type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
    span = {letter: {**scale, "field": "from"}, f"{letter}2": {"field": "to"}, other: place(drawing)}
    middle = {letter: {**scale, "field": "middle"}, other: place(drawing)}
    fits = f"(datum.to - datum.from) * {'width' if drawing.horizontal else 'height'} < datum.need ? 0 : 1"
    words = text(data, middle, colour="on", opacity={"expr": fits})
    return {"layer": [bar(data, span, stroke="var(--background)"), words]}


def parts(drawing: Drawing) -> Spec:
    """A ring; each part carries its number in the legend, so that the colours only repeat what the numbers say."""
    data = [row for series in drawing.bars[:1] for row in rows(drawing, series) if (row["value"] or 0) > 0]
    for row in data:
        colour = ring_colour(drawing, drawing.bars[0], row["at"])
        row |= {"colour": f"#{colour}", "on": f"#{on(drawing.theme, colour)}"}
    whole = sum(row["value"] for row in data) or 1
    theta = {"theta": {"field": "value", "type": "quantitative", "stack": True}, "order": {"field": "at"}}
    outer = min(OUTER, OF_HEIGHT * drawing.high)
    ring = {
        "type": "arc",
        "innerRadius": 0.6 * outer,
        "outerRadius": outer,
        "stroke": "var(--background)",
        "strokeWidth": 2,
    }
    numbers = [{**row, "label": counted(row["at"]) if row["value"] / whole >= 0.03 else ""} for row in data]
    inside = {**said(), "color": {"field": "on", "type": "nominal", **RAW}, "tooltip": TIP}
    return {
        "layer": [
            {"data": {"values": data}, "mark": ring, "encoding": {**theta, **paint(), "tooltip": TIP}},
            {
                "data": {"values": numbers},
                "mark": {"type": "text", "radius": 0.8 * outer},
                "encoding": {**theta, **inside},
            },
        ]
    }


def ring_colour(drawing: Drawing, series: Series, index: int) -> str:
    """Parts of a whole are equals, also where their series only says that it is the main one."""
    plain = series.role in (Role.MAIN, Role.CATEGORY) and not series.point_roles and not series.tones
    if plain:
        return role_colour(drawing.theme, Role.CATEGORY, index)
    return point_colour(drawing.theme, series, index, index)


def contribution(drawing: Drawing) -> Spec:
    """A waterfall: every column from the level before it to the level after it, the axis shortened below the steps."""
    series = drawing.bars[0]
    found = leaps(series)
    low = floor_of(found)
    high = max((max(leap.before, leap.after) for leap in found if leap), default=1.0)
    data = []
    for row, leap in zip(rows(drawing, series), found, strict=False):
        if leap:
            colour = point_colour(drawing.theme, series, row["at"], 0)
            if row["at"] >= len(series.tones) or series.tones[row["at"]] is Tone.NEUTRAL:
                colour = role_colour(drawing.theme, step_role(series, row["at"]), 0)
            ends = {"from": max(leap.before, low), "to": max(leap.after, low), "top": max(leap.before, leap.after, low)}
            data.append({**row, **ends, "colour": f"#{colour}", "label": row["label"] or row["shown"]})
    end = high + OVER_STEPS * (high - low)
    scale = {"type": "quantitative", "axis": None, "scale": {"domain": [low, end], "nice": False}}
    span = {"x": place(drawing), "y": {**scale, "field": "from"}, "y2": {"field": "to"}}
    tops = {"x": place(drawing), "y": {**scale, "field": "top"}}
    return {"layer": [bar(data, span), step_text(drawing, data, tops, found), *zero(low, "y")]}


def step_text(drawing: Drawing, data: list[Spec], tops: Spec, found: Sequence[Leap | None]) -> Spec:
    """The labels of a waterfall: its levels first, then the largest steps, lifted off their columns where they would
    touch what is beside them."""
    low, end = tops["y"]["scale"]["domain"]
    hanging = {
        row["at"]: (
            (min(row["from"], row["to"]) - low) / ((end - low) or 1.0),
            (row["top"] - low) / ((end - low) or 1.0),
        )
        for row in data
    }
    leaps_of = {row["at"]: leap for row in data if (leap := found[row["at"]])}
    order = sorted(
        leaps_of, key=lambda at: (leaps_of[at].role is not Role.START, -abs(leaps_of[at].after - leaps_of[at].before))
    )
    texts = {row["at"]: row["label"] for row in data}
    lifts = above_steps([texts.get(at, "") for at in range(len(found))], hanging, order, drawing.high)
    here = f"datum.lifts[{' + '.join(f'(width >= {wide:.0f})' for wide in WIDTHS[1:])}]"
    return text(
        [{**row, "lifts": lifts[row["at"]]} for row in data],
        tops,
        opacity={"expr": f"{here} === null ? 0 : 1"},
        dy={"expr": f"{OVER} - {LINE} * {here}"},
    )


def relation(drawing: Drawing) -> Spec:
    """A scatter: the only chart with a grid, for a point is read by both its axes."""
    chart, data = drawing.chart, []
    for series in chart.series:
        for row, x in zip(rows(drawing, series), series.x, strict=False):
            if row["value"] is not None:
                tone = at(series.tones, row["at"], Tone.NEUTRAL)
                shape = {Tone.WARN: "triangle-up", Tone.BAD: "square"}.get(tone, row["shape"])
                data.append({**row, "x": x, "shown": f"{shown(x, 'General')} · {row['shown']}", "shape": shape})
    low, high = spread([row["value"] for row in data])
    across = {
        "x": {"field": "x", "type": "quantitative", "title": chart.x_title or None, "axis": {"grid": True},
              "scale": {"domain": spread([row["x"] for row in data]), "nice": False}},
        "y": {"field": "value", "type": "quantitative", "title": chart.y_title or None,
              "axis": {"grid": True, "format": d3(chart.number_format)},
              "scale": {"domain": [low, high], "nice": False}},
    }  # fmt: skip
    dots = {"type": "point", "filled": True, "size": 90, "opacity": 0.95}
    encoding = {**across, **paint(), "shape": {"field": "shape", "type": "nominal", **RAW}, "tooltip": TIP}
    return {"layer": [{"data": {"values": data}, "mark": dots, "encoding": encoding}, text(data, across, dy=-12)]}
