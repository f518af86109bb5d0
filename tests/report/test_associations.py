"""The page on what goes together, of findings made by hand."""

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
from kefu.report.document import Heading, Notes, Paragraph
from kefu.report.kinds import KINDS
from kefu.report.sections import SECTIONS

VALUES = {"overall": (0.16, Unit.SHARE), "strength": (0.337, Unit.RATIO), "before": (0.31, Unit.RATIO),
          "tried": (5.0, Unit.COUNT)}  # fmt: skip
STRONGEST = Finding(
    "analyses.association",
    "association.attribute",
    {"metric": "complaint_rate", "dimension": "channel", "degree": "strong"},
    {role: Figure(value, unit, 400, Lineage("by hand", formula=role)) for role, (value, unit) in VALUES.items()},
)


@pytest.mark.parametrize(("language", "title"), [("zh", "与结果关联最强的属性"), ("en", "What outcomes go with most")])
def test_an_attribute_alone_makes_a_page_whose_numbers_are_in_the_notes(language: Language, title: str) -> None:
    study = cast(Study, SimpleNamespace(meter=None, period=Period.month("2026-10"), metrics=()))
    context = Context(study, [STRONGEST], Narrator(language, METRICS), KINDS["management"], "Lantern")
    heading, told, _, notes = SECTIONS["associations"].build(context)
    assert isinstance(heading, Heading)
    assert heading.text == title
    assert isinstance(told, Paragraph)
    assert "0.34" in told.text
    assert isinstance(notes, Notes)
    assert {one.split()[0] for one in notes.lines} == {figure.id for figure in STRONGEST.figures.values()}
