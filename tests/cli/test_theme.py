"""``kefu theme`` makes a company's presentation the ground of its reports and says what falls back."""

from __future__ import annotations

from pathlib import Path

from pptx import Presentation

from tests.cli.conftest import Run
from tests.report.corporate import harbour, night


def test_a_template_is_adopted_and_used(run: Run, empty: Path, exports: Path, tmp_path: Path) -> None:
    shown = run("theme", harbour(tmp_path / "海港.pptx"), "--name", "harbour", "--project", empty)
    assert (shown.code, shown.err) == (0, "")
    assert "海港版式5" in shown.out
    assert 'write "theme: harbour" in kefu.yaml' in shown.out
    settings = empty / "kefu.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("theme: light", "theme: harbour"), encoding="utf-8"
    )
    assert run("import", exports / "helpdesk_tickets_2026H2.jsonl", "--project", empty).code == 0
    made = run("report", "2026-10", "--format", "pptx", "--project", empty, "--output", tmp_path / "out", "--json")
    (file,) = made.data["files"]
    assert {one.slide_layout.name for one in list(Presentation(file).slides)[1:]} == {"海港版式5"}
    assert run("verify", file, "--project", empty).code == 0


def test_what_falls_back_is_said_in_both_languages(run: Run, empty: Path, tmp_path: Path) -> None:
    file = night(tmp_path / "night.pptx")
    told = run("theme", file, "--project", empty, "--json").data
    assert told["matched"]["brand"] == "FFB000"
    assert "no_han_font" in told["fallbacks"]
    assert "Microsoft YaHei is used" in run("theme", file, "--project", empty).out
    assert "使用微软雅黑" in run("theme", file, "--project", empty, "--language", "zh").out


def test_what_is_no_template_is_refused(run: Run, empty: Path, tmp_path: Path) -> None:
    assert run("theme", tmp_path / "nothing.pptx", "--project", empty).code == 5
    (tmp_path / "notes.pptx").write_text("words", encoding="utf-8")
    assert run("theme", tmp_path / "notes.pptx", "--project", empty).code == 4
    shown = run("theme", harbour(tmp_path / "h.pptx"), "--name", "../up", "--project", empty)
    assert shown.code == 2
    assert "cannot name a theme" in shown.err
