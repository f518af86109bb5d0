"""Files come in through the browser: checked, mapped once, imported by a job, corrected where set aside."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from kefu.cleaning.mapping import field_title, fields_offered
from kefu.errors import DataError, UsageError
from kefu.narrative.formats import capital
from kefu.project import Project
from kefu.schema import ENTITIES
from kefu.store.record import Partition, TableState
from kefu.workbench.accounts.models import AuditEvent, User
from kefu.workbench.company import company, owes_facts
from kefu.workbench.datasets import queries, services
from kefu.workbench.datasets.checks import check, safe_name
from kefu.workbench.datasets.models import Purpose, State, Upload
from kefu.workbench.jobs import services as jobs
from kefu.workbench.jobs.models import Job
from kefu.workbench.jobs.models import State as JobState
from kefu.workbench.jobs.running import run
from tests.workbench.companies import GOOD, REPEATED, WRONG, agents, make, result, serve
from tests.workbench.conftest import Login

pytestmark = pytest.mark.django_db
TICKETS = "\n".join(
    ["工单号,创建时间,状态,客服,客户姓名,问题描述,车间"]
    + [f"T{n},2026-10-{n % 28 + 1:02} 10:00,处理中,甲,客户{n},灯不亮了,一车间" for n in range(1001, 1031)]
)


@pytest.fixture
def project(tmp_path: Path, settings: Any) -> Project:
    made = make(tmp_path / "company")
    serve(settings, made.folder)
    return made


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def done(job: Job) -> Job:
    run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return job


def bring_in(by: User, name: str, content: bytes) -> Upload:
    held = services.receive(by=by, sent=sent(name, content))
    done(services.start_import(by=by, uploads=[held]))
    held.refresh_from_db()
    return held


# --- what may come in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/agents.csv", "agents.csv"),
        ("C:\\Users\\me\\十月.xlsx", "十月.xlsx"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("/", ""),
        ("..", ""),
        ("~$open.xlsx", ""),
    ],
)
def test_a_name_keeps_no_path(name: str, kept: str) -> None:
    if kept:
        assert safe_name(name) == kept
        return
    with pytest.raises(UsageError, match="is no name of a file"):
        safe_name(name)


def _bomb() -> bytes:
    """A workbook whose one sheet unpacks to 300 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(bytes(1 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.exe", b"MZ", "is none of the files"),
        ("a.csv", b"", "文件为空"),
        ("a.csv", b"\x7fELF\x02\x01", "不是文本文件"),
        ("a.csv", b"PK\x03\x04 a workbook", "不是文本文件"),
        ("a.csv", b"one,two\n\x00\x00\x00,1\n", "不是文本文件"),
        ("a.xlsx", b"<html>", "内容与扩展名不符"),
        ("a.xlsx", b"PK\x03\x04 cut short", "工作簿不完整"),
        ("a.csv.gz", b"one,two\n", "内容与扩展名不符"),
        ("a.parquet", b"one,two\n", "内容与扩展名不符"),
    ],
)
def test_content_is_what_the_name_says(name: str, content: bytes, says: str) -> None:
    with pytest.raises(DataError, match=says):
        check(name, len(content), io.BytesIO(content))


def test_a_bomb_is_not_opened() -> None:
    bomb = _bomb()
    with pytest.raises(DataError, match="解压后有 314,5"):  # 300 × 1,048,576 bytes and the list of sheets
        check("a.xlsx", len(bomb), io.BytesIO(bomb))


def test_what_is_refused_is_not_kept(project: Project, logged_in: Login) -> None:
    client = logged_in("analyst")
    files = [sent("a.exe", b"MZ"), sent("agents.csv", agents(*GOOD))]
    page = client.post("/data/uploads/add", {"files": files}, follow=True)
    assert "a.exe：不是可以读取的文件类型" in page.content.decode()
    assert [one.name for one in Upload.objects.all()] == ["agents.csv"]
    assert len(list((project.folder / "workbench" / "uploads").rglob("*.*"))) == 1


def test_texts_may_be_packed(project: Project, people: dict[str, User]) -> None:
    held = services.receive(by=people["analyst"], sent=sent("agents.csv.gz", gzip.compress(agents(*GOOD))))
    assert held.state == State.WAITING


# --- from a file to rows --------------------------------------------------------------------------------------------


def test_every_row_is_clean_set_aside_or_repeated(
    project: Project, people: dict[str, User], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        held = bring_in(people["analyst"], "agents.csv", agents(*GOOD, WRONG, REPEATED))
    (table,) = held.result
    assert held.state == State.IMPORTED
    # three good rows, of which the first is repeated by the fifth, and one with a day there is not
    assert (table["rows"], table["clean"], table["set_aside"], table["duplicates"]) == (5, 3, 1, 1)
    assert company().record.tables["agent"].rows == 3
    assert not held.path.exists()
    assert Job.objects.filter(kind="loop.rules").count() == 1


def test_the_same_file_again_counts_nothing_twice(project: Project, people: dict[str, User]) -> None:
    bring_in(people["analyst"], "agents.csv", agents(*GOOD))
    again = bring_in(people["manager"], "agents.csv", agents(*GOOD))
    assert [one["known"] for one in again.result] == [True]
    assert company().record.tables["agent"].rows == 3
    assert len(company().record.imports) == 1


def test_a_file_that_waits_is_not_kept_twice_and_can_be_removed(project: Project, people: dict[str, User]) -> None:
    first = services.receive(by=people["analyst"], sent=sent("agents.csv", agents(*GOOD)))
    same = services.receive(by=people["analyst"], sent=sent("agents.csv", agents(*GOOD)))
    assert same.pk == first.pk
    services.start_import(by=people["analyst"], uploads=[first])
    with pytest.raises(UsageError, match="不在待导入状态"):
        services.start_import(by=people["analyst"], uploads=[first])
    with pytest.raises(UsageError, match="正在导入"):
        services.remove(by=people["analyst"], upload=first)


def test_a_stopped_import_takes_nothing_in(project: Project, people: dict[str, User]) -> None:
    held = services.receive(by=people["analyst"], sent=sent("agents.csv", agents(*GOOD)))
    job = services.start_import(by=people["analyst"], uploads=[held])
    Job.objects.filter(pk=job.pk).update(is_to_stop=True)
    run(job.pk)
    job.refresh_from_db()
    held.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert held.is_ready
    assert company().record.imports == ()


def test_a_mapping_is_confirmed_once(project: Project, people: dict[str, User], logged_in: Login) -> None:
    held = services.receive(by=people["analyst"], sent=sent("车间工单.csv", TICKETS.encode()))
    assert held.state == State.UNKNOWN
    client, address = logged_in("analyst"), f"/data/uploads/{held.pk}/mapping"
    page = client.get(address).content.decode()
    assert "客户1001" not in page  # a customer's name is no sample
    assert 'value="ticket" selected' in page
    grid, _ = queries.table_of(held)
    columns = [one.column for one in queries.proposed(held, grid).columns]
    said = {f"field_{columns.index('创建时间') + 1}": "", "confirm": "1", "entity": "ticket"}
    page = client.post(address, said, follow=True).content.decode()
    assert "这些必填字段还没有对应的列：创建时间" in page
    assert list((project.folder / "mappings").iterdir()) == []
    client.post(address, {f"field_{columns.index('客服') + 1}": "agent_id", "confirm": "1", "entity": "ticket"})
    held.refresh_from_db()
    assert held.state == State.WAITING
    (kept,) = (project.folder / "mappings").glob("*.yaml")
    assert "agent_id: 客服" in kept.read_text(encoding="utf-8")
    client.post(address, {f"field_{columns.index('车间') + 1}": "team", "confirm": "1", "entity": "ticket"})
    assert [path.name for path in (project.folder / "mappings").glob("*.yaml")] == [kept.name]
    assert "team: 车间" in kept.read_text(encoding="utf-8")
    held.refresh_from_db()
    done(services.start_import(by=people["analyst"], uploads=[held]))
    assert company().record.tables["ticket"].rows == 30
    later = services.receive(by=people["analyst"], sent=sent("车间工单.csv", TICKETS.replace("T10", "T20").encode()))
    assert later.state == State.WAITING


# --- rows set aside -------------------------------------------------------------------------------------------------


def test_a_row_is_corrected_in_the_browser(project: Project, people: dict[str, User], logged_in: Login) -> None:
    bring_in(people["analyst"], "agents.csv", agents(*GOOD, WRONG))
    (row,) = queries.set_aside().some(10)
    client, address = logged_in("analyst"), f"/data/quarantine/{row.number}/{row.row}"
    shown = client.get(address).content.decode()
    assert "钱丁" not in shown
    said = {f"cell_{place}": str(value or "") for place, value in enumerate(row.content.values(), start=1)}
    names = list(row.content)
    said |= {f"cell_{names.index('班组') + 1}": "电话组", f"cell_{names.index('入职日期') + 1}": "2024-12-01"}
    response = client.post(address, said)
    job = Job.objects.get(kind="datasets.bring_back")
    assert response.headers["Location"] == f"/jobs/{job.pk}"
    assert "2024-12-01" not in str(job.arguments)
    (told,) = result(done(job))["files"]
    assert (told["accepted"], told["refused"], told["untouched"]) == (1, 0, 0)
    assert company().record.tables["agent"].rows == 4
    assert queries.set_aside().count() == 0


def test_rows_are_corrected_in_a_workbook_that_runs_nothing(
    project: Project, people: dict[str, User], logged_in: Login
) -> None:
    formula = '=HYPERLINK("http://example.com")'
    quoted = formula.replace('"', '""')
    bring_in(people["analyst"], "agents.csv", agents(*GOOD, f'A9,孙己,"{quoted}",初级,x'))
    client = logged_in("analyst")
    response = client.get("/data/quarantine/download")
    assert response.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(response.content))
    cells = [cell for line in book.active.iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}  # texts, and no formula
    names = [cell.value for cell in book.active[1]]
    assert book.active.cell(2, names.index("班组") + 1).value == formula
    book.active.cell(2, names.index("班组") + 1).value = "在线组"
    book.active.cell(2, names.index("入职日期") + 1).value = "2024-12-02"
    written = io.BytesIO()
    book.save(written)
    client.post("/data/quarantine/corrected", {"file": sent("corrections.xlsx", written.getvalue())})
    done(Job.objects.get(kind="datasets.bring_back"))
    assert company().record.tables["agent"].rows == 4
    assert AuditEvent.objects.filter(what="datasets.quarantine_downloaded").count() == 1


def test_a_file_without_its_places_says_so(project: Project, people: dict[str, User]) -> None:
    bring_in(people["analyst"], "agents.csv", agents(*GOOD, WRONG))
    held = services.receive(by=people["analyst"], sent=sent("x.csv", b"a,b\n1,2\n"), purpose=Purpose.CORRECTION)
    job = services.start_bringing_back(by=people["analyst"], upload=held)
    run(job.pk)
    job.refresh_from_db()
    held.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "没有 kefu_import 和 kefu_row 两列" in job.error
    assert held.fault == job.error
    assert held.is_ready


def test_rows_are_told_apart_by_reason(project: Project, people: dict[str, User]) -> None:
    bring_in(people["analyst"], "agents.csv", agents(*GOOD, WRONG, REPEATED))
    rows = queries.set_aside()
    assert rows.by_reason()["duplicate"] == 1
    assert [one.reasons for one in rows.some(5, reason="duplicate")] == ["duplicate: row 5"]  # the later one is kept
    assert rows.count("agents.csv", "duplicate") == 1
    assert rows.count("other.csv") == 0


# --- sources, connections, quality ----------------------------------------------------------------------------------


def test_a_connection_shows_names_of_variables_and_no_secret(
    project: Project, logged_in: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_TOKEN", "very-secret-value")
    (project.folder / "connections" / "desk.yaml").write_text(
        "kind: zendesk\naddress: https://desk.example.com\nenvironment: {user: DESK_USER, token: DESK_TOKEN}\n"
        "streams: [tickets]\n",
        encoding="utf-8",
    )
    page = logged_in("analyst").get("/data/sources").content.decode()
    assert "DESK_TOKEN" in page
    assert "very-secret-value" not in page
    assert logged_in("analyst").post("/data/sources/desk/sync").status_code == 302
    assert Job.objects.get(kind="datasets.sync").arguments == {"name": "desk"}


def test_the_data_are_examined_by_a_job(project: Project, people: dict[str, User], logged_in: Login) -> None:
    bring_in(people["analyst"], "agents.csv", agents(*GOOD, WRONG))
    told = result(done(services.start_check(by=people["analyst"])))
    assert told["looked_at"] > 0
    assert [one["limit"] for one in told["zh"]["beyond"]] == ["max_quarantined"]  # one row of four, 5 % allowed
    assert "max_quarantined" in logged_in("auditor").get("/data/quality").content.decode()


# --- who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["uploads", "quarantine", "sources", "quality"])
def test_agents_see_nothing_of_the_data_and_auditors_read(address: str, project: Project, logged_in: Login) -> None:
    assert logged_in("agent").get(f"/data/{address}").status_code == 403
    assert logged_in("lead").get(f"/data/{address}").status_code == 403
    assert logged_in("auditor").get(f"/data/{address}").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["uploads/add", "uploads/import", "uploads/1/remove", "quarantine/corrected", "sources/x/sync", "quality/check"],
)
def test_auditors_change_nothing(address: str, project: Project, logged_in: Login) -> None:
    assert logged_in("auditor").post(f"/data/{address}").status_code == 403
    assert logged_in("analyst").get(f"/data/{address}").status_code == 405


def test_programs_bring_files_in_as_well(project: Project, logged_in: Login) -> None:
    client = logged_in("analyst")
    made = client.post("/api/v1/datasets/uploads", {"file": sent("agents.csv", agents(*GOOD, WRONG))}).json()
    assert made["state"] == "waiting"
    job = client.post("/api/v1/datasets/import", {"uploads": [made["number"]]}, content_type="application/json").json()[
        "job"
    ]
    done(Job.objects.get(pk=job))
    assert client.get(f"/api/v1/jobs/{job}").json()["state"] == "done"
    assert [one["rows"] for one in client.get("/api/v1/datasets/sources").json()["tables"]] == [len(GOOD)]
    assert client.post("/api/v1/datasets/sources/none/sync").status_code == 404
    assert client.get("/api/v1/datasets/quality").json() == {}  # nobody has examined them yet
    assert Job.objects.get(pk=client.post("/api/v1/datasets/quality").json()["job"]).kind == "datasets.check"
    assert client.post(f"/api/v1/datasets/uploads/{made['number']}/remove").status_code == 422  # it was imported
    assert client.get("/api/v1/datasets/quarantine").json()["rows"] == 1
    refused = logged_in("auditor").post(
        "/api/v1/datasets/import", {"uploads": [made["number"]]}, content_type="application/json"
    )
    assert refused.status_code == 403


def _post(client: Any, address: str, **said: Any) -> Any:
    return client.post(f"/api/v1/datasets{address}", said, content_type="application/json")


def test_programs_confirm_a_mapping(project: Project, people: dict[str, User], logged_in: Login) -> None:
    """As the page does: proposed without what is personal, refused where a required field is missing, kept once."""
    held = services.receive(by=people["analyst"], sent=sent("车间工单.csv", TICKETS.encode()))
    client, address = logged_in("analyst"), f"/uploads/{held.pk}/mapping"
    told = client.get(f"/api/v1/datasets{address}").json()
    fields = {one["column"]: one["field"] for one in told["columns"]}
    assert (told["entity"], told["sheets"], told["missing"], fields["创建时间"]) == ("ticket", [""], [], "created_at")
    assert "agent_id" in told["fields"]
    assert "客户1001" not in str(told)
    refused = _post(client, address, fields={"创建时间": ""})
    assert (refused.status_code, "创建时间" in refused.json()["detail"]) == (422, True)
    for said in ({"fields": {"没有": "team"}}, {"fields": {"客服": "nothing"}}, {"orders": {"创建时间": "ymd"}}):
        assert _post(client, address, **said).status_code == 422, said
    assert client.get(f"/api/v1/datasets{address}?sheet=none").status_code == 404
    assert list((project.folder / "mappings").iterdir()) == []
    kept = _post(client, address, fields={"客服": "agent_id", "车间": "team"})
    assert (kept.status_code, kept.json()["state"]) == (200, "waiting")
    (mapping,) = (project.folder / "mappings").glob("*.yaml")
    assert "agent_id: 客服" in mapping.read_text(encoding="utf-8")
    assert "team: 车间" in mapping.read_text(encoding="utf-8")
    assert AuditEvent.objects.get(what="datasets.mapping_kept").who == "analyst"
    for role, status in (("auditor", 403), ("agent", 403)):
        assert _post(logged_in(role), address).status_code == status
    services.remove(by=people["analyst"], upload=held)
    assert client.get(f"/api/v1/datasets{address}").status_code == 404


def test_programs_correct_one_row(project: Project, people: dict[str, User], logged_in: Login) -> None:
    """Only the cells that are sent change; the name, which is masked, keeps its value."""
    bring_in(people["analyst"], "agents.csv", agents(*GOOD, WRONG))
    client = logged_in("analyst")
    (row,) = client.get("/api/v1/datasets/quarantine").json()["some"]
    address = f"/quarantine/{row['number']}/{row['row']}"
    one = client.get(f"/api/v1/datasets{address}").json()
    assert one == row
    assert "钱丁" not in str(one)
    assert _post(client, address, cells={"没有": "x"}).status_code == 422
    assert _post(client, "/quarantine/1/9999", cells={"入职日期": "2024-12-01"}).status_code == 404
    assert _post(logged_in("auditor"), address, cells={"入职日期": "2024-12-01"}).status_code == 403
    answer = _post(client, address, cells={"班组": "电话组", "入职日期": "2024-12-01"})
    (told,) = result(done(Job.objects.get(pk=answer.json()["job"])))["files"]
    assert (told["accepted"], told["refused"], told["untouched"]) == (1, 0, 0)
    names = company().meter.table("agent").filter(lambda table: table.agent_id == "A4").to_pyarrow().to_pylist()
    assert [one["name"] for one in names] == ["钱丁"]
    assert client.get("/api/v1/datasets/quarantine").json()["rows"] == 0
    assert client.get(f"/api/v1/datasets{address}").status_code == 404


def test_an_import_from_the_command_line_is_seen_once_the_worker_computed_it(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "agents.csv"
    file.write_bytes(agents(*GOOD))
    project.take_in([(file, project.recognised(file))], facts_later=True)
    assert owes_facts()
    assert not company().meter.snapshot.has("agent")
    assert company().record.imports == ()
    done(jobs.start("datasets.facts", by=None))
    assert not owes_facts()
    assert company().meter.snapshot.has("agent")
    assert [one.clean for one in company().record.imports] == [len(GOOD)]


def test_every_field_of_a_mapping_has_a_name_people_use() -> None:
    """No code of a program in English, no English in Chinese; what every letter is capital of is a name: SKU."""
    told = [
        (entity, field, field_title(entity, field, "zh"), capital(field_title(entity, field, "en")))
        for entity in ENTITIES
        for field in fields_offered(entity, "")
    ]
    assert [one for one in told if one[2].isascii()] == []
    assert [one for one in told if "_" in one[3] or re.search("[a-z][A-Z]", one[3])] == []
    assert ("ticket", "agent_id", "客服", "Agent") in told
    assert ("call", "call_id", "通话编号", "Call ID") in told


def test_nothing_is_missing_of_what_happens_rarely_and_days_are_the_companys(
    project: Project, people: dict[str, User]
) -> None:
    """Imported on the 29th at 17:00 of Greenwich, which in Shanghai is the 30th at 1:00."""
    state = TableState(1, {month: Partition(1, "") for month in ("2026-01", "2026-04")})
    assert queries._missing("incident", state) == ()
    assert queries._missing("ticket", state) == ("2026-02", "2026-03")
    assert queries._local_day("2026-11-29T17:00:00+00:00") == "2026-11-30"


@pytest.mark.parametrize(
    ("role", "said"), [("auditor", "客服经理或数据分析检查数据后"), ("analyst", "点“检查数据”开始")]
)
def test_an_empty_page_asks_nobody_for_what_they_may_not_do(
    role: str, said: str, project: Project, logged_in: Login
) -> None:
    assert said in logged_in(role).get("/data/quality").content.decode()
