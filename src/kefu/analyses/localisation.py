"""Which combination of channel, team, region, product line … does a change come from?

Asked of every indicator that changed and can be divided: volumes, shares, means and ratios. The month is held against
the three months before, leaf by leaf; a combination is told when leaves that stray by chance alone seldom give one as
good (5 %, after Benjamini-Hochberg over all indicators asked), and where the change is only noticeable, it must be one
by the combination's own history too. The same is asked of indicators that did not change, where a combination may have
moved that the whole hides: there its own history must always call it one. What the slices tell already is not told
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kefu.analyses import Analysis, Study
from kefu.analyses._cubes import Cube, cubes
from kefu.analyses._places import beyond_chance, causes, unlike_its_history, where_of
from kefu.analyses._undisturbed import Disturbance, disturbances
from kefu.findings import Finding, Period
from kefu.findings.finding import CHANGED

MONTHS = 3
# One indicator per question, as in slices: where nothing changed, the same story would be told several times.
WATCHED = (
    "ticket_volume",
    "unanswered_rate",
    "resolution_rate",
    "first_contact_resolution",
    "complaint_volume",
    "complaint_handling_time",
    "csat",
    "return_volume",
    "after_sales_cost",
)


def run(study: Study) -> Iterable[Finding]:
    before, known = Period(study.period.shifted(-MONTHS).start, study.period.start), disturbances(study)
    changed = {one.subject["metric"]: one.kind for one in study.of("analyses.change") if one.kind in CHANGED}
    for cube in beyond_chance(list(cubes(study, list(changed), before))):
        for one in causes(study, cube, "localisation.cause"):
            is_real = changed[cube.definition.name] == "change.real"
            if is_real or unlike_its_history(study, cube.definition, where_of(one), known):
                yield one
    quiet = [name for name in WATCHED if name in study.metrics and name not in changed]
    yield from _hidden(study, list(cubes(study, quiet, before)), known)


def _hidden(study: Study, quiet: Sequence[Cube], known: Sequence[Disturbance]) -> Iterator[Finding]:
    """Combinations that moved although the whole did not."""
    for cube in beyond_chance(quiet):
        for one in causes(study, cube, "localisation.hidden"):
            if not _told_as_slice(study, one) and unlike_its_history(study, cube.definition, where_of(one), known):
                yield one


def _told_as_slice(study: Study, cause: Finding) -> bool:
    """Whether it is one member of one dimension that was held against its history already."""
    told = any(one.subject.items() <= cause.subject.items() for one in study.of("analyses.slices"))
    return told and len(where_of(cause)) == 1


ANALYSIS = Analysis(
    {"en": "Combinations behind a change", "zh": "多维组合归因"},
    run,
    after=("change", "slices"),
    question={
        "en": "Which combination of channel, team, region, product line … does a change come from?",
        "zh": "变化来自渠道、团队、区域、产品线等的哪种组合？",
    },
    method={
        "en": (
            "The month against the three months before, for every combination of up to three members; a combination "
            "is preferred to a member only where it explains more than its name costs, and told only when chance "
            "alone gives as good a one in at most 5 % of simulations, after Benjamini-Hochberg over all indicators."
        ),
        "zh": (
            "本月与前三个月比较，逐一检验不超过三个成员的所有组合；只有解释力明显更强时才用组合代替单一成员，"
            "且随机模拟中至多5%能达到同等程度（按全部指标作多重比较校正）才予说明。"
        ),
    },
    reference="Kulldorff (1997); Rissanen (1978); Besag and Clifford (1991)",
    assumes={
        "en": (
            "Rows come independently of each other; leaves that vary more widen what chance may do. A size is told "
            "because it stood out, and so is too large on average; its interval allows for that."
        ),
        "zh": "各行相互独立，波动更大的明细会放宽随机范围；因突出才被选中，所示幅度平均偏大，区间已考虑这一点。",
    },
)
