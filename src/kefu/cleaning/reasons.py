"""Why rows were set aside, in words: the code of a rule becomes its title, a field what people call it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from kefu.cleaning import RULES
from kefu.store.record import FileImport

if TYPE_CHECKING:
    from kefu.sources.profiles import Profile

Language = Literal["zh", "en"]
FIELD = re.compile(r"(?:^|(?<= < ))[a-z][a-z0-9_]*(?= |$)")  # where a rule's detail names one
ROW = "row "  # before the number of the row that is meant


def reason_title(code: str, language: Language) -> str:
    return RULES[code].title[language] if code in RULES else code


def counted(reasons: Mapping[str, int], language: Language) -> str:
    """「必填字段为空（2）、无法识别（1）」 / "required field is empty (2), unreadable value (1)"."""
    if language == "zh":
        return "、".join(f"{reason_title(code, 'zh')}（{count:,}）" for code, count in reasons.items())
    return ", ".join(f"{reason_title(code, 'en')} ({count:,})" for code, count in reasons.items())


def told(reasons: str, language: Language, profile: Profile | None = None) -> str:
    """A row's own reasons, as quarantine keeps them (``code: detail``, one a line), in words; by the ``profile`` it was
    read with, fields have their titles and say in which column of the file they stand."""
    between, colon = {"zh": ("；", "："), "en": ("; ", ": ")}[language]
    parts = (line.partition(": ") for line in reasons.splitlines())
    return between.join(
        f"{reason_title(code, language)}{colon}{_detail(_named(detail, language, profile), language)}"
        if detail
        else reason_title(code, language)
        for code, _, detail in parts
    )


def _detail(detail: str, language: Language) -> str:
    """A number of a row is said; a column and what stood in it are shown as they are in the file."""
    number = detail.removeprefix(ROW)
    return f"第{number}行" if language == "zh" and number != detail else detail


def _named(detail: str, language: Language, profile: Profile | None) -> str:
    return FIELD.sub(lambda found: _field(found[0], language, profile), detail) if profile else detail


def _field(name: str, language: Language, profile: Profile) -> str:
    """``amount`` is 金额（“实付金额”列） where the file calls it so; a name of no field stays."""
    from kefu.cleaning.mapping import field_title

    table = next((one for one in profile.tables if name in one.fields), None)
    if table is None:
        return name
    title, column = field_title(table.entity, name, language), table.fields[name].column
    if not column or column.casefold() == title.casefold():
        return title
    return f"{title}（“{column}”列）" if language == "zh" else f'{title} (column "{column}")'


def as_data(file: FileImport, language: Language) -> dict[str, object]:
    """What became of one file, for programs."""
    return {
        "number": file.number,
        "file": file.file,
        "profile": file.profile,
        "imported_at": file.imported_at,
        "rows": file.rows,
        "clean": file.clean,
        "quarantined": file.quarantined,
        "reasons": {
            code: {"title": reason_title(code, language), "count": count} for code, count in file.reasons.items()
        },
        "tables": dict(file.tables),
        "replaced": file.replaced,
        "outdated": file.outdated,
        "digest": file.digest,
    }
