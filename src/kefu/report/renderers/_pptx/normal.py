"""The normal range of a chart's last value: what lies outside is seen at once.

Behind a line it is a pale slim column. Office has no column from one value to another, so it stands on an unseen one,
as the steps of a waterfall do. Over columns, where it would hide, it is a whisker on an unseen point.
"""

from __future__ import annotations

from kefu.report.document import Chart, Normal
from kefu.report.renderers._pptx.marks import Form, Group, Mark, Value
from kefu.report.renderers._pptx.waterfall import Step

_AIR = 0.04  # of the axis: the range ends a little before it
_ABOVE = 0.12  # of the axis: room for a label above the range
_WIDE, _PALE = 0.15, 0.16  # inches, and how much of its colour it has


def reaching(form: Form, chart: Chart) -> Form:
    """The form with an axis that reaches beyond both ends of the range."""
    if chart.normal is None or form.low is None or form.high is None:
        return form
    lower, upper = chart.normal.lower, chart.normal.upper
    air = _AIR * (max(form.high, upper) - min(form.low, lower))
    if lower < form.low:
        form.low = max(0.0, lower - air) if lower >= 0 else lower - air
    form.high = max(form.high, upper + air)
    return form


def ranged(form: Form, chart: Chart, width: float) -> Form:
    """The form with the range of its last value; both ends also stand in the workbook."""
    normal = chart.normal
    if normal is None or form.flat or form.low is None or form.high is None:
        return form
    form.extra = tuple(
        (name, _at_last(form, end)) for name, end in zip(normal.names, (normal.lower, normal.upper), strict=True)
    )
    if form.groups[0].kind == "bar":
        form.groups.append(Group("line", [_with_label(form, _whisker(form, normal))]))
    else:
        form.groups.insert(0, _column(form, normal, width))
    return form


def _column(form: Form, normal: Normal, width: float) -> Group:
    step, (lower, upper) = Step(normal.lower, normal.upper, "ink", True), normal.figures
    marks = [
        Mark(normal.names[0], _at_last(form, step.base), hidden=True, figures=_ids(form, lower)),
        _part(form, normal.names[1], step.above, _ids(form, upper)),
    ]
    if step.below:
        marks.append(_part(form, normal.names[0], step.below, _ids(form, lower)))
    slot = width * 0.92 / max(1, len(form.categories))
    return Group("bar", marks, "stacked", min(500, max(0, round((slot / _WIDE - 1) * 100))))


def _part(form: Form, name: str, value: float, figures: tuple[str, ...]) -> Mark:
    return Mark(name, _at_last(form, value), "ink", strength=_PALE, unnamed=True, figures=figures)


def _whisker(form: Form, normal: Normal) -> Mark:
    """Its lengths stand in further columns of the workbook: down from the upper end, and nothing up."""
    place = len(form.extra)
    reach = _at_last(form, normal.upper - normal.lower)
    form.extra += (f"{normal.names[1]} \u2212 {normal.names[0]}", reach), (f"{normal.names[1]} +", _at_last(form, 0.0))
    unseen = Mark(normal.names[1], _at_last(form, normal.upper), hidden=True, whiskers=(place, place + 1))
    unseen.figures = _ids(form, normal.figures[1])
    return unseen


def _with_label(form: Form, whisker: Mark) -> Mark:
    """The whisker with the label of the last column, where it would otherwise run through it."""
    column = form.groups[0].marks[0]
    value, top = column.values[-1], whisker.values[-1]
    if len(column.labels) == len(column.values) and value is not None and top is not None and top > value:
        whisker.labels, whisker.position = (*("" for _ in column.labels[1:]), column.labels[-1]), "t"
        whisker.label_colour = column.label_colour
        column.labels = (*column.labels[:-1], "")
        form.high = max(form.high or top, top + _ABOVE * ((form.high or top) - (form.low or 0.0)))
    return whisker


def _at_last(form: Form, value: float) -> tuple[Value, ...]:
    return (*(None for _ in form.categories[1:]), round(value, 9))


def _ids(form: Form, figure: str) -> tuple[str, ...]:
    return (*("" for _ in form.categories[1:]), figure)
