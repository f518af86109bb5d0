"""A finished file says what the data say, number by number, or ``verify`` tells where it does not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random

import pytest
from pptx import Presentation

from kefu.report.document import Document
from kefu.report.renderers import RENDERERS, Said
from kefu.report.themes import THEMES
from kefu.report.verification import compare, verify
from tests.report.corruption import corrupted, write
from tests.report.specimen import specimen

EACH = 30  # corruptions per format; KEFU_CORRUPTIONS=100 asks for as many of each, the slowly read ones too
SLOWLY_READ = {"pdf": 4}
ASKED = int(os.environ.get("KEFU_CORRUPTIONS", "0"))


@pytest.fixture(scope="module")
def document() -> Document:
    return specimen("zh")


@pytest.fixture(scope="module")
def files(document: Document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("finished")
    made = {}
    for name, renderer in RENDERERS.items():
        made[name] = folder / f"report{renderer.suffix}"
        renderer.render(document, made[name], THEMES["light"])
    return made


@pytest.mark.parametrize("name", list(RENDERERS))
def test_a_file_as_it_was_written_holds(name: str, document: Document, files: dict[str, Path]) -> None:
    found = verify(document, files[name], RENDERERS[name], THEMES["light"])
    assert (found.faults, found.edited, found.removed, found.flaws) == ((), (), (), ())
    assert found.numbers > 200


@pytest.mark.parametrize("name", list(RENDERERS))
def test_every_corrupted_number_is_found(name: str, files: dict[str, Path], tmp_path: Path) -> None:
    """One digit in one place, again and again: each is named, and nothing else is."""
    renderer, random = RENDERERS[name], Random(20261128)  # noqa: S311 - which digit is no secret
    expected = list(renderer.read(files[name]))
    missed = []
    for number in range(ASKED or SLOWLY_READ.get(name, EACH)):
        content = corrupted(files[name].read_bytes(), renderer.suffix, random)
        path = write(tmp_path / f"{number}{renderer.suffix}", content)
        found = compare(path, expected, list(renderer.read(path)), {})
        named = {(fault.expected, fault.found) for fault in found.faults}  # cells may share one stored text
        if len(named) != 1:
            missed.append((path, found.faults))
    assert missed == []


def test_a_fault_names_the_place_both_numbers_and_the_figure(
    document: Document, files: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "report.md"
    text = files["md"].read_text(encoding="utf-8")
    line = document.figures[0]
    path.write_text(text.replace(f"| {line.shown} |", "| 987654 |", 1), encoding="utf-8")
    found = verify(document, path, RENDERERS["md"], THEMES["light"])
    assert len(found.faults) == 1
    assert "987654" in found.faults[0].found
    assert line.shown in found.faults[0].expected
    assert line.id in found.faults[0].figures


def test_words_may_be_edited_and_slides_taken_out(document: Document, files: dict[str, Path], tmp_path: Path) -> None:
    path = Path(shutil.copy(files["pptx"], tmp_path / "report.pptx"))
    deck = Presentation(str(path))
    slides = deck.slides._sldIdLst
    deck.part.drop_rel(slides[4].rId)
    slides.remove(slides[4])
    box = next(one for one in deck.slides[2].shapes if one.has_text_frame and one != deck.slides[2].shapes.title)
    box.text_frame.paragraphs[0].runs[0].text = "本页由经理改写"
    deck.save(str(path))
    found = verify(document, path, RENDERERS["pptx"], THEMES["light"])
    assert found.faults == ()
    assert found.edited
    assert found.removed


def said(*texts: str) -> list[Said]:
    return [Said("page", f"line {number}", text) for number, text in enumerate(texts)]


def test_a_number_in_an_edited_text_must_stand_on_its_page() -> None:
    expected = [*said("工单241件", "满意度82.1%"), Said("other", "line 0", "投诉41件")]
    edited = [*said("工单共241件，满意度82.1%", "满意度82.1%"), Said("other", "line 0", "投诉41件")]
    assert compare(Path("x"), expected, edited, {}).faults == ()
    edited[0] = Said("page", "line 0", "工单共41件")
    (fault,) = compare(Path("x"), expected, edited, {}).faults
    assert (fault.place, fault.found, fault.expected) == ("page, line 0", "工单共41件", "")


def test_a_sign_is_part_of_its_number() -> None:
    (fault,) = compare(Path("x"), said("环比 -3.2%"), said("环比 +3.2%"), {"-3.2": ["F-1"]}).faults
    assert (fault.found, fault.expected, fault.figures) == ("环比 +3.2%", "环比 -3.2%", ("F-1",))


def test_the_last_digits_of_another_program_are_the_same_number() -> None:
    assert compare(Path("x"), said("0.30000000000000004"), said("0.3"), {}).faults == ()
    assert len(compare(Path("x"), said("0.3001"), said("0.3"), {}).faults) == 1
