"""What a project says of itself: ``kefu.yaml``, read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from kefu.errors import DefinitionError, did_you_mean

FILE = "kefu.yaml"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Configuration:
    """``response_bands`` are upper limits in seconds of the named bands; what is longer than the last is overdue."""

    company: str = ""
    language: str = "zh"
    timezone: str = "Asia/Shanghai"
    country: str = "CN"
    currency: str = "CNY"
    engine: str = "duckdb"
    memory: str = "2GB"
    theme: str = "light"
    response_bands: Mapping[str, float] = field(
        default_factory=lambda: {
            "instant": 60,
            "within_30m": 1_800,
            "within_1h": 3_600,
            "within_1d": 86_400,
            "within_2d": 172_800,
        }
    )


def read_configuration(folder: Path) -> Configuration:
    """Read ``kefu.yaml``; what it does not say has its default. Raises DefinitionError for what it should not say."""
    try:
        raw = yaml.safe_load((folder / FILE).read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        raise DefinitionError(f"{FILE}: is not valid YAML: {' '.join(str(error).split())}") from error
    known = [one.name for one in fields(Configuration)]
    if not isinstance(raw, dict):
        raise DefinitionError(f"{FILE}: should be keys and values: {', '.join(known)}")
    for key in raw:
        if key not in known:
            raise DefinitionError(f'{FILE}: unknown key "{key}"{did_you_mean(str(key), known)}')
    _check(raw)
    return Configuration(**raw)


def write_configuration(folder: Path, configuration: Configuration) -> None:
    said = {one.name: getattr(configuration, one.name) for one in fields(Configuration)}
    (folder / FILE).write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _check(raw: Mapping[str, Any]) -> None:
    if raw.get("language", "zh") not in LANGUAGES:
        raise DefinitionError(f"{FILE}: language: should be one of {', '.join(LANGUAGES)}")
    if not re.fullmatch("[A-Z]{3}", str(raw.get("currency", "CNY"))):
        raise DefinitionError(f"{FILE}: currency: should be three capital letters such as CNY (ISO 4217)")
    bands = raw.get("response_bands", {})
    limits: list[Any] = list(bands.values()) if isinstance(bands, dict) else [None]
    if not all(isinstance(limit, int | float) and limit > 0 for limit in limits) or limits != sorted(set(limits)):
        raise DefinitionError(f"{FILE}: response_bands: should be names with rising limits in seconds")
