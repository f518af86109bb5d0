"""Whether a file is what the schemas of Office Open XML allow, where the validator is installed (``kefu[verify]``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def breaches(path: Path) -> Iterator[str]:
    """Every place where the file breaks its schema; nothing where nobody is there to tell."""
    try:
        from openxml_audit import OpenXmlValidator
    except ImportError:
        return
    yield from (str(error) for error in OpenXmlValidator().validate(str(path)).errors)
