"""Cases about what customers say when asked: satisfaction, recommendation, how many answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kefu.findings import Period
from kefu.metrics.matrix import matrix
from kefu.metrics.query import Meter
from tests.conformance.case import Adapter, Answer, Answers, Case, Settled
from tests.conformance.desk import EVER, Desk, of_case

TODAY = date(2024, 5, 20)
STARS = ("5", "4", "3", "2", "1")


def _asked(cases: Sequence[Case], folder: Path, answers: Mapping[str, Iterable[Mapping[str, Any]]]) -> Meter:
    """One invitation for each answer; one without a score came back without."""
    desk = Desk()
    desk.add("survey_response", team="", sent_at=f"{TODAY}T12:00:00Z")
    for case in cases:
        for answer in answers[case.id]:
            at = f"{TODAY - timedelta(days=answer.get('age_days', 0))}T12:00:00Z"
            scores = {name: answer[name] for name in ("csat", "nps", "ces") if answer.get(name) is not None}
            desk.add("survey_response", team=case.id, sent_at=at, answered_at=at if scores else None, **scores)
    return desk.open(folder)


def satisfaction(cases: Sequence[Case], folder: Path) -> Answers:
    """Shares and means of scores from 1 to 5; scores from 0 to 1 are stars of 5."""

    def scores(given: Mapping[str, Any]) -> list[float]:
        if "counts" in given:
            told = [int(score) for score, number in given["counts"].items() for _ in range(number)]
            return [*told, *[3] * (given["responses"] - len(told))]
        return [5 * one if "0-1" in str(given["scale"]) else one for one in given["ratings"]]

    meter = _asked(cases, folder, {case.id: [{"csat": one} for one in scores(case.given)] for case in cases})

    def answer(case: Case) -> Answer:
        share, mean = (of_case(meter, name, case.id) for name in ("csat", "csat_mean"))
        measured = meter.measure(["survey_volume"], EVER, by=["csat"], where={"team": case.id})
        spread = matrix(
            measured, row=lambda _: "", column=lambda one: str(one.member("csat")).removesuffix(".0"), is_count=True,
            rows=[""], columns=STARS,
        )  # fmt: skip
        satisfied = (share.value or 0) * share.sample
        return {
            "csat_percent": 100 * (share.value or 0), "satisfied": round(satisfied), "mean": mean.value,
            "count": mean.sample, "distribution": dict(zip(STARS, spread.values[0], strict=True)),
        }  # fmt: skip

    return {case.id: answer(case) for case in cases}


def windows(cases: Sequence[Case], folder: Path) -> Answers:
    periods = {
        "last_month": Period.last_months(1, TODAY),
        "last_3_months": Period.last_months(3, TODAY),
        "all_time": EVER,
    }
    told = {
        case.id: [{"csat": one["stars"], "age_days": one["age_days"]} for one in case.given["ratings"]]
        for case in cases
    }
    meter = _asked(cases, folder, told)
    found = {case.id: of_case(meter, "csat_mean", case.id, periods[case.given["window"]]) for case in cases}
    return {name: {"count": one.sample, "mean": one.value} for name, one in found.items()}


def recommendation(cases: Sequence[Case], folder: Path) -> Answers:
    """What is no score is set aside at the import; an invitation without a score is none."""
    meter = _asked(cases, folder, {case.id: [{"nps": one} for one in case.given["scores"]] for case in cases})

    def answer(case: Case) -> Answer:
        score = of_case(meter, "nps", case.id)
        promoters, detractors = (
            round((of_case(meter, name, case.id).value or 0) * score.sample)
            for name in ("nps_promoter_share", "nps_detractor_share")
        )
        rest = score.sample - promoters - detractors
        return {
            "nps": score.value,
            "n": score.sample,
            "promoters": promoters,
            "detractors": detractors,
            "passives": rest,
        }

    return {case.id: answer(case) for case in cases}


def effort(cases: Sequence[Case], folder: Path) -> Answers:
    meter = _asked(cases, folder, {case.id: [{"ces": one} for one in case.given["ratings"]] for case in cases})
    return {case.id: {"mean": of_case(meter, "ces", case.id).value} for case in cases}


def shared(cases: Sequence[Case], folder: Path) -> Answers:
    """Each agent writes once and hands on; the last is rated. A case is a region, because agents keep their team."""
    desk, at = Desk(), f"{TODAY}T12:00:00Z"
    for case in cases:
        holder = case.given["agents"][-1]
        ticket = desk.add("ticket", region=case.id, created_at=at, agent_id=holder)
        for agent in case.given["agents"]:
            desk.talk(ticket, [(at, "agent")], author_id=agent)
        desk.add("survey_response", ticket_id=ticket, sent_at=at, answered_at=at, csat=case.given["rating"])
    meter = desk.open(folder)

    def by_agent(case: Case, metric: str) -> dict[str, float | None]:
        where = {"region": case.id}
        return {one: meter.figure(metric, EVER, where | {"agent_id": one}).value for one in case.given["agents"]}

    def answer(case: Case) -> Settled:
        *helped, holder = case.given["agents"]
        parts = by_agent(case, "ratings_by_messages")
        last_alone = by_agent(case, "csat_mean") == {**dict.fromkeys(helped), holder: case.given["rating"]}
        divided = parts == dict.fromkeys(parts, 1 / len(parts))
        return Settled(by_agent(case, "csat_mean_shared"), "csat_mean_shared", {"rule": last_alone and divided})

    return {case.id: answer(case) for case in cases}


def response_rate(cases: Sequence[Case], folder: Path) -> Answers:
    told = {
        case.id: [{"csat": 5}] * case.given["responses"] + [{}] * (case.given["sent"] - case.given["responses"])
        for case in cases
    }
    meter = _asked(cases, folder, told)
    shares = {case.id: of_case(meter, "survey_response_rate", case.id).value for case in cases}
    return {name: {"percent": None if share is None else 100 * share} for name, share in shares.items()}


REPLAYED: Mapping[str, Adapter] = {
    "csat_score": satisfaction,
    "csat_mean": satisfaction,
    "csat_mean_window": windows,
    "nps": recommendation,
    "ces": effort,
    "shared_rating": shared,
    "survey_response_rate": response_rate,
}
