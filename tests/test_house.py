"""The house holds: the import contracts, and what every member of every family owes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import grimp
import pytest
import yaml

import kefu
from kefu.registry import Family

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kefu"
MIRRORED = {  # families whose members each have a test file of the same name
    "kefu.cli": "tests/cli",
    "kefu.sources": "tests/sources",
    "kefu.sources.live": "tests/sources/live",
    "kefu.report.renderers": "tests/report",
    "kefu.store.facts": "tests/store/facts",
}


def families() -> dict[str, Family[Any]]:
    """Every family of the house by the package that holds its members."""
    modules = [import_module(one.name) for one in walk_packages(kefu.__path__, "kefu.") if one.ispkg]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Family)]
    return {family.package: family for family in found}


FAMILIES = families()
MEMBERS = [(package, name) for package, family in sorted(FAMILIES.items()) for name in family]


def test_the_families_are_those_the_architecture_names() -> None:
    assert set(FAMILIES) == {
        "kefu.schema", "kefu.sources", "kefu.sources.live", "kefu.sources.profiles",
        "kefu.cleaning.rules", "kefu.store.facts",
        "kefu.service.calendars", "kefu.service.processes",
        "kefu.metrics.catalogue", "kefu.comparisons", "kefu.analyses", "kefu.narrative.words", "kefu.report.kinds",
        "kefu.report.sections", "kefu.report.renderers", "kefu.report.themes", "kefu.cli",
        "kefu.workbench.loop.rules",
    }  # fmt: skip


def test_every_import_contract_holds() -> None:
    """In a process of its own: the linter switches off every logger of the one it runs in."""
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("package", "name"), MEMBERS)
def test_a_member_loads_and_says_what_it_is(package: str, name: str) -> None:
    family = FAMILIES[package]
    member, path = family[name], family.paths[name]
    assert isinstance(member, family.kind)
    titles = getattr(member, "title", None)
    if isinstance(titles, Mapping):
        assert {"zh", "en"} <= set(titles)
        assert all(str(text).strip() for text in titles.values())
    if path.suffix == ".py":
        assert (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip()
    elif "question" not in yaml.safe_load(path.read_text(encoding="utf-8")):
        assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("package", sorted(FAMILIES))
def test_members_do_not_import_each_other(package: str) -> None:
    graph = grimp.build_graph("kefu")
    members = {f"{package}.{name}" for name, path in FAMILIES[package].paths.items() if path.suffix == ".py"}
    crossed = {(one, other) for one in members for other in graph.find_modules_directly_imported_by(one) & members}
    assert crossed == set()


@pytest.mark.parametrize(("package", "folder"), sorted(MIRRORED.items()))
def test_a_member_has_a_test_file_of_its_name(package: str, folder: str) -> None:
    named = {f"test_{name.rstrip('_')}.py" for name in FAMILIES[package]}
    assert named - {path.name for path in (ROOT / folder).glob("test_*.py")} == set()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "").strip()
    assert len(text.splitlines()) <= 800
    assert path.stem not in ("utils", "helpers", "common", "misc")


def test_both_languages_have_the_same_words() -> None:
    def keys(node: Any, place: str = "") -> set[str]:
        return {place} if not isinstance(node, dict) else {k for key in node for k in keys(node[key], f"{place}/{key}")}

    words = FAMILIES["kefu.narrative.words"]
    assert keys(dict(words["zh"])) == keys(dict(words["en"]))
