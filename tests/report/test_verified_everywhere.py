"""Every kind of report, made from data and held against the same data: no number that differs, no flaw in any file.

In every run each kind is made from a small company, in one of the languages and without the printed formats, which
are slow to read back. With ``KEFU_EVERYWHERE=1`` it is every kind in both languages and all formats, from the company
at its full size and from the public data sets.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from kefu.configuration import Configuration
from kefu.demo import write_company
from kefu.findings import Period
from kefu.project import Project
from kefu.report.kinds import KINDS
from kefu.report.renderers import RENDERERS
from tests.conftest import LAST_MONTH, Company
from tests.test_real_data import DATA, HELPDESK, OLIST, SETTINGS, UCI

EVERYWHERE = "KEFU_EVERYWHERE" in os.environ
LANGUAGES = ("zh", "en")
PRINTED = ("docx", "pdf")
PUBLIC = {"uci": ((UCI,), "2016-04"), "helpdesk": ((HELPDESK,), "2012-07"), "olist": (tuple(OLIST.values()), "2018-03")}
Bring = Callable[[str], Project]
everywhere = pytest.mark.skipif(not EVERYWHERE, reason="takes long: KEFU_EVERYWHERE=1 pytest " + Path(__file__).name)


def faults(project: Project, month: Period, kind: str, language: str, formats: Sequence[str]) -> list[str]:
    """Make the report and say what is wrong with it, file by file; nothing is wrong that was never read."""
    folder = project.folder / "verified" / kind / language
    made = project.report(month, kind=kind, language=language, formats=formats, folder=folder)
    held = list(Project(project.folder).verify(made.files))
    assert [one.file for one in held] == list(made.files)
    assert all(one.numbers > len(made.document.figures) for one in held if one.file.suffix != ".pdf")
    return [
        f"{one.file.name}: {said}"
        for one in held
        for said in (*map(str, one.faults), *one.flaws, *one.edited, *one.removed)
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Months without some of the data, people with few cases: what a small company brings."""
    folder = tmp_path_factory.mktemp("small")
    write_company(folder, tickets=1_500, last_month=date(2026, 10, 1))
    project = Project.create(folder, Configuration(company="Lantern"))
    project.import_files(sorted((folder / "exports").iterdir()))
    return project


@pytest.mark.parametrize(("place", "kind"), list(enumerate(KINDS)))
def test_every_kind_holds(place: int, kind: str, small: Project) -> None:
    formats = [name for name in RENDERERS if name not in PRINTED]
    assert faults(small, LAST_MONTH, kind, LANGUAGES[place % len(LANGUAGES)], formats) == []


@everywhere
@pytest.mark.parametrize(("kind", "language"), list(product(KINDS, LANGUAGES)))
def test_every_kind_holds_for_the_company_at_its_full_size(kind: str, language: str, demo_company: Company) -> None:
    assert faults(demo_company.project, LAST_MONTH, kind, language, list(RENDERERS)) == []


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
    assert faults(bring(name), Period.month(PUBLIC[name][1]), kind, language, list(RENDERERS)) == []
