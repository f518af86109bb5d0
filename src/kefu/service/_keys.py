"""The keys of a file of the service: a mapping with keys we know, or an error that says where and which."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kefu.errors import DefinitionError, did_you_mean


def known(raw: object, keys: Collection[str] | None, place: str) -> Mapping[str, Any]:
    """``raw`` as keys and values; ``keys`` are those there may be, None for any. Raises DefinitionError."""
    if not isinstance(raw, dict):
        raise DefinitionError(f"{place}: should be keys and values{': ' + ', '.join(keys) if keys else ''}")
    for key in raw:
        if keys is not None and key not in keys:
            raise DefinitionError(f'{place}: unknown key "{key}"{did_you_mean(str(key), keys)}')
    return raw
