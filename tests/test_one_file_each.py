"""A new member of a family is one new file, used end to end with nothing else changed.

Metrics and import profiles are files of a project's own folder. Members of the package itself are added to a copy of
it, each to a copy of its own, which then runs as ``python -m kefu``. A section also takes one line in a report kind,
because kinds say which sections a report has and in which order.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import kefu

PACKAGE = Path(kefu.__file__).parent
FIRST, LAST = date(2026, 4, 1), date(2026, 10, 31)
KIND = "after_sales_monthly"

PROFILE = """\
title: {en: Branch office desk, zh: 分公司工单}
match: {columns: [Vorgang, Eingang, Weg, Antwort, Erledigt]}
layout: {encoding: utf-8, delimiter: ";", header_row: 1}
tables:
  ticket:
    fields:
      ticket_id: Vorgang
      created_at: {from: Eingang, format: "%d.%m.%Y %H:%M"}
      first_responded_at: {from: Antwort, format: "%d.%m.%Y %H:%M"}
      resolved_at: {from: Erledigt, format: "%d.%m.%Y %H:%M"}
      channel: {from: Weg, codes: {Telefon: phone, Post: letter}}
"""

METRIC = """\
title: {en: Share of letters, zh: 信件占比}
question:
  en: What share of requests comes by letter?
  zh: 有多大比例的请求以信件提出？
entity: ticket
at: created_at
value: channel = 'letter'
aggregate: share
unit: share
better: lower
check: SELECT avg(CASE WHEN channel = 'letter' THEN 1.0 ELSE 0.0 END) FROM ticket
"""


class Copy:
    """A copy of the package to which one file is added."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(PACKAGE, folder / "kefu")

    def add(self, member: str, text: str) -> None:
        path = self.folder / "kefu" / member
        assert not path.exists()
        path.write_text(dedent(text).lstrip(), encoding="utf-8")

    def run(self, *words: object) -> str:
        return run(*words, path=self.folder)

    def python(self, code: str, *words: object) -> Any:
        """What the code prints, as JSON."""
        return json.loads(started([sys.executable, "-c", dedent(code), *map(str, words)], self.folder))


def run(*words: object, path: Path | None = None) -> str:
    """What ``kefu`` prints, of the package as it is or of the copy in ``path``."""
    return started([sys.executable, "-m", "kefu", *map(str, words)], path)


def started(command: list[str], path: Path | None) -> str:
    extra = {} if path is None else {"PYTHONPATH": str(path)}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1", **extra}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def desk() -> str:
    """Two requests a day for seven months, the first of a day by telephone, the other by letter every third day."""
    lines = ["Vorgang;Eingang;Weg;Antwort;Erledigt"]
    for step in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=step)
        for number, way in enumerate(["Telefon", "Post" if step % 3 == 0 else "Telefon"], start=1):
            at = f"{day:%d.%m.%Y}"
            lines.append(f"V{step}-{number};{at} 09:00;{way};{at} 09:{5 + step % 20:02d};{at} 15:00")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose only source is one nobody built in: its profile is one file under ``mappings/``."""
    folder = tmp_path_factory.mktemp("one") / "branch"
    run("new", folder, "--language", "en", "--company", "Branch", "--quiet")
    (folder / "mappings" / "branch_desk.yaml").write_text(PROFILE, encoding="utf-8")
    file = folder.parent / "desk.csv"
    file.write_text(desk(), encoding="utf-8")
    run("import", "--project", folder, "--quiet", file)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "copy")


def value(answer: str) -> float:
    (one,) = json.loads(answer)
    return float(one["value"])


def test_a_source(project: Path) -> None:
    """214 days with two requests each; the profile was recognised by the headers alone."""
    (taken,) = json.loads(run("list", "imports", "--project", project, "--json"))
    assert (taken["profile"], taken["rows"], taken["clean"]) == ("branch_desk", 428, 428)
    assert value(run("query", "ticket_volume", "--period", "2026-10", "--project", project, "--json")) == 62


def test_a_metric(project: Path) -> None:
    """October's days are steps 183 to 213: letters came on the 11 of them that are multiples of three, 62 in all."""
    path = project / "metrics" / "letters.yaml"
    path.write_text(METRIC, encoding="utf-8")
    try:
        words = ("letters", "--period", "2026-10", "--project", project, "--json")
        assert value(run("query", *words)) == pytest.approx(11 / 62)
        (one,) = json.loads(run("query", *words))
        assert json.loads(run("explain", one["id"], "--project", project, "--json"))["id"] == one["id"]
        listed = {row["name"]: row for row in json.loads(run("list", "metrics", "--project", project, "--json"))}
        assert listed["letters"]["title"] == "Share of letters"
    finally:
        path.unlink()


def test_the_copy_is_what_runs(copy: Copy) -> None:
    assert Path(copy.python("import json, kefu; print(json.dumps(kefu.__file__))")).is_relative_to(copy.folder)


def test_a_section(copy: Copy, project: Path, tmp_path: Path) -> None:
    copy.add(
        "report/sections/busy_days.py",
        '''
        """How many requests came on the busiest day."""

        from collections.abc import Iterable

        from kefu.metrics.grain import Grain
        from kefu.report.context import Context
        from kefu.report.document import Block, Paragraph
        from kefu.report.sections import Section


        def build(context: Context) -> Iterable[Block]:
            days = context.meter.measure(["ticket_volume"], context.period, grain=Grain.DAY)
            busiest = max(days, key=lambda one: one.figure.value or 0.0)
            return context.page("Busiest day", "", Paragraph(context.measured(busiest), (busiest.figure.id,)))


        SECTION = Section(build, ("ticket_volume",))
        ''',
    )
    kind = copy.folder / "kefu" / "report" / "kinds" / f"{KIND}.yaml"
    lines = kind.read_text(encoding="utf-8").splitlines()
    lines.insert(lines.index("chapters:") + 1, "  - {title: {zh: 忙日, en: Busy days}, sections: [busy_days]}")
    kind.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = json.loads(
        copy.run("report", "2026-10", "--project", project, "--format", "md", "--output", tmp_path / "out", "--json")
    )
    (file,) = made["files"]
    written = Path(file).read_text(encoding="utf-8")
    chapter = written.split("\n## ")[1]
    assert chapter.startswith("Busy days\n")
    assert "### Busiest day\n\n2\n" in chapter
    [number] = re.findall(r"^\*Figure (\d+)\*$", chapter, re.M)
    [day] = re.findall(rf"^\| {number} \| (F-\w+) \|", written, re.M)
    assert json.loads(run("explain", day, "--project", project, "--json"))["id"] == day


def test_a_report_kind(copy: Copy, project: Path, tmp_path: Path) -> None:
    copy.add(
        "report/kinds/weekly_look.yaml",
        """
        title: {zh: 一瞥, en: A short look}
        subtitle: {zh: 一瞥, en: In one page}
        purpose: {zh: 一瞥, en: To know how many came}
        cover: [ticket_volume]
        cards: [ticket_volume]
        metrics: [ticket_volume]
        chapters:
          - {title: {zh: 数量, en: How many}, sections: [volume]}
        """,
    )
    words = ("--kind", "weekly_look", "--project", project, "--format", "md", "--output", tmp_path / "out", "--json")
    made = json.loads(copy.run("report", "2026-10", *words))
    assert made["title"] == "A short look"
    assert "\n## How many\n" in Path(made["files"][0]).read_text(encoding="utf-8")


def test_a_renderer(copy: Copy, project: Path, tmp_path: Path) -> None:
    copy.add(
        "report/renderers/titles.py",
        '''
        """The titles of the pages and nothing else."""

        from pathlib import Path

        from kefu.report.document import Document, pages
        from kefu.report.renderers import Renderer, Said
        from kefu.report.themes import Theme


        def render(document: Document, path: Path, theme: Theme) -> None:
            path.write_text("\\n".join(page.heading.text for page in pages(document)), encoding="utf-8")


        def read(path: Path) -> list[Said]:
            lines = path.read_text(encoding="utf-8").splitlines()
            return [Said("titles", f"line {number}", line) for number, line in enumerate(lines)]


        RENDERER = Renderer("Titles", ".txt", render, read)
        ''',
    )
    words = ("--project", project, "--format", "titles", "--output", tmp_path / "out", "--json")
    (file,) = json.loads(copy.run("report", "2026-10", *words))["files"]
    assert Path(file).name == f"{KIND}_2026-10_en.txt"
    assert any("62" in line for line in Path(file).read_text(encoding="utf-8").splitlines())
    (verified,) = json.loads(copy.run("verify", file, "--project", project, "--json"))
    assert verified["holds"]


def test_an_analysis(copy: Copy, project: Path) -> None:
    copy.add(
        "analyses/round_numbers.py",
        '''
        """Which indicators are whole numbers this month?"""

        from collections.abc import Iterable

        from kefu.analyses import Analysis, Study
        from kefu.findings import Finding


        def run(study: Study) -> Iterable[Finding]:
            for one in study.meter.measure(study.metrics, study.period):
                if one.figure.value == round(one.figure.value or 0.5):
                    yield Finding("analyses.round_numbers", "round", {"metric": one.metric}, {"now": one.figure})


        ANALYSIS = Analysis(
            {"en": "Round numbers", "zh": "整数"},
            run,
            question={"en": "Which indicators are whole numbers?", "zh": "哪些指标是整数？"},
            method={"en": "Rounding.", "zh": "取整比较。"},
            reference="",
            assumes={"en": "Nothing.", "zh": "无。"},
        )
        ''',
    )
    code = """
        import json, sys
        from pathlib import Path
        from kefu.analyses import Study, run_all
        from kefu.findings import Period
        from kefu.project import Project
        meter = Project(Path(sys.argv[1])).meter
        found = run_all(Study(meter, Period.month("2026-10"), ("ticket_volume", "unanswered_rate")))
        print(json.dumps([one.subject["metric"] for one in found if one.made_by == "analyses.round_numbers"]))
    """
    # 62 tickets, of which none (0) was left unanswered.
    assert copy.python(code, project) == ["ticket_volume", "unanswered_rate"]


def test_a_comparison(copy: Copy, project: Path) -> None:
    copy.add(
        "comparisons/two_months_ago.py",
        '''
        """The calendar month before the last one."""

        from collections.abc import Mapping

        from kefu.comparisons import Baseline, Cell, Comparison, Question, measured
        from kefu.metrics.query import Meter


        def baselines(meter: Meter, question: Question) -> Mapping[Cell, Baseline]:
            return measured(meter, question, question.period.shifted(-2))


        COMPARISON = Comparison({"en": "Two months ago", "zh": "前月"}, baselines)
        ''',
    )
    code = """
        import json, sys
        from pathlib import Path
        from kefu.comparisons import COMPARISONS, compare
        from kefu.findings import Period
        from kefu.project import Project
        meter, month = Project(Path(sys.argv[1])).meter, Period.month("2026-09")
        found = compare("two_months_ago", meter, meter.measure(["ticket_volume"], month))["ticket_volume"]
        print(json.dumps([found.figures["now"].value, found.figures["before"].value, found.figures["change"].value]))
    """
    # September has 30 days, July 31.
    assert copy.python(code, project) == [60, 62, -2]


def test_a_cleaning_rule(copy: Copy, tmp_path: Path) -> None:
    copy.add(
        "cleaning/rules/practice.py",
        '''
        """A row somebody made to try the system out."""

        from collections.abc import Sequence

        from kefu.cleaning import Condition, Mapped, Rule
        from kefu.engine import literal


        def conditions(mapped: Mapped) -> Sequence[Condition]:
            if "ticket_id" not in mapped.fields:
                return []
            number = mapped.text("ticket_id")
            return [Condition(f"{number} LIKE 'TEST%'", f"{literal('ticket_id ')} || {number}")]


        RULE = Rule({"en": "was made for practice", "zh": "测试数据"}, conditions)
        ''',
    )
    folder = tmp_path / "practised"
    run("new", folder, "--language", "en", "--quiet")
    (folder / "mappings" / "branch_desk.yaml").write_text(PROFILE, encoding="utf-8")
    file = tmp_path / "desk.csv"
    lines = desk().splitlines()[:4]
    file.write_text("\n".join([*lines, lines[1].replace("V0-1", "TEST7")]) + "\n", encoding="utf-8")
    copy.run("import", "--project", folder, "--quiet", file)
    (taken,) = json.loads(copy.run("list", "imports", "--project", folder, "--json"))
    assert (taken["rows"], taken["clean"], taken["set_aside"]) == (4, 3, 1)
    shown = copy.run("check", "--project", folder)
    assert "was made for practice" in shown


def test_a_command(copy: Copy, project: Path) -> None:
    copy.add(
        "cli/months.py",
        '''
        """``kefu months``: which months have tickets."""

        from argparse import ArgumentParser, Namespace

        from kefu.cli import Command


        def configure(parser: ArgumentParser) -> None:
            parser.add_argument("--newest", action="store_true", help="only the newest")


        def run(args: Namespace) -> int:
            from kefu.cli._place import project_of

            months = project_of(args).meter.snapshot.months("ticket")
            print(" ".join(months[-1:] if args.newest else months))
            return 0


        COMMAND = Command({"en": "months with tickets", "zh": "有工单的月份"}, "Lists months.", configure, run)
        ''',
    )
    assert "months months with tickets" in " ".join(copy.run("--help").split())
    assert "--newest" in copy.run("months", "--help")
    shown = copy.run("months", "--project", project)
    assert shown.split() == ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]
    assert copy.run("months", "--newest", "--project", project) == "2026-10\n"
