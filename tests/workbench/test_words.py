"""Every word is there in both languages, and every word a template or a module asks for is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kefu.workbench
from kefu.workbench.web.words import words

HERE = Path(kefu.workbench.__file__).parent
ASKED = re.compile(r"""(?:\{% t |(?<![.\w])word\(|\bsaid\()\s*["']([a-z_0-9.]+)["']""")


def _asked() -> Iterator[tuple[str, str]]:
    for path in sorted((*HERE.rglob("*.html"), *HERE.rglob("*.py"))):
        for key in ASKED.findall(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(HERE)), key


def test_every_word_is_said_in_both_languages() -> None:
    for key, told in words().items():
        assert set(told) == {"zh", "en"}, key
        assert all(text.strip() for text in told.values()), key
        assert re.findall(r"\{(\w+)\}", told["zh"]) == re.findall(r"\{(\w+)\}", told["en"]) or set(
            re.findall(r"\{(\w+)\}", told["zh"])
        ) == set(re.findall(r"\{(\w+)\}", told["en"])), key


@pytest.mark.parametrize(("place", "key"), sorted(set(_asked())))
def test_every_word_that_is_asked_for_is_there(place: str, key: str) -> None:
    assert key.endswith(".") or key in words(), f"{place} asks for {key}"
