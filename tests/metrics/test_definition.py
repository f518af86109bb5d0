"""Metric files: the built-in ones all hold, and a wrong one is answered with file, key and what should be there."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kefu.errors import DefinitionError
from kefu.findings.figure import Unit
from kefu.metrics import METRICS, Aggregate, Better, Definition, read_definition
from kefu.metrics.expression import check_expression
from kefu.metrics.query import AS_OF
from kefu.metrics.rules import Additivity, Attribution, Dating, Missing
from kefu.schema import ENTITIES
from kefu.store.columns import entity_columns
from kefu.store.facts import FACTS

GOOD = """\
title: {en: Wait, zh: 等待}
question: {en: How long, zh: 多久}
entity: ticket
at: created_at
where: not is_spam
value: first_response_seconds
aggregate: quantile
quantile: 0.9
unit: seconds
better: lower
unanswered: censored
check: select 1
"""
COUNT = """\
title: {en: Tickets, zh: 工单量}
question: {en: How many, zh: 多少}
entity: ticket
at: created_at
aggregate: count
unit: count
better: neither
check: select count(*) from ticket
"""
RATIO = """\
title: {en: Rate, zh: 率}
question: {en: What share, zh: 多少}
aggregate: ratio
numerator: return_volume
denominator: orders
unit: share
better: lower
check: select 1
"""

PROMISED = {  # names that targets and the report use
    "ticket_volume", "first_response_median", "first_response_mean", "first_response_p90", "first_response_fastest",
    "first_response_slowest", "unanswered_rate", "answered_within_30_minutes", "turn_response_median",
    "resolution_rate", "resolution_time_median", "first_contact_resolution", "reopen_rate", "repeat_contact_rate",
    "complaint_volume", "complaint_closure_rate", "complaint_handling_time", "complaint_repeat_rate", "complaint_rate",
    "csat", "csat_attitude", "csat_efficiency", "csat_expertise", "nps", "survey_response_rate", "low_score_rate",
    "revenue", "orders", "average_order_value", "repurchase_rate", "conversion_after_contact", "return_volume",
    "return_rate", "return_turnaround_median", "after_sales_cost", "call_volume", "call_abandonment_rate",
    "first_response_business_median", "first_response_business_mean", "resolution_time_business_median",
    "turn_response_business_median", "sla_first_response_met_rate", "sla_next_response_met_rate",
    "sla_resolution_met_rate", "sla_resolution_overdue_median", "outside_hours_share",
}  # fmt: skip


def columns(entity: str) -> dict[str, str]:
    """The columns a stored table has, those of its facts among them."""
    return FACTS[entity].columns if entity in FACTS else entity_columns(ENTITIES[entity])


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    """Every table a check may name, without rows."""
    connection = duckdb.connect()
    for entity in {*ENTITIES, *FACTS}:
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns(entity).items())
        connection.execute(f'CREATE TABLE "{entity}" ({typed})')
        connection.execute(f'CREATE TABLE "{entity}_row" ({typed})')  # the rows as they came, before facts
    connection.execute("CREATE TABLE opening_hours (calendar VARCHAR, opens_at TIMESTAMP, closes_at TIMESTAMP)")
    return connection


def read(folder: Path, text: str) -> Definition:
    path = folder / "metrics" / "bad.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_definition(path)


def said(folder: Path, text: str) -> str:
    with pytest.raises(DefinitionError) as caught:
        read(folder, text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_definition_is_read_whole(tmp_path: Path) -> None:
    note = "minimum_sample: 50\nnote: {en: Round the clock., zh: 自然时间。}\n"
    assert read(tmp_path, GOOD + note) == Definition(
        name="bad",
        title={"en": "Wait", "zh": "等待"},
        question={"en": "How long", "zh": "多久"},
        aggregate=Aggregate.QUANTILE,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        check="select 1",
        entity="ticket",
        at="created_at",
        where="not is_spam",
        value="first_response_seconds",
        quantile=0.9,
        censored=True,
        minimum_sample=50,
        note={"en": "Round the clock.", "zh": "自然时间。"},
    )


def test_a_ratio_names_two_metrics_and_no_rows(tmp_path: Path) -> None:
    ratio = read(tmp_path, RATIO)
    assert (ratio.numerator, ratio.denominator, ratio.entity, ratio.value) == ("return_volume", "orders", "", "")


def test_what_change_is_worth_knowing_may_be_stated(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).relevant_change == 0.3
    assert read(tmp_path, GOOD + "relevant_change: 0.1\n").relevant_change == 0.1


@pytest.mark.parametrize("wrong", ["0", "-0.1", "much", "inf", "nan"])
def test_a_change_worth_knowing_is_more_than_none(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(DefinitionError, match="relevant_change: should be a share of the expected value above 0"):
        read(tmp_path, f"{GOOD}relevant_change: {wrong}\n")


@pytest.mark.parametrize(
    ("text", "minimum"),
    [
        (GOOD, 30),
        (COUNT, 0),
        (RATIO, 0),
        (GOOD.replace("aggregate: quantile\nquantile: 0.9", "aggregate: mean"), 30),
        (GOOD.replace("aggregate: quantile\nquantile: 0.9", "aggregate: median"), 30),
        (GOOD.replace("aggregate: quantile\nquantile: 0.9", "aggregate: share"), 30),
        (GOOD.replace("aggregate: quantile\nquantile: 0.9", "aggregate: sum"), 0),
        (GOOD + "minimum_sample: 0\n", 0),
    ],
)
def test_the_minimum_sample_follows_the_aggregate_unless_given(tmp_path: Path, text: str, minimum: int) -> None:
    assert read(tmp_path, text).minimum_sample == minimum


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + GOOD).name == "bad"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            GOOD.replace("aggregate: quantile", "aggregate: average"),
            "aggregate: should be one of count, distinct, sum, mean, median, quantile, share, ratio, spread, weighted",
        ),
        (GOOD.replace("better: lower", "better: less"), "better: should be one of higher, lower, neither"),
        (
            GOOD.replace("unit: seconds", "unit: hours"),
            "unit: should be one of count, seconds, share, money, score, nps, ratio, days",
        ),
        (GOOD.replace("entity:", "entiti:"), 'entiti: is not a key of a metric; did you mean "entity"?'),
        (GOOD.replace("check: select 1\n", ""), "check: is missing"),
        (GOOD.replace("title: {en: Wait, zh: 等待}\n", ""), "title: is missing"),
        (GOOD.replace("aggregate: quantile\n", ""), "aggregate: is missing"),
        (GOOD.replace("entity: ticket\n", ""), "entity: is missing; aggregate quantile needs it"),
        (GOOD.replace("at: created_at\n", ""), "at: is missing; aggregate quantile needs it"),
        (GOOD.replace("value: first_response_seconds\n", ""), "value: is missing; aggregate quantile needs it"),
        (GOOD.replace("quantile: 0.9\n", ""), "quantile: is missing; aggregate quantile needs it"),
        (RATIO.replace("numerator: return_volume\n", ""), "numerator: is missing; aggregate ratio needs it"),
        (RATIO.replace("denominator: orders\n", ""), "denominator: is missing; aggregate ratio needs it"),
        (RATIO + "entity: ticket\n", "entity: does not go with aggregate ratio"),
        (RATIO + "where: is_spam\n", "where: does not go with aggregate ratio"),
        (COUNT + "value: reopens\n", "value: does not go with aggregate count"),
        (COUNT + "unanswered: censored\n", "unanswered: does not go with aggregate count"),
        (COUNT + "numerator: orders\n", "numerator: does not go with aggregate count"),
        (GOOD.replace("aggregate: quantile", "aggregate: median"), "quantile: does not go with aggregate median"),
        *(
            (GOOD.replace("0.9", wrong), "quantile: should be a number from 0 (smallest) to 1 (largest)")
            for wrong in ("1.1", "-0.1", "nan", "ninety")
        ),
        *(
            (f"{GOOD}minimum_sample: {wrong}\n", "minimum_sample: should be a whole number, 0 or more")
            for wrong in ("-1", "2.5", "many", "²")
        ),
        (GOOD.replace("censored", "dropped"), "unanswered: should be censored, or left out"),
        (GOOD.replace("{en: Wait, zh: 等待}", "Wait"), "title: should give a text in each of en, zh"),
        (GOOD.replace(", zh: 等待", ""), "title: should give a text in each of en, zh"),
        (GOOD.replace("zh: 多久", "zh: ''"), "question: should give a text in each of en, zh"),
        (GOOD + "note: {en: One, fr: Un}\n", "note: should give a text in each of en, zh"),
        (GOOD.replace("entity: ticket", "entity: tickets"), 'entity: no entity "tickets"; did you mean "ticket"?'),
        (
            GOOD.replace("at: created_at", "at: creatd_at"),
            'at: ticket has no time "creatd_at"; did you mean "created_at"?',
        ),
        (GOOD.replace("where: not is_spam", "where:"), "where: should be text"),
        (GOOD.replace("where: not is_spam", "where: [is_spam]"), "where: should be text"),
        (GOOD.replace("check: select 1", "check: {sql: 1}"), "check: should be text"),
    ],
)
def test_a_wrong_word_is_named_with_its_file_and_what_should_be_there(tmp_path: Path, text: str, message: str) -> None:
    assert said(tmp_path, text) == f"metrics/bad.yaml: {message}"


def test_a_key_that_stands_twice_is_refused_rather_than_dropped(tmp_path: Path) -> None:
    assert said(tmp_path, GOOD + "where: is_spam\n") == 'metrics/bad.yaml: line 1: is not YAML: "where" stands twice'


@pytest.mark.parametrize(
    "text",
    ["title: {en: a", "a: b: c", "\ttitle: x", "- a\n- b", "", "just text", "[" * 5000, "? [a, b]\n: c", "a: *nobody"],
)
def test_what_is_no_metric_file_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text).startswith("metrics/bad.yaml: ")


def test_a_file_in_another_encoding_and_a_missing_file_are_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("title: {en: a, zh: 工单}".encode("gbk"))
    with pytest.raises(DefinitionError, match=r"gbk\.yaml: is not YAML in UTF-8"):
        read_definition(path)
    with pytest.raises(DefinitionError, match=r"none\.yaml: cannot be read: No such file"):
        read_definition(tmp_path / "none.yaml")


CHANGES: dict[str, Any] = {
    "entity": "turn",
    "at": "asked_at",
    "where": "is_spam",
    "value": "resolution_seconds",
    "aggregate": Aggregate.MEDIAN,
    "quantile": 0.5,
    "numerator": "orders",
    "denominator": "orders",
    "unit": Unit.DAYS,
    "until": "closed_at",
    "times": 100.0,
    "of": "orders",
    "over": "channel",
    "population": "orders",
    "attribution": Attribution.FIRST_RESPONDER,
}


def test_the_digest_follows_the_meaning_and_nothing_else(tmp_path: Path) -> None:
    one = read(tmp_path, GOOD)
    assert len(one.digest) == 16
    assert int(one.digest, 16) >= 0
    assert all(replace(one, **{key: value}).digest != one.digest for key, value in CHANGES.items())
    same = {"name": "x", "title": {}, "question": {}, "check": "", "better": Better.HIGHER, "censored": False}
    told = {"note": {"en": "x"}, "formula": {"en": "x"}, "preset_of": "csat", "owner": "x", "version": 2}
    told |= {"unpromised_title": {"en": "x"}, "unpromised_note": {"en": "x"}}
    rest: dict[str, Any] = {**same, **told, "minimum_sample": 1, "relevant_change": 0.1}
    assert replace(one, **rest).digest == one.digest
    assert {*CHANGES, *rest} == {one.name for one in fields(Definition)}  # a new field must choose its side


def test_the_digest_of_a_known_definition_stays(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).digest == "6fcedc51256d2d70"  # published figure ids hang on it


def test_the_catalogue_has_every_name_the_report_uses() -> None:
    assert set(METRICS) >= PROMISED
    assert len(METRICS) == len(list(Path(METRICS.paths["csat"]).parents[1].glob("**/*.yaml")))  # no name twice


@pytest.mark.parametrize("name", METRICS)
def test_a_catalogue_metric_reads_only_known_columns(name: str) -> None:
    metric = METRICS[name]
    assert metric.name == name
    known = {*columns(metric.entity), AS_OF} if metric.until else {*columns(metric.entity)} if metric.entity else set()
    for key, text in {"where": metric.where, "value": metric.value}.items():
        if text:
            check_expression(text, known, f"{name}.yaml: {key}")
    assert not metric.until or {metric.until, f"{metric.until}_local"} & known
    assert {*metric.parts, metric.preset_of} <= {"", *METRICS}


@pytest.mark.parametrize("name", METRICS)
def test_a_catalogue_metric_speaks_both_languages_and_states_its_rules(name: str) -> None:
    metric = METRICS[name]
    for texts in (metric.title, metric.question, metric.note):
        assert texts["en"].isascii()
        assert not texts["zh"].isascii()
    assert metric.formula["en"]
    assert not metric.formula["zh"].isascii()


@pytest.mark.parametrize("name", METRICS)
def test_a_check_runs_and_gives_one_number_also_without_rows(name: str, empty: duckdb.DuckDBPyConnection) -> None:
    metric = METRICS[name]
    expected = 0 if metric.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT) else None
    assert empty.execute(metric.check).fetchall() == [(expected,)]


def test_a_preset_has_one_default_that_is_no_preset_itself() -> None:
    defaults = {metric.preset_of for metric in METRICS.values() if metric.preset_of}
    assert all(not METRICS[name].preset_of for name in defaults)
    assert METRICS["responder_first_response_median"].preset_of == "first_response_median"


def test_the_front_door_loads_no_engine() -> None:
    code = (
        "import sys, kefu.metrics as m; m.METRICS['csat']; "
        "sys.exit(any(x in sys.modules for x in ('ibis', 'sqlglot', 'duckdb', 'pandas')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


RULES = {  # which period a row belongs to, who gets it, what a missing value is, how figures of parts make the whole
    "ticket_volume": (Dating.CREATION, Attribution.LAST_ASSIGNEE, Missing.NO_MATTER, Additivity.FULL),
    "first_response_median": (Dating.CREATION, Attribution.LAST_ASSIGNEE, Missing.CENSORED, Additivity.NONE),
    "responder_first_response_median": (
        Dating.CREATION,
        Attribution.FIRST_RESPONDER,
        Missing.CENSORED,
        Additivity.NONE,
    ),
    "turn_response_mean": (Dating.EVENT, Attribution.AUTHOR, Missing.CENSORED, Additivity.WEIGHTED),
    "inbound_calls": (Dating.EVENT, Attribution.AUTHOR, Missing.NO_MATTER, Additivity.FULL),
    "csat": (Dating.CREATION, Attribution.LAST_ASSIGNEE, Missing.LEFT_OUT, Additivity.WEIGHTED),
    "revenue": (Dating.CREATION, Attribution.NOBODY, Missing.ADDS_NOTHING, Additivity.FULL),
    "buyers": (Dating.CREATION, Attribution.NOBODY, Missing.LEFT_OUT, Additivity.NONE),
    "backlog": (Dating.STATE, Attribution.LAST_ASSIGNEE, Missing.NO_MATTER, Additivity.SLICES),
    "parts_stock_value": (Dating.STATE, Attribution.NOBODY, Missing.ADDS_NOTHING, Additivity.SLICES),
    "return_rate": (None, Attribution.NOBODY, Missing.UNDEFINED_BY_ZERO, Additivity.NONE),
}


@pytest.mark.parametrize("name", RULES)
def test_a_metric_says_which_rules_it_follows(name: str) -> None:
    metric = METRICS[name]
    assert (metric.dating, metric.credited, metric.missing, metric.additivity) == RULES[name]


WRONG_RULES = {
    "attribution: last\n": "attribution: should be one of last_assignee, first_responder for ticket",
    "version: one\n": "version: should be a whole number, 0 or more",
    "formula: {en: a}\n": "formula: should give a text in each of en, zh",
    "preset: csat\n": 'preset: is not a key of a metric; did you mean "preset_of"?',
    "times: 100\n": "times: does not go with aggregate quantile",
    "over: channel\n": "over: does not go with aggregate quantile",
}


@pytest.mark.parametrize("line", WRONG_RULES)
def test_a_rule_that_is_no_word_of_the_vocabulary_is_refused(line: str, tmp_path: Path) -> None:
    assert WRONG_RULES[line] in said(tmp_path, GOOD + line)


@pytest.mark.parametrize("factor", ["0", "-1", "many", "inf", "nan"])
def test_a_ratio_is_multiplied_by_a_number_above_nought(factor: str, tmp_path: Path) -> None:
    assert "times: should be a number above 0, such as 100" in said(tmp_path, RATIO + f"times: {factor}\n")


def test_a_spread_names_a_metric_and_a_dimension(tmp_path: Path) -> None:
    spread = RATIO.replace("ratio", "spread", 1).replace(
        "numerator: return_volume\ndenominator: orders\n", "of: csat\n"
    )
    assert "over: is missing; aggregate spread needs it" in said(tmp_path, spread)
    assert read(tmp_path, spread + "over: channel\n").parts == ("csat",)
