"""Key customers and the rest, as slices, and over how many months they are held against each other."""

from __future__ import annotations

from collections.abc import Mapping

from kefu.findings.lineage import without

MONTHS = 3  # a month has too few key customers
KEY: Mapping[str, str | None] = {"segment": "key"}
REST: Mapping[str, str | None] = without("segment", ["key", None])
