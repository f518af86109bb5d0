"""Secrets stay in the environment: files name the variable, never what is in it, and no message repeats it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from kefu.errors import DefinitionError


def secret(place: str, environment: Mapping[str, str], what: str) -> str:
    """The value of the variable a file (``place``) names for ``what``; raises DefinitionError when it is not set."""
    variable = environment[what]
    value = held(variable)
    if not value:
        raise DefinitionError(
            "{place}: environment: {what}: the variable {variable} is not set",
            place=place,
            what=what,
            variable=variable,
        )
    return value


def held(variable: str) -> str:
    """What is in an environment variable, "" for nothing."""
    return os.environ.get(variable, "").strip()


def covered(text: str, secrets: Iterable[str]) -> str:
    """``text`` with stars for every secret, the longest first, because one may lie in another."""
    for one in sorted(secrets, key=len, reverse=True):
        text = text.replace(one, "***")
    return text
