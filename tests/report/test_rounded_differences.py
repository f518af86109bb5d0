"""A difference keeps the digits of its own number; where it does not follow from those beside it, a note says so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.metrics import METRICS
from kefu.narrative.formats import Language
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.document import Paragraph, Table
from kefu.report.kinds import KINDS
from kefu.report.sections import SECTIONS


def share(value: float, interval: tuple[float, float] | None = None) -> Figure:
    return Figure(value, Unit.SHARE, 400, Lineage("by hand", formula=str(value)), interval=interval)


@pytest.mark.parametrize(
    ("language", "note"), [("zh", "差异由未舍入的数算得"), ("en", "Each difference is rounded by itself")]
)
def test_a_difference_is_rounded_by_itself(monkeypatch: pytest.MonkeyPatch, language: Language, note: str) -> None:
    """92.54 % and 94.56 % are told as 92.5 % and 94.6 %; they differ by 2.02 points, not by 2.1."""
    figures = {"now": share(0.9254), "rest": share(0.9456), "gap": share(-0.0202, (-0.06, 0.02))}
    found = Finding("analyses.key_customers", "key.alike", {"metric": "resolution_rate"}, figures)
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    context = Context(study, [found], Narrator(language, METRICS), KINDS["key_customer"], "Lantern")
    monkeypatch.setattr(Context, "span", lambda *_: "3")
    blocks = list(SECTIONS["key_customers"].build(context))
    (table,) = (one for one in blocks if isinstance(one, Table))
    shown = [cell.text for cell in table.rows[0]]
    assert [shown[1], shown[3]] == ["92.5%", "94.6%"]
    assert "2.0" in shown[5]
    assert any(note in one.text for one in blocks if isinstance(one, Paragraph))
