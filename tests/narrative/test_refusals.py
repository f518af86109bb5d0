"""What is refused is said in Chinese too: sentence by sentence as the code has them, with the same values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import ibis
import pytest

import kefu
from kefu.errors import DefinitionError, KefuError, NotFoundError, UsageError, did_you_mean
from kefu.metrics.expression import compile_expression
from kefu.narrative.refusals import sentences, told

MAKERS = ("error", "_error")  # methods of readers that say where, and take the sentence with its values
KINDS = {KefuError.__name__, *(one.__name__ for one in KefuError.__subclasses__())}
SOURCE = Path(kefu.__file__).parent
MET = ("workbench/", "report/archive.py", "report/commentary.py", "analyses/__init__.py", "analyses/restatement/",
       "store/ledger.py", "metrics/query.py", "metrics/dimension.py", "cleaning/intake.py", "cleaning/quarantine.py",
       "cleaning/set_aside.py", "sources/_", "sources/delimited.py", "sources/json_records.py", "sources/parquet.py",
       "sources/spreadsheet.py", "sources/profiles/_recognition.py", "findings/written.py", "sending/delivery.py",
       "sending/message.py", "sending/channel.py", "configuration.py", "service/", "secrets.py", "engine/__init__.py",
       "cleaning/times.py", "analyses/_actions.py", "analyses/_measures.py", "metrics/", "report/kinds/",
       "sources/profiles/", "sources/live/", "cli/", "cleaning/", "store/", "project.py", "report/themes/")  # fmt: skip


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every error the code makes, with where."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (_kind(node.func).endswith("Error") or _kind(node.func) in MAKERS):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def _kind(function: ast.expr) -> str:
    """The name of what is called: of an error, or of a method that makes one."""
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _texts() -> set[str]:
    """Every text in the code, also one put together of two."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "Error" in text:
            nodes = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Constant)]
            found |= {one.value for one in nodes if isinstance(one.value, str)}
    return found


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _passes_on(sentence: ast.JoinedStr) -> bool:
    """Whether it says where, and then what a reader of a part says, such as that of one week of a calendar."""
    last = sentence.values[-1]
    return isinstance(last, ast.FormattedValue) and isinstance(last.value, ast.Name) and last.value.id == "error"


def _has_values(call: ast.Call) -> bool:
    said = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    return isinstance(said, str) and "{" in said and bool(call.keywords or _kind(call.func) in MAKERS)


def test_every_sentence_with_values_is_put_into_chinese() -> None:
    lacking = [
        where
        for where, call in _calls()
        if _has_values(call) and call.args[0].value not in sentences()  # type: ignore[attr-defined]
    ]
    assert lacking == []


def test_what_people_meet_in_the_workbench_is_a_sentence_with_values() -> None:
    """No sentence is put together where only English could say it, also of files of settings."""
    put_together = [
        where
        for where, call in _calls()
        if where.startswith(MET)
        and _kind(call.func) in KINDS | set(MAKERS)
        and call.args
        and isinstance(call.args[0], ast.JoinedStr)
        and not _passes_on(call.args[0])
    ]
    assert put_together == []


def test_every_sentence_put_into_chinese_is_one_of_the_code() -> None:
    from kefu.cleaning import intake

    known = _texts() | {intake.NOT_IN, intake.NOT_YET}
    assert [one for one in sentences() if one not in known] == []


@pytest.mark.parametrize("english", sorted(sentences()))
def test_the_chinese_names_only_what_the_english_names(english: str) -> None:
    chinese = sentences()[english]
    assert fields(chinese) <= fields(english)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_values_are_filled_in_and_named() -> None:
    error = UsageError("version {number} of {kind} is {state} already", number=2, kind="monthly", state="published")
    assert str(error) == "version 2 of monthly is published already"
    assert told(error, "en") == str(error)
    names = {"kind": {"monthly": "月报"}.__getitem__, "state": {"published": "已发布"}.__getitem__}
    assert told(error, "zh", names) == "“月报”第 2 版已发布，不能再处理"


def test_what_was_meant_is_asked_in_the_same_language() -> None:
    near, none = ({"metric": name, "near": did_you_mean(name, ["csat", "nps"])} for name in ("csatt", "x"))
    errors = [NotFoundError('no metric "{metric}"{near}', **values) for values in (near, none)]
    assert [str(one) for one in errors] == [
        'no metric "csatt"; did you mean "csat"?',
        'no metric "x"; known: csat, nps',
    ]
    assert [told(one, "zh") for one in errors] == ["没有指标“csatt”；您是指“csat”吗？", "没有指标“x”；可选：csat、nps"]


def test_words_of_ours_in_a_sentence_are_said_in_the_language() -> None:
    with pytest.raises(DefinitionError) as raised:
        compile_expression("customer_id + 1", ibis.table({"customer_id": "string"}), "metrics/x.yaml: value")
    assert str(raised.value) == 'metrics/x.yaml: value: "customer_id" is a text, where a number is needed'
    assert told(raised.value, "zh") == "metrics/x.yaml: value：“customer_id”是文本，这里需要数值"


def test_what_nobody_has_put_into_chinese_is_told_as_it_is() -> None:
    assert told(UsageError("something {odd}"), "zh") == "something {odd}"
