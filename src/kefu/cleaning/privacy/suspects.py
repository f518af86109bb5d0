"""Masking many texts: the engine picks those a rule might match, and only they cross into Python, a batch at a time.

The condition is made of the rules' own patterns without what looks around them, so it holds for every text ``mask``
would change; that it holds for few others is what makes it worth while.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from kefu.cleaning.privacy.folding import RUN, folded_sql, needs_folding_sql
from kefu.cleaning.privacy.kinds import TOKEN
from kefu.cleaning.privacy.masking import mask
from kefu.cleaning.privacy.pseudonyms import Pseudonyms
from kefu.cleaning.privacy.rules import RULES
from kefu.engine import identifier, literal

if TYPE_CHECKING:
    from kefu.engine import Engine

BATCH = 5_000  # texts in Python at once
TOGETHER = 8  # rules in one pattern; of 34 in one, RE2 gives up its automaton and takes three times as long


def suspect(column: str) -> str:
    """SQL that is true for every text ``mask`` would change, and for few others; false for NULL."""
    return (
        f"coalesce(CASE WHEN {needs_folding_sql(column)} THEN {_any_of_rules(folded_sql(column))} "
        f"ELSE {_any_of_rules(column)} END, false)"
    )


def masked_texts(
    engine: Engine, relation: str, columns: Sequence[str], pseudonyms: Pseudonyms, *, language: str = "zh"
) -> str:
    """A new temporary table ``(text, masked)`` of the distinct texts that masking changes; returns its name.

    Join it: ``SELECT coalesce(m.masked, t.body) FROM ticket t LEFT JOIN <name> m ON m.text = t.body``.
    """
    mark = uuid4().hex
    suspects, masked = f"suspects_{mark}", f"masked_{mark}"
    texts = " UNION ALL ".join(f"SELECT {identifier(one)} AS text FROM {relation}" for one in columns)
    engine.run(f"CREATE TEMP TABLE {suspects} AS SELECT DISTINCT text FROM ({texts}) WHERE {suspect('text')}")
    engine.run(f"CREATE TEMP TABLE {masked} (text VARCHAR, masked VARCHAR)")
    for batch in _batches(engine, suspects):
        pairs = [(text, mask(text, pseudonyms, language=language).text) for text in batch]
        _append(engine, masked, [pair for pair in pairs if pair[0] != pair[1]])
    engine.run(f"DROP TABLE {suspects}")
    return masked


def _batches(engine: Engine, table: str) -> Iterator[list[str]]:
    count = int(engine.one(f"SELECT count(*) FROM {table}"))
    for start in range(0, count, BATCH):
        yield [
            row[0]
            for row in engine.rows(f"SELECT text FROM {table} WHERE rowid >= {start} AND rowid < {start + BATCH}")
        ]


def _append(engine: Engine, table: str, pairs: Sequence[tuple[str, str]]) -> None:
    import pyarrow as pa

    if not pairs:
        return
    texts, masked = zip(*pairs, strict=True)
    name = f"{table}_batch"
    engine.register(name, pa.table({"text": pa.array(texts, pa.string()), "masked": pa.array(masked, pa.string())}))
    engine.run(f"INSERT INTO {table} SELECT text, masked FROM {name}")
    engine.connection.unregister(name)


def _any_of_rules(text: str) -> str:
    return "(" + " OR ".join(f"regexp_matches({text}, {literal(pattern)})" for pattern in _patterns()) + ")"


@cache
def _patterns() -> tuple[str, ...]:
    """A masked text is suspect too: a name beside a token may still be found."""
    single = list(dict.fromkeys([*(rule.in_engine for rule in RULES), RUN, TOKEN.pattern]))
    return tuple("|".join(single[at : at + TOGETHER]) for at in range(0, len(single), TOGETHER))
