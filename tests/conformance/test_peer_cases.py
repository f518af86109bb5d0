"""Every case of the peers comes out as it should, or is named as none of ours; none is silently dropped.

``KEFU_CASES=FILE`` replays another file of the same form.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance import calendars, figures, platforms, promises, resolutions, responses, slices, surveys
from tests.conformance.case import Adapter, Answers, Case, faults

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "peer_cases.json"
FILE = Path(os.environ.get("KEFU_CASES") or SHARED)
CASES = (
    [Case.read(raw) for raw in json.loads(FILE.read_text("utf-8"))]
    if FILE.exists() or "KEFU_CASES" in os.environ
    else []
)
KINDS = sorted({case.kind for case in CASES})

FAMILIES = (calendars, figures, platforms, promises, resolutions, responses, slices, surveys)
REPLAYED: Mapping[str, Adapter] = {kind: adapter for family in FAMILIES for kind, adapter in family.REPLAYED.items()}
NOT_OURS: Mapping[str, str] = {
    "auto_close": "Kefu reports on tickets and closes none",
    "survey_send_decision": "Kefu reads what surveys brought and sends none",
    "holiday_import_ical": "holidays come from calendars Kefu ships and the project's own list, not from iCal rules",
    "sla_validation": "there is no promise of updates that could contradict the one of responses",
}

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not CASES, reason=f"the shared cases are not here: {FILE}")]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answers]:
    """What the product said to all cases of a kind, by kind; asked when the first of them is looked at."""

    class Asked(dict[str, Answers]):
        def __missing__(self, kind: str) -> Answers:
            cases = [case for case in CASES if case.kind == kind]
            self[kind] = REPLAYED[kind](cases, tmp_path_factory.mktemp(kind))
            return self[kind]

    return Asked()


def test_every_kind_has_an_adapter_or_a_reason() -> None:
    known = {*REPLAYED, *NOT_OURS}
    assert set(KINDS) - known == set(), "kinds nobody replays: add an adapter, or name why they are none of ours"
    assert set(REPLAYED) & set(NOT_OURS) == set()


def test_none_is_dropped_and_few_are_none_of_ours() -> None:
    replayed = [case.id for case in CASES if case.kind in REPLAYED]
    listed = [case.id for case in CASES if case.kind in NOT_OURS]
    assert sorted(replayed + listed) == sorted({case.id for case in CASES}), "a case is missing or stands twice"
    assert len(listed) <= len(CASES) / 10
    if "KEFU_CASES" not in os.environ:
        assert (len(replayed), len(listed)) == (262, 8)


@pytest.mark.parametrize("case", [case for case in CASES if case.kind in REPLAYED], ids=lambda case: case.id)
def test_the_case_comes_out(case: Case, answers: Mapping[str, Answers]) -> None:
    assert faults(case, answers[case.kind][case.id]) == []
