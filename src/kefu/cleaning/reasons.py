"""Why rows were set aside, in words: the code of a rule becomes its title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kefu.cleaning import RULES
from kefu.store.record import FileImport

Language = Literal["zh", "en"]
ROW = "row "  # before the number of the row that is meant


def reason_title(code: str, language: Language) -> str:
    return RULES[code].title[language] if code in RULES else code


def counted(reasons: Mapping[str, int], language: Language) -> str:
    """「必填字段为空（2）、无法识别（1）」 / "required field is empty (2), cannot be read (1)"."""
    if language == "zh":
        return "、".join(f"{reason_title(code, 'zh')}（{count:,}）" for code, count in reasons.items())
    return ", ".join(f"{reason_title(code, 'en')} ({count:,})" for code, count in reasons.items())


def told(reasons: str, language: Language) -> str:
    """A row's own reasons, as quarantine keeps them (``code: detail``, one a line), in words."""
    between, colon = {"zh": ("；", "："), "en": ("; ", ": ")}[language]
    parts = (line.partition(": ") for line in reasons.splitlines())
    return between.join(
        f"{reason_title(code, language)}{colon}{_detail(detail, language)}" if detail else reason_title(code, language)
        for code, _, detail in parts
    )


def _detail(detail: str, language: Language) -> str:
    """A number of a row is said; a column and what stood in it are shown as they are in the file."""
    number = detail.removeprefix(ROW)
    return f"第{number}行" if language == "zh" and number != detail else detail


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
