"""The expression language: each word against a value computed by hand, and every refusal in its words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import ibis
import pytest

from kefu.errors import DefinitionError
from kefu.metrics.expression import FUNCTIONS, Kind, check_expression, columns_of, compile_expression

PLACE = "metrics/x.yaml: value"
SCHEMA = {
    "n": "int32",
    "zero": "int64",
    "x": "float64",
    "half": "float64",
    "money": "decimal(10, 2)",
    "word": "string",
    "yes": "boolean",
    "no": "boolean",
    "at": "timestamp",
    "later": "timestamp",
    "day": "date",
    "gone": "int64",
    "gone_yes": "boolean",
    "zoned": "timestamp('UTC')",
    "tags": "array<string>",
}
# 2026-02-01 was a Sunday.
ROW: dict[str, Any] = {
    "n": 7,
    "zero": 0,
    "x": -1.5,
    "half": 2.5,
    "money": Decimal("10.25"),
    "word": "Gift 100% 礼品",
    "yes": True,
    "no": False,
    "at": datetime(2026, 2, 1, 9, 30, 15, 600_000),  # noqa: DTZ001 - the store holds naive times
    "later": datetime(2026, 2, 2, 10, 30, 16, 100_000),  # noqa: DTZ001
    "day": date(2026, 2, 2),
    "gone": None,
    "gone_yes": None,
    "zoned": datetime(2026, 2, 1, tzinfo=UTC),
    "tags": ["a"],
}


def table() -> Any:
    return ibis.memtable([ROW], schema=SCHEMA)


def answer(text: str) -> Any:
    source = table()
    value = source.select(answer=compile_expression(text, source, PLACE)).to_pyarrow()["answer"][0]
    return value.as_py()


def refusal(text: str, *, kind: Kind | None = None) -> str:
    with pytest.raises(DefinitionError) as caught:
        compile_expression(text, table(), PLACE, kind=kind)
    message = str(caught.value)
    assert message.startswith(f"{PLACE}: ")
    assert "\n" not in message
    return message.removeprefix(f"{PLACE}: ")


BY_HAND: dict[str, list[tuple[str, Any]]] = {
    "coalesce": [("coalesce(gone, n)", 7), ("coalesce(gone, gone)", None), ("coalesce(gone_yes, false)", False)],
    "nullif": [("nullif(n, 7)", None), ("nullif(n, 8)", 7), ("nullif(gone, 7)", None)],
    "least": [("least(n, 3)", 3), ("least(n, gone)", 7), ("least(gone, gone)", None), ("least(n, x, 0)", -1.5)],
    "greatest": [("greatest(n, 3)", 7), ("greatest(gone, 3)", 3), ("greatest(at, later) = later", True)],
    "abs": [("abs(x)", 1.5), ("abs(-n)", 7), ("abs(gone)", None)],
    "round": [("round(half)", 3), ("round(x)", -2), ("round(n)", 7), ("round(0.49 + 0 * n)", 0)],
    "floor": [("floor(x)", -2), ("floor(half)", 2), ("floor(n)", 7)],
    "ceil": [("ceil(x)", -1), ("ceil(half)", 3)],
    "mod": [("mod(n, 4)", 3), ("mod(-n, 4)", -3), ("mod(n, zero)", None)],
    "lower": [("lower(word)", "gift 100% 礼品")],
    "upper": [("upper(word)", "GIFT 100% 礼品")],
    "length": [("length(word)", 12)],  # "Gift" 4 + " " 1 + "100%" 4 + " " 1 + two characters
    "starts_with": [("starts_with(word, 'Gift')", True), ("starts_with(word, 'gift')", False)],
    "ends_with": [("ends_with(word, '品')", True), ("ends_with(word, '%')", False)],
    "contains": [("contains(word, '100%')", True), ("contains(word, '1%0')", False), ("contains(word, '礼')", True)],
    # 2026-02-01 is day 20,485 of 1970: 56 years of 365 days, 14 leap days, 31 days of January; the .6 is cut off.
    "epoch": [("epoch(at)", 20_485 * 86_400 + 9 * 3600 + 30 * 60 + 15)],
    "seconds_between": [("seconds_between(at, later)", 25 * 3600 + 1), ("seconds_between(later, at)", -25 * 3600 - 1)],
    "year": [("year(at)", 2026)],
    "month": [("month(at)", 2)],
    "day": [("day(later)", 2), ("day(day)", 2)],
    "hour": [("hour(at)", 9), ("hour(day)", 0)],
    "minute": [("minute(at)", 30)],
    "weekday": [("weekday(at)", 7), ("weekday(later)", 1)],
}


@pytest.mark.parametrize(("text", "expected"), [case for cases in BY_HAND.values() for case in cases])
def test_a_function_gives_what_is_computed_by_hand(text: str, expected: Any) -> None:
    assert answer(text) == expected


def test_every_function_of_the_language_is_tried() -> None:
    assert set(BY_HAND) == set(FUNCTIONS)


OPERATORS: list[tuple[str, Any]] = [
    ("n", 7),
    ('"n"', 7),
    ("n + 1", 8),
    ("n - 9", -2),
    ("n * half", 17.5),
    ("-x", 1.5),
    ("2 + n * 3", 23),
    ("(2 + n) * 3", 27),
    ("n / 2", 3.5),  # not 3
    ("6 / n", 6 / 7),
    ("n / zero", None),
    ("n / 0", None),
    ("zero / zero", None),
    ("gone / n", None),
    ("x / 0.0", None),
    ("n / gone", None),
    ("0.1 + 0.2 + 0 * x", 0.1 + 0.2),  # doubles, not DuckDB's decimals
    ("money * 3", 30.75),
    ("money / 2", 5.125),
    ("n * 1000000000", 7_000_000_000),  # int32 would overflow
    ("100 * 100 * n", 70_000),
    ("100000 * 100000 + n", 10_000_000_007),
    ("1e3 + n", 1007.0),
    ("n = 7", True),
    ("n <> 7", False),
    ("n != 7", False),
    ("n < 7", False),
    ("n <= 7", True),
    ("n > 7", False),
    ("n >= 7", True),
    ("n = 7.0", True),
    ("word = 'gift'", False),
    ("yes = true", True),
    ("at < later", True),
    ("n between 7 and 8", True),
    ("n not between 7 and 8", False),
    ("n in (1, -7)", False),
    ("n in (1, 7)", True),
    ("x in (-1.5)", True),
    ("n not in (1, 7)", False),
    ("word in ('a', 'it''s')", False),
    ("yes and no", False),
    ("yes or no", True),
    ("not yes", False),
    ("not yes or yes", True),
    ("no and no or yes", True),
    ("case when n > 5 then 'many' when n > 0 then 'few' else 'none' end", "many"),
    ("case when n > 9 then 1 end", None),
    ("case when n > 9 then 1 else 2.5 end", 2.5),
    ("case when yes then null else n end", None),
    ("case n when 6 then 'six' when 7 then 'seven' end", "seven"),
    ("COALESCE(gone, N)".replace("N", "n"), 7),
]


@pytest.mark.parametrize(("text", "expected"), OPERATORS)
def test_an_operator_gives_what_is_computed_by_hand(text: str, expected: Any) -> None:
    assert answer(text) == expected


ABSENT: list[tuple[str, Any]] = [
    ("gone is null", True),
    ("gone is not null", False),
    ("n is null", False),
    ("gone = gone", None),
    ("gone > 1", None),
    ("gone <> 1", None),
    ("not gone_yes", None),
    ("gone_yes and no", False),
    ("gone_yes and yes", None),
    ("gone_yes or yes", True),
    ("gone_yes or no", None),
    ("gone in (1, 2)", None),
    ("gone not in (1, 2)", None),
    ("gone between 1 and 2", None),
    ("gone_yes is true", False),
    ("gone_yes is false", False),
    ("gone_yes is not true", True),
    ("yes is true", True),
    ("no is false", True),
    ("gone + n", None),
    ("case when gone_yes then 1 else 2 end", 2),
    ("not coalesce(gone_yes, false)", True),
]


@pytest.mark.parametrize(("text", "expected"), ABSENT)
def test_null_is_neither_true_nor_false_nor_zero(text: str, expected: Any) -> None:
    assert answer(text) is expected or answer(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not one SQL expression"),
        ("n and", 'is not one SQL expression, near "and"'),
        ("n n", 'is not one SQL expression, near "n"'),
        ("n as m", 'is not one SQL expression, near "as"'),
        ("select n", 'is not one SQL expression, near "select"'),
        ("drop table ticket", 'is not one SQL expression, near "drop"'),
        ("word = 'open", "is not one SQL expression; a quote is left open"),
        ("n -- seven", "has a comment; say it under note"),
        ("/* seven */ n", "has a comment; say it under note"),
        ("1", "names no column"),
        ("true", "names no column"),
        ("nn + gon", 'no column "nn"; did you mean "n"?'),
        ("moneys", 'no column "moneys"; did you mean "money"?'),
        ('"Money"', 'no column "Money"; did you mean "money"?'),
        ("lenght(word)", 'no function "lenght"; did you mean "length"?'),
        ("round(half, 1)", "round takes 1, not 2 arguments"),
        ("least()", "least takes 2 or more, not 0 arguments"),
        ("coalesce()", "coalesce takes 1 or more, not 0 arguments"),
        ("greatest(n)", "greatest takes 2 or more, not 1 arguments"),
        ("lower(n)", '"n" is a number, where a text is needed'),
        ("abs(word)", '"word" is a text, where a number is needed'),
        ("hour(n)", '"n" is a number, where a time is needed'),
        ("word + 1", '"word" is a text, where a number is needed'),
        ("-word", '"word" is a text, where a number is needed'),
        ("yes + 1", '"yes" is a condition, where a number is needed'),
        ("not n", '"n" is a number, where a condition is needed'),
        ("yes and n", '"n" is a number, where a condition is needed'),
        ("case when n then 1 end", '"n" is a number, where a condition is needed'),
        ("n = '7'", "\"n = '7'\" mixes number with text"),
        ("0 < n < 9", '"0 < n < 9" mixes condition with number'),
        ("at > '2026-01-01'", "\"at > '2026-01-01'\" mixes text with time"),
        ("n in ('a')", "\"n IN ('a')\" mixes number with text"),
        ("n between 'a' and 'b'", "\"n BETWEEN 'a' AND 'b'\" mixes number with text"),
        ("case when yes then 1 else 'a' end", "\"CASE WHEN yes THEN 1 ELSE 'a' END\" mixes number with text"),
        ("case when yes then null end", '"CASE WHEN yes THEN NULL END" gives nothing but NULL'),
        ("coalesce(n, 'a')", "\"'a'\" is a text, where a number is needed"),
        ("n = null", "NULL stands only after then and else; ask with is null"),
        ("coalesce(n, null)", "NULL stands only after then and else; ask with is null"),
        ("n in (1, null)", '"n IN (1, NULL)" should list plain values'),
        ("n in (zero)", '"n IN (zero)" should list plain values'),
        ("n + 99999999999999999999", '"99999999999999999999" is too large'),
        ("n + 1e999", '"1e999" is too large'),
        ("zoned < at", "\"zoned\" holds timestamp('UTC'), which an expression cannot use"),
        ("length(tags)", '"tags" holds array<string>, which an expression cannot use'),
        ("n + " * 300 + "n", "is longer than 1000 characters; split it or add a column to the facts"),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "n in (select 1)",
        "(select max(n) from ticket)",
        "exists (select 1)",
        "n = any (select 1)",
        "t.n",
        "s.t.n",
        "t.*",
        "*",
        "abs(n) over ()",
        "row_number() over (order by n)",
        "n::int",
        "timestamp '2026-01-01'",
        "date '2026-01-01'",
        "interval 1 day",
        "current_date",
        "current_timestamp",
        "word like 'G%'",
        "word || 'x'",
        "n % 2",
        "n is distinct from 1",
        "n between symmetric 1 and 2",
        "n in zero",
        "n is json",
        "if(yes, 1, 2)",
        "tags[1]",
        "[n]",
        "{a: n}",
        "(n, zero)",
        "n; zero",
        "?",
        ":n",
        "@n",
        "lower(distinct word)",
        "abs(x := n)",
        "word collate nocase",
        "at at time zone 'UTC'",
        "'a' 'b'",
        "n -> 1",
    ],
)
def test_what_the_language_does_not_list_is_refused(text: str) -> None:
    assert " is not allowed; use columns, values, operators and functions" in refusal(text)


@pytest.mark.parametrize(
    "text",
    ["read_csv('/etc/passwd')", "sum(n)", "count(*)", "getenv('HOME')", "cast(n as text)", "try_cast(n as int)",
     "eval('1')", "columns('n')", "unnest(tags)", "system('x')", "current_setting('x')", "random()", "now()"],
)  # fmt: skip
def test_a_function_outside_the_table_is_refused_by_name(text: str) -> None:
    assert refusal(text).startswith(f'no function "{text.split("(")[0]}"')


@pytest.mark.parametrize(
    "text", ["(" * 499 + "n" + ")" * 499, "not " * 200 + "yes", "n" + "+n" * 499, "- " * 400 + "n"]
)
def test_nesting_without_end_is_refused(text: str) -> None:
    assert refusal(text) == "is nested too deeply"


def test_a_long_sum_is_no_deep_nesting() -> None:
    assert answer("n" + " + n" * 90) == 7 * 91


def test_the_kind_of_the_result_can_be_asked_for() -> None:
    assert refusal("n", kind=Kind.CONDITION) == '"n" is a number, where a condition is needed'
    assert compile_expression("n > 1", table(), PLACE, kind=Kind.CONDITION).type().is_boolean()


def test_columns_and_words_can_be_checked_without_a_table() -> None:
    assert columns_of("case when at < later then abs(n) else 'n' end") == {"at", "later", "n"}
    check_expression("a + b > 1", {"a": None, "b": None}, PLACE)
    with pytest.raises(DefinitionError, match='no column "c"'):
        check_expression("c", ["a"], PLACE)
    with pytest.raises(DefinitionError, match=r"^expression: is not one SQL expression"):
        columns_of("a b")


def test_a_column_may_have_a_chinese_name() -> None:
    source = ibis.memtable([{"金额": 2.5}])
    value = compile_expression("金额 * 2", source, PLACE)
    assert source.select(answer=value).to_pyarrow()["answer"][0].as_py() == 5.0


def test_numbers_reach_spark_as_the_same_types() -> None:
    """The SQL for Spark casts every literal, so that 0.1 is a double and 3 a long as on DuckDB."""
    source = ibis.table({"n": "int32"}, name="t")
    sql = ibis.to_sql(source.select(answer=compile_expression("n * 3", source, PLACE)), dialect="pyspark")
    assert "CAST(`t0`.`n` AS BIGINT) * CAST(3 AS BIGINT)" in str(sql)
