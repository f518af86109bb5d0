"""The small SQL language of ``where`` and ``value``: parsed, checked, compiled to Ibis and never evaluated.

What is not listed in ``NODES`` or ``FUNCTIONS`` is refused, so a definition reads the columns of its table and nothing
else. Everything listed means the same on DuckDB and Spark; where the engines or Ibis differ by nature, a comment here
says what is done about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from typing import Any, ClassVar

import ibis
import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, SqlglotError

from kefu.errors import DefinitionError, Term, did_you_mean
from kefu.metrics.moment import epoch

LONGEST = 1_000  # characters; a longer one is a query in disguise
DEEPEST = 100  # levels of nesting; compiling 300 still fits Python's stack, and callers need some of it
LARGEST = 2**63 - 1


class Kind(StrEnum):
    """What an expression yields; kinds are never converted into each other, because each engine does it its own way."""

    NUMBER = "number"
    TEXT = "text"
    CONDITION = "condition"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: the kind of each argument (None: any, but all alike) and how Ibis says it.

    ``repeats`` lets the last argument be given again any number of times.
    """

    takes: tuple[Kind | None, ...]
    build: Callable[..., Any]
    repeats: bool = False

    def fits(self, count: int) -> bool:
        return count == len(self.takes) or (self.repeats and count > len(self.takes))

    def kind(self, position: int) -> Kind | None:
        return self.takes[min(position, len(self.takes) - 1)]


def _whole(name: str) -> Callable[[Any], Any]:
    """Round a number by the method ``name``; halves go away from zero, as both engines do without a number of digits.

    Whole numbers are left alone: on the way through a double those beyond 2**53 would change.
    """
    return lambda value: value if value.type().is_integer() else getattr(value, name)().cast("int64")


def _part(name: str) -> Callable[[Any], Any]:
    return lambda time: getattr(time, name)().cast("int64")


_N, _T, _C, _AT = Kind.NUMBER, Kind.TEXT, Kind.CONDITION, Kind.TIME

FUNCTIONS: Mapping[str, Function] = {
    "coalesce": Function((None,), ibis.coalesce, repeats=True),
    "nullif": Function((None, None), lambda value, other: value.nullif(other)),
    # NULL arguments are skipped by both engines, unlike in Oracle and MySQL; NULL only when all are.
    "least": Function((None, None), ibis.least, repeats=True),
    "greatest": Function((None, None), ibis.greatest, repeats=True),
    "abs": Function((_N,), lambda value: value.abs()),
    "round": Function((_N,), _whole("round")),
    "floor": Function((_N,), _whole("floor")),
    "ceil": Function((_N,), _whole("ceil")),
    # The sign follows the dividend on both; by zero DuckDB says NULL and Spark stops, so NULL is asked for.
    "mod": Function((_N, _N), lambda value, divisor: value % divisor.nullif(0)),
    # A few letters differ between the engines (Turkish i, German sharp s); codes and Chinese text do not meet them.
    "lower": Function((_T,), lambda text: text.lower()),
    "upper": Function((_T,), lambda text: text.upper()),
    "length": Function((_T,), lambda text: text.length().cast("int64")),  # code points, not bytes
    # The needle is literal text: % and _ mean themselves.
    "starts_with": Function((_T, _T), lambda text, start: text.startswith(start)),
    "ends_with": Function((_T, _T), lambda text, end: text.endswith(end)),
    "contains": Function((_T, _T), lambda text, part: text.contains(part)),
    # Times are naive UTC; Ibis sets Spark's session to UTC, without which it would read them as local.
    "epoch": Function((_AT,), epoch),
    "seconds_between": Function((_AT, _AT), lambda start, end: epoch(end) - epoch(start)),
    "year": Function((_AT,), _part("year")),
    "month": Function((_AT,), _part("month")),
    "day": Function((_AT,), _part("day")),
    "hour": Function((_AT,), _part("hour")),
    "minute": Function((_AT,), _part("minute")),
    # Sunday is 0 on DuckDB and 1 on Spark; Ibis' index is Monday 0 on both. Here: Monday 1 … Sunday 7.
    "weekday": Function((_AT,), lambda time: time.day_of_week.index().cast("int64") + 1),
}


def _divide(left: Any, right: Any) -> Any:
    """Always a division of floats, and NULL by zero: engines disagree on 7 / 2 and on 1 / 0."""
    return left.cast("float64") / right.cast("float64").nullif(0.0)


ARITHMETIC: Mapping[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.Add: lambda left, right: left + right,
    exp.Sub: lambda left, right: left - right,
    exp.Mul: lambda left, right: left * right,
    exp.Div: _divide,
}
COMPARISONS: Mapping[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.EQ: lambda left, right: left == right,
    exp.NEQ: lambda left, right: left != right,
    exp.LT: lambda left, right: left < right,
    exp.LTE: lambda left, right: left <= right,
    exp.GT: lambda left, right: left > right,
    exp.GTE: lambda left, right: left >= right,
}
LOGIC: Mapping[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.And: lambda left, right: left & right,
    exp.Or: lambda left, right: left | right,
}
# What the parser may find, and which parts of it; any other part (a prefix, a subquery after in, symmetric) is refused.
NODES: Mapping[type[exp.Expr], frozenset[str]] = {
    exp.Column: frozenset({"this"}),
    exp.Identifier: frozenset({"this", "quoted"}),
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Boolean: frozenset({"this"}),
    exp.Null: frozenset(),
    exp.Paren: frozenset({"this"}),
    exp.Neg: frozenset({"this"}),
    exp.Not: frozenset({"this"}),
    exp.Is: frozenset({"this", "expression"}),
    exp.In: frozenset({"this", "expressions"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.If: frozenset({"this", "true"}),
    exp.Anonymous: frozenset({"this", "expressions"}),
    **dict.fromkeys((*ARITHMETIC, *COMPARISONS, *LOGIC), frozenset({"this", "expression"})),
}


class KefuExpression(Dialect):
    """Standard SQL without built-in functions, so that every call keeps its name and meets ``FUNCTIONS``."""

    class Parser(sqlglot.Parser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {}


def compile_expression(text: str, table: Any, where: str, *, kind: Kind | None = None) -> Any:
    """Return ``text`` as an Ibis value over ``table``.

    Raises DefinitionError, opening with ``where`` (e.g. ``metrics/x.yaml: value``), for a word the language does not
    have, a column the table does not have, kinds that do not go together, and a result that is not of ``kind``.
    """
    check_expression(text, table.columns, where)
    compiler = _Compiler(table, where)
    value = compiler.value(_tree(text, where))
    if kind:
        compiler.require(kind, value, text)
    return value


def check_expression(text: str, columns: Iterable[str], place: str) -> None:
    """Refuse what can be refused without a table: unknown words, functions, arguments and columns."""
    known = frozenset(columns)
    names = _columns(_tree(text, place))
    if not names:
        raise DefinitionError("{place}: names no column", place=place)
    for name in names:
        if name not in known:
            raise DefinitionError(
                '{place}: no column "{name}"{near}', place=place, name=name, near=did_you_mean(name, known)
            )


def columns_of(text: str, place: str = "expression") -> frozenset[str]:
    """Return the names of the columns an expression reads; raises DefinitionError when it is not one."""
    return frozenset(_columns(_tree(text, place)))


def _columns(tree: exp.Expr) -> list[str]:
    return [column.name for column in tree.find_all(exp.Column)]


@lru_cache(maxsize=512)  # a report asks the same metrics again and again
def _tree(text: str, place: str) -> exp.Expr:
    """Parse and check every node; what comes back holds only what ``NODES`` and ``FUNCTIONS`` list."""
    if len(text) > LONGEST:
        raise DefinitionError(
            "{place}: is longer than {longest} characters; split it or add a column to the facts",
            place=place,
            longest=LONGEST,
        )
    tree = _parsed(text, place)
    depths: dict[int, int] = {}
    for node in tree.walk():
        depths[id(node)] = depths.get(id(node.parent), 0) + 1
        if depths[id(node)] > DEEPEST:
            raise DefinitionError("{place}: is nested too deeply", place=place)
        _refuse_unlisted(node, place)
        if isinstance(node, exp.Anonymous):
            _refuse_call(node, place)
    return tree


def _parsed(text: str, place: str) -> exp.Expr:
    try:
        if any(token.comments for token in KefuExpression().tokenize(text)):
            raise DefinitionError("{place}: has a comment; say it under note", place=place)
        return sqlglot.parse_one(text, dialect=KefuExpression, into=exp.Condition)
    except ParseError as error:
        near = next((str(one["highlight"]) for one in error.errors if one.get("highlight")), "")
        if near:
            raise DefinitionError('{place}: is not one SQL expression, near "{near}"', place=place, near=near) from None
        raise DefinitionError("{place}: is not one SQL expression", place=place) from None
    except SqlglotError:
        raise DefinitionError("{place}: is not one SQL expression; a quote is left open", place=place) from None
    except RecursionError:
        raise DefinitionError("{place}: is nested too deeply", place=place) from None


def _refuse_unlisted(node: exp.Expr, place: str) -> None:
    allowed = NODES.get(type(node))
    extra = allowed is None or any(part for name, part in node.args.items() if name not in allowed)
    odd = isinstance(node, exp.Is) and not isinstance(node.expression, exp.Null | exp.Boolean)
    if extra or odd:
        raise DefinitionError(
            '{place}: "{shown}" is not allowed; use columns, values, operators and functions',
            place=place,
            shown=_shown(node),
        )


def _refuse_call(call: exp.Anonymous, place: str) -> None:
    function, count = FUNCTIONS.get(call.name.lower()), len(call.expressions)
    if function is None:
        raise DefinitionError(
            '{place}: no function "{name}"{near}', place=place, name=call.name, near=did_you_mean(call.name, FUNCTIONS)
        )
    if not function.fits(count):
        told: dict[str, object] = {"name": call.name, "wanted": len(function.takes), "count": count}
        if function.repeats:
            raise DefinitionError("{place}: {name} takes {wanted} or more, not {count} arguments", place=place, **told)
        raise DefinitionError("{place}: {name} takes {wanted}, not {count} arguments", place=place, **told)


def _shown(node: exp.Expr | str) -> str:
    """What an error quotes; only errors ask, because writing SQL takes longer than checking it."""
    text = node if isinstance(node, str) else node.sql(comments=False)
    return text if len(text) <= 40 else f"{text[:40]}…"


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Turns checked nodes into Ibis values over one table."""

    table: Any
    place: str

    def error(self, sentence: str, /, **values: object) -> DefinitionError:
        return DefinitionError(sentence, place=self.place, **values)

    def value(self, node: exp.Expr) -> Any:
        """Return the value of any node but NULL, which stands only as a result of case."""
        match node:
            case exp.Paren():
                return self.value(node.this)
            case exp.Column():
                return self.column(node.name)
            case exp.Literal() | exp.Boolean():
                return self.literal(node)
            case exp.Neg():
                return -self.number(node.this)
            case exp.Not():
                return ~self.condition(node.this)
            case exp.Is():
                return self.is_state(node)
            case exp.In():
                return self.is_in(node)
            case exp.Between():
                one, low, high = self.alike(node.this, node.args["low"], node.args["high"])
                return one.between(low, high)
            case exp.Case():
                return self.case(node)
            case exp.Anonymous():
                return self.call(node)
            case exp.Null():
                raise self.error("{place}: NULL stands only after then and else; ask with is null")
            case _:
                return self.binary(node)

    def binary(self, node: exp.Expr) -> Any:
        kind = type(node)
        if kind in LOGIC:
            return LOGIC[kind](self.condition(node.this), self.condition(node.expression))
        if kind in ARITHMETIC:
            return ARITHMETIC[kind](self.number(node.this), self.number(node.expression))
        return COMPARISONS[kind](*self.alike(node.this, node.expression))

    def column(self, name: str) -> Any:
        """Return the column in the widest type of its kind: narrow integers overflow and decimals round differently."""
        column = self.table[name]
        kind, dtype = self.kind(column, name), column.type()
        if kind is Kind.NUMBER:
            wide = "int64" if dtype.is_integer() else "float64"
            return column if str(dtype).lstrip("!") == wide else column.cast(wide)
        return column.cast("timestamp") if dtype.is_date() else column

    def literal(self, node: exp.Expr) -> Any:
        if isinstance(node, exp.Boolean):
            return ibis.literal(bool(node.this))
        return ibis.literal(node.this) if node.is_string else self.number_literal(node.name)

    def number_literal(self, digits: str) -> Any:
        if digits.isdigit() and int(digits) <= LARGEST:
            return ibis.literal(int(digits)).cast("int64")
        if digits.isdigit() or not isfinite(float(digits)):
            raise self.error('{place}: "{digits}" is too large', digits=digits)
        # Written as 0.1 it would be a DECIMAL on DuckDB and a DOUBLE on Spark; from text both make the same double.
        return ibis.literal(digits).cast("float64")

    def is_state(self, node: exp.Is) -> Any:
        if isinstance(node.expression, exp.Null):
            return self.value(node.this).isnull()
        condition = self.condition(node.this)
        return ibis.coalesce(condition if node.expression.this else ~condition, False)

    def is_in(self, node: exp.In) -> Any:
        if not all(isinstance(one.this if isinstance(one, exp.Neg) else one, exp.Literal) for one in node.expressions):
            raise self.error(
                '{place}: "{shown}" should list plain values', shown=_shown(node)
            )  # NULL in a list makes "not in" never true
        one, *others = self.alike(node.this, *node.expressions)
        return one.isin(others)

    def case(self, node: exp.Case) -> Any:
        """A branch without a value, and no branch at all, give NULL; a condition that is NULL does not hold."""
        tests = [self.test(node, one.this) for one in node.args["ifs"]]
        results = [self.result(one.args["true"]) for one in node.args["ifs"]]
        default = self.result(node.args.get("default"))
        self.require_alike([one for one in (*results, default) if not one.type().is_null()], node)
        return ibis.cases(*zip(tests, results, strict=True), else_=default)

    def test(self, node: exp.Case, test: exp.Expr) -> Any:
        if node.this is None:
            return self.condition(test)
        left, right = self.alike(node.this, test)
        return left == right

    def result(self, node: exp.Expr | None) -> Any:
        return ibis.null() if node is None or isinstance(node, exp.Null) else self.value(node)

    def call(self, node: exp.Anonymous) -> Any:
        function = FUNCTIONS[node.name.lower()]
        values = [self.value(one) for one in node.expressions]
        for position, (value, one) in enumerate(zip(values, node.expressions, strict=True)):
            self.require(function.kind(position) or self.kind(values[0], one), value, one)
        return function.build(*values)

    def number(self, node: exp.Expr) -> Any:
        return self.require(Kind.NUMBER, self.value(node), node)

    def condition(self, node: exp.Expr) -> Any:
        return self.require(Kind.CONDITION, self.value(node), node)

    def alike(self, *nodes: exp.Expr) -> list[Any]:
        values = [self.value(node) for node in nodes]
        self.require_alike(values, nodes[0].parent or nodes[0])
        return values

    def require_alike(self, values: list[Any], node: exp.Expr) -> None:
        kinds = sorted({self.kind(value, node) for value in values})
        if len(kinds) != 1:
            if not kinds:
                raise self.error('{place}: "{shown}" gives nothing but NULL', shown=_shown(node))
            one, other = Term(kinds[0]), Term(kinds[1])
            raise self.error('{place}: "{shown}" mixes {one} with {other}', shown=_shown(node), one=one, other=other)

    def require(self, kind: Kind, value: Any, node: exp.Expr | str) -> Any:
        found = self.kind(value, node)
        if found is not kind:
            raise self.error(
                '{place}: "{shown}" is a {found}, where a {kind} is needed',
                shown=_shown(node),
                found=Term(found),
                kind=Term(kind),
            )
        return value

    def kind(self, value: Any, node: exp.Expr | str) -> Kind:
        dtype = value.type()
        if dtype.is_boolean():
            return Kind.CONDITION
        if dtype.is_numeric():
            return Kind.NUMBER
        if dtype.is_string():
            return Kind.TEXT
        # A time with a zone gives another hour on each engine; the store holds naive UTC and naive local times.
        if dtype.is_date() or (dtype.is_timestamp() and dtype.timezone is None):
            return Kind.TIME
        raise self.error(
            '{place}: "{shown}" holds {dtype}, which an expression cannot use', shown=_shown(node), dtype=dtype
        )
