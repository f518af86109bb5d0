"""What did customers say in their own words, most of all those who were not content?

Answers of the same words are one voice with its count. Personal data are masked here also where a project keeps texts
as they came, and pseudonyms are cut off: a reader has no use for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kefu.analyses import Analysis, Study
from kefu.cleaning.privacy import Pseudonyms, mask
from kefu.cleaning.privacy.kinds import TOKEN
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived

METRIC = "csat"
LOW, DISCONTENT = 2, 3  # up to these scores of five: dissatisfied, as the low score rate counts them, and not content
MOST_DISCONTENT, MOST_CONTENT = 4, 2
CUT_OFF = Pseudonyms(b"cut off again")
MARKS = " ,.;:，。；：、\\/"  # a hasty writer may begin with
SHORTEST = 3  # letters; below, a comment says nothing


def run(study: Study) -> Iterable[Finding]:
    if METRIC not in study.metrics or "comment" not in study.meter.table("survey_response").columns:
        return
    answers, rows = study.meter.figure(METRIC, study.period), _rows(study)
    discontent = [row for row in rows if row["csat"] <= DISCONTENT]
    content = [row for row in rows if row["csat"] > DISCONTENT]
    for row in (*discontent[:MOST_DISCONTENT], *content[:MOST_CONTENT]):
        yield _finding(_mood(row["csat"]), row, answers)


def _mood(score: float) -> str:
    return "low" if score <= LOW else "middling" if score <= DISCONTENT else "high"


def _rows(study: Study) -> list[Mapping[str, Any]]:
    """Each wording with the occasions it was said on, how often, its worst score and when it was said last; the most
    frequent first, then the worst, then the latest."""
    import ibis

    rows = study.meter.rows(METRIC, study.period)
    said = rows.filter(rows["comment"].notnull(), rows["comment"].strip().length() >= SHORTEST)
    voices = said.aggregate(
        by=["comment"],
        count=said.count(),
        csat=said["csat"].min(),
        latest=said[study.meter.definition(METRIC).at].epoch_seconds().max(),
        occasions=said["scenario"].nunique(),
        scenario=said["scenario"].max(),
    )
    ordered = voices.order_by(ibis.desc("count"), "csat", ibis.desc("latest"), "comment").limit(200)
    return _merged(ordered.to_pyarrow().to_pylist())


def _merged(voices: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Wordings that are the same once printed are one voice: their count together, the worse score."""
    told: dict[str, Mapping[str, Any]] = {}
    for row in voices:
        text = _quoted(row["comment"])
        same = told.get(text, {**row, "count": 0})
        stated = {one["scenario"] for one in (same, row) if one["scenario"]}
        both = {"count": same["count"] + row["count"], "csat": min(same["csat"], row["csat"]),
                "latest": max(same["latest"], row["latest"]), "scenario": max(stated, default=None),
                "occasions": max(same["occasions"], row["occasions"], len(stated))}  # fmt: skip
        told[text] = {**same, **both, "comment": text}
    return sorted(told.values(), key=lambda row: (-row["count"], row["csat"], -row["latest"], row["comment"]))


def _quoted(text: str) -> str:
    """The comment as it may be printed: in one line, without the marks a hasty writer begins with, 〔手机号〕 where a
    number stood."""
    told = TOKEN.sub(r"〔\1〕", mask(" ".join(text.split()), CUT_OFF).text)
    return told.lstrip(MARKS) or told


def _finding(mood: str, row: Mapping[str, Any], answers: Figure) -> Finding:
    count = derived(f"answers with the words: {row['comment']}", Unit.COUNT, float(row["count"]), answers)
    several = row["occasions"] > 1
    occasion = {"scenario": "" if several else row["scenario"] or "", "several": "yes" if several else ""}
    subject = {"metric": METRIC, "text": row["comment"], **occasion}
    return Finding("analyses.voices", f"voices.{mood}", subject, {"count": count})


ANALYSIS = Analysis(
    {"en": "Customers' own words", "zh": "客户原话"},
    run,
    question={
        "en": "What did customers say in their own words, most of all those who were not content?",
        "zh": "客户（尤其是不满意的客户）原话怎么说？",
    },
    method={
        "en": "Comments of the month's surveys, equal words counted together, the most frequent first, then the latest; scores up to two of five are dissatisfied, three is neutral.",  # noqa: E501
        "zh": "取当月问卷留言，相同文字合并计数，多者在前，次数相同的取较新的；五分制二分及以下为不满意，三分为一般。",
    },
    reference="none: a count of equal texts",
    assumes={"en": "Who leaves a comment need not speak for those who leave none.", "zh": "留言者未必代表未留言者。"},
)
