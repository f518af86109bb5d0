"""An Office file as its parts and their relations; only what a reader of numbers needs.

Documents come back from people and other programs, so XML is parsed without entities, and a part may be missing.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from kefu.errors import DataError

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PROPERTIES = "docProps/app.xml"
LARGEST = 200 * 2**20  # bytes of one part; a report's largest is a few hundred thousand
NOT_READ = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)


class Package:
    """The parts of one file by name; ``name`` is said in errors."""

    def __init__(self, content: Path | bytes, name: str = "") -> None:
        self.name = name or (content.name if isinstance(content, Path) else "workbook")
        try:
            self.file = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
        except (zipfile.BadZipFile, OSError) as error:
            raise DataError("{file}: is no Office file or is damaged ({error})", file=self.name, error=error) from error
        self.names = set(self.file.namelist())

    def content(self, part: str) -> bytes:
        """A part as bytes; raises DataError where it is too large or damaged."""
        if self.file.getinfo(part).file_size > LARGEST:
            raise DataError("{file}: {part} is larger than any report", file=self.name, part=part)
        try:
            return self.file.read(part)
        except (zipfile.BadZipFile, zipfile.zlib.error, EOFError) as error:  # type: ignore[attr-defined]
            raise DataError("{file}: {part} is damaged ({error})", file=self.name, part=part, error=error) from error

    def root(self, part: str) -> Any:
        """A part as XML."""
        try:
            return etree.fromstring(self.content(part), NOT_READ)
        except etree.XMLSyntaxError as error:
            raise DataError("{file}: {part} is no XML ({error})", file=self.name, part=part, error=error) from error

    def related(self, part: str) -> dict[str, str]:
        """Parts this one refers to inside the file, by relation id."""
        folder, file = posixpath.split(part)
        relations = f"{folder}/_rels/{file}.rels".lstrip("/")
        if relations not in self.names:
            return {}
        return {
            one.get("Id"): posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
            for one in self.root(relations)
            if one.get("TargetMode") != "External"
        }

    def first(self, part: str, wanted: str) -> str:
        """The first part this one refers to whose name holds ``wanted``; "" where there is none."""
        return next((target for target in self.related(part).values() if wanted in target and target in self.names), "")

    @property
    def by_libreoffice(self) -> bool:
        """Whether LibreOffice wrote the file anew."""
        return PROPERTIES in self.names and b"<Application>LibreOffice" in self.content(PROPERTIES)


def texts(element: Any, tag: str) -> Iterator[str]:
    """The text of every descendant of this name that has any."""
    yield from (one.text for one in element.iter(tag) if one.text)
