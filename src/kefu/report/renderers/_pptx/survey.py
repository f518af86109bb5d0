"""What a company's own presentation offers: which layout can be cover and page, what of it is free, and its colours.

Layouts are told by the types of their placeholders and never by their names, which are in the language of whoever made
the file. What cannot be told falls back to something that works, and is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from kefu.errors import DataError
from kefu.report.renderers._pptx import grid
from kefu.report.renderers._pptx.colours import contrast
from kefu.report.renderers._pptx.grid import Box
from kefu.report.renderers._pptx.template import TITLES, read

SMALL = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
LEAST_BODY = 3.6  # inches of height; below, a page with chart and conclusion does not fit
GAP = 0.15
HOUSE_FONT = "Microsoft YaHei"
TONES = {"good": "0B7A55", "warn": "9A6200", "bad": "C4232F"}  # their meaning must not follow a brand
ACCENTS = tuple(f"accent{number}" for number in range(1, 7))


@dataclass(frozen=True, slots=True)
class Survey:
    """A theme as ``themes/<name>.yaml`` holds it, and what was told of the template: ``matched`` (role or colour, what
    it became) and ``fallbacks`` (keys of what could not be had)."""

    theme: dict[str, Any]
    matched: tuple[tuple[str, str], ...]
    fallbacks: tuple[str, ...]


def survey(path: Path) -> Survey:
    """Look the template over; raises DataError where it is none, or no layout of it has a title."""
    presentation = read(path)
    master = presentation.slide_master
    layouts = [one for one in presentation.slide_layouts if _title(one) is not None]
    if not layouts:
        raise DataError("{path}: none of its layouts has a title, so no page can be made of it", path=path)
    page = max(layouts, key=_as_page)
    cover = next((one for one in layouts if _is_cover(one)), page)
    slots, fonts = _slots(master), _fonts(master)
    ground, seen = _ground(page, master, slots)
    palette = palette_of(slots, ground)
    body = free_body(presentation, page)
    eyebrow, source = _eyebrow(page), _source(presentation, page, body)
    theme: dict[str, Any] = {
        "template": path.name,
        "roles": {
            "cover": {"layout": cover.name},
            "page": {"layout": page.name, "body": _numbers(body)}
            | ({"eyebrow": _numbers(eyebrow)} if eyebrow else {})
            | ({"source": _numbers(source)} if source else {}),
        },
        "palette": palette,
        "categorical": [slots[one] for one in ACCENTS],
        "fonts": {"latin": fonts[0] or HOUSE_FONT, "han": fonts[1] or HOUSE_FONT},
        "slots": slots,
    }
    matched = (
        ("cover", cover.name), ("page", page.name), ("brand", palette["brand"]), ("ground", ground),
        ("latin", theme["fonts"]["latin"]), ("han", theme["fonts"]["han"]),
    )  # fmt: skip
    lacking = {
        "no_cover": cover is page, "no_title_only": _extras(page) > 0, "no_han_font": not fonts[1],
        "no_eyebrow": eyebrow is None, "no_source": source is None, "no_number": not _has_number(page),
        "ground_unseen": not seen, "brand_darkened": palette["brand"] != slots["accent1"],
        "little_room": body.h < LEAST_BODY,
    }  # fmt: skip
    return Survey(theme, matched, tuple(key for key, lacks in lacking.items() if lacks))


# --- layouts -----------------------------------------------------------------------------------------------------


def _title(layout: Any) -> Any:
    return next((one for one in layout.placeholders if one.placeholder_format.type in TITLES), None)


def _is_cover(layout: Any) -> bool:
    types = {one.placeholder_format.type for one in layout.placeholders}
    return layout._element.get("type") == "title" or PP_PLACEHOLDER.CENTER_TITLE in types or (
        PP_PLACEHOLDER.SUBTITLE in types
    )  # fmt: skip


def _extras(layout: Any) -> int:
    """Placeholders beside title, date, footer and number: what stands there on a page would have to be taken out."""
    return sum(one.placeholder_format.type not in (*TITLES, *SMALL) for one in layout.placeholders)


def _as_page(layout: Any) -> tuple[bool, int, int]:
    """A title on top and nothing else is what a page wants; the wider the title, the better."""
    title = _title(layout)
    return not _is_cover(layout), -_extras(layout), -title.top // 1000


def _has_number(layout: Any) -> bool:
    return any(one.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER for one in layout.placeholders)


def box_of(shape: Any) -> Box:
    return Box(*((one or 0) / grid.EMU_PER_INCH for one in (shape.left, shape.top, shape.width, shape.height)))


def free_body(presentation: Any, layout: Any) -> Box:
    """What is free below the title and above the foot, out of the way of pictures and bars on layout and master."""
    high, title = presentation.slide_height / grid.EMU_PER_INCH, box_of(_title(layout))
    top, bottom = title.y + title.h + GAP, high - 0.45
    left, right = title.x, title.x + title.w
    for box in _standing(layout):
        if box.y >= 0.75 * high:
            bottom = min(bottom, box.y - GAP)
        elif box.y + box.h <= 0.4 * high and box.y + box.h > title.y + title.h and _meets(box, left, right):
            top = max(top, box.y + box.h + GAP)
        elif box.w < 0.3 * grid.WIDTH and box.h > 0.4 * high:  # a bar or picture down one side
            left = max(left, box.x + box.w + GAP) if box.x < grid.WIDTH / 2 else left
            right = min(right, box.x - GAP) if box.x >= grid.WIDTH / 2 else right
    return Box(round(left, 3), round(top, 3), round(right - left, 3), round(bottom - top, 3))


def _standing(layout: Any) -> list[Box]:
    """The boxes of feet and of everything drawn on layout and master, but what fills the whole slide."""
    drawn = [one for one in layout.shapes if not one.is_placeholder]
    drawn += [one for one in layout.slide_master.shapes if not one.is_placeholder]
    drawn += [one for one in layout.placeholders if one.placeholder_format.type in SMALL]
    boxes = [box_of(one) for one in drawn if one.width and one.height]
    return [one for one in boxes if one.w * one.h < 0.5 * grid.WIDTH * grid.HEIGHT]


def _meets(box: Box, left: float, right: float) -> bool:
    return box.x < right and box.x + box.w > left


def _eyebrow(layout: Any) -> Box | None:
    """A strip above the title, where there is one."""
    title = box_of(_title(layout))
    if title.y < 0.32 or any(_covers(one, title, title.y) for one in _standing(layout)):
        return None
    return Box(title.x, round(title.y - 0.27, 3), title.w, 0.24)


def _covers(box: Box, title: Box, foot: float) -> bool:
    return box.y < foot and box.y + box.h > foot - 0.27 and _meets(box, title.x, title.x + title.w)


def _source(presentation: Any, layout: Any, body: Box) -> Box | None:
    """A strip below the body, beside the slide's number."""
    high = presentation.slide_height / grid.EMU_PER_INCH
    feet = [box for box in _standing(layout) if box.y + box.h > body.y + body.h + GAP and box.y > body.y]
    top = high - 0.36
    right = min((box.x for box in feet if box.y + box.h > top and box.x > body.x + 2), default=body.x + body.w)
    taken = any(box.y + box.h > top and box.x <= body.x + 2 and box.x + box.w > body.x for box in feet)
    if taken or right - body.x < 3 or top < body.y + body.h:
        return None
    return Box(body.x, round(top, 3), round(right - body.x - GAP, 3), 0.24)


def _numbers(box: Box) -> list[float]:
    return [round(one, 3) for one in (box.x, box.y, box.w, box.h)]


# --- colours and fonts -------------------------------------------------------------------------------------------


def _theme(master: Any) -> Any:
    part = next(one.target_part for one in master.part.rels.values() if one.reltype.endswith("/theme"))
    return etree.fromstring(part.blob)


def _slots(master: Any) -> dict[str, str]:
    """The colours of the theme by the names slides call them; the master says which is text and which is ground."""
    scheme = _theme(master).find(f".//{qn('a:clrScheme')}")
    held = {etree.QName(one).localname: (one[0].get("lastClr") or one[0].get("val") or "000000") for one in scheme}
    names = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
    mapped = master._element.find(qn("p:clrMap"))
    return {
        slot: held[mapped.get(names.get(slot, slot), slot)].upper()
        for slot in (*names, *ACCENTS, "hlink", "folHlink")
    }  # fmt: skip


def _fonts(master: Any) -> tuple[str, str]:
    """Latin and Chinese font of running text; "" where the theme leaves it to the machine."""
    minor = _theme(master).find(f".//{qn('a:minorFont')}")
    hans = next((one.get("typeface") for one in minor.findall(qn("a:font")) if one.get("script") == "Hans"), "")
    return minor.find(qn("a:latin")).get("typeface") or "", minor.find(qn("a:ea")).get("typeface") or hans


def _ground(layout: Any, master: Any, slots: dict[str, str]) -> tuple[str, bool]:
    """The colour pages stand on, and whether it could be seen (a picture has many)."""
    for sheet in (layout, master):
        background = sheet._element.find(f".//{qn('p:bg')}")
        if background is not None:
            colour = _colour(background, slots)
            return (colour, True) if colour else (slots["lt1"], False)
    return slots["lt1"], True


def _colour(holder: Any, slots: dict[str, str]) -> str:
    """The only colour in it; "" where it is a picture or several."""
    names = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
    found = list(holder.iter(qn("a:srgbClr"), qn("a:schemeClr")))
    if len(found) != 1 or len(found[0]) or holder.find(f".//{qn('a:blip')}") is not None:
        return ""
    value = str(found[0].get("val"))
    return slots.get(names.get(value, value), value).upper()


def palette_of(slots: dict[str, str], ground: str) -> dict[str, str]:
    """All colours of a page from the theme's own: greys between its text and its ground, tints of its first accent.

    What is written is kept readable: 4.5 : 1 on the ground and on its own tint, as WCAG 2 asks.
    """
    ink = _readable(slots["dk1"], ground, 7.0)
    surface = slots["lt2"] if contrast(ink, slots["lt2"]) >= 7 else mixed(ink, ground, 0.96)
    brand = _readable(slots["accent1"], ground, 4.5)
    palette = {
        "ink": ink,
        "text": _readable(mixed(ink, ground, 0.25), ground, 7.0),
        "muted": _readable(mixed(ink, ground, 0.38), surface, 4.6),
        "line": mixed(ink, ground, 0.88),
        "surface": surface,
        "background": ground,
        "brand": brand,
        "brand_dark": _readable(slots["dk2"], ground, 7.0),
        "brand_soft": mixed(brand, ground, 0.9),
        "compare": _readable(mixed(ink, ground, 0.7), surface, 3.0),
    }
    palette["brand"] = _readable(brand, palette["brand_soft"], 4.5)
    for tone, colour in TONES.items():
        soft = mixed(colour, ground, 0.9)
        palette[tone] = _readable(_readable(colour, ground, 4.5), soft, 4.5)
        palette[f"{tone}_soft"] = soft
    return palette


def mixed(one: str, other: str, share: float) -> str:
    """``one`` with a share of ``other`` in it, as ``RRGGBB``."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _parts(colour: str) -> Sequence[int]:
    return [int(colour[at : at + 2], 16) for at in (0, 2, 4)]


def _readable(colour: str, ground: str, ratio: float) -> str:
    """The colour, moved towards black or white until it reads on the ground."""
    end = "000000" if contrast("000000", ground) >= contrast("FFFFFF", ground) else "FFFFFF"
    steps = (mixed(colour, end, step / 20) for step in range(21))
    return next((one for one in steps if contrast(one, ground) >= ratio), end)
