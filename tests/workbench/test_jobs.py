"""Jobs: done once, stopped when asked, taken up again when the worker was killed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from kefu.errors import DataError, UsageError
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.jobs import running, services
from kefu.workbench.jobs.kinds import CALLED_FOR, KINDS, NEEDS, PAGES, RECURRING, Report
from kefu.workbench.jobs.models import Job, LastStart, State
from kefu.workbench.jobs.running import run
from kefu.workbench.notices import queries
from kefu.workbench.notices.models import Notice
from kefu.workbench.web.words import word
from tests.workbench.conftest import Login


def refusing(_report: Report, **_asked: object) -> None:
    raise DataError("file.csv: is empty")


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """Kinds of jobs for tests, and what they did."""
    did: dict[str, list[int]] = {"adding": []}

    def adding(_report: Report, *, number: int) -> dict[str, int]:
        did["adding"].append(number)
        return {"sum": sum(did["adding"])}

    def long(report: Report) -> None:
        Job.objects.update(is_to_stop=True)
        report("half", 0.5)

    for name, function in {"adding": adding, "refusing": refusing, "long": long}.items():
        monkeypatch.setitem(KINDS, f"jobs.{name}", function)
    return did


def test_a_job_is_done_once(db: None, kinds: dict[str, list[int]], people: dict[str, User]) -> None:
    job = services.start("jobs.adding", by=people["analyst"], number=2)
    run(job.pk)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.done, kinds["adding"]) == (State.DONE, {"sum": 2}, 1.0, [2])


def test_what_went_wrong_is_said(db: None, kinds: dict[str, list[int]]) -> None:
    job = services.start("jobs.refusing", by=None)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "file.csv: is empty")


def test_what_came_of_it_is_said_in_the_language_of_who_asked(
    people: dict[str, User], logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong by who started the job, where a result leads by who looks at it."""

    def refusing_in_words(_report: Report) -> None:
        raise DataError(word("web.refused"))

    monkeypatch.setitem(KINDS, "reports.verify", refusing_in_words)
    monkeypatch.setitem(KINDS, "reports.build", lambda _report: {"address": "/reports/", "said": "reports.open"})
    people["analyst"].language = "en"
    people["analyst"].save()
    wrong, right = (services.start(f"reports.{kind}", by=people["analyst"]) for kind in ("verify", "build"))
    run(wrong.pk)
    run(right.pk)
    assert Job.objects.get(pk=wrong.pk).error == "This cannot be done"
    assert ">Open the report<" in logged_in("analyst").get(f"/jobs/{right.pk}").content.decode()
    assert ">打开报告<" in logged_in("manager").get(f"/jobs/{right.pk}").content.decode()


def test_a_job_stops_at_its_next_word(db: None, kinds: dict[str, list[int]]) -> None:
    job = services.start("jobs.long", by=None)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_job_that_was_interrupted_is_tried_three_times(db: None, kinds: dict[str, list[int]]) -> None:
    job = services.start("jobs.adding", by=None, number=1)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=2)
    assert services.take_up_again() == 1
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 3)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=3)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, kinds["adding"]) == (State.FAILED, [1])


def test_the_clock_starts_what_is_due_and_only_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in list(RECURRING):
        monkeypatch.delitem(RECURRING, kind)
    monkeypatch.setitem(RECURRING, "jobs.hourly", timedelta(hours=1))
    monkeypatch.setitem(KINDS, "jobs.hourly", lambda _report: None)
    now = timezone.now()
    first = services.start_what_is_due(now)
    assert [one.kind for one in first] == ["jobs.hourly"]
    run(first[0].pk)
    assert services.start_what_is_due(now + timedelta(minutes=59)) == []
    assert len(services.start_what_is_due(now + timedelta(hours=1))) == 1
    assert LastStart.objects.get().at == now + timedelta(hours=1)


def test_the_clock_starts_what_is_called_for_only_while_it_is(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in list(RECURRING):
        monkeypatch.delitem(RECURRING, kind)
    owed = [False]
    monkeypatch.setitem(RECURRING, "jobs.owed", timedelta(minutes=5))
    monkeypatch.setitem(CALLED_FOR, "jobs.owed", lambda: owed[0])
    monkeypatch.setitem(KINDS, "jobs.owed", lambda _report: None)
    assert services.start_what_is_called_for() == []
    assert not LastStart.objects.exists()  # the database was not asked
    owed[0] = True
    (first,) = services.start_what_is_called_for()
    assert services.start_what_is_called_for() == []  # it is still at it
    run(first.pk)
    (again,) = services.start_what_is_called_for()  # the next import, seconds later
    Job.objects.filter(pk=again.pk).update(state=State.FAILED)
    assert services.start_what_is_called_for() == []
    assert services.start_what_is_due(timezone.now() + timedelta(minutes=4, seconds=50)) == []
    assert [one.kind for one in services.start_what_is_due(timezone.now() + timedelta(minutes=5))] == ["jobs.owed"]


def test_only_the_last_runs_of_the_clock_stay(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in list(RECURRING):
        monkeypatch.delitem(RECURRING, kind)
    monkeypatch.setitem(RECURRING, "jobs.hourly", timedelta(hours=1))
    monkeypatch.setitem(KINDS, "jobs.hourly", lambda _report: None)
    Job.objects.bulk_create([Job(kind="jobs.hourly", state=State.DONE) for _ in range(30)])
    wrong = Job.objects.create(kind="jobs.hourly", state=State.FAILED)
    services.start_what_is_due(timezone.now())
    assert Job.objects.filter(state=State.DONE).count() == 20
    assert Job.objects.filter(pk=wrong.pk).exists()


def test_every_job_people_start_says_who_may_and_where_its_cause_is_seen() -> None:
    assert sorted(NEEDS) == sorted(PAGES) == sorted(set(KINDS) - set(RECURRING))


def test_what_failed_is_told_and_done_again(
    kinds: dict[str, list[int]], people: dict[str, User], logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What failed, why, and what next; who started it tries again, others are told who can."""
    monkeypatch.setitem(KINDS, "datasets.check", KINDS["jobs.refusing"])
    job = services.start("datasets.check", by=people["analyst"])
    run(job.pk)
    page = logged_in("analyst").get(f"/jobs/{job.pk}").content.decode()
    for text in (
        "file.csv: is empty",
        "出了什么问题",
        "接下来怎么办",
        f"/jobs/{job.pk}/again",
        f'href="{reverse("datasets:quality")}"',
    ):
        assert text in page, text
    seen = logged_in("auditor").get(f"/jobs/{job.pk}").content.decode()
    assert "可由发起人analyst重试" in seen
    assert "/again" not in seen
    assert logged_in("auditor").post(f"/jobs/{job.pk}/again").status_code == 403
    assert logged_in("manager").post(f"/jobs/{job.pk}/again").status_code == 403
    monkeypatch.setitem(KINDS, "datasets.check", lambda _report: {"well": True})
    assert logged_in("manager").post(f"/api/v1/jobs/{job.pk}/again").status_code == 403
    assert logged_in("analyst").post(f"/api/v1/jobs/{job.pk}/again").json()["state"] == "waiting"
    logged_in("analyst").post(f"/jobs/{job.pk}/stop")
    logged_in("analyst").post(f"/jobs/{job.pk}/again")
    job.refresh_from_db()
    assert (job.state, job.error) == (State.WAITING, "")
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, {"well": True})
    assert set(AuditEvent.objects.filter(what="jobs.again").values_list("who", flat=True)) == {"analyst"}


def test_programs_list_jobs(kinds: dict[str, list[int]], people: dict[str, User], logged_in: Login) -> None:
    """One's own or, for readers of the whole, all; what the clock started only where asked for."""
    mine, others, clock = (services.start("datasets.check", by=by) for by in (people["lead"], people["analyst"], None))

    def told(role: str, asked: str = "") -> list[int]:
        return [one["number"] for one in logged_in(role).get(f"/api/v1/jobs{asked}").json()]

    assert told("manager") == [others.pk, mine.pk]
    assert told("manager", "?clock=true") == [clock.pk, others.pk, mine.pk]
    assert told("manager", "?limit=1&start=1") == [mine.pk]
    assert told("lead") == [mine.pk]
    assert logged_in("agent").get("/api/v1/jobs").status_code == 403


def test_what_was_done_is_not_done_again(db: None, kinds: dict[str, list[int]], people: dict[str, User]) -> None:
    job = services.start("jobs.adding", by=people["analyst"], number=1)
    run(job.pk)
    with pytest.raises(UsageError):
        services.again(by=people["analyst"], job=job)


def test_who_may_no_longer_start_it_does_not_do_it_again(people: dict[str, User], logged_in: Login) -> None:
    """An analyst who became a lead started an import; leads import nothing."""
    job = Job.objects.create(kind="datasets.sync", by=people["lead"], state=State.FAILED, arguments={"name": "x"})
    assert logged_in("lead").get(f"/jobs/{job.pk}").status_code == 200
    assert logged_in("lead").post(f"/jobs/{job.pk}/again").status_code == 403


def _notices(to: User) -> list[tuple[str, str]]:
    return [(str(one), one.address) for one in queries.notices_of(to)]


def test_whose_job_went_wrong_is_told_once_a_failure(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not again when a worker takes it up once more; again when another try went wrong as well."""
    analyst, word_of = people["analyst"], "后台任务失败：检查数据质量 十月。file.csv: is empty"
    monkeypatch.setitem(KINDS, "datasets.check", refusing)
    job = services.start("datasets.check", by=analyst, title="十月")
    run(job.pk)
    assert services.take_up_again() == 0
    run(job.pk)
    assert _notices(analyst) == [(word_of, f"/jobs/{job.pk}")]
    services.again(by=analyst, job=job)
    run(job.pk)
    assert _notices(analyst) == [(word_of, f"/jobs/{job.pk}")] * 2
    assert Notice.objects.count() == 2  # nobody else


def test_it_is_told_with_the_failure_or_not_at_all(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker killed between the two leaves a job that is still at it, which the next one ends and tells of."""

    class Killed(BaseException): ...

    def killed(_job: Job) -> None:
        raise Killed

    monkeypatch.setitem(KINDS, "datasets.check", refusing)
    job = services.start("datasets.check", by=people["analyst"])
    monkeypatch.setattr(running, "FAILED", [*running.FAILED, killed])
    with pytest.raises(Killed):
        run(job.pk)
    job.refresh_from_db()
    assert (job.state, Notice.objects.count()) == (State.RUNNING, 0)
    monkeypatch.setattr(running, "FAILED", running.FAILED[:-1])
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, Notice.objects.count()) == (State.FAILED, 1)


def test_a_job_interrupted_too_often_is_told_in_the_language_of_who_started_it(
    kinds: dict[str, list[int]], people: dict[str, User]
) -> None:
    people["analyst"].language = "en"
    people["analyst"].save()
    job = services.start("datasets.check", by=people["analyst"])
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=3)
    run(job.pk)
    with translation.override("en"):
        ((said, _),) = _notices(people["analyst"])
    assert said == "Background work failed: Check the data. Interrupted 3 times in a row, so it is not tried again."


def test_what_the_clock_started_is_told_to_nobody_and_a_stopped_job_neither(
    kinds: dict[str, list[int]], people: dict[str, User]
) -> None:
    run(services.start("jobs.refusing", by=None).pk)
    run(services.start("jobs.long", by=people["analyst"]).pk)
    assert not Notice.objects.exists()


def test_who_sees_no_jobs_is_led_to_what_it_was_about(people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent who had the effect of an action measured."""
    monkeypatch.setitem(KINDS, "actions.measure", refusing)
    run(services.start("actions.measure", by=people["agent"], number=7).pk)
    assert _notices(people["agent"]) == [("后台任务失败：测量效果。file.csv: is empty", "/actions/7")]


@pytest.mark.parametrize(("file", "delivered"), [("", 0), ("email: mail\n", 1), ("mail: mistaken\n", 1)])
def test_it_leaves_by_the_ways_of_other_notices_and_a_file_in_error_keeps_nothing_back(
    file: str, delivered: int, people: dict[str, User], tmp_path: Path, settings: Any,
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.KEFU_PROJECT = tmp_path
    if file:
        (tmp_path / "notices.yaml").write_text(file)
    monkeypatch.setitem(KINDS, "datasets.check", refusing)
    job = services.start("datasets.check", by=people["analyst"])
    with django_capture_on_commit_callbacks(execute=True):
        run(job.pk)
    assert (Notice.objects.count(), Job.objects.filter(kind="notices.deliver").count()) == (1, delivered)
