"""Pictures keep their proportions and stand at the left of their box; SVG becomes PNG, which every program shows."""

from __future__ import annotations

import io

import vl_convert
from PIL import Image as PillowImage

from kefu.report.document import Image
from kefu.report.renderers._pptx.grid import Box, emu
from kefu.report.renderers._pptx.need import Need
from kefu.report.renderers._pptx.shapes import Pen


def _png(image: Image) -> bytes:
    if image.media_type == "image/png":
        return image.data
    return bytes(vl_convert.svg_to_png(image.data.decode("utf-8"), scale=2))


def need(image: Image, width: float) -> Need:
    with PillowImage.open(io.BytesIO(_png(image))) as picture:
        natural = width * picture.height / max(1, picture.width)
    return Need(1.5, min(3.6, natural), min(5.2, natural), stretch=True)


def draw(image: Image, pen: Pen, box: Box) -> None:
    data = _png(image)
    with PillowImage.open(io.BytesIO(data)) as picture:
        ratio = picture.width / max(1, picture.height)
    high = min(box.h, box.w / ratio)
    shape = pen.slide.shapes.add_picture(io.BytesIO(data), emu(box.x), emu(box.y), emu(high * ratio), emu(high))
    shape.name = f"image:{image.name}"
    pen.describe(shape, image.alt)
