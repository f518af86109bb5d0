"""``load``: the workbench with fifty people at once, while it imports a file and builds a report.

``kefu serve`` runs over the company on this machine with its usual two processes; the people are threads of
another process. Each looks at a page, reads for two to six seconds and goes on, for a minute; dashboards they have
looked at before (warm). Every answer that is not 200 is an error.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from os import environ
from pathlib import Path
from typing import Any

from bench.company import LAST_MONTH, Place
from bench.fresh import ROOT, run
from bench.importing import bring_in

PEOPLE, SECONDS, SEED = 50, 60.0, 7
ROWS = 20_000  # of the file imported meanwhile
PORT = 8791
READING = (2.0, 6.0)  # seconds somebody reads a page
DASHBOARDS = (
    "/dashboards/overview", "/dashboards/channels", "/dashboards/teams", "/dashboards/complaints",
    "/dashboards/satisfaction", "/dashboards/explore?metric=csat", "/dashboards/overview?channel=phone",
    "/dashboards/satisfaction?product_line=kitchen",
)  # fmt: skip
QUEUES = ("/callbacks/", "/cases", "/actions/")
ROLES = ("manager", "analyst", "executive", "quality", "lead")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PASSWORD = re.compile(r"(?:密码均为|password) (\S+?)[）:：]")
MEANWHILE = """
from kefu.workbench.jobs import services
services.start("reports.build", by=None, title="bench", month="{month}", kind="after_sales_monthly",
               languages=["zh"], formats=["html", "md"])
services.start("loop.rules", by=None)
"""


def measure(place: Place) -> list[str]:
    if not (place.project / "kefu.yaml").exists():
        bring_in(place)
    lines: list[str] = run(serve_and_ask, place.project, place.exports).said["lines"]
    return lines


def serve_and_ask(project: str, exports: str) -> dict[str, Any]:
    """Start the server, let the people in, and tell how long they waited."""
    folder = Path(project)
    (folder / "kefu-demo.json").write_text("{}", encoding="utf-8")
    for path in folder.glob("workbench/workbench.sqlite3*"):
        path.unlink()
    told = folder / "served.txt"
    with told.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "kefu", "serve", "--project", project, "--port", str(PORT)],
            stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env={**environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        found = _password(told, server)
        began = time.perf_counter()
        importing = _meanwhile(project, Path(exports))
        asked = json.loads(_people(found))
        imported = "done" if importing.poll() == 0 else "still at it" if importing.poll() is None else "failed"
        importing.wait(timeout=600)
        return {"lines": [*_told(asked), f"meanwhile: import of {ROWS:,} tickets {imported}; {_jobs(project)}",
                          f"measured for {time.perf_counter() - began:.0f} s"]}  # fmt: skip
    finally:
        server.terminate()
        server.wait(timeout=60)


def _password(told: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        found = PASSWORD.search(told.read_text(encoding="utf-8"))
        if found and "http" in told.read_text(encoding="utf-8"):
            return found.group(1)
        if server.poll() is not None:
            break
        time.sleep(0.5)
    raise SystemExit(f"the server did not start: {told.read_text(encoding='utf-8')}")


def _manage(project: str, code: str) -> str:
    surroundings = {**environ, "KEFU_PROJECT": project, "DJANGO_SETTINGS_MODULE": "kefu.workbench.config.settings"}
    ran = subprocess.run(
        [sys.executable, "-m", "kefu.workbench", "shell", "-v0", "-c", code],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ran.stdout.strip()


def _meanwhile(project: str, exports: Path) -> subprocess.Popen[bytes]:
    """A report to build, which the worker takes while the people ask, and a file that is imported."""
    _manage(project, MEANWHILE.format(month=LAST_MONTH))
    last = sorted(exports.glob("helpdesk_tickets_*.jsonl"))[-1]
    file = Path(project) / "again.jsonl"
    with last.open("rb") as read, file.open("wb") as written:
        written.writelines(islice(read, ROWS))
        written.write(f"\n{' ' * int(time.time() % 1000)}\n".encode())  # other bytes than last time
    command = [sys.executable, "-m", "kefu", "import", "--project", project, "--yes", str(file)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def _jobs(project: str) -> str:
    return _manage(
        project,
        "from kefu.workbench.jobs.models import Job\n"
        "print(', '.join(f'{one.kind} {one.state}' for one in Job.objects.order_by('id')[:6]))",
    )


def _people(password: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "bench.load", password], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(ran.stderr[-2000:])
    return ran.stdout


def ask(password: str) -> dict[str, Any]:
    """Fifty people for a minute; by group of pages, how long each waited in milliseconds, and what went wrong."""
    waited: dict[str, list[float]] = defaultdict(list)
    wrong: list[str] = []
    lock = threading.Lock()
    clients = [_logged_in(ROLES[number % len(ROLES)], password) for number in range(PEOPLE)]
    for client in clients[: len(ROLES)]:  # everything looked at once
        for page in (*DASHBOARDS, *QUEUES):
            client.get(page)
    until = time.monotonic() + SECONDS

    def one(number: int) -> None:
        dice = random.Random(SEED + number)  # noqa: S311 - who looks at what
        time.sleep(dice.uniform(0, READING[1]))
        while time.monotonic() < until:
            group = "dashboards" if dice.random() < 0.7 else "queues"
            page = dice.choice(DASHBOARDS if group == "dashboards" else QUEUES)
            began = time.perf_counter()
            answer = clients[number].get(page)
            with lock:
                waited[group].append(1000 * (time.perf_counter() - began))
                if answer.status_code != 200:
                    wrong.append(f"{page}: {answer.status_code}")
            time.sleep(dice.uniform(*READING))

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(one, range(PEOPLE)))
    return {"waited": waited, "wrong": wrong}


def _logged_in(username: str, password: str) -> Any:
    import httpx

    client = httpx.Client(base_url=f"http://localhost:{PORT}", follow_redirects=True, timeout=120)
    page = client.get("/accounts/log-in").text
    token = TOKEN.search(page)
    assert token, page
    told = {"username": username, "password": password, "csrfmiddlewaretoken": token.group(1)}
    answer = client.post("/accounts/log-in", data=told)
    assert answer.status_code == 200, answer.status_code
    return client


def _told(asked: dict[str, Any]) -> list[str]:
    lines = [
        f"{group}: {len(times)} pages, half in {_quantile(times, 0.5):.0f} ms, 95 % in {_quantile(times, 0.95):.0f} "
        f"ms, longest {max(times):.0f} ms"
        for group, times in sorted(asked["waited"].items())
    ]
    return [*lines, f"errors: {len(asked['wrong'])} {asked['wrong'][:3] or ''}"]


def _quantile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    print(json.dumps(ask(sys.argv[1])))
