"""The engine picks every text that masking would change, few others, and replaces the same as Python alone."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from bench.masking import reviews
from bench.sentences import is_right, sentences
from hypothesis import given, settings
from hypothesis import strategies as st

from kefu.cleaning.privacy import Pseudonyms, mask, masked_texts, suspect
from kefu.cleaning.privacy import suspects as module
from kefu.cleaning.privacy.folding import FOLDED, folded_sql
from kefu.engine import connect

KEY = Pseudonyms(b"a key of tests")
ENGINE = connect()
SUSPECT = suspect("said")
REVIEWS = Path(__file__).parents[3] / "shared" / "data" / "zh_reviews"

# Pieces of personal data, so that what hypothesis puts together is often some.
PIECES = [
    "13800138000", "１３８", "0013", "8000", "138-0013-8000", "-", " ", ".", "，", "：", "（", "电话", "手机号",
    "微信", "QQ", "订单号", "和", "快递单号", "身份证", "11010519491231002X", "银行卡号", "4111111111111111",
    "京A", "D12345", "零一二三", "幺三八零零幺三八", "零零零", "lilei_88", "abc", "@example.com", "https://",
    "t.cn/", "www.", "192.168.1.1", "400-123-4567", "010-88886666", "北京市", "朝阳区", "建国路", "88号",
    "阳光花园", "3期", "3栋", "2单元", "501室", "新民村5组", "地址：", "收件人", "王小明", "先生", "我叫", "我是",
    "Mr. ", "John", "SF1234567890123", "〔手机号·3f2a9c81d0〕", "〔手机号·", "〕", "\u200b", "—", "元", "\n",
    "转8", "是我的订单", "是我的电话", "是我QQ",
]  # fmt: skip
LETTERS = st.characters(exclude_categories=["Cs"])
JOINED = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(LETTERS, max_size=3), st.text("0123456789０１一三X-. ", max_size=6)),
    max_size=10,
).map("".join)


def is_suspect(text: str | None) -> bool:
    return bool(ENGINE.one(f"SELECT {SUSPECT} FROM (SELECT CAST($1 AS VARCHAR) AS said)", [text]))


@settings(max_examples=300, deadline=None)
@given(JOINED)
def test_what_masking_changes_is_suspect(text: str) -> None:
    if mask(text, KEY).text != text:
        assert is_suspect(text)


@given(st.text(LETTERS, max_size=10), st.lists(st.sampled_from([*map(chr, FOLDED), "e\u0301", "1"])).map("".join))
def test_the_engine_reads_characters_as_python_does(anything: str, folding: str) -> None:
    text = anything + folding
    assert ENGINE.one(f"SELECT {folded_sql('said')} FROM (SELECT $1 AS said)", [text]) == text.translate(FOLDED)


@pytest.mark.parametrize("text", [None, "", "很好用，物流也快", "花了9999元", "2026年11月11日买的"])
def test_ordinary_texts_are_not_suspect(text: str | None) -> None:
    assert not is_suspect(text)


def test_texts_are_masked_once_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 3)
    numbers = [f"打1380013800{digit}" for digit in range(10)]
    rows = [{"body": numbers[at % 10], "note": "很好" if at % 2 else None} for at in range(100)]
    rows += [{"body": None, "note": "加QQ 12345678"}, {"body": "订单还没发", "note": ""}]
    engine = connect()
    engine.register("received", pa.Table.from_pylist(rows))
    name = masked_texts(engine, "received", ["body", "note"], KEY)
    expected = {text: mask(text, KEY).text for text in [*numbers, "加QQ 12345678"]}
    found = engine.rows(f"SELECT text, masked FROM {name}")
    assert len(found) == 11  # ten numbers and one note; what masking leaves alone is not in it
    assert dict(found) == expected
    joined = f"SELECT count(*) FROM received r LEFT JOIN {name} m ON m.text = r.body"
    assert engine.one(joined) == 102  # no row is doubled
    left = "SELECT count(*) FROM (SHOW ALL TABLES) WHERE name LIKE 'suspects_%' OR name LIKE '%_batch'"
    assert engine.one(left) == 0


def test_two_tables_of_masked_texts_stand_beside_each_other() -> None:
    engine = connect()
    engine.run("CREATE TABLE one AS SELECT '打13800138000' AS body")
    first = masked_texts(engine, "one", ["body"], KEY)
    second = masked_texts(engine, "one", ["body"], KEY, language="en")
    assert first != second
    assert engine.one(f"SELECT masked FROM {second}").startswith("打〔mobile·")


def test_made_up_sentences_are_covered_and_those_that_only_look_so_are_left() -> None:
    """Not a measure of how customers write (docs/reference/privacy.md has that), but none may get worse unseen."""
    wrong = [one.text for one in sentences(40) if not is_right(one, mask(one.text, KEY).text)]
    assert wrong == []


@pytest.mark.shared
@pytest.mark.skipif(not REVIEWS.is_dir(), reason="the reviews are not at ../shared/data beside the repository")
def test_real_reviews_are_masked_alike_by_both_roads() -> None:
    texts = reviews(REVIEWS)
    engine = connect()
    engine.register("received", pa.table({"body": texts}))
    name = masked_texts(engine, "received", ["body"], KEY)
    changed = {text: masked for text in texts if (masked := mask(text, KEY).text) != text}
    assert dict(engine.rows(f"SELECT text, masked FROM {name}")) == changed
    assert 150 < len(changed) < 400  # of 74,761: rules that suddenly find everything, or nothing, are broken
