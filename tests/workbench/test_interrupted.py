"""Every kind of job, interrupted before each of its effects and done again: nothing is lost, nothing is done twice."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from kefu.sending.channel import Channel
from kefu.sending.message import Message
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.kinds import KINDS
from kefu.workbench.jobs.models import Job, State
from tests.workbench.companies import make, serve
from tests.workbench.interruptions import NEVER, Interruption, perform
from tests.workbench.scenes import SCENES, Play

pytestmark = pytest.mark.django_db
MOST = 6  # interruptions of one kind; with fewer effects it is interrupted before each of them


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("interrupted") / "company").folder


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
def played(empty: Path, tmp_path: Path, people: dict[str, User], settings: Any) -> Played:
    """Play a scene with an interruption and, after it, what the next worker does; then all is as it was before."""

    def play(kind: str, interruption: Interruption) -> Outcome:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        shutil.copytree(empty, folder)
        serve(settings, folder)
        cache.clear()
        with pytest.MonkeyPatch.context() as patched, transaction.atomic():
            sent: list[tuple[str, str]] = []
            _post(patched, sent)
            asked = SCENES[kind](Play(folder, people, patched, sent))
            before = _audit()
            job = jobs.start(kind, by=people["admin"], **asked.arguments)
            perform(job.pk, kind, interruption)
            if interruption.before < NEVER:
                jobs.take_up_again()
                perform(job.pk, kind, Interruption(NEVER))
            job.refresh_from_db()
            told = asked.told() if job.state == State.DONE else None
            outcome = Outcome(job, (told, asked.expected), _audit() - before, Counter(sent), _page(people, job))
            transaction.set_rollback(True)
        return outcome

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


@pytest.mark.parametrize("kind", sorted(SCENES))
def test_an_interrupted_job_is_done_again_and_its_effects_are_there_once(kind: str, played: Played) -> None:
    whole = Interruption(NEVER)
    undisturbed = played(kind, whole)
    assert (undisturbed.job.state, undisturbed.job.error) == (State.DONE, "")
    assert undisturbed.told[0] == undisturbed.told[1]
    apart = max(1, -(-whole.effects // MOST))  # a kind with many effects is interrupted before every second or third
    for before in sorted({*range(0, whole.effects, apart), whole.effects - 1}):
        outcome = played(kind, Interruption(before, loses_database=before % 2 == 1))
        place = f"interrupted before effect {before + 1} of {whole.effects}"
        assert outcome.audit == undisturbed.audit, place
        assert outcome.sent == undisturbed.sent, place
        assert outcome.job.attempts == 2, place
        if outcome.job.state == State.DONE:
            assert outcome.told[0] == outcome.told[1], place
            assert "第 2 次尝试" in outcome.page, place
        else:  # nobody can say whether the message in hand had left: it is not sent twice, and the page says so
            assert "bosses：发送中被中断" in outcome.page, place
