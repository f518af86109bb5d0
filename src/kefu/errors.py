"""Every error Kefu raises on purpose: each says what, where and what next, and carries an exit code.

The sentence is English, with words in braces for what differs each time: ``NotFoundError('no metric "{metric}"',
metric=name)``. So whoever speaks another language can say the same in it (``narrative.refusals``). Anything else that
is raised is a defect of Kefu, never of the user's data.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KefuError(Exception):
    """An error a user can act on; the message is one line: the ``sentence`` with its ``values`` filled in."""

    exit_code = 1

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence, self.values = sentence, values


class UsageError(KefuError):
    """The command was called in a way it does not understand."""

    exit_code = 2


class DefinitionError(KefuError):
    """A file somebody wrote (metric, mapping, project, report kind) says something Kefu cannot read."""

    exit_code = 3


class DataError(KefuError):
    """An input file cannot be read at all; single bad rows are set aside instead."""

    exit_code = 4


class UnreadableError(DataError):
    """The engine cannot read a text to its end; what is wrong with it can be sorted out (``Raw.sorted_out``)."""


class NotFoundError(KefuError):
    """What was asked for does not exist: a project, a figure id, a period without data."""

    exit_code = 5


class MissingPartError(KefuError):
    """An optional part of the installation is not there; the message names it and how to get it."""

    exit_code = 6


class Term(str):
    """A word of ours that a sentence names, and that other languages have a word for."""


class Hint(str):
    """The end of a sentence, and what it is about: the ``near`` name, or all that are ``known``."""

    near: str = ""
    known: tuple[str, ...] = ()


def did_you_mean(word: str, words: Iterable[str]) -> Hint:
    """Return ``; did you mean "x"?`` for the nearest of ``words``, or all of them when none is near."""
    known = tuple(sorted(words))
    return nearest(word, known) or _listed(known)


def nearest(word: str, words: Iterable[str]) -> Hint:
    """Return ``; did you mean "x"?`` for the nearest of ``words``, or nothing when none is near."""
    near = get_close_matches(word, sorted(words), n=1, cutoff=0.6)
    found = Hint(f'; did you mean "{near[0]}"?' if near else "")
    found.near = near[0] if near else ""
    return found


def _listed(known: tuple[str, ...]) -> Hint:
    found = Hint(f"; known: {', '.join(known)}" if known else "")
    found.known = known
    return found
