"""Pseudonyms are stable within a project, differ between projects, are the same in SQL, and their key stays secret."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.cleaning.privacy import Pseudonyms, read_key
from kefu.cleaning.privacy.forms import DROPPED
from kefu.engine import connect
from kefu.errors import DefinitionError

if TYPE_CHECKING:
    from kefu.engine import Engine

VARIABLE = "KEFU_PSEUDONYM_KEY"
KEY = Pseudonyms(b"key")
ENGINE = connect()


@pytest.fixture(autouse=True)
def no_key_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def in_engine(engine: Engine, one: Pseudonyms, kind: str, value: str | None) -> str | None:
    made = one.in_sql(engine, kind, "said")
    return str(found) if (found := engine.one(f"SELECT {made} FROM (SELECT $1 AS said)", [value])) else None


def test_it_is_the_beginning_of_the_standard_digest() -> None:
    # printf phone:13800138000 | openssl dgst -sha256 -hmac key
    assert KEY.of("phone", "13800138000") == "d969a45ec8"


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "+86 138-0013-8000", "13800138000"),
        ("phone", "0086 13800138000", "１３８００１３８０００"),
        ("phone", "(010) 8888-6666", "01088886666"),
        ("email", "Li.Lei@Example.com ", "li.lei@example.com"),
        ("name", "张 三", "张三"),
        ("id_card", "11010519491231002x", "110105 19491231 002X"),
        ("plate", "京a·12345", "京A12345"),
    ],
)
def test_ways_of_writing_are_one_value(kind: str, one: str, other: str) -> None:
    assert KEY.of(kind, one) == KEY.of(kind, other) == in_engine(ENGINE, KEY, kind, one)


def test_ids_stay_as_they_are() -> None:
    assert KEY.of("person", "c1") != KEY.of("person", "C1")


def test_kinds_keys_and_values_differ() -> None:
    made = {KEY.of("phone", "1"), KEY.of("qq", "1"), KEY.of("phone", "2"), Pseudonyms(b"other").of("phone", "1")}
    assert len(made) == 4


# A surrogate is no text of the engine.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text("0123456789+-() ０１aA中é\u0301", max_size=15),
)


@given(st.sampled_from([*DROPPED, "person"]), TEXTS, st.sampled_from([b"key", b"k" * 64, b"longer than a block" * 5]))
def test_sql_gives_the_very_same(kind: str, value: str, key: bytes) -> None:
    assert in_engine(ENGINE, Pseudonyms(key), kind, value) == Pseudonyms(key).of(kind, value)


def test_nothing_stays_nothing_in_sql() -> None:
    assert in_engine(ENGINE, KEY, "phone", None) is None


def test_the_key_is_in_no_sql_and_in_no_words() -> None:
    one = Pseudonyms(b"secret secret secret")
    assert "secret" not in repr(one) + str(one) + one.in_sql(ENGINE, "phone", "said")
    assert one.key.hex() not in one.in_sql(ENGINE, "phone", "said")


def test_two_projects_on_one_engine_keep_apart() -> None:
    one, other = Pseudonyms(b"one"), Pseudonyms(b"other")
    both = (
        f"SELECT {one.in_sql(ENGINE, 'qq', 'said')}, {other.in_sql(ENGINE, 'qq', 'said')} FROM (SELECT '12345' AS said)"
    )
    assert ENGINE.rows(both) == [(one.of("qq", "12345"), other.of("qq", "12345"))]


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    key = read_key(tmp_path / "data")
    assert len(key) == 32
    assert read_key(tmp_path / "data") == key != read_key(tmp_path / "other")
    kept = (tmp_path / "data" / "pseudonym.key").read_text(encoding="ascii")
    assert bytes.fromhex(kept.strip()) == key


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are POSIX")
def test_only_the_owner_may_read_the_key(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        read_key(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "pseudonym.key").stat().st_mode) == 0o600


def _read(folder: Path) -> bytes:
    return read_key(folder)


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(_read, [tmp_path] * 12, chunksize=1)
    assert len(set(keys)) == 1
    assert not list(tmp_path.glob("*.tmp"))


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "0123456789abcdef0123456789abcdef")
    assert read_key(tmp_path) == b"0123456789abcdef0123456789abcdef"
    assert not (tmp_path / "pseudonym.key").exists()
    monkeypatch.setenv(VARIABLE, "short")
    with pytest.raises(DefinitionError, match=f"{VARIABLE}: should be at least 32 characters") as raised:
        read_key(tmp_path)
    assert '"short"' not in str(raised.value)


@pytest.mark.parametrize("text", ["", "no key", "abc123\n", "0" * 63])
def test_a_damaged_key_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "pseudonym.key").write_text(text, encoding="ascii")
    with pytest.raises(DefinitionError, match=r"pseudonym\.key: should be 64 hexadecimal digits; restore it"):
        read_key(tmp_path)
    assert (tmp_path / "pseudonym.key").read_text(encoding="ascii") == text
