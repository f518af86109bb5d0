"""How good are the data the report stands on, and how do the platforms' own figures compare?"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses import Analysis, Study
from kefu.analyses.quality.examination import examine
from kefu.findings import Finding


def run(study: Study) -> Iterable[Finding]:
    return examine(study.meter, study.period, platforms=study.platforms)


ANALYSIS = Analysis({"en": "Data quality", "zh": "数据质量"}, run)
