"""The keys of a file somebody wrote: a mapping with keys we know, or an error that says where and which."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from kefu.errors import DefinitionError, did_you_mean


def known(raw: object, keys: Collection[str] | None, place: str) -> Mapping[str, Any]:
    """``raw`` as keys and values; ``keys`` are those there may be, None for any. Raises DefinitionError."""
    if not isinstance(raw, dict):
        if keys:
            raise DefinitionError("{place}: should be keys and values: {known}", place=place, known=", ".join(keys))
        raise DefinitionError("{place}: should be keys and values", place=place)
    for key in raw:
        if keys is not None and key not in keys:
            raise DefinitionError(
                '{place}: unknown key "{key}"{near}', place=place, key=key, near=did_you_mean(str(key), keys)
            )
    return raw
