"""Every kind of job, interrupted before each of its effects and done again: nothing is lost, nothing is done twice."""

from __future__ import annotations

import gc
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from kefu.sending.channel import Channel
from kefu.sending.message import Message
from kefu.workbench.accounts.models import AuditEvent, Team, User
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.kinds import KINDS
from kefu.workbench.jobs.models import Job, State
from tests.workbench.companies import make, serve
from tests.workbench.conftest import make_people
from tests.workbench.databases import Template
from tests.workbench.interruptions import NEVER, Interruption, perform
from tests.workbench.scenes import SCENES, Play

pytestmark = pytest.mark.django_db  # though each play has a database of its own
MOST = 6  # interruptions of one kind; with fewer effects it is interrupted before each of them


@pytest.fixture(scope="module", autouse=True)
def memory_at_rest() -> Iterator[None]:
    """What other files of tests left in memory is not looked through again before every play."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("interrupted") / "company").folder


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A database that holds people of every role."""
    with django_db_blocker.unblock():
        held = Template(tmp_path_factory.mktemp("databases"))
        with held.filled():
            make_people(Team.objects.create(code="phone", name="电话组"))
        yield held
        held.forget()


Played = Callable[[str, Interruption], "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What there is after a job was done; ``audit`` and ``sent`` have to be as they are without an interruption."""

    job: Job
    told: Any
    audit: Counter[str]
    sent: Counter[tuple[str, str]]
    page: str


@pytest.fixture
def played(empty: Path, template: Template, tmp_path: Path, settings: Any) -> Played:
    """Play a scene with an interruption and, after it, what the next worker does; in a folder and a database of its
    own."""

    def play(kind: str, interruption: Interruption) -> Outcome:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        shutil.copytree(empty, folder)
        serve(settings, folder)
        cache.clear()
        with pytest.MonkeyPatch.context() as patched, template.copied():
            sent: list[tuple[str, str]] = []
            _post(patched, sent)
            people = {one.username: one for one in User.objects.select_related("team")}
            asked = SCENES[kind](Play(folder, people, patched, sent))
            before = _audit()
            job = jobs.start(kind, by=people["admin"], **asked.arguments)
            perform(job.pk, kind, interruption)
            if interruption.before < NEVER:
                jobs.take_up_again()
                perform(job.pk, kind, Interruption(NEVER))
            job.refresh_from_db()
            told = asked.told() if job.state == State.DONE else None
            return Outcome(job, (told, asked.expected), _audit() - before, Counter(sent), _page(people, job))

    return play


def _post(patched: pytest.MonkeyPatch, sent: list[tuple[str, str]]) -> None:
    def deliver(channel: Channel, _message: Message, to: str) -> str:
        sent.append((channel.name, to))
        return ""

    patched.setattr("kefu.sending.parcel.door", lambda _channel: None)
    patched.setattr("kefu.sending.parcel.deliver", deliver)


def _audit() -> Counter[str]:
    return Counter(AuditEvent.objects.values_list("what", flat=True))


def _page(people: dict[str, User], job: Job) -> str:
    client = Client()
    client.force_login(people["admin"], backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/jobs/{job.pk}").content.decode()


def test_every_kind_of_job_has_a_scene() -> None:
    assert sorted(SCENES) == sorted(KINDS)


def _places(effects: int) -> Iterator[Interruption]:
    """Before each effect of a kind, or of many before every second or third, by a kill and a lost database in turn.
    With PostgreSQL, where a database for each play takes its time, the database is lost once, in the middle: how it
    says so, and what it then undoes, is its own; a kill is to it no more than that."""
    if connection.vendor != "sqlite":
        yield Interruption(effects // 2, loses_database=True)
        return
    places = sorted({*range(0, effects, max(1, -(-effects // MOST))), effects - 1})
    for turn, before in enumerate(places if len(places) > 1 else places * 2):
        yield Interruption(before, loses_database=turn % 2 == 1)


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_an_interrupted_job_is_done_again_and_its_effects_are_there_once(kind: str, played: Played) -> None:
    whole = Interruption(NEVER)
    undisturbed = played(kind, whole)
    assert (undisturbed.job.state, undisturbed.job.error) == (State.DONE, "")
    assert undisturbed.told[0] == undisturbed.told[1]
    for interruption in _places(whole.effects):
        outcome = played(kind, interruption)
        how = "database lost" if interruption.loses_database else "killed"
        place = f"{how} before effect {interruption.before + 1} of {whole.effects}"
        assert outcome.sent == undisturbed.sent, place
        assert outcome.job.attempts == 2, place
        if outcome.job.state == State.DONE:
            assert outcome.audit == undisturbed.audit, place
            assert outcome.told[0] == outcome.told[1], place
            assert "第 2 次尝试" in outcome.page, place
        else:  # nobody can say whether the message in hand had left: it is not sent twice, and page and notice say so
            assert outcome.audit == undisturbed.audit + Counter({"notices.told": 1}), place
            assert "bosses：发送中被中断" in outcome.page, place
