"""``kefu.yaml``: defaults for what it leaves out, one line for what it should not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.configuration import Configuration, read_configuration, write_configuration
from kefu.errors import DefinitionError


def read(folder: Path, text: str) -> Configuration:
    (folder / "kefu.yaml").write_text(text, encoding="utf-8")
    return read_configuration(folder)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    said = Configuration(company="灯笼", language="en", timezone="UTC", response_bands={"fast": 30, "slow": 60})
    write_configuration(tmp_path, said)
    assert read_configuration(tmp_path) == said


def test_what_it_does_not_say_has_its_default(tmp_path: Path) -> None:
    assert read(tmp_path, "company: Lantern\n") == Configuration(company="Lantern")
    assert read(tmp_path, "") == Configuration()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("compani: Lantern", 'unknown key "compani".*company'),
        ("currency: yuan", "currency: should be three capital letters"),
        ("language: fr", "language: should be one of zh, en"),
        ("- a list", "should be keys and values"),
        ("company: [", "is not valid YAML"),
        ("response_bands: {slow: 60, fast: 30}", "rising limits"),
        ("response_bands: {fast: -1}", "rising limits"),
        ("response_bands: [1, 2]", "rising limits"),
    ],
)
def test_what_it_should_not_say_is_answered_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("kefu.yaml: ")
    assert "\n" not in str(caught.value)
