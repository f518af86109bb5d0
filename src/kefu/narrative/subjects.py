"""What a finding speaks of, in words: sources, tables, fields and rules that are no dimension of an indicator."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kefu.cleaning import RULES
from kefu.findings import Period
from kefu.narrative import formats
from kefu.narrative.formats import Language
from kefu.schema import ENTITIES
from kefu.service.processes import PROCESSES
from kefu.sources.profiles import PROFILES

DATED = re.compile(r"\d{4}-\d{2}(-\d{2})?")
MONTH = len("2026-10")


def source(name: str, language: Language) -> str:
    """The title of a kind of export; one of a project's own is called by its name."""
    return PROFILES[name].title.get(language, name) if name in PROFILES else name


def entity(name: str, language: Language) -> str:
    return ENTITIES[name].title[language] if name in ENTITIES else name


def records(name: str, language: Language) -> str:
    """What the rows of a table are called together: "Survey responses" are its rows, "Survey response" one of them."""
    return entity(name, language) + ("s" if language == "en" and name in ENTITIES else "")


def rule(code: str, language: Language) -> str:
    return RULES[code].title[language] if code in RULES else code


def field(name: str, words: Mapping[str, Any]) -> str:
    return str(words["fields"].get(name) or words["dimensions"].get(name, name))


def code(text: str, language: Language, words: Mapping[str, Any]) -> str:
    """A code of a formula as people say it, whatever it is one of; the code itself where nobody has named it."""
    members = words["members"]
    for known in (
        words["dimensions"],
        words["fields"],
        members["activity"],
        members["product_line"],
        words["pattern"],
        words["outcomes"],
    ):
        if text in known:
            return str(known[text])
    if "_" in text and text in words["roles"]:
        return str(words["roles"][text])
    if text in ENTITIES or text in PROCESSES:
        return formats.small((ENTITIES if text in ENTITIES else PROCESSES)[text].title[language])
    if DATED.fullmatch(text):
        return months(text, language) if len(text) == MONTH else formats.day(date.fromisoformat(text), language)
    dimension, _, member = text.partition(" ")  # "team phone", as targets name whose they are
    if member in members.get(dimension, {}):
        return str(members[dimension][member])
    return _slice(text, words) or rule(source(text, language), language)


def _slice(text: str, words: Mapping[str, Any]) -> str:
    """``channel=phone, category=complaint`` by the names of the members; "" for anything else."""
    pairs = [pair.partition("=") for pair in text.split(", ")]
    if not all(name in words["dimensions"] and equals for name, equals, _ in pairs):
        return ""
    return " · ".join(str(words["members"].get(name, {}).get(member, member)) for name, _, member in pairs)


def months(text: str, language: Language) -> str:
    """``2026-08, 2026-10`` as months are written, the year once; a span of days stays as it is."""
    listed = [one.strip() for one in text.split(",")]
    beside = ["", *listed] if language == "zh" else [*listed[1:], ""]  # a year stands before its months, or after them
    said = [
        _month(one, language, with_year=one[:5] != other[:5] or "/" in one + other)
        for one, other in zip(listed, beside, strict=False)
    ]
    return {"zh": "、", "en": ", "}[language].join(said)


def _month(text: str, language: Language, *, with_year: bool) -> str:
    start, _, end = text.partition("/")
    if not with_year:
        return formats.short_month(Period.month(text).start, language)
    return formats.period(_days(start, end) if end else Period.month(text), language)


def _days(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def _listed(names: Sequence[str], words: Mapping[str, Any]) -> str:
    """Names one after the other: "a, b and c"."""
    *most, last = names
    return f"{words['comma'].join(most)}{words['and']}{last}" if most else last


def named(subject: Mapping[str, str], language: Language, words: Mapping[str, Any]) -> dict[str, str]:
    """Every part of a subject under its own key, said as people say it."""
    said = dict(subject)
    for key, value in subject.items():
        match key:
            case "source":
                said[key] = source(value, language)
            case "entity" | "parent":
                said[key] = entity(value, language)
            case "rule":
                said[key] = rule(value, language)
            case "field":
                said[key] = field(value, words)
            case "fields":
                said[key] = str(words["and"]).join(field(one, words) for one in value.split(", "))
            case "channels":
                named_channels = words["members"]["channel"]
                said[key] = _listed([str(named_channels.get(one, one)) for one in value.split(", ")], words)
            case "month" | "months" | "period" | "measurable":
                said[key] = months(value, language)
            case "priority" | "other" | "priorities":
                named_classes = words["members"].get("priority", {})
                said[key] = str(words["comma"]).join(named_classes.get(one, one) for one in value.split(", "))
            case "platform":
                said[key] = str(words["members"]["platform"].get(value, value))
            case "why" | "weekday" | "pattern" | "forecast":
                said[key] = str(words[key].get(value, value))
            case "product_line" | "channel":
                said[key] = str(words["members"][key].get(value, value) or words["unknown_member"])
            case "code":
                said[key] = str(words["members"].get(subject.get("field", ""), {}).get(value, value))
            case _:
                pass
    return said
