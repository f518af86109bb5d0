"""Journeys of every role in a real browser: in both languages, light and dark, on a desk and on a phone.

``KEFU_SCREENSHOTS=folder`` keeps a picture of every page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Company
from tests.workbench.browser import DESKTOP, PHONE, Served, Watched, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOKS = {"desk-zh": (DESKTOP, False, "zh"), "desk-en-dark": (DESKTOP, True, "en"), "phone-zh-dark": (PHONE, True, "zh")}
ROLES = ("manager", "lead", "agent", "auditor")  # the administrator's pages are in every look below


@pytest.fixture(scope="module")
def here(built_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "company"
    shutil.copytree(built_company.folder, folder)
    with served(Path(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def _menu(watched: Watched) -> list[str]:
    links = watched.page.locator("nav#menu a").all()
    return [one.get_attribute("href") or "" for one in links]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_whole(role: str, here: Served, browser: Browser) -> None:
    """Each page of the menu: no error, nothing from elsewhere, accessible, no wider than the screen."""
    watched = Watched(browser, here, size=DESKTOP)
    watched.log_in(role)
    addresses = _menu(watched)
    assert addresses, role
    wrong = []
    for address in addresses:
        watched.open(address)
        watched.picture(f"{role}-{address.strip('/').replace('/', '-')}-desk-zh")
        wrong += [f"{address}: {one}" for one in watched.wrong]
        watched.wrong.clear()
        wrong += [f"{address}: wider than the screen"] if watched.overflows() else []
    watched.close()
    assert wrong == []


@pytest.mark.parametrize("look", LOOKS)
def test_pages_are_accessible_in_every_look(look: str, here: Served, browser: Browser) -> None:
    size, dark, language = LOOKS[look]
    watched = Watched(browser, here, size=size, dark=dark)
    watched.log_in("admin", language=language)
    wrong = []
    for address in [*_menu(watched), "/accounts/own", "/accounts/own/tokens", "/accounts/own/second-factor"]:
        watched.open(address)
        watched.picture(f"admin-{address.strip('/').replace('/', '-')}-{look}")
        wrong += [f"{address}: {one}" for one in watched.accessible()]
        wrong += [f"{address}: wider than the screen"] if watched.overflows() else []
    wrong += watched.wrong
    watched.close()
    assert wrong == []
