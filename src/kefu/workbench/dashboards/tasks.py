"""After an import, look anew which changes of the month are real and what caused them."""

from __future__ import annotations

from datetime import timedelta

from kefu.errors import NotFoundError
from kefu.workbench.company import company
from kefu.workbench.dashboards.boards import board
from kefu.workbench.dashboards.filters import read_filters
from kefu.workbench.dashboards.judged import findings_of, judge
from kefu.workbench.dashboards.pages import PAGES
from kefu.workbench.jobs.kinds import Report, recurring


@recurring("dashboards.judge", every=timedelta(minutes=5))
def judge_month(report: Report) -> dict[str, object]:
    """Run the analyses over the last complete month, where nobody has since the data changed."""
    project = company()
    try:
        month = project.last_complete_month()
    except NotFoundError:
        return {"findings": 0}
    if findings_of(project, month) is not None:
        return {"month": str(month)}
    report(str(month), 0.1)
    found = judge(project, month)
    report(str(month), 0.8)
    for page in PAGES.values():  # measured once here, so that nobody waits for it in front of a page
        board(project, page, read_filters(project, {}), whole=True)
    return {"month": str(month), "findings": found}
