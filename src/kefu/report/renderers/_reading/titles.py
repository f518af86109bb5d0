"""What a title of a chart is followed by."""

from __future__ import annotations

from collections.abc import Mapping

from kefu.report.document import Chart
from kefu.report.renderers._reading.waterfall import is_cut


def beside_title(chart: Chart, said: Mapping[str, str]) -> str:
    """Return what stands beside the title: unit, what is highlighted, normal range, and that columns are shortened;
    "" where there is nothing to say."""
    return " · ".join(one for one in (chart.told_beside, cut(chart, said)) if one)


def cut(chart: Chart, said: Mapping[str, str]) -> str:
    """Return that columns are shortened; "" where they are not."""
    return said["cut"] if is_cut(chart) else ""
