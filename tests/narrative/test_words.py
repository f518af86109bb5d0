"""The word files of both languages say the same things, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from kefu.metrics import METRICS
from kefu.metrics.dimension import dimensions
from kefu.narrative import columns, formats
from kefu.narrative.formats import Language, capital
from kefu.narrative.narrator import Narrator
from kefu.narrative.words import WORDS
from kefu.schema import ENTITIES
from kefu.store.facts import FACTS


def repeated(node: yaml.Node | None, path: str = "") -> Iterator[str]:
    """Keys that stand twice in one mapping: the second silently replaces the first."""
    if isinstance(node, yaml.MappingNode):
        keys = [str(key.value) for key, _ in node.value]
        yield from (f"{path}/{key}" for key in set(keys) if keys.count(key) > 1)
        for key, value in node.value:
            yield from repeated(value, f"{path}/{key.value}")


@pytest.mark.parametrize("language", list(WORDS))
def test_no_key_stands_twice(language: str) -> None:
    text = WORDS.paths[language].read_text(encoding="utf-8")
    assert list(repeated(yaml.compose(text))) == []


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (set(paths(WORDS[language])) for language in ("zh", "en"))
    members = "/members/"  # a code needs no name in the language it is written in
    assert {one for one in zh ^ en if not one.startswith(members)} == set()


def paths(node: Any, path: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, f"{path}/{key}")
    else:
        yield path


def test_english_titles_begin_small_inside_a_sentence() -> None:
    text = WORDS.paths["en"].read_text(encoding="utf-8")
    assert re.findall(r"[a-z,] \{\{ title \}\}.*", text) == []


def test_english_writes_the_per_cent_sign_at_its_number() -> None:
    assert re.findall(r"\d %(?!\}).*", WORDS.paths["en"].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Complaint rate", "complaint rate"),
        ("NPS by occasion", "NPS by occasion"),
        ("WeChat orders", "WeChat orders"),
        ("30 minutes", "30 minutes"),
        ("客户满意度", "客户满意度"),
        ("", ""),
    ],
)
def test_names_keep_their_capitals(text: str, inside: str) -> None:
    assert formats.small(text) == inside


def test_every_column_a_reader_may_see_has_a_name() -> None:
    shown = {one for table in (*ENTITIES, *FACTS) for one in dimensions(table) if not one.endswith("_local")}
    zh, en = Narrator("zh", {}), Narrator("en", {})
    assert [one for one in sorted(shown) if zh.column(one).isascii() or "_" in en.column(one)] == []
    named = yaml.safe_load(columns.FILE.read_text(encoding="utf-8"))
    assert set(named) - shown == set()  # and no name is of a column there is not


def test_a_category_nobody_has_named_is_told_in_its_own_words_and_a_person_by_the_own_name() -> None:
    en = Narrator("en", {})
    assert en.member("product_line", "beleza_saude") == "beleza saude"
    assert en.member("product_line", "sku_12") == "sku_12"
    assert en.member("agent_id", "li_na") == "li_na"


def test_a_degree_says_what_it_is_one_of_where_it_stands_alone() -> None:
    zh, en = Narrator("zh", {}), Narrator("en", {})
    where = {"category": "complaint", "priority": "high"}
    assert (zh.slice(where), en.slice(where)) == ("投诉×高优先级", "complaint, high priority")
    assert (zh.member("priority", "high"), en.member("priority", "high")) == ("高", "high")


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("tickets rose", "Tickets rose"),
        ("beleza saude leads", "Beleza saude leads"),
        ("sku_12 leads", "sku_12 leads"),
        ("iPhone leads", "iPhone leads"),
        ("WeChat leads", "WeChat leads"),
        ("e-mail leads", "E-mail leads"),
    ],
)
def test_a_sentence_begins_with_a_capital_but_a_name_stays_as_it_is_written(text: str, begun: str) -> None:
    assert capital(text) == begun


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "2016年9月、11月、2017年1月"), ("en", "Sep, Nov 2016, Jan 2017")]
)
def test_months_of_one_year_name_it_once(language: Language, said: str) -> None:
    assert Narrator(language, METRICS).months("2016-09, 2016-11, 2017-01") == said


BEFORE = re.compile(r"/(rolling_three_months|before|usual|(weight|value)_(before|usual))$")


def test_the_three_months_before_are_never_called_the_last_three() -> None:
    """近3月 takes in the month told, 前3月 does not: no comparison has the other's name."""
    named = {path: word for path, word in said(WORDS["zh"]) if BEFORE.search(path)}
    assert named["/comparisons/rolling_three_months"] == "前3月"
    assert [path for path, word in named.items() if re.match("近[3三]", word)] == []
    named = {path: word for path, word in said(WORDS["en"]) if BEFORE.search(path)}
    assert [path for path, word in named.items() if word.lower().startswith(("last three", "the last three"))] == []


def said(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from said(value, f"{path}/{key}")
    elif isinstance(node, str):
        yield path, node
