"""What the last month's published reports said and the data of today no longer give: late and corrected rows."""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses import Analysis, Study
from kefu.analyses.restatement.published import versions
from kefu.analyses.restatement.restating import restatements
from kefu.findings import Finding


def run(study: Study) -> Iterable[Finding]:
    before, folder = study.period.shifted(-1), study.meter.snapshot.folder
    if not versions(folder, before):
        return
    for one in restatements(study.meter, folder, before):
        if one.changed:
            yield one.finding


ANALYSIS = Analysis({"en": "Restated figures", "zh": "已发布数字的更正"}, run)
