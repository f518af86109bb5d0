"""A report in a model's words, against a stand-in that sometimes lies: every lie leaves the told sentence standing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from kefu.cleaning.privacy import Pseudonyms
from kefu.configuration import FILE, Model
from kefu.findings import Period
from kefu.project import Project
from kefu.report import making
from kefu.report.context import Context
from kefu.report.document import Callout, Document, Heading
from kefu.report.rewording import voice
from tests.cli.conftest import exports, project

__all__ = ["exports", "project"]  # fixtures: a small project in English

OCTOBER = Period.month("2026-10")
PSEUDONYMS = Pseudonyms(b"0" * 32)
KEY = "sk-opens-nothing"


class StandIn:
    """Answers with ``says(sentences)``, a JSON value or raw text; keeps what it was asked."""

    def __init__(self) -> None:
        self.says: Callable[[dict[str, str]], Any] = smoother
        self.status, self.asked, self.keys = 200, list[dict[str, Any]](), list[str]()
        self.slow = Event()
        self.slow.set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                outer.keys.append(self.headers.get("Authorization", ""))
                outer.slow.wait(5)
                said = outer.says(json.loads(body["messages"][1]["content"]))
                text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
                told = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    @property
    def sentences(self) -> str:
        return "\n".join(one["messages"][1]["content"] for one in self.asked)


def smoother(sentences: dict[str, str]) -> dict[str, str]:
    """An honest model: a small word changed in each sentence."""
    return {key: f"Also, {one[:1].lower()}{one[1:]}" for key, one in sentences.items()}


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("MODEL_KEY", KEY)
    held = StandIn()
    yield held
    held.slow.set()
    held.server.shutdown()
    held.server.server_close()


@pytest.fixture(scope="module")
def studied(project: Path) -> tuple[Context, Document]:
    """October measured once, and told without a model."""
    opened = Project(project)
    kind = opened.kinds["after_sales_monthly"]
    context = making.told(opened.meter, opened.configuration, OCTOBER, kind, "en", lambda _stage, _done: None)
    return context, making.compose(context)


@pytest.fixture
def told(studied: tuple[Context, Document]) -> list[str]:
    return paragraphs(studied[1])


@dataclass
class Desk:
    """A project's folder for the answers, and reports in the model's words."""

    folder: Path
    studied: tuple[Context, Document]
    model: Model

    def written(self) -> tuple[Document, str]:
        spoken = voice.Voice(self.model, self.folder, PSEUDONYMS, ask=True)
        return spoken(*self.studied), spoken.fault


@pytest.fixture
def desk(studied: tuple[Context, Document], standin: StandIn, tmp_path: Path) -> Desk:
    return Desk(tmp_path, studied, Model(standin.endpoint, "stand-in", "MODEL_KEY", timeout=1))


def paragraphs(document: Document) -> list[str]:
    return [one for block in document.blocks if isinstance(block, Callout) for one in block.paragraphs]


def test_what_holds_is_taken_kept_frozen_and_made_again_without_the_model(
    project: Path, standin: StandIn, told: list[str], tmp_path: Path
) -> None:
    company = tmp_path / "lantern"
    shutil.copytree(project, company)
    file = company / FILE
    said = f"model: {{endpoint: '{standin.endpoint}', name: stand-in, key: MODEL_KEY}}\n"
    file.write_text(file.read_text(encoding="utf-8").partition("model:")[0] + said, encoding="utf-8")
    made = Project(company).report(OCTOBER, language="en", formats=["md"])
    document = made.document
    assert made.note == ""
    assert paragraphs(document) == [f"Also, {one[:1].lower()}{one[1:]}" for one in told]
    assert "in the words of a language model" in document.blocks[-1].text  # type: ignore[union-attr]
    assert standin.keys == [f"Bearer {KEY}"]
    assert standin.asked[0]["temperature"] == 0
    opened = Project(company)
    version = opened.publish(OCTOBER, kind="after_sales_monthly", by="Wang")
    shutil.rmtree(company / "wording")
    assert set(opened.rebuild(version, tmp_path / "again").values()) == {True}
    assert len(standin.asked) == 1  # neither verifying nor making again asked anything
    frozen = opened.archive.place(version)
    held = "".join(one.read_text(encoding="utf-8") for one in frozen.rglob("*") if one.suffix in (".json", ".yaml"))
    assert KEY not in held


def test_a_second_report_asks_nothing_and_says_the_same(desk: Desk, standin: StandIn) -> None:
    first, _ = desk.written()
    standin.says = lambda _sentences: {}
    second, _ = desk.written()
    assert (first.blocks, len(standin.asked)) == (second.blocks, 1)


LIES: dict[str, Callable[[str], str]] = {
    "number": lambda one: "".join("7" if letter in "12345" else letter for letter in one),
    "name": lambda one: f"{one[:-1]}, said Wang Fang.",
    "cause": lambda one: f"{one[:-1]} because of the weather.",
    "direction": lambda one: f"{one[:-1]}, which fell.",
    "nothing": lambda _one: "",
    "half": lambda one: one[: len(one) // 2],
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_leaves_the_told_sentence(lie: str, desk: Desk, standin: StandIn, told: list[str]) -> None:
    standin.says = lambda asked: {key: LIES[lie](one) for key, one in asked.items()}
    document, note = desk.written()
    honest = {one for one in told if LIES[lie](one) == one}
    assert note == ""
    assert paragraphs(document) == told
    assert honest == set() or lie == "number"  # a sentence without these digits has no number to lie about
    assert not any("language model" in getattr(one, "text", "") for one in document.blocks)


def test_one_lie_among_honest_sentences_is_the_only_one_refused(desk: Desk, standin: StandIn, told: list[str]) -> None:
    standin.says = lambda asked: {**smoother(asked), "1": asked["1"] + " Sales doubled."}
    document, _ = desk.written()
    changed = [new != old for new, old in zip(paragraphs(document), told, strict=True)]
    assert changed.count(False) == told.count(told[0])


@pytest.mark.parametrize(
    ("fault", "said"),
    [("late", "cannot be reached (ReadTimeout)"), ("down", "answered HTTP 500"), ("prose", "cannot be read"),
     ("list", "did not answer with an object")],
)  # fmt: skip
def test_a_model_that_fails_is_noted_once_and_asked_again_next_time(
    fault: str, said: str, desk: Desk, standin: StandIn, told: list[str]
) -> None:
    match fault:
        case "late":
            standin.slow.clear()
        case "down":
            standin.status = 500
        case "prose":
            standin.says = lambda _asked: "Of course! Here it is."
        case _:
            standin.says = lambda _asked: []
    document, note = desk.written()
    assert said in note
    assert KEY not in note
    assert paragraphs(document) == told
    standin.slow.set()
    standin.status, standin.says = 200, smoother
    assert paragraphs(desk.written()[0]) != told


def test_a_commentary_is_a_page_of_checked_sentences_or_none(desk: Desk, standin: StandIn, told: list[str]) -> None:
    desk.model = replace(desk.model, commentary=True)

    def drafts(asked: dict[str, str]) -> Any:
        return [[0, f"Also, {asked['0']}"], [1, asked["1"]]] if "0" in asked else {}

    standin.says = drafts
    document, _ = desk.written()
    pages = [place for place, one in enumerate(document.blocks) if isinstance(one, Heading) and one.level == 2]
    heading, page = document.blocks[pages[1]], document.blocks[pages[1] + 1]
    assert isinstance(heading, Heading)
    assert heading.text == "Commentary on the month, drafted by a language model"
    assert isinstance(page, Callout)
    asked = json.loads(standin.asked[-1]["messages"][1]["content"])
    assert page.paragraphs == (f"Also, {asked['0']}", asked["1"])
    sources = [one for one in desk.studied[1].blocks if isinstance(one, Callout) and one.figures]
    used = [one for one in sources if any(" ".join(one.paragraphs) in said for said in (asked["0"], asked["1"]))]
    assert set(page.figures) == {figure for one in used for figure in one.figures} != set()
    shutil.rmtree(desk.folder / "wording")
    standin.says = lambda asked: [[0, asked["0"]], [1, asked["1"] + " Wang did it."]] if "0" in asked else {}
    assert paragraphs(desk.written()[0]) == told


def test_an_answer_edited_by_hand_is_checked_again(desk: Desk, told: list[str]) -> None:
    desk.written()
    for file in (desk.folder / "wording").glob("*.json"):
        held = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**held, "said": held["said"] + " Nobody left."}), encoding="utf-8")
    assert paragraphs(desk.written()[0]) == told


def test_the_model_sees_no_name_of_an_agent_or_customer(
    desk: Desk, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each conclusion is told with a person in it: in the report by name, in the question by token, and back again."""
    compose = making.compose

    def with_people(context: Any) -> Document:
        who = context.narrator.member("agent_id", "王小明")
        extra = Callout("People", (f"Tickets of {who}: 12.", "Call 13812345678: 12."))
        document = compose(context)
        return replace(document, blocks=(*document.blocks, extra))

    monkeypatch.setattr(voice, "compose", with_people)
    desk.studied = (desk.studied[0], with_people(desk.studied[0]))
    document, _ = desk.written()
    assert "Also, tickets of 王小明: 12." in paragraphs(document)
    assert "Call 13812345678: 12." in paragraphs(document)
    assert "王小明" not in standin.sentences
    assert "13812345678" not in standin.sentences
    assert "ickets of 〔" in standin.sentences
