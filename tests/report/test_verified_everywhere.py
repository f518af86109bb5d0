"""Every kind of report, made from data and held against the same data: no number that differs, no flaw in any file.

In every run each kind is made from a small company, in one of the languages and without the printed formats, which
are slow to read back. With ``KEFU_EVERYWHERE=1`` it is every kind in both languages and all formats, from the company
at its full size and from the public data sets.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import cycle, islice, product
from pathlib import Path

import pytest

from kefu.configuration import Configuration
from kefu.demo import write_company
from kefu.findings import Period
from kefu.project import Project
from kefu.report.kinds import KINDS
from kefu.report.making import Made
from kefu.report.renderers import RENDERERS
from kefu.report.verification import Verified
from tests.conftest import LAST_MONTH, Company
from tests.test_real_data import DATA, HELPDESK, OLIST, SETTINGS, UCI

EVERYWHERE = "KEFU_EVERYWHERE" in os.environ
LANGUAGES = ("zh", "en")
PRINTED = ("docx", "pdf")
PUBLIC = {"uci": ((UCI,), "2016-04"), "helpdesk": ((HELPDESK,), "2012-07"), "olist": (tuple(OLIST.values()), "2018-03")}
Bring = Callable[[str], Project]
everywhere = pytest.mark.skipif(not EVERYWHERE, reason="takes long: KEFU_EVERYWHERE=1 pytest " + Path(__file__).name)


def written(project: Project, month: Period, kind: str, language: str, formats: Sequence[str]) -> Made:
    folder = project.folder / "verified" / kind / language
    return project.report(month, kind=kind, language=language, formats=formats, folder=folder)


def faults(project: Project, made: Mapping[str, Made]) -> dict[str, list[str]]:
    """Hold reports against the data and say what is wrong with each, file by file; nothing is wrong that was never
    read."""
    held = Project(project.folder).verify([file for one in made.values() for file in one.files])
    return {name: list(_wrong(one, list(islice(held, len(one.files))))) for name, one in made.items()}


def _wrong(made: Made, held: Sequence[Verified]) -> Iterator[str]:
    assert [one.file for one in held] == list(made.files)
    assert all(one.numbers > len(made.document.figures) for one in held if one.file.suffix != ".pdf")
    for one in held:
        for said in (*map(str, one.faults), *one.flaws, *one.edited, *one.removed):
            yield f"{one.file.name}: {said}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Months without some of the data, people with few cases: what a small company brings."""
    folder = tmp_path_factory.mktemp("small")
    write_company(folder, tickets=1_500, last_month=date(2026, 10, 1))
    project = Project.create(folder, Configuration(company="Lantern"))
    project.import_files(sorted((folder / "exports").iterdir()))
    return project


@pytest.fixture(scope="module")
def wrong(small: Project) -> dict[str, list[str]]:
    """What is wrong with each kind, made and held against the data one after the other."""
    formats = [name for name in RENDERERS if name not in PRINTED]
    spoken = zip(KINDS, cycle(LANGUAGES), strict=False)
    made = {kind: written(small, LAST_MONTH, kind, language, formats) for kind, language in spoken}
    return faults(small, made)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_holds(kind: str, wrong: dict[str, list[str]]) -> None:
    assert wrong[kind] == []


@everywhere
@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, LANGUAGES)))
def test_every_kind_holds_for_the_company_at_its_full_size(kind: str, language: str, demo_company: Company) -> None:
    made = written(demo_company.project, LAST_MONTH, kind, language, list(RENDERERS))
    assert faults(demo_company.project, {kind: made}) == {kind: []}


@pytest.fixture(scope="module")
def bring(tmp_path_factory: pytest.TempPathFactory) -> Bring:
    @cache
    def brought(name: str) -> Project:
        files, _ = PUBLIC[name]
        project = Project.create(tmp_path_factory.mktemp(name) / name, SETTINGS[name])
        project.import_files(files)
        return project

    return brought


@everywhere
@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not at ../shared/data beside the repository")
@pytest.mark.parametrize(("name", "kind", "language"), list(product(PUBLIC, KINDS, LANGUAGES)))
def test_every_kind_holds_for_public_data(name: str, kind: str, language: str, bring: Bring) -> None:
    """A kind that none of the data speaks of still says so in files that hold."""
    project = bring(name)
    made = written(project, Period.month(PUBLIC[name][1]), kind, language, list(RENDERERS))
    assert faults(project, {kind: made}) == {kind: []}
