"""How good are the data the report stands on, and how do the platforms' own figures compare?"""

from __future__ import annotations

from collections.abc import Iterable

from kefu.analyses import Analysis, Study
from kefu.analyses.quality.examination import examine
from kefu.findings import Finding


def run(study: Study) -> Iterable[Finding]:
    return examine(study.meter, study.period, platforms=study.platforms)


ANALYSIS = Analysis(
    {"en": "Data quality", "zh": "数据质量"},
    run,
    question={
        "en": "How good are the data the figures stand on, and how do platforms' own figures compare?",
        "zh": "数字所依据的数据质量如何？平台口径与重算结果差多少？",
    },
    method={
        "en": (
            "Counts of empty fields, repeats, orphans, days left out and rows set aside, per source; the "
            "stability index of every mix against the year before; platforms' figures beside recomputed ones."
        ),
        "zh": (
            "按来源统计空值、重复、孤立记录、缺失日期与隔离行；各类构成与上一年比较稳定性指数；平台数字与重算数字并列。"
        ),
    },
    reference="Population stability index: Siddiqi, Credit Risk Scorecards (2006)",
    assumes={
        "en": "What a source leaves out entirely cannot be seen from its rows.",
        "zh": "来源完全未导出的记录，从数据本身无法察觉。",
    },
)
