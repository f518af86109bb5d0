"""Pseudonyms: the same value is the same few digits everywhere in a project, and nobody without the key can tell whose.

They are the beginning of HMAC-SHA256 (RFC 2104) over the kind and the normalised value. A digest without a key would
hide nothing: all mobile numbers of China can be hashed and compared within the hour. HMAC is two nested SHA-256, so
the engine computes the very same digits for a whole column; the two halves of the key reach it as bound parameters of
a session variable, never as text of a query that an error message or a log could repeat.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from kefu.cleaning.privacy.forms import normalised, normalised_sql
from kefu.cleaning.privacy.kinds import DIGITS
from kefu.engine import literal

if TYPE_CHECKING:
    from kefu.engine import Engine

BLOCK = 64  # bytes; SHA-256 works on blocks of this length, and HMAC pads the key to one
INNER, OUTER = 0x36, 0x5C  # RFC 2104


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Made for one project with its ``read_key``."""

    key: bytes = field(repr=False)

    def of(self, kind: str, value: str, *, digits: int = DIGITS) -> str:
        """The pseudonym of a value; ``kind`` is an identity of ``kinds`` ("phone") or the name of a key column."""
        return self._digest(f"{kind}:{normalised(kind, value)}", digits)

    def in_sql(self, engine: Engine, kind: str, column: str, *, digits: int = DIGITS) -> str:
        """SQL that gives for every value of a column what ``of`` gives; valid on this engine only."""
        inner, outer = self._variable("inner"), self._variable("outer")
        engine.run(f"SET VARIABLE {inner} = $1::BLOB", [self._padded(INNER)])
        engine.run(f"SET VARIABLE {outer} = $1::BLOB", [self._padded(OUTER)])
        message = f"encode({literal(kind + ':')} || {normalised_sql(kind, column)})"
        digest = f"sha256(getvariable('{outer}') || unhex(sha256(getvariable('{inner}') || {message})))"
        return f"left({digest}, {digits})"

    def _digest(self, message: str, digits: int = DIGITS) -> str:
        return hmac.digest(self.key, message.encode("utf-8", "surrogatepass"), "sha256").hex()[:digits]

    def _variable(self, part: str) -> str:
        """Named after the key, so that two projects on one engine do not take each other's."""
        return f"kefu_{part}_{self._digest('variable')}"

    def _padded(self, pad: int) -> bytes:
        key = self.key if len(self.key) <= BLOCK else sha256(self.key).digest()
        return bytes(byte ^ pad for byte in key.ljust(BLOCK, b"\0"))
