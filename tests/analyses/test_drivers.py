"""What goes with satisfaction, on answers made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.analyses.drivers import _foremost
from kefu.findings import Finding, Unit
from kefu.findings.figure import derived
from kefu.findings.finding import NOT_CAUSAL, SMALL_SAMPLE
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, value
from tests.canonical import Row, bring_in


def answers(count: int) -> list[Row]:
    """Overall scores that are the attitude's, but for every seventh; efficiency and expertise go their own ways."""
    rows: list[Row] = []
    for i in range(count):
        attitude, efficiency, expertise = 3 + i % 3, 3 + (i // 3) % 3, 3 + (i // 9) % 3
        csat = efficiency if i % 7 == 0 else attitude
        scores = {"csat": csat, "csat_attitude": attitude, "csat_efficiency": efficiency, "csat_expertise": expertise}
        rows.append({"response_id": f"S{i}", "sent_at": "2026-10-05 10:00:00", "answered_at": "2026-10-06 10:00:00",
                     **{name: str(score) for name, score in scores.items()}})  # fmt: skip
    return rows


def test_the_aspect_that_scores_follow_comes_first(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", survey_response=answers(270))
    [one] = found("drivers", tmp_path / "store")
    assert (one.kind, one.subject["metric"], one.caveats) == ("drivers.weights", "csat", (NOT_CAUSAL,))
    assert one.parts[0].subject["driver"] == one.subject["leading"] == "csat_attitude"
    assert one.subject["foremost"] == "aspects"  # there is nothing else
    kinds = {part.subject["driver"]: part.kind for part in one.parts}
    assert kinds["csat_attitude"] == "drivers.driver"
    assert kinds["csat_expertise"] == "drivers.no_driver"
    assert sum(value(part, "weight") for part in one.parts) == pytest.approx(value(one, "explained"))
    # 6 of 7 scores are the attitude's: with unrelated drivers its part is near (6/7)^2 = 0.73
    assert value(one.parts[0], "weight") == pytest.approx(0.73, abs=0.03)
    low, high = one.parts[0].figures["weight"].interval or (1.0, 0.0)
    assert low < value(one.parts[0], "weight") < high


def test_too_few_answers_are_said_to_be(tmp_path: Path) -> None:
    bring_in(tmp_path / "store", survey_response=answers(99))
    [one] = found("drivers", tmp_path / "store")
    assert (one.kind, one.caveats) == ("drivers.too_few", (SMALL_SAMPLE,))
    assert (value(one, "answers"), value(one, "least")) == (99, 100)


def test_what_the_records_say_comes_before_the_same_questionnaire(tmp_path: Path) -> None:
    """Every third ticket was opened again and its score is one lower; the score follows the attitude more closely."""
    told: list[Row] = []
    tickets: list[Row] = [{"ticket_id": "last", "created_at": "2026-10-30 10:00:00"}]
    for i, row in enumerate(answers(270)):
        again = (i // 27) % 3 == 0  # whatever the aspects are
        tickets.append({"ticket_id": f"T{i}", "created_at": "2026-10-04 10:00:00", "resolved_at": "2026-10-04 12:00:00",
                        "status": "resolved", "reopens": str(int(again))})  # fmt: skip
        told.append({**row, "ticket_id": f"T{i}", "csat": str(int(row["csat"]) - int(again))})
    bring_in(tmp_path / "store", survey_response=told, ticket=tickets)
    one = next(one for one in found("drivers", tmp_path / "store") if one.subject["metric"] == "csat")
    drivers = [part.subject["driver"] for part in one.parts]
    weights = {part.subject["driver"]: value(part, "weight") for part in one.parts}
    assert (drivers[0], one.subject["leading"], one.subject["foremost"]) == ("reopen_rate", "reopen_rate", "records")
    assert weights["csat_attitude"] > weights["reopen_rate"]
    assert one.subject["aspects"] == "csat_attitude, csat_efficiency, csat_expertise"
    assert Narrator("zh", METRICS).tell(one).count("服务记录中") == 1
    assert value(one, "records") == pytest.approx(weights["reopen_rate"])  # the only fact of the service there is


@pytest.mark.parametrize(
    ("kind", "together", "foremost"),
    [("drivers.driver", 0.02, "records"), ("drivers.driver", 0.014, "little"), ("drivers.no_driver", 0.5, "aspects")],
)
def test_records_that_explain_next_to_nothing_are_not_told_first(kind: str, together: float, foremost: str) -> None:
    record = Finding("analyses.drivers", kind, {"metric": "csat", "driver": "transfer_rate"}, {})
    assert _foremost([record], derived("by hand", Unit.SHARE, together)) == foremost
