"""A saved page read back: its texts, what it says to those who hear it, and the data of its charts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from kefu.errors import DataError
from kefu.report.renderers import Said
from kefu.report.renderers._reading.numbers import unnumbered

SPOKEN = ("alt", "aria-label", "title")
SPECS = "specifications"  # id of the script element that holds the charts' data
UNSEEN = ("script", "style")


def read(path: Path) -> Iterator[Said]:
    root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    here, counted = "page", Counter[str]()
    for element in root.iter(etree.Element):
        if element.tag in UNSEEN:
            if element.get("id") == SPECS:
                yield from _specs(element.text or "")
        elif element.tag in ("h1", "h2", "h3"):
            here = unnumbered(" ".join(element.text_content().split()))
        for text in _texts(element):
            counted[here] += 1
            yield Said(f"“{here}”", f"text {counted[here]}", text)


def _texts(element: Any) -> Iterator[str]:
    """What the element itself says: the texts directly in it, and the attributes that are read out."""
    held = [] if element.tag in UNSEEN else [element.text, *(child.tail for child in element)]
    for text in (*held, *(element.get(name) for name in SPOKEN)):
        if text and text.strip():
            yield " ".join(text.split())


def _specs(text: str) -> Iterator[Said]:
    try:
        charts = json.loads(text)
    except ValueError as error:
        raise DataError("the data of the page's charts cannot be read ({error})", error=error) from error
    for name, spec in charts.items():
        yield from (Said(name, path, said) for path, said in _leaves(spec, ""))


def _leaves(node: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every number and text of a nested value with the way to it."""
    match node:
        case dict():
            for key, one in node.items():
                yield from _leaves(one, f"{path}/{key}")
        case list():
            for number, one in enumerate(node):
                yield from _leaves(one, f"{path}/{number}")
        case str() | int() | float() if not isinstance(node, bool):
            yield path, str(node)


def check(path: Path) -> Iterator[str]:
    """Pictures and charts nobody can hear, headings without words, and a page that may ask the network."""
    root = html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    yield from ("a picture has no words" for one in root.iter("img") if not one.get("alt"))
    yield from (
        "a chart has no words" for one in root.iter("div") if one.get("role") == "img" and not one.get(SPOKEN[1])
    )
    for level in ("h1", "h2", "h3", "h4"):
        yield from (f"an empty {level}" for one in root.iter(level) if not one.text_content().strip())
    policies = [one.get("content") for one in root.iter("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    if not policies or "default-src 'none'" not in policies[0]:
        yield "no policy keeps the page from the network"
