"""What Kefu refuses, in the reader's language: the sentence of an error by its own words, with the same values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from kefu import yaml_text
from kefu.errors import Hint, KefuError, Term
from kefu.narrative.formats import Language

FILE = Path(__file__).with_name("refusals.yaml")
Names = Mapping[str, Callable[[str], str]]


def told(error: KefuError, language: Language, names: Names | None = None) -> str:
    """The error as one line; in English where nobody has put it into the language. ``names`` gives values of that name
    as people call them (``{"metric": title}``)."""
    sentence = error.sentence if language == "en" else sentences().get(error.sentence, "")
    if not sentence or not error.values:
        return sentence or str(error)
    return sentence.format(**{name: _value(name, one, language, names or {}) for name, one in error.values.items()})


def _value(name: str, value: object, language: Language, names: Names) -> object:
    if isinstance(value, Hint):
        return _hint(value, language)
    if isinstance(value, Term) and language != "en":
        return sentences()[value]
    return names[name](str(value)) if name in names else value


def _hint(hint: Hint, language: Language) -> str:
    if language == "en":
        return str(hint)
    if hint.near:
        return f"；您是指“{hint.near}”吗？"
    return f"；可选：{'、'.join(hint.known)}" if hint.known else ""


@cache
def sentences() -> Mapping[str, str]:
    """The Chinese of every sentence by its English."""
    held: Mapping[str, str] = yaml_text.read(FILE.read_text(encoding="utf-8"))
    return held
