"""An import killed at any moment has happened or has not, and once it is run again nothing tells that it was killed.

Eight kills take part in every run of the tests; ``KEFU_KILLS=200 pytest tests/faults/test_kills.py -n 0 -rP`` makes
two hundred and prints where they fell, ``KEFU_SEED=7`` chooses other moments.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.faults.children import POSIX, killed, run
from tests.faults.conftest import Undisturbed
from tests.faults.shop import bring_in
from tests.faults.witness import bring_in_and_tell, seen

pytestmark = POSIX
KILLS = int(os.environ.get("KEFU_KILLS", "8"))
SEED = int(os.environ.get("KEFU_SEED", "20"))
MOST_IN_A_ROW = 3


def test_killed_at_random_moments(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """Killed once to three times in a row, then left alone: both exports, the first as well as the second one."""
    dice, fell, start = Random(SEED), Counter[str](), time.monotonic()  # noqa: S311 - not a secret
    while fell.total() - fell["too late"] < KILLS:
        imports = dice.randrange(2)
        store = undisturbed.copy(tmp_path / "store", imports)
        for _ in range(dice.randint(1, MOST_IN_A_ROW)):
            fell[_killed(undisturbed, store, imports, dice.uniform(0, undisturbed.usual))] += 1
        again = run(bring_in_and_tell, store, undisturbed.exports[imports])
        assert again == undisturbed.told[imports + 1], f"seed {SEED}, after {fell}"
        shutil.rmtree(store)
    lasted = f"{undisturbed.usual:.1f} s each, {time.monotonic() - start:.0f} s in all"
    print(f"seed {SEED}: {dict(fell)}; imports of {lasted}")  # noqa: T201 - the result of a long run


def _killed(undisturbed: Undisturbed, store: Path, imports: int, after: float) -> str:
    """Kill an import after so many seconds of the processor; says what a reader then sees."""
    in_time = killed(after, bring_in, store, undisturbed.exports[imports])
    now = run(seen, store)
    assert now in (undisturbed.seen(imports), undisturbed.seen(imports + 1)), f"seed {SEED}: killed after {after:.3f} s"
    if not in_time:
        return "too late"
    return "before it was recorded" if now == undisturbed.seen(imports) else "after it was recorded"
