"""Families: one file, one member; what is wrong with a member is said in its name."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kefu.errors import DefinitionError, NotFoundError
from kefu.registry import Family


@dataclass(frozen=True)
class Animal:
    legs: int


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "made_up_zoo"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    for name in [one for one in sys.modules if one.startswith("made_up_zoo")]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def member(zoo: Path, name: str, text: str) -> None:
    (zoo / f"{name}.py").write_text(f"from {__name__} import Animal\n{text}\n", encoding="utf-8")


def test_a_file_is_a_member_and_is_loaded_on_first_use_only(zoo: Path) -> None:
    member(zoo, "cat", "CAT = Animal(4)")
    member(zoo, "_shared", "raise RuntimeError")
    family = Family("made_up_zoo", Animal)
    assert list(family) == ["cat"]
    assert "made_up_zoo.cat" not in sys.modules
    assert family["cat"].legs == 4
    assert family["cat"] is family["cat"]


def test_a_name_nobody_has_is_answered_with_the_nearest(zoo: Path) -> None:
    member(zoo, "cat", "CAT = Animal(4)")
    with pytest.raises(NotFoundError, match=r'no member "cot".*cat'):
        Family("made_up_zoo", Animal)["cot"]


@pytest.mark.parametrize(("text", "count"), [("A = 1", 0), ("A, B = Animal(1), Animal(2)", 2)])
def test_a_file_without_exactly_one_member_is_refused(zoo: Path, text: str, count: int) -> None:
    member(zoo, "odd", text)
    with pytest.raises(DefinitionError, match=f"made_up_zoo.odd: has {count} Animal objects, not 1"):
        Family("made_up_zoo", Animal)["odd"]


def test_yaml_members_are_found_in_subfolders_and_read_by_the_loader(zoo: Path) -> None:
    (zoo / "pets").mkdir()
    (zoo / "pets" / "dog.yaml").write_text("4", encoding="utf-8")
    family = Family("made_up_zoo", Animal, loader=lambda path: Animal(int(path.read_text(encoding="utf-8"))))
    assert dict(family) == {"dog": Animal(4)}
