"""Answers kept beside the data: found again, bounded, shared, and never trusted when damaged."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from kefu.store.answers import Answers


def test_what_is_kept_is_found_and_nothing_else(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    assert answers.find(["a"]) == {}
    answers.keep({"a": "东区".encode(), "b": b""})
    assert Answers(tmp_path).find(["a", "b", "c"]) == {"a": "东区".encode(), "b": b""}


def test_more_keys_than_one_statement_takes(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep({str(number): bytes([number % 256]) for number in range(1_200)})
    found = answers.find([str(number) for number in range(1_200)])
    assert found == {str(number): bytes([number % 256]) for number in range(1_200)}


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    answers = Answers(tmp_path, largest=200_000)
    for number in range(100):
        answers.keep(
            {str(number): " ".join(f"{number * 7919 * at % 1_000_003}" for at in range(1_000)).encode()}
        )  # some 3 kB packed
    found = answers.find([str(number) for number in range(100)])
    assert "99" in found
    assert "0" not in found
    assert answers.path.stat().st_size < 400_000


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep({"a": b"1"})
    answers.path.write_bytes(b"no database at all" * 100)
    assert answers.find(["a"]) == {}
    answers.keep({"a": b"2"})
    assert answers.find(["a"]) == {"a": b"2"}


def test_a_damaged_content_is_no_answer(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    answers.keep({"a": " ".join(map(str, range(1_000))).encode()})
    with closing(sqlite3.connect(answers.path)) as connection, connection:
        (content,) = connection.execute("SELECT content FROM answer").fetchone()
        spoilt = content[:500] + bytes([content[500] ^ 1]) + content[501:]
        connection.execute("UPDATE answer SET content = ?", [spoilt])
    assert answers.find(["a"]) == {}


def test_a_place_that_cannot_be_written_keeps_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")
    answers = Answers(tmp_path)
    answers.keep({"a": b"1"})
    assert answers.find(["a"]) == {}


def test_readers_and_writers_share_it(tmp_path: Path) -> None:
    def work(number: int) -> bool:
        answers = Answers(tmp_path)
        answers.keep({f"{number}": bytes([number])})
        return set(answers.find([f"{number}"]).values()) <= {bytes([number])}

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(64)))
