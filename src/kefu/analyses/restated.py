"""What the last month's published reports said and the data of today no longer give: late and corrected rows."""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses import Analysis, Study
from kefu.analyses.restatement.published import versions
from kefu.analyses.restatement.restating import restatements
from kefu.findings import Finding


def run(study: Study) -> Iterable[Finding]:
    before, folder = study.period.shifted(-1), study.meter.snapshot.folder
    until = study.meter.snapshot.record.sequence
    if not any(one.sequence <= until for one in versions(folder, before)):
        return
    for one in restatements(study.meter, folder, before, until=until):
        if one.changed:
            yield one.finding


ANALYSIS = Analysis(
    {"en": "Restated figures", "zh": "已发布数字的更正"},
    run,
    question={
        "en": "Which published figures do the data of today no longer give?",
        "zh": "已发布的哪些数字与现有数据不再一致？",
    },
    method={
        "en": "Every figure of last month's published reports is measured again by the same definition and query.",
        "zh": "用同一口径、同一查询重算上月已发布报告中的每个数字。",
    },
    reference="IAS 8, Accounting Policies, Changes in Accounting Estimates and Errors",
    assumes={
        "en": "A definition changed since is told as such and not as a change of the data.",
        "zh": "口径若已变更，单独说明，不视为数据变化。",
    },
)
