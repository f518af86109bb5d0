"""A real browser over a real server: ``kefu serve`` on a small company, and what must hold on every page."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PATIENCE = 240.0  # seconds for the server to answer
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
SERIOUS = ("serious", "critical")
PASSWORD = re.compile(r"(?:密码均为|password) (\S+?)[）:：]")
SETTLED = "!document.querySelector('script.charts') || document.documentElement.dataset.drawn"  # charts are drawn
SPILLING = """() => {
  const may = `.scroll${innerWidth > 600 ? "" : ":not(:has(> .listed))"}, .listed thead, .plot, svg, .unseen`;
  return [...document.querySelectorAll("main :is(.card, .box, .callout, .empty)")].flatMap((box) => {
    const edge = box.getBoundingClientRect().right;
    const shown = [...box.querySelectorAll("*")].filter((one) => one.getClientRects().length);
    const texts = shown.filter((one) => !one.closest(may));
    return texts.filter((one) => one.getBoundingClientRect().right > edge - 4).map((one) => one.textContent.trim());
  });
}"""  # what touches or crosses the right edge of its surface; tables that scroll may, lists on a phone do not scroll
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


@dataclass(frozen=True, slots=True)
class Served:
    """A running workbench: its address, its project, the one password of its people and its process."""

    address: str
    folder: Path
    password: str
    process: int


@contextmanager
def served(folder: Path, **surroundings: str) -> Iterator[Served]:
    """``kefu serve`` over the project, with a person of every role."""
    (folder / "kefu-demo.json").write_text("{}", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = folder / "told.txt"
    left_out = ("KEFU_PROJECT", "DJANGO_SETTINGS_MODULE", "KEFU_DATABASE_URL")
    environment = {name: one for name, one in os.environ.items() if name not in left_out}
    with told.open("w", encoding="utf-8") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "kefu", "serve", "--project", str(folder), "--port", str(port), "--workers", "1"],
            stdout=out, stderr=subprocess.STDOUT, env={**environment, **surroundings, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        address = f"http://localhost:{port}"
        _wait_for(address, running, told)
        found = PASSWORD.search(told.read_text(encoding="utf-8"))
        assert found, told.read_text(encoding="utf-8")
        yield Served(address, folder, found.group(1), running.pid)
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)


def _wait_for(address: str, running: subprocess.Popen[bytes], told: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            with urlopen(f"{address}/health", timeout=5):  # noqa: S310 - this machine
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(told.read_text(encoding="utf-8"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium, driven without a download of its own; skipped where there is none."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


class Watched:
    """A browser page that remembers what it must not do: errors in its console, requests that leave the machine."""

    def __init__(self, browser: Browser, here: Served, *, size: dict[str, int], dark: bool = False) -> None:
        scheme: Any = "dark" if dark else "light"
        self.here, self.wrong = here, list[str]()
        self.context = browser.new_context(viewport=size, color_scheme=scheme, locale="zh-CN")  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)  # the first page of a company is measured while others measure too
        self.page.on("console", lambda one: self.wrong.append(f"console: {one.text}") if one.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", lambda one: self._watch(one.url))

    def _watch(self, url: str) -> None:
        if not url.startswith((self.here.address, "data:", "blob:", "about:")):
            self.wrong.append(f"request: {url}")

    def open(self, address: str) -> Page:
        self.page.goto(f"{self.here.address}{address}", wait_until="load")
        return self._settled()

    def follow(self, link: Locator) -> Page:
        """Click a link or button that leads to a page, this one or another."""
        with self.page.expect_navigation(wait_until="load"):
            link.click()
        return self._settled()

    def _settled(self) -> Page:
        self.page.wait_for_function(SETTLED)
        return self.page

    def look(self, *, size: dict[str, int], dark: bool) -> None:
        """The page that is open, on another screen or in the other colours."""
        self.page.set_viewport_size(size)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def log_in(self, username: str, *, language: str = "zh") -> Page:
        page = self.open("/accounts/log-in")
        if language == "en":
            self.follow(page.get_by_role("button", name="English"))
        page.fill("#id_username", username)
        page.fill("#id_password", self.here.password)
        return self.follow(page.locator("main form").first.get_by_role("button").first)

    def picture(self, name: str) -> None:
        """Keep a screenshot where ``KEFU_SCREENSHOTS`` names a folder."""
        if folder := os.environ.get("KEFU_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def accessible(self, *rules: str) -> list[str]:
        """Serious findings of axe on the page as it is; of some rules only where they are named."""
        from axe_playwright_python.sync_playwright import Axe

        options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{one['id']}: {json.dumps(one['nodes'][0]['target'])} {one['nodes'][0]['html'][:200]}"
            for one in found
            if one["impact"] in SERIOUS
        ]

    def overflows(self) -> bool:
        """Whether the page is wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))

    def spills(self) -> list[str]:
        """The texts that do not fit on the card or box they are on."""
        found: list[str] = self.page.evaluate(SPILLING)
        return found

    def close(self) -> None:
        self.context.close()
