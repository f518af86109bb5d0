"""What was had already at the newest moment: APIs that are asked "changed since" give the last records once more.

They are told by their whole content, so a record that changed again within the same second is not taken for had.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

Records = Sequence[Mapping[str, Any]]


def unseen(records: Records, seen: str) -> list[Mapping[str, Any]]:
    """The records whose content is not among the digests ``seen``."""
    known = set(seen.split())
    return [one for one in records if digest(one) not in known]


def seen(at_newest: Records, before: str = "") -> str:
    """Digests of the records at the newest moment, after those known ``before`` at the same moment."""
    return " ".join(dict.fromkeys([*before.split(), *(digest(one) for one in at_newest)]))


def digest(record: Mapping[str, Any]) -> str:
    return sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]
