"""The whole ``c:chartSpace``: groups, axes, legend; elements stand in the order the schema wants."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from kefu.report.document import Language
from kefu.report.renderers._pptx.chart_series import SeriesWriter, clean
from kefu.report.renderers._pptx.colours import Colours
from kefu.report.renderers._pptx.marks import Form, Group

# Ids of ours: negative ones are against the schema, and LibreOffice merges axes whose ids are above 2**31.
_CATEGORY, _VALUE, _CATEGORY_2, _VALUE_2 = 111110001, 111110002, 111110003, 111110004
_SLANTED = -2_700_000  # 45 degrees, in 60,000ths of one
_HARDLY = 600  # a hundredth of a degree: nobody sees that the names are turned
_NS = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def chart_xml(form: Form, colours: Colours, language: Language) -> bytes:
    """Return the chart part; the caller attaches the workbook."""
    writer = SeriesWriter(colours, language, form)
    plots, number = [], 0
    for group in form.groups:
        series = ""
        for mark in group.marks:
            series += writer.series(number, mark, group)
            number += 1
        plots.append(_plot(group, series, form))
    layout = _inner(0.02, 0.08, 0.96, 0.84) if form.bare else "<c:layout/>"
    axes = "" if form.groups[0].kind == "ring" else _axes(form, writer, colours)
    legend = _legend(form, writer) if form.legend else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NS}><c:date1904 val="0"/>'
        f'<c:lang val="{writer.lang}"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{layout}{''.join(plots)}{axes}<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{writer.text(form.font, 'text')}</c:chartSpace>"
    ).encode()


def _inner(x: float, y: float, w: float, h: float) -> str:
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x}"/><c:y val="{y}"/><c:w val="{w}"/><c:h val="{h}"/></c:manualLayout></c:layout>'
    )


def _plot(group: Group, series: str, form: Form) -> str:
    ids = (_CATEGORY_2, _VALUE_2) if group.second else (_CATEGORY, _VALUE)
    axes = "".join(f'<c:axId val="{i}"/>' for i in ids)
    match group.kind:
        case "bar":
            overlap = 100 if group.stacked or group.overlaid else -8 if len(group.marks) > 1 else 0
            return (
                f'<c:barChart><c:barDir val="{"bar" if form.flat else "col"}"/>'
                f'<c:grouping val="{group.stacked or "clustered"}"/>'
                f'<c:varyColors val="0"/>{series}<c:gapWidth val="{group.gap}"/>'
                f'<c:overlap val="{overlap}"/>{axes}</c:barChart>'
            )
        case "line":
            return (
                f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
                f"{axes}</c:lineChart>"
            )
        case "area":
            return (
                f'<c:areaChart><c:grouping val="{group.stacked or "standard"}"/><c:varyColors val="0"/>{series}'
                f"{axes}</c:areaChart>"
            )
        case "dots":
            return (
                f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{series}{axes}'
                "</c:scatterChart>"
            )
        case "ring":
            return (
                f'<c:doughnutChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/>'
                '<c:holeSize val="62"/></c:doughnutChart>'
            )


def _axes(form: Form, writer: SeriesWriter, colours: Colours) -> str:
    value = _value_axis(form, writer, colours)
    if form.groups[0].kind == "dots":
        across = _scale_axis(
            _CATEGORY, _VALUE, "b", form.x_low, form.x_high, "General", form.x_title, writer, colours, step=form.x_step
        )
        return across + value
    second = ""
    if any(group.second for group in form.groups):
        second = _second_axes(form)
    return _category_axis(form, writer, colours) + value + second


def _scaling(low: float | None, high: float | None, reverse: bool = False) -> str:
    bounds = (f'<c:max val="{float(high)!r}"/>' if high is not None else "") + (
        f'<c:min val="{float(low)!r}"/>' if low is not None else ""
    )
    return f'<c:scaling><c:orientation val="{"maxMin" if reverse else "minMax"}"/>{bounds}</c:scaling>'


def _category_axis(form: Form, writer: SeriesWriter, colours: Colours) -> str:
    """Flat bars run from the top, so their first item is read first; their axis line is left out. Of many names some
    are left out; LibreOffice does so only where names are turned, otherwise it sets all of them letter below letter."""
    line = "<a:ln><a:noFill/></a:ln>" if form.flat else colours.line("compare", 1.0)
    skip = form.skip
    turn = None if form.flat else _SLANTED if form.slanted else 0 if skip == 1 else _HARDLY
    return (
        f'<c:catAx><c:axId val="{_CATEGORY}"/>{_scaling(None, None, form.flat)}<c:delete val="{int(form.bare)}"/>'
        f'<c:axPos val="{"l" if form.flat else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line}</c:spPr>{writer.text(form.font, 'text', turn=turn)}"
        f'<c:crossAx val="{_VALUE}"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        f'<c:tickLblSkip val="{skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(form: Form, writer: SeriesWriter, colours: Colours) -> str:
    if form.show_values:
        side = "b" if form.flat else "l"
        return _scale_axis(
            _VALUE,
            _CATEGORY,
            side,
            form.low,
            form.high,
            form.number_format,
            form.y_title,
            writer,
            colours,
            form,
            step=form.step,
        )
    return (
        f'<c:valAx><c:axId val="{_VALUE}"/>{_scaling(form.low, form.high)}<c:delete val="1"/>'
        f'<c:axPos val="{"t" if form.flat else "l"}"/>'
        f'<c:numFmt formatCode={quoteattr(form.number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_CATEGORY}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _scale_axis(
    number: int,
    other: int,
    side: str,
    low: float | None,
    high: float | None,
    number_format: str,
    title: str,
    writer: SeriesWriter,
    colours: Colours,
    form: Form | None = None,
    *,
    step: float | None = None,
) -> str:
    """A visible value axis; it crosses at the low end, where the reader looks for it."""
    between = "midCat" if form is None or form.groups[0].kind == "dots" else "between"
    crosses = "max" if form and form.flat else "min"
    unit = f'<c:majorUnit val="{float(step)!r}"/>' if step else ""
    named = _axis_title(title, writer, turned=side == "l") if title else ""
    return (
        f'<c:valAx><c:axId val="{number}"/>{_scaling(low, high)}<c:delete val="0"/><c:axPos val="{side}"/>{named}'
        f'<c:numFmt formatCode={quoteattr(number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{colours.line('compare', 0.75)}</c:spPr>{writer.text(9.0, 'muted')}"
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/><c:crossBetween val="{between}"/>{unit}</c:valAx>'
    )


def _axis_title(title: str, writer: SeriesWriter, *, turned: bool) -> str:
    body = '<a:bodyPr rot="-5400000" vert="horz"/>' if turned else "<a:bodyPr/>"
    return (
        f"<c:title><c:tx><c:rich>{body}<a:lstStyle/><a:p><a:pPr>{writer.defaults(10.0, 'muted', False)}</a:pPr>"
        f'<a:r><a:rPr lang="{writer.lang}" sz="1000" b="0">{writer.colours.fill("muted")}</a:rPr>'
        f"<a:t>{clean(title)}</a:t></a:r>"
        '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _second_axes(form: Form) -> str:
    """Its labels are switched off rather than the axis: LibreOffice draws a series without axis on the first scale."""
    return (
        f'<c:valAx><c:axId val="{_VALUE_2}"/>{_scaling(form.second_low, form.second_high)}<c:delete val="0"/>'
        '<c:axPos val="r"/>'
        f'<c:numFmt formatCode={quoteattr(form.second_number_format)} sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="{_CATEGORY_2}"/><c:crosses val="max"/>'
        f'<c:crossBetween val="between"/></c:valAx>'
        f'<c:catAx><c:axId val="{_CATEGORY_2}"/>{_scaling(None, None)}<c:delete val="1"/><c:axPos val="b"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_VALUE_2}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _legend(form: Form, writer: SeriesWriter) -> str:
    hidden = [i for i, mark in enumerate(form.marks) if mark.unnamed or (mark.hidden and not mark.tick)]
    entries = "".join(f'<c:legendEntry><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>' for i in hidden)
    letters = writer.text(form.font, "text")
    place = f'<c:legendPos val="{form.legend_at}"/>'
    return f'<c:legend>{place}{entries}<c:overlay val="0"/>{letters}</c:legend>'
