"""The page of actions: those in force, the rounds that are over, and the slices, each told once."""

from __future__ import annotations

from dataclasses import replace

from kefu.analyses import Study
from kefu.findings import Finding, Unit
from kefu.findings.figure import derived
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Heading, Table
from kefu.report.kinds import KINDS
from kefu.report.sections import SECTIONS
from tests.conftest import LAST_MONTH, Company

WHOLE = {"metric": "complaint_rate", "action": "New script", "start": "2026-08-01", "owner": "A", "due": "2026-12-01",
         "progress": "do", "how": "interrupted"}  # fmt: skip
UNMEASURED = {name: text for name, text in WHOLE.items() if name != "metric"} | {"action": "Train"}


def effect(verdict: str, value: float, **more: str) -> Finding:
    seen = replace(derived(f"step of {more}", Unit.SHARE, value), interval=(value - 0.01, value + 0.01))
    figures = {} if verdict == "not_measurable" else {"effect": seen}
    return Finding("analyses.effect", f"effect.{verdict}", {**WHOLE, **more}, figures)


def test_rounds_that_are_over_and_slices_have_tables_of_their_own(small_company: Company) -> None:
    meter = small_company.project.meter
    found = (
        effect("kept", -0.05, round="2"),
        effect("none", -0.001, round="1", ended="2026-09-30"),
        effect("not_measurable", 0.0, action="Call back", metric="nps"),
        Finding("analyses.effect", "effect.not_measurable", UNMEASURED, {}),
        effect("less", -0.03, round="2", region="north", dimension="region", members="north", by_slice="yes"),
    )
    context = Context(
        Study(meter, LAST_MONTH, ("complaint_rate",)), found, Narrator("en", meter.metrics), KINDS["management"], "L"
    )
    blocks = list(SECTIONS["improvements"].build(context))
    tables = {one.name: one for one in blocks if isinstance(one, Table)}
    told = {name: [[cell.text for cell in row] for row in one.rows] for name, one in tables.items()}
    assert list(told) == ["improvements.effects", "improvements.earlier", "improvements.slices"]
    assert [row[0] for row in told["improvements.effects"]] == ["New script", "Call back", "Train"]
    assert [row for row in told["improvements.effects"] if "not measurable yet" in row]
    [over] = told["improvements.earlier"]
    assert {"round 1", "2026-08-01 to 2026-09-30", "not seen"} <= set(over)
    [one] = told["improvements.slices"]
    assert {"round 2", "less than promised"} <= set(one)
    assert "north" in one[1].lower()
    heads = [one.text for one in blocks if isinstance(one, Heading)]
    assert heads[:3] == [
        "1 of 3 actions can be measured; 1 kept its promise",
        "1 round is over: none kept its promise, 1 showed nothing or the other way",
        "1 effect measured by part, none kept its promise",
    ]
