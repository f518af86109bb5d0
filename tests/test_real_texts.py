"""Real calls, reviews and dialogues: brought in without a mapping, hardly a row set aside, and people masked.

The expected numbers are counted here from the files with Python alone.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kefu.configuration import Configuration
from kefu.project import Project
from kefu.store.record import FileImport

DATA = Path(__file__).parents[2] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the public data sets are not at ../shared/data beside the repository"
    ),
]
CALLS = DATA / "callcentre_bank" / "anonymous_bank_1999_02.tsv.gz"
REVIEWS = DATA / "zh_reviews" / "waimai_10k.csv.gz"
GOODS = DATA / "zh_reviews" / "online_shopping_10_cats.csv.gz"
DIALOGUES = DATA / "crosswoz" / "test.json.gz"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    made = Project.create(tmp_path_factory.mktemp("texts") / "project", Configuration())
    made.import_files([CALLS, REVIEWS, GOODS, DIALOGUES])
    yield made
    made.meter.snapshot.engine.close()


def taken(project: Project, path: Path) -> FileImport:
    return next(one for one in project.record.imports if one.file == path.name)


def lines(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def asked(project: Project, sql: str, *tables: str) -> list[tuple[Any, ...]]:
    project.meter.snapshot.open(*tables)
    return project.meter.snapshot.engine.rows(sql)


def test_calls_are_all_there_but_those_the_publisher_says_never_happened(project: Project) -> None:
    calls = Counter(one["outcome"] for one in lines(CALLS, "\t"))
    one = taken(project, CALLS)
    assert (one.rows, dict(one.reasons)) == (sum(calls.values()), {"summary_row": calls["PHANTOM"]})
    found = asked(project, 'SELECT outcome, count(*) FROM "call" GROUP BY ALL', "call")
    assert dict(found) == {"answered": calls["AGENT"], "abandoned": calls["HANG"]}


def test_the_time_of_a_call_is_the_day_and_the_clock_beside_it(project: Project) -> None:
    """Call 34539 came on 1 February 1999 at 8:09:16 in Jerusalem, two hours ahead of UTC, waited 5 s and hung up."""
    (found,) = asked(
        project,
        "SELECT started_at::VARCHAR, queue_seconds, talk_seconds, agent_id, customer_id IS NOT NULL "
        "FROM \"call\" WHERE call_id = 'AA0101/34539'",
        "call",
    )
    assert found == ("1999-02-01 06:09:16", 5.0, None, None, True)


@pytest.mark.parametrize("path", [REVIEWS, GOODS], ids=lambda path: path.stem)
def test_reviews_are_all_there_but_the_empty_ones(project: Project, path: Path) -> None:
    rows = lines(path)
    empty = sum(not one["review"].strip() for one in rows)
    one = taken(project, path)
    assert (one.rows, one.quarantined, dict(one.reasons)) == (len(rows), empty, {"missing": empty} if empty else {})
    found = asked(
        project, f"SELECT sentiment, count(*) FROM mention WHERE source = '{path.name}' GROUP BY ALL", "mention"
    )
    kept = Counter(one["label"] for one in rows if one["review"].strip())
    assert dict(found) == {"positive": kept["1"], "negative": kept["0"]}


def test_dialogues_are_all_there(project: Project) -> None:
    with gzip.open(DIALOGUES, "rt", encoding="utf-8") as stream:
        dialogues = json.load(stream)
    said = [(key, line["role"]) for key, one in dialogues.items() for line in one["messages"]]
    one = taken(project, DIALOGUES)
    assert (one.rows, one.quarantined) == (len(said), 0)
    found = asked(
        project, "SELECT conversation_id, count(*) FROM mention WHERE source = 'crosswoz' GROUP BY ALL", "mention"
    )
    assert dict(found) == Counter(key for key, _ in said)


def test_less_than_one_row_in_a_hundred_is_set_aside(project: Project) -> None:
    assert all(one.quarantined < 0.01 * one.rows for one in project.record.imports)


def test_no_mobile_number_is_left_in_a_stored_review(project: Project) -> None:
    """Eleven digits that begin like a mobile number, not part of a longer one, as anybody would search for them."""
    mobile = r"(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)"
    before = sum(bool(re.search(mobile, one["review"])) for path in (REVIEWS, GOODS) for one in lines(path))
    (left,) = asked(project, f"SELECT count(*) FROM mention WHERE regexp_matches(body, '{mobile}')", "mention")
    assert before > 0
    assert left == (0,)
