"""What titles of pages say, in both languages, of findings made by hand."""

from collections.abc import Iterator

import pytest

from kefu.engine import connect
from kefu.findings import Finding, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language
from kefu.report.document import Block, Heading
from kefu.report.sections import rankings
from kefu.store.snapshot import Snapshot
from tests.canonical import bring_in
from tests.report.test_advice import number, told


@pytest.fixture(scope="module")
def meter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    """One ticket a day of March 2026."""
    store = tmp_path_factory.mktemp("titles") / "data"
    bring_in(
        store, ticket=[{"ticket_id": f"T{day}", "created_at": f"2026-03-{day:02} 09:00:00"} for day in range(1, 32)]
    )
    engine = connect()
    yield Meter(Snapshot(store, engine), METRICS)
    engine.close()


def title(blocks: Iterator[Block]) -> str:
    return next(one.text for one in blocks if isinstance(one, Heading))


def banded(metric: str, person: str, band: str) -> Finding:
    figures = {role: number(0.9, Unit.SHARE) for role in ("now", "same_cases", "score")}
    return Finding("analyses.ranking", f"ranking.{band}", {"metric": metric, "agent_id": person}, figures)


@pytest.mark.parametrize(
    ("csat", "language", "said"),
    [
        ("too_few", "zh", "近一个月3项指标中有2项可评价个人，1名坐席明显优于团队"),
        ("too_few", "en", "Over one month, 2 of 3 indicators judge anyone; 1 agent does clearly better than the team"),
        ("within", "zh", "近一个月3项指标上，1名坐席明显优于团队"),
        ("within", "en", "Over one month and 3 indicators, 1 agent does clearly better than the team"),
    ],
)
def test_indicators_that_judge_nobody_are_not_counted(meter: Meter, csat: str, language: Language, said: str) -> None:
    bands = {"first_contact_resolution": "within", "resolution_rate": "above", "csat": csat}
    ranked = {metric: [banded(metric, "A1", band)] for metric, band in bands.items()}
    assert title(iter(rankings._people(told(meter, [], language), ranked))) == said
