"""A company's own presentation carries the report: its master, colours and fonts, and nothing of ours shows through."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from pptx import Presentation

from kefu.errors import DataError, DefinitionError
from kefu.report.document import Card, Document, Tone
from kefu.report.renderers import RENDERERS
from kefu.report.renderers._pptx import cards
from kefu.report.renderers._pptx.cards import Bands
from kefu.report.renderers._pptx.colours import contrast
from kefu.report.renderers._pptx.grid import Box
from kefu.report.renderers._pptx.shapes import Pen
from kefu.report.renderers._pptx.survey import Survey, survey
from kefu.report.themes import THEMES, Theme, read_theme, write_theme
from kefu.report.verification import verify
from tests.report.corporate import HARBOUR, NIGHT, harbour, night
from tests.report.specimen import specimen

TEMPLATES: dict[str, tuple[Callable[[Path], Path], dict[str, str]]] = {
    "harbour": (harbour, HARBOUR),
    "night": (night, NIGHT),
}
OWN = {colour for theme in ("light",) for colour in (*THEMES[theme].palette.values(), *THEMES[theme].categorical)}
MEANING = {"0B7A55", "9A6200", "C4232F", "FFFFFF", "000000"}  # good, warn and bad follow no brand


class Adopted:
    def __init__(self, name: str, folder: Path) -> None:
        build, self.colours = TEMPLATES[name]
        self.survey: Survey = survey(build(folder / f"{name}.pptx"))
        write_theme(folder / f"{name}.yaml", self.survey.theme)
        self.theme: Theme = read_theme(folder / f"{name}.yaml")


@pytest.fixture(scope="module", params=list(TEMPLATES))
def adopted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Adopted:
    return Adopted(request.param, tmp_path_factory.mktemp("brand"))


@pytest.fixture(scope="module", params=["zh", "en"])
def document(request: pytest.FixtureRequest) -> Document:
    return specimen(request.param)


@pytest.fixture(scope="module")
def deck(document: Document, adopted: Adopted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("deck") / "report.pptx"
    RENDERERS["pptx"].render(document, path, adopted.theme)
    return path


def test_the_deck_passes_every_check_our_own_passes(deck: Path) -> None:
    assert list(RENDERERS["pptx"].check(deck)) == []


def test_its_numbers_hold(document: Document, adopted: Adopted, deck: Path) -> None:
    found = verify(document, deck, RENDERERS["pptx"], adopted.theme)
    assert (found.faults, found.edited, found.removed) == ((), (), ())


def test_slides_stand_on_the_companys_layouts_and_hold_none_of_its_old_pages(adopted: Adopted, deck: Path) -> None:
    slides = Presentation(str(deck)).slides
    roles = adopted.survey.theme["roles"]
    assert slides[0].slide_layout.name == roles["cover"]["layout"]
    assert {one.slide_layout.name for one in list(slides)[1:]} == {roles["page"]["layout"]}
    assert all(one.shapes.title.text != "旧的页面" for one in slides)


def test_none_of_our_colours_and_fonts_shows_through(adopted: Adopted, deck: Path) -> None:
    with zipfile.ZipFile(deck) as package:
        drawn = [one for one in package.namelist() if re.match(r"ppt/(slides|charts|slideMasters|slideLayouts)/", one)]
        text = "".join(package.read(one).decode("utf-8") for one in drawn if one.endswith(".xml"))
        themes = "".join(package.read(one).decode() for one in package.namelist() if one.startswith("ppt/theme/"))
    written = {colour.upper() for colour in re.findall(r'srgbClr val="([0-9A-Fa-f]{6})"', text)}
    assert written & OWN <= MEANING
    assert 'schemeClr val="accent1"' in text
    assert adopted.colours["accent1"] in themes
    assert "2456E6" not in themes
    assert "YaHei" not in text


def test_what_a_page_says_reads_on_its_ground(adopted: Adopted) -> None:
    palette = adopted.theme.palette
    for word in ("ink", "text", "muted", "brand", "good", "warn", "bad"):
        assert contrast(palette[word], palette["background"]) >= 4.5, word
    for tone in ("good", "warn", "bad"):
        assert contrast(palette[tone], palette[f"{tone}_soft"]) >= 4.5, tone


def test_harbour_is_told_by_its_placeholders(tmp_path: Path) -> None:
    found = survey(harbour(tmp_path / "harbour.pptx"))
    # Default layouts: 0 is the title slide, 5 the title only. 10 inches become 13.333: 8.2 x 4/3 = 10.933 wide, from
    # 0.5 x 4/3 = 0.667; the logo ends at (0.3 + 0.7) x 4/3 = 1.333, the title at (0.45 + 0.75) x 4/3 = 1.6.
    page = found.theme["roles"]["page"]
    assert (found.theme["roles"]["cover"]["layout"], page["layout"]) == ("海港版式0", "海港版式5")
    left, top, wide, high = page["body"]
    assert (left, wide) == pytest.approx((0.667, 10.933), abs=0.002)
    assert top == pytest.approx(1.75, abs=0.002)
    assert 4 < high < 7.1 * 4 / 3 - 1.75  # the bar at the foot begins at 7.1 x 4/3
    assert found.theme["fonts"] == {"latin": "Georgia", "han": "KaiTi"}
    assert found.theme["categorical"][0] == HARBOUR["accent1"]


def test_night_falls_back_and_says_so(tmp_path: Path) -> None:
    found = survey(night(tmp_path / "night.pptx"))
    assert {"no_title_only", "no_han_font"} <= set(found.fallbacks)
    assert found.theme["palette"]["background"] == NIGHT["dk1"]
    assert found.theme["slots"]["dk1"] == NIGHT["lt1"]  # the master says that text is the theme's light colour
    assert found.theme["roles"]["page"]["body"][0] >= 0.3 * 4 / 3  # right of the bar


def test_a_potx_is_read_and_anything_else_refused(tmp_path: Path) -> None:
    pptx, potx = harbour(tmp_path / "harbour.pptx"), tmp_path / "harbour.potx"
    with zipfile.ZipFile(pptx) as source, zipfile.ZipFile(potx, "w") as target:
        for entry in source.infolist():
            content = source.read(entry).replace(b"presentation.main+xml", b"template.main+xml")
            target.writestr(entry, content)
    assert survey(potx).theme["roles"] == survey(pptx).theme["roles"]
    other = tmp_path / "notes.pptx"
    other.write_bytes(b"no presentation")
    with pytest.raises(DataError, match="is no PowerPoint presentation"):
        survey(other)


def test_a_layout_that_is_not_there_is_named(adopted: Adopted, tmp_path: Path) -> None:
    template = adopted.theme.template
    assert template is not None
    (tmp_path / template.file.name).write_bytes(template.file.read_bytes())
    theme = dict(adopted.survey.theme)
    theme["roles"] = {**theme["roles"], "page": {**theme["roles"]["page"], "layout": "nowhere"}}
    write_theme(tmp_path / "brand.yaml", theme)
    with pytest.raises(DefinitionError, match='page: there is no layout "nowhere"; known: '):
        RENDERERS["pptx"].render(specimen("en"), tmp_path / "x.pptx", read_theme(tmp_path / "brand.yaml"))


@pytest.mark.parametrize(("tone", "filled"), [(Tone.WARN, "warn"), (Tone.BAD, "bad"), (Tone.NEUTRAL, "brand")])
def test_how_far_a_target_is_reached_has_the_colour_of_its_verdict(tone: Tone, filled: str) -> None:
    """Whatever accents a company has: beside "close", a bar in its third accent, a green, would say "met"."""

    class Painted:
        def __init__(self) -> None:
            self.fills: list[str] = []

        def panel(self, _box: Box, fill: str, **_: float) -> None:
            self.fills.append(fill)

    pen = Painted()
    card, bands = Card("n", "1", "", "F-1", tone, attainment=0.97), Bands(1.0, 11.5, 9.0, 9.0, 0, 0, 0.2, 0, 0, False)
    cards._draw_target(card, bands, cast(Pen, pen), Box(0, 0, 2.5, 2))
    assert pen.fills == ["line", filled, "ink"]
