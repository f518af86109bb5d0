"""What a month's data do differently from the months before: fewer rows, emptier fields, other mixes, new words.

Each is held against its own history, many are looked at together, and only what survives both is told; a real change of
the business looks the same, so a finding says what changed and not that the data are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.analyses.quality import MADE_BY
from kefu.analyses.quality.scan import IMPORTANT, Day, Scan, by_month, pairs, total
from kefu.findings import Figure, Finding, Period, Unit
from kefu.findings.figure import quotient
from kefu.methods.change import laney, prediction_limit
from kefu.methods.change.false_discovery import adjusted
from kefu.methods.change.stability import chance_limit, stability_index
from kefu.methods.change.verdict import REAL, Verdict

HISTORY = 36  # months; older ones speak of another company
A_YEAR = 12  # months a mix is held against
FALSE_DISCOVERIES = 0.05
VOLUME_MOVED = 0.3  # of what was expected; a smaller real change of volume is the business's, not the export's
MISSING_MOVED = 0.01  # one point
MIX_MOVED = 0.1  # below it two mixes are the same by the convention of the index
ENOUGH = 200  # rows on each side of a comparison of mixes
FEW_MONTHS = 3  # before which every word is new
NEW_ROWS = 5
WORDS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding that would be told if its verdict survives."""

    finding: Finding
    verdict: Verdict
    large: bool


def find(scan: Scan, period: Period) -> Iterable[Finding]:
    judged = [*_volumes(scan, period), *_missing(scan, period)]
    yield from _told(judged)
    for entity in scan.entities:
        for field, months in scan.codes(entity).items():
            yield from _mix(scan, period, entity, field, months)
            yield from _new_words(scan, period, entity, field, months)


def _told(judged: Sequence[Judged]) -> Iterator[Finding]:
    """Those whose change is large, and real after allowing for how many were looked at.

    After months that never differed there is no measure of how far they may; there, large is enough.
    """
    p_values = adjusted(np.array([np.nan if one.verdict.p_value is None else one.verdict.p_value for one in judged]))
    for one, p_value in zip(judged, p_values, strict=True):
        constant = one.verdict.level == "noticeable" and one.verdict.lower == one.verdict.upper
        real = one.verdict.level == "real" and p_value <= FALSE_DISCOVERIES
        if one.large and (real or constant):
            yield one.finding


def _history(months: Iterable[str], period: Period, most: int) -> list[str]:
    """The months before the period that have rows, at most so many calendar months back."""
    month, first = str(period), str(period.shifted(-most))
    return sorted(one for one in months if first <= one < month)


# --- rows ------------------------------------------------------------------------------------------------------------


def _volumes(scan: Scan, period: Period) -> Iterator[Judged]:
    """Rows per day of every dated entity, so that February is not a drop."""
    for entity in scan.entities:
        months = by_month(scan.days(entity))
        before = _history(months, period, HISTORY)
        if str(period) not in months or not before or not scan.snapshot.covers(entity, period):
            continue
        whole = before[1:] if not scan.snapshot.covers(entity, Period.month(before[0])) else before
        daily = np.array([total(months[one]) / Period.month(one).days for one in whole])
        rows = total(months[str(period)])
        verdict = prediction_limit.judge(rows / period.days, daily).rescaled(centre=0.0, scale=period.days)
        now = scan.figure(f"rows of {entity}", entity, [str(period)], rows)
        expected = _expected(scan, f"rows of {entity} expected from history", entity, whole, verdict, Unit.COUNT)
        usual = abs(verdict.expected or 0.0)
        large = usual > 0 and abs(rows - usual) > VOLUME_MOVED * usual
        subject = {"entity": entity, "month": str(period)}
        yield Judged(_drift("volume", subject, {"now": now, "expected": expected}), verdict, large)


def _expected(scan: Scan, what: str, entity: str, months: Sequence[str], verdict: Verdict, unit: Unit) -> Figure:
    value = None if verdict.expected is None else max(verdict.expected, 0.0)
    return scan.figure(what, entity, months, value, unit, len(months))


def _drift(rule: str, subject: Mapping[str, str], figures: Mapping[str, Figure]) -> Finding:
    return Finding(MADE_BY, f"quality.drift_{rule}", subject, figures)


# --- empty fields ----------------------------------------------------------------------------------------------------


def _missing(scan: Scan, period: Period) -> Iterator[Judged]:
    """The share of rows that leave an important field empty, per kind of export."""
    for profile, entity, days in pairs(scan):
        months = by_month(days)
        before = _history(months, period, HISTORY)
        if str(period) in months and before:
            series = {one: months[one] for one in (*before, str(period))}
            for field in IMPORTANT.get(entity, ()):
                yield _emptier(scan, period, profile, entity, field, series)


def _emptier(
    scan: Scan, period: Period, profile: str, entity: str, field: str, months: Mapping[str, Sequence[Day]]
) -> Judged:
    n = np.array([total(one) for one in months.values()], dtype=np.float64)
    k = n - np.array([total(one, field) for one in months.values()], dtype=np.float64)
    verdict = laney.judge_rate(float(k[-1]), float(n[-1]), k[:-1], n[:-1])
    of = f"rows of {entity} from {profile}"
    rows = scan.figure(of, entity, [str(period)], float(n[-1]))
    empty = scan.figure(f"{of} without {field}", entity, [str(period)], float(k[-1]), sample=int(n[-1]))
    share = quotient(empty, rows)
    held = [one for one in months if one != str(period)]
    what = f"share of {of} without {field} expected from history"
    expected = _expected(scan, what, entity, held, verdict, Unit.SHARE)
    large = abs((share.value or 0) - (expected.value or 0)) >= MISSING_MOVED and k[-1] >= NEW_ROWS
    subject = {"source": profile, "entity": entity, "field": field, "month": str(period)}
    return Judged(_drift("missing", subject, {"now": share, "expected": expected}), verdict, large)


# --- words -----------------------------------------------------------------------------------------------------------

Months = Mapping[str, Mapping[str, int]]
Floats = NDArray[np.float64]


def _mix(scan: Scan, period: Period, entity: str, field: str, months: Months) -> Iterator[Finding]:
    """The mix of a code's words against the year before, where it differs by more than chance and more than ever."""
    before = _history(months, period, A_YEAR)
    if str(period) not in months or not before:
        return
    now, then = _sides(months, [str(period)], before)
    if min(now.sum(), then.sum()) < ENOUGH:
        return
    index = stability_index(now, then)
    usual = [stability_index(*_sides(months, [one], [other for other in before if other != one])) for one in before]
    largest = max(usual, default=0.0) if len(before) >= FEW_MONTHS else 0.0
    if index <= max(MIX_MOVED, chance_limit(now, then, REAL), largest):
        return
    words = _words(months, [str(period), *before])
    moved = np.argmax(np.abs(now / now.sum() - then / then.sum()))
    word = words[int(moved)]
    what, both = f"{field} of {entity}", [str(period), *before]
    figures = {
        "index": scan.figure(f"stability index of {what}", entity, both, index, Unit.RATIO, int(now.sum())),
        "now": _share(scan, f"share of {word} in {what}", entity, [str(period)], now, int(moved)),
        "expected": _share(scan, f"share of {word} in {what} in the year before", entity, before, then, int(moved)),
    }  # fmt: skip
    subject = {"entity": entity, "field": field, "code": word, "month": str(period)}
    yield _drift("mix", subject, figures)


def _words(months: Months, held: Sequence[str]) -> list[str]:
    return sorted({word for month in held for word in months[month]})


def _sides(months: Months, now: Sequence[str], then: Sequence[str]) -> tuple[Floats, Floats]:
    """Rows per word on both sides, the words in one order."""
    words = _words(months, [*now, *then])
    sides = [[sum(months[month].get(word, 0) for month in side) for word in words] for side in (now, then)]
    return np.array(sides[0], dtype=np.float64), np.array(sides[1], dtype=np.float64)


def _share(scan: Scan, what: str, entity: str, months: Sequence[str], counts: Floats, at: int) -> Figure:
    whole = int(counts.sum())
    return scan.figure(what, entity, months, float(counts[at] / counts.sum()), Unit.SHARE, whole)


def _new_words(scan: Scan, period: Period, entity: str, field: str, months: Months) -> Iterator[Finding]:
    """Words of a code that no earlier month has: a new kind of thing, or another way to write an old one."""
    before = _history(months, period, 10_000)
    if str(period) not in months or len(before) < FEW_MONTHS:
        return
    known = set(_words(months, before))
    new = {word: rows for word, rows in months[str(period)].items() if word not in known}
    rows, all_rows = sum(new.values()), sum(months[str(period)].values())
    if rows < NEW_ROWS:
        return
    said = sorted(new, key=lambda word: (-new[word], word))
    count = scan.figure(f"rows of {entity} with a new {field}", entity, [str(period)], rows, sample=all_rows)
    whole = scan.figure(f"rows of {entity} that state {field}", entity, [str(period)], all_rows)
    words = scan.figure(f"new words of {field} of {entity}", entity, [str(period)], len(new), sample=all_rows)
    subject = {"entity": entity, "field": field, "month": str(period), "codes": ", ".join(said[:WORDS_TOLD])}
    figures = {"count": count, "words": words, "share": quotient(count, whole)}
    yield Finding(MADE_BY, "quality.new_codes", subject, figures)
