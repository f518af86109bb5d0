"""Which problem comes first, and the measure proposed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.analyses._measures import fitting, read_measures
from kefu.errors import DefinitionError
from tests.analyses.study import found, tickets, value
from tests.canonical import bring_in

NOW = "2026-10-05 10:00:00"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """100 questions, 50 complaints of late parcels, 40 of attitude; all of October, so nothing is known of growth."""
    store = tmp_path_factory.mktemp("lantern") / "store"
    rows = [
        *tickets(0, 100, NOW, category="inquiry", subcategory="product"),
        *tickets(100, 50, NOW, category="complaint", subcategory="logistics"),
        *tickets(200, 40, NOW, category="complaint", subcategory="attitude"),
        *tickets(300, 10, NOW, category="complaint", subcategory="slow_refund"),
    ]
    bring_in(store, ticket=rows)
    return store


def test_the_first_is_the_most_frequent_of_the_grave_ones(store: Path) -> None:
    problems = found("problems", store)
    # Ten slow refunds are too few; questions do no harm that is known.
    assert [one.subject["member"] for one in problems] == ["logistics", "attitude", "product"]
    assert [value(one, "harm") for one in problems[:2]] == [1, 1]
    # frequency and reach (tickets stand for customers nobody names) are 50 and 40 of 200: (40/50)^2 in the product
    assert [value(one, "priority") for one in problems] == pytest.approx([100, 100 * 0.8**0.5, 0])
    assert problems[0].subject["measure"] == "delivery"
    assert problems[0].subject["measure_title_zh"] == "主动推送物流异常"
    assert "growth" not in problems[0].figures


def test_a_project_replaces_and_adds_measures(store: Path) -> None:
    own = store.parent / "measures.yaml"
    own.write_text(
        "delivery: {when: {subcategory: logistics}, title: 换承运商, text: 下月起启用备用线路}\n"
        "coach: {when: {category: complaint}, title: {zh: 辅导, en: Coach}, text: {zh: 一对一, en: One to one}}\n",
        encoding="utf-8",
    )
    try:
        problems = {one.subject["member"]: one.subject for one in found("problems", store)}
    finally:
        own.unlink()
    assert problems["logistics"]["measure_title_en"] == "换承运商"  # one text is said in both languages
    assert problems["attitude"]["measure_title_en"] == "Coach"  # the project's are asked before the built-in ones
    assert problems["product"]["measure"] == "before_sale"


def test_what_no_measure_is_for_gets_the_general_one(tmp_path: Path) -> None:
    measure = fitting(read_measures(tmp_path), {"subcategory": "teleport"})
    assert measure is not None
    assert measure.name == "general"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "should hold measures by name"),
        ("a: {title: A}", "measures.yaml: a: should have title, text and perhaps when"),
        ("a: {title: A, text: B, when: complaint}", "measures.yaml: a: when: should be dimensions with their members"),
        ("a: {title: {fr: A}, text: B}", "measures.yaml: a: title: should be a text"),
        ("a: [", "measures.yaml: is no YAML"),
    ],
)
def test_a_wrong_library_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "measures.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        read_measures(tmp_path)
    assert said in str(error.value)
