"""The workbench in a real browser: every page in every look, and twelve journeys, each by the person whose work it is.

``KEFU_SCREENSHOTS=folder`` keeps pictures on the way.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import Company
from tests.workbench.browser import DESKTOP, LAPTOP, PHONE, Served, Watched, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE = 180.0  # seconds the worker may take for a job on a busy machine
Opened = Callable[..., Watched]


@pytest.fixture(scope="module")
def here(built_company: Company, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "company"
    shutil.copytree(built_company.folder, folder)
    (folder / "callbacks.yaml").write_text("look_back_days: 90\n", encoding="utf-8")  # few people answer
    with served(Path(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def opened(here: Served, browser: Browser) -> Iterator[Opened]:
    """Browsers of people; at the end none of them has seen an error or asked anything of another machine."""
    watched: list[Watched] = []

    def come_in(username: str = "", *, language: str = "zh", phone: bool = False, dark: bool = False) -> Watched:
        made = Watched(browser, here, size=PHONE if phone else DESKTOP, dark=dark)
        watched.append(made)
        if username:
            made.log_in(username, language=language)
        return made

    yield come_in
    for one in watched:
        one.close()
    assert [wrong for one in watched for wrong in one.wrong] == []


def wait_for(watched: Watched, address: str, selector: str) -> None:
    """Load the page again until it shows what a job is still at."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if watched.open(address).locator(selector).count():
            return
        time.sleep(1)
    raise AssertionError(f"{address} never showed {selector}: {watched.page.inner_text('main')[:500]}")


# --- every page ------------------------------------------------------------------------------------------------------


def _menu(watched: Watched) -> list[str]:
    links = watched.page.locator("nav#menu a").all()
    return [one.get_attribute("href") or "" for one in links]


def _faults(watched: Watched, address: str, *rules: str) -> Iterator[str]:
    """What is wrong with the page as it looks: serious findings of axe, what does not fit on the screen or its box."""
    yield from (f"{address}: {one}" for one in watched.accessible(*rules))
    yield from _too_wide(watched, address)


def _too_wide(watched: Watched, address: str) -> Iterator[str]:
    yield from [f"{address}: wider than the screen"] if watched.overflows() else []
    yield from (f"{address}: {one} does not fit its box" for one in watched.spills())


@pytest.mark.parametrize(("language", "dark"), [("zh", False), ("en", True)])
def test_every_page_is_whole_in_every_look(language: str, dark: bool, opened: Opened) -> None:
    """On a desk and on a phone, light and dark: accessible and no wider than the screen; colours differ, so contrast is
    looked at in each."""
    watched = opened("admin", language=language, dark=dark)
    wrong: list[str] = []
    for address in [*_menu(watched), "/accounts/own", "/accounts/own/tokens", "/accounts/own/second-factor"]:
        watched.open(address)
        name = f"admin-{address.strip('/').replace('/', '-')}-{language}"
        watched.picture(f"{name}-desk{'-dark' if dark else ''}")
        wrong += _faults(watched, address, *([] if language == "zh" else ["color-contrast"]))
        watched.look(size=PHONE, dark=not dark)
        watched.picture(f"{name}-phone{'' if dark else '-dark'}")
        wrong += _faults(watched, f"{address} on a phone", "scrollable-region-focusable")
        watched.look(size=LAPTOP, dark=dark)
        wrong += _too_wide(watched, f"{address} on a laptop")
        watched.look(size=DESKTOP, dark=dark)
    assert wrong == []


@pytest.mark.parametrize("role", ["lead", "agent", "auditor"])
def test_every_page_of_a_role_is_whole(role: str, opened: Opened) -> None:
    """What those see who see less than an administrator."""
    watched = opened(role)
    addresses = _menu(watched)
    assert addresses, role
    wrong: list[str] = []
    for address in addresses:
        watched.open(address)
        watched.picture(f"{role}-{address.strip('/').replace('/', '-')}-desk-zh")
        wrong += _too_wide(watched, address)
    assert wrong == []


# --- journeys --------------------------------------------------------------------------------------------------------


def test_a_manager_opens_an_action_from_why_satisfaction_fell(opened: Opened) -> None:
    one = opened("manager")
    page = one.open("/dashboards/overview")
    one.follow(page.locator("main a", has_text="客户满意度").first)
    one.picture("journey-explore")
    one.follow(page.locator("a[href*='/loop/open-action']").first)
    assert page.input_value("#id_metric") == "csat"
    page.fill("#id_title", "回访低分客户并复盘话术")
    page.fill("#id_due_on", f"{datetime.now(UTC).date() + timedelta(days=30)}")
    page.fill("#id_expected", "0.03")
    one.follow(page.locator("main form button").first)
    one.picture("journey-action")
    assert "回访低分客户并复盘话术" in page.inner_text("h1")
    assert re.search(r"F-[0-9a-f]{8}", page.inner_text("main"))
    assert "回访低分客户并复盘话术" in one.open("/actions/").inner_text("main")


def test_every_number_explains_itself_by_keyboard(opened: Opened) -> None:
    one = opened("quality")
    page = one.open("/dashboards/satisfaction")
    page.locator("main a.figure").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#aside code")
    one.picture("journey-panel")
    assert re.search(r"F-[0-9a-f]{8}", page.inner_text("#aside"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#aside') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector("#aside:empty", state="attached")
    assert page.evaluate("document.activeElement.matches('main a.figure')")


def test_a_link_shows_the_same_slice_to_somebody_else(opened: Opened) -> None:
    address = "/dashboards/satisfaction?team=online"
    texts = [
        opened(username, language="en", dark=dark).open(address).locator(".card-value").all_inner_texts()
        for username, dark in (("executive", True), ("analyst", False))
    ]
    assert texts[0]
    assert texts[0] == texts[1]


def test_an_analyst_brings_a_file_in(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "agents_new.csv"
    file.write_text("Agent ID,Name,Team\nzz-991,Demo Nine,phone\nzz-992,Demo Ten,online\n", encoding="utf-8")
    one = opened("analyst", language="en")
    page = one.open("/data/uploads")
    page.set_input_files("#files", file)
    one.follow(page.locator("form[action$='/uploads/add'] button"))
    one.picture("journey-uploaded")
    assert "agents_new.csv" in page.inner_text("main")


def test_an_analyst_reads_what_was_set_aside(opened: Opened) -> None:
    one = opened("analyst")
    page = one.open("/data/quarantine")
    one.picture("journey-quarantine")
    assert page.locator("main table").count() >= 1
    assert page.locator("a[href*='/quarantine/']").count() >= 1


def test_from_a_low_score_to_the_effect_in_the_report(opened: Opened) -> None:
    """A lead calls back and opens an action from it; its effect is measured; a manager's report tells it."""
    lead = opened("lead", phone=True)
    _calls_back(lead)
    _acts_and_measures(lead, "每天复核低分会话")
    _builds_and_publishes(opened("manager"), "每天复核低分会话")


def _calls_back(one: Watched) -> None:
    wait_for(one, "/callbacks/?show=open", "main table a")
    page = one.page
    one.follow(page.locator("form[action$='/take'] button"))
    one.picture("journey-callback-phone")
    one.follow(page.locator("form[action$='/attempt'] button"))
    form = page.locator("form[action$='/finish']")
    form.locator("#id_cause").select_option(index=1)
    form.locator("#id_outcome").select_option(index=0)
    one.follow(form.locator("button"))
    one.picture("journey-callback-done-phone")
    assert page.locator("form[action$='/finish']").count() == 0


def _acts_and_measures(one: Watched, title: str) -> None:
    """From the callback that is open to the effect of what is done about it."""
    page = one.follow(one.page.locator("a[href*='/loop/open-action']"))
    assert page.input_value("#id_metric") == "low_score_rate"
    for name, said in {"title": title, "starts_on": "2026-10-01", "due_on": "2026-10-20", "expected": "-0.01"}.items():
        page.fill(f"#id_{name}", said)
    one.follow(page.locator("main form.box button"))
    address = page.url.removeprefix(one.here.address)
    one.follow(page.locator("form[action$='/move'] button").first)
    one.follow(page.locator("form[action$='/measure'] button"))
    wait_for(one, address, ".effect")
    one.picture("journey-effect-phone")
    assert "低分率" in page.inner_text(".effect")


def _builds_and_publishes(one: Watched, told: str) -> None:
    address = "/reports/2026-10/key_customer"
    page = one.open(address)
    form = page.locator("form[action$='/build']")
    for box in form.locator("input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") in ("zh", "md", "html"))
    form.locator("button").click()
    wait_for(one, address, "a[href*='/download'], a[href*='/files/']")
    page = one.page
    one.follow(page.locator("a[href*='/read/']").first)
    one.picture("journey-preview")
    assert told in page.frame_locator("iframe").locator("body").inner_text()
    one.open(address)
    page.locator("form[action$='/submit'] button").click()
    wait_for(one, address, "ol.steps li")
    one.picture("journey-published")


def test_an_agent_sees_the_own_page_and_nobody_elses(opened: Opened, here: Served) -> None:
    one = opened("agent", phone=True, dark=True)
    page = one.open("/dashboards/agents")
    one.picture("journey-agent-phone-dark")
    own = page.url.rsplit("/", 1)[1]
    assert page.locator(".card-value").count() >= 1
    other = "A001" if own != "A001" else "A002"
    answer = one.context.request.get(f"{here.address}/dashboards/agents/{other}")
    assert answer.status == 404
    assert one.context.request.get(f"{here.address}/accounts/people").status == 403


def test_a_customer_says_what_is_urgent_and_a_lead_takes_it_up(opened: Opened) -> None:
    customer = opened(phone=True)
    page = customer.open("/urgent")
    page.select_option("#id_topic", index=1)
    page.fill("#id_description", "热水器漏水，家里有老人，请尽快联系。")
    page.fill("#id_contact", "13800000000")
    customer.follow(page.locator("main form button").first)
    customer.picture("journey-urgent-phone")
    reference = re.search(r"[A-Z]{1,3}-?[0-9A-Z-]{5,}", page.inner_text("main"))
    assert reference, page.inner_text("main")
    lead = opened("admin")
    listed = lead.open("/cases")
    assert reference.group() in listed.inner_text("main")
    assert "13800000000" not in listed.inner_text("main")
    lead.picture("journey-cases")


def test_an_auditor_reads_everything_and_changes_nothing(opened: Opened, here: Served) -> None:
    one = opened("auditor")
    page = one.open("/accounts/audit")
    assert page.locator("main tbody tr").count() >= 1
    exported = one.context.request.get(f"{here.address}/accounts/audit/export")
    assert exported.status == 200
    assert "accounts.came_in" in exported.text()
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    refused = one.context.request.post(
        f"{here.address}/targets/make", form={"csrfmiddlewaretoken": token}, headers={"Referer": here.address}
    )
    assert refused.status == 403


def test_an_administrator_adds_somebody_who_then_comes_in(opened: Opened, here: Served) -> None:
    one = opened("admin", language="en")
    page = one.open("/accounts/people/add")
    page.fill("#id_username", "newcomer")
    page.select_option("#id_role", "analyst")
    one.follow(page.locator("main form button").first)
    told = page.inner_text("main code")
    other = opened()
    other.here = replace(here, password=told)
    page = other.log_in("newcomer", language="en")
    assert "/accounts/own/password" in page.url
    page.fill("#id_old_password", told)
    page.fill("#id_new_password1", "a-phrase-of-my-own")
    page.fill("#id_new_password2", "a-phrase-of-my-own")
    other.follow(page.locator("main form button").first)
    assert "/dashboards/overview" in page.url


def test_a_program_asks_with_a_token(opened: Opened, here: Served) -> None:
    one = opened("analyst", language="en", dark=True)
    page = one.open("/accounts/own/tokens")
    page.fill("#id_name", "nightly figures")
    page.locator("input[name=scopes][value=dashboards]").check()
    one.follow(page.locator("main form button").last)
    one.picture("journey-token")
    told = page.inner_text(".callout code")
    asked = {"metrics": "ticket_volume", "period": "2026-10"}
    headers = {"Authorization": f"Bearer {told}"}
    answer = httpx.get(f"{here.address}/api/v1/dashboards/measure", params=asked, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    assert "F-" in answer.text
    assert httpx.get(f"{here.address}/api/v1/targets/plans", headers=headers, timeout=60).status_code == 403


def test_targets_are_set_broken_down_and_approved(opened: Opened) -> None:
    one = opened("manager")
    page = one.open("/targets/make")
    page.select_option("#id_metric", "ticket_volume")
    page.fill("#id_month", "2026-11")
    page.fill("#id_value", "90")
    page.select_option("#id_basis", "market")
    one.follow(page.locator("main form button").first)
    page.select_option("#dimension", "team")
    one.follow(page.locator("form[action$='/divide'] button"))
    parts = [float(one.input_value()) for one in page.locator("input[name^=value-]").all()]
    assert sum(parts) == 90
    one.picture("journey-target")
    one.follow(page.locator("form[action$='/approve'] button"))
    assert page.locator("form[action$='/reopen']").count() == 1
