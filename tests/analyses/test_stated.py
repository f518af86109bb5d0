"""Every analysis says in both languages what it asks, how it answers and what it takes for granted."""

from __future__ import annotations

import pytest

from kefu.analyses import ANALYSES


@pytest.mark.parametrize("name", list(ANALYSES))
def test_an_analysis_states_its_question_method_and_assumptions(name: str) -> None:
    analysis = ANALYSES[name]
    for said in (analysis.title, analysis.question, analysis.method, analysis.assumes):
        assert set(said) == {"zh", "en"}
        assert all(text.strip() for text in said.values())
        assert said["zh"] != said["en"]
    assert analysis.reference.strip()
