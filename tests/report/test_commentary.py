"""What a manager writes stands where its headings say, escaped, and numbers of his own are pointed out."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.errors import DataError, DefinitionError
from kefu.findings import Period
from kefu.report.commentary import Remark, find, read, untraced
from kefu.report.document import Callout, Document, Heading, Notes, Paragraph
from kefu.report.kinds import KINDS
from kefu.report.renderers import RENDERERS
from kefu.report.themes import THEMES

MONTH, KIND = Period.month("2026-10"), KINDS["after_sales_monthly"]
WRITTEN = """# October

Before any heading.

## complaints
Fewer complaints,
for **three** reasons:

- one
- two
1. first

### A title of my own
The carrier answers.

## 客户反馈
投诉减少，
客户满意。
"""


def write(project: Path, text: str | bytes, name: str = "after_sales_monthly.md") -> None:
    folder = project / "commentary" / "2026-10"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_headings_say_where_the_words_belong_and_marks_are_taken_off(tmp_path: Path) -> None:
    write(tmp_path, WRITTEN)
    last = KIND.chapters[[one.title["zh"] for one in KIND.chapters].index("客户反馈")].sections[-1]
    assert read(tmp_path, MONTH, KIND, "en") == (
        Remark("summary", "", ("Before any heading.",)),
        Remark("complaints", "", ("Fewer complaints, for three reasons:", "• one", "• two", "1. first")),
        Remark("complaints", "A title of my own", ("The carrier answers.",)),
        Remark(last, "", ("投诉减少，客户满意。",)),
    )


def test_the_file_of_a_language_comes_before_that_of_both(tmp_path: Path) -> None:
    assert find(tmp_path, MONTH, KIND.name, "zh") is None
    assert read(tmp_path, MONTH, KIND, "zh") == ()
    write(tmp_path, "both")
    write(tmp_path, "中文", "after_sales_monthly.zh.md")
    assert read(tmp_path, MONTH, KIND, "zh")[0].paragraphs == ("中文",)
    assert read(tmp_path, MONTH, KIND, "en")[0].paragraphs == ("both",)


def test_a_heading_that_names_nothing_is_told_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "## complaint\nWords.")
    with pytest.raises(DefinitionError, match=r"after_sales_monthly\.md, line 1: .*\"complaint\".*complaints"):
        read(tmp_path, MONTH, KIND, "en")
    write(tmp_path, "投诉".encode("gbk"))
    with pytest.raises(DataError, match="save it as UTF-8"):
        read(tmp_path, MONTH, KIND, "en")


def test_a_number_that_stands_nowhere_in_the_section_is_named() -> None:
    """41 stands on the page; 37 stands only in the notes, and 12 nowhere."""
    pages = (Heading(2, "41 complaints"), Callout("x", ("usual",), figures=("F-12121212",)), Notes(("F-1 = 37",)))
    remark = Remark("complaints", "", ("41 complaints, 37 of them late", "1. 12 are open"))
    assert untraced([remark], {"complaints": pages}) == [("complaints", "37"), ("complaints", "12")]
    assert untraced([Remark("volume", "", ("none",))], {}) == []


@pytest.mark.parametrize("name", list(RENDERERS))
def test_every_format_shows_the_words_and_obeys_none_of_them(name: str, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> =1+1 | & #set page(width: 1pt) [x](javascript:1) *bold*"
    blocks = (Heading(1, "Chapter"), Heading(2, "Page"), Paragraph(hostile, written=True))
    document = Document("Title", "Sub", "Org", "Oct 2026", "en", blocks, words=WORDS)
    path = tmp_path / f"report{RENDERERS[name].suffix}"
    RENDERERS[name].render(document, path, THEMES["light"])
    said = " ".join(one.text for one in RENDERERS[name].read(path))
    plain = said.replace("\\", "").replace("&amp;", "&").replace(" ", "")
    assert "alert(1)" in plain
    assert "=1+1" in plain
    if name == "html":
        assert "<script>alert" not in path.read_text(encoding="utf-8")


WORDS = {"contents": "Contents", "continued": "(cont.)", "figures": "Figures", "generated": "Until"}
