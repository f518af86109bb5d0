"""The process map in every format: a picture without a script, shapes that can be edited, a table."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from kefu.report.document import Document, Heading, Language, MapLink, MapStep, ProcessMap
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._pptx.lint import lint
from kefu.report.renderers._process.placing import Direction, Placed, Point, Size, Spacing, place
from kefu.report.renderers._process.svg import PRINTED, printed_size, size, svg
from kefu.report.renderers._reading.colours import contrast
from kefu.report.themes import THEMES
from tests.report.specimen import process_map

THEME = THEMES["light"]
SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def document(drawn: ProcessMap) -> Document:
    return Document("R", "", "O", "2026-10", "en", (Heading(1, "S"), Heading(2, "P"), drawn))


def step_size(_: MapStep) -> Size:
    return 100.0, 40.0


def label_size(_: MapLink) -> Size:
    return 60.0, 30.0


def placed(direction: Direction) -> Placed:
    return place(process_map("en"), step_size, label_size, Spacing(10.0, 20.0, 8.0), direction)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_boxes_and_labels_keep_apart(direction: Direction) -> None:
    found = placed(direction)
    boxes = [(at, step_size) for at in found.steps] + [(at, label_size) for at in found.labels]
    sizes = [(100.0, 40.0)] * len(found.steps) + [(60.0, 30.0)] * len(found.labels)
    for n, (one, _) in enumerate(boxes):
        for m in range(n):
            other = boxes[m][0]
            apart = (abs(one[i] - other[i]) >= (sizes[n][i] + sizes[m][i]) / 2 for i in (0, 1))
            assert any(apart), (n, m)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_line_runs_from_border_to_border_through_its_label(direction: Direction) -> None:
    found, along = placed(direction), 1 if direction == "down" else 0
    for link, line, label in zip(process_map("en").links, found.lines, found.labels, strict=True):
        for end, step in ((line[0], link.source), (line[-1], link.target)):
            reach = 20.0 if direction == "down" else 50.0
            assert abs(end[along] - found.steps[step][along]) == pytest.approx(reach)
        across = 1 - along
        assert any(a[across] == b[across] == label[across] for a, b in pairwise(line))


def test_no_line_runs_through_a_step() -> None:
    """Only its own two touch it: every inner point keeps its distance to every box."""
    found = placed("down")
    for line in found.lines:
        for x, y in line[1:-1]:
            assert not any(abs(x - at[0]) < 50 and abs(y - at[1]) < 20 for at in found.steps)


def test_lines_end_apart_on_one_side_of_a_step() -> None:
    """Three ways lead into the fifth step, three come to or leave the third from below."""
    found = placed("down")
    ends: dict[Point, int] = {}
    for line in found.lines:
        for end in (line[0], line[-1]):
            ends[end] = ends.get(end, 0) + 1
    assert set(ends.values()) == {1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_whole_by_itself_and_runs_nothing(language: Language) -> None:
    drawn = process_map(language)
    root = ElementTree.fromstring(svg(drawn, THEME))  # noqa: S314 - our own text
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "g", "path", "rect", "text"}
    assert not any("style" in element.attrib or "href" in str(element.attrib) for element in root.iter())
    texts = {element.text for element in root.iter(f"{SVG}text")}
    assert {step.name for step in drawn.steps} | {link.text for link in drawn.links} <= texts
    assert root.get("aria-label") == drawn.alt
    assert len([one for one in root.iter(f"{SVG}path") if one.get("class") == "line"]) == len(drawn.links)


def test_all_letters_of_a_map_can_be_read_on_paper() -> None:
    """The smallest are of 11 pixels; on paper they have seven points and more, and a small map is not drawn out."""
    drawn = process_map("en")
    wide, high = size(drawn, PRINTED)
    shown = printed_size(drawn, (470.0, 600.0))
    assert shown[0] / wide == pytest.approx(shown[1] / high)
    assert 7 <= 11 * shown[0] / wide <= 8.3
    assert printed_size(drawn, (wide / 2, 600.0))[0] == pytest.approx(wide / 2)


def test_what_leads_back_is_broken_and_what_waits_is_coloured() -> None:
    root = ElementTree.fromstring(svg(process_map("en"), THEME))  # noqa: S314 - our own text
    lines = [one for one in root.iter(f"{SVG}path") if one.get("class") == "line"]
    assert sum("stroke-dasharray" in one.attrib for one in lines) == 1  # from waiting back to work
    assert sum(one.get("stroke") == f"#{THEME.palette['bad']}" for one in lines) == 1
    wide = sorted(float(one.attrib["stroke-width"]) for one in lines)
    assert wide[0] < wide[-1] == 5.0


@pytest.mark.parametrize("theme", ["light", "print"])
def test_every_way_is_seen_on_its_ground(theme: str) -> None:
    root = ElementTree.fromstring(svg(process_map("en"), THEMES[theme]))  # noqa: S314 - our own text
    strokes = {one.attrib["stroke"][1:] for one in root.iter(f"{SVG}path") if one.get("class") == "line"}
    assert min(contrast(one, THEMES[theme].palette["background"]) for one in strokes) >= 3.0


def test_a_name_from_the_data_stays_a_name() -> None:
    drawn = process_map("en")
    attack = '"><script>alert(1)</script>'
    hostile = replace(
        drawn,
        alt=attack,
        steps=(replace(drawn.steps[0], name=attack, lines=(attack,), figure=attack), *drawn.steps[1:]),
    )
    assert "<script" not in svg(hostile, THEME)
    ElementTree.fromstring(svg(hostile, THEME))  # noqa: S314 - our own text


def shapes(drawn: ProcessMap, folder: Path) -> list[Any]:
    RENDERERS["pptx"].render(document(drawn), folder / "map.pptx", THEME)
    assert lint(folder / "map.pptx") == []
    return list(Presentation(str(folder / "map.pptx")).slides[-1].shapes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_has_a_shape_for_every_step_label_and_way(language: Language, tmp_path: Path) -> None:
    drawn = process_map(language)
    found = shapes(drawn, tmp_path)
    names = [shape.name for shape in found]
    assert sum(name.startswith("step:") for name in names) == len(drawn.steps)
    assert sum(name.startswith("label:") for name in names) == len(drawn.links)
    ways = [shape for shape in found if shape.name.startswith("way:")]
    assert len(ways) == len(drawn.links)
    assert not any(shape.shape_type == 13 for shape in found), "no picture"
    assert all(way._element.spPr.find(qn("a:ln")).find(qn("a:tailEnd")) is not None for way in ways)


def test_letters_of_a_map_that_fits_can_be_read(tmp_path: Path) -> None:
    """Six steps in a row are as wide as a slide: the air between them gives way before the letters."""
    steps = tuple(MapStep(f"Step number {n}", ("1,234 times · 100 people",)) for n in range(6))
    links = tuple(MapLink(n, n + 1, "1,234", "2.3 days", 0.5) for n in range(5))
    found = shapes(replace(process_map("en"), steps=steps, links=links), tmp_path)
    written = [shape for shape in found if shape.name.startswith(("step:", "label:"))]
    sizes = [int(run.get("sz")) for shape in written for run in shape._element.iter(qn("a:rPr"))]
    assert min(sizes) >= 900


def test_straight_ways_are_connectors_that_hold_on_to_their_steps(tmp_path: Path) -> None:
    found = shapes(process_map("en"), tmp_path)
    ids = {shape.shape_id: shape.name for shape in found}
    held = {}
    for shape in found:
        for begin, end in zip(shape._element.iter(qn("a:stCxn")), shape._element.iter(qn("a:endCxn")), strict=True):
            held[shape.name] = (ids[int(begin.get("id"))], ids[int(end.get("id"))])
    assert held["way:Start → Created"] == ("step:Start", "step:Created")
    assert held["way:Resolved → End"] == ("step:Resolved", "step:End")


def test_the_map_is_a_table_where_there_is_no_picture(tmp_path: Path) -> None:
    RENDERERS["md"].render(document(process_map("en")), tmp_path / "map.md", THEME)
    said = (tmp_path / "map.md").read_text(encoding="utf-8")
    assert "| In work | Resolved | 190 |" in said
    assert "Most waiting is between work and resolution" in said


def test_a_map_that_is_too_large_stays_on_its_slide(tmp_path: Path) -> None:
    """Fourteen steps one after the other with long names and long labels: small, but whole."""
    steps = tuple(MapStep(f"A step with a long name {n}", ("1,234 times · 100 people",)) for n in range(14))
    links = tuple(MapLink(n, n + 1, "1,234", "12.3 days", 0.5) for n in range(13))
    shapes(replace(process_map("en"), steps=steps, links=links), tmp_path)
