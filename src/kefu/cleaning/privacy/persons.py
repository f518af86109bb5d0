"""Ids of customers that are an e-mail address or a telephone number: a pseudonym stands in their place, in every table.

What an id is told by is its text alone, never the column or the file it came from, so the same customer has the same
pseudonym wherever somebody is named and rows still find each other. Every step is said twice, in Python for the ids a
person types and in SQL for columns, and a test holds them equal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kefu.cleaning.privacy.pseudonyms import Pseudonyms
from kefu.engine import literal

if TYPE_CHECKING:
    from kefu.engine import Engine

DIGITS = 16  # 64 bits: people are counted by these ids, and two of a million must not become one
SHORTEST = 8  # characters of a telephone number that is told to be one
AT = "[@＠]"
NUMERAL = "[0-9０-９]"
CONTACTS = {
    "email": f"[^@＠* ]+{AT}[^@＠* ]+[.][^@＠*. ]+",
    "phone": "|".join(
        (
            # a mobile number of mainland China; one of any country, as its plus sign says; a landline with its area
            # code apart; one of North America
            rf"(?:[+＋]?86[- ]?|0086[- ]?)?[1１][3-9３-９]{NUMERAL}(?:[- ]?{NUMERAL}{{4}}){{2}}",
            r"[+＋][1-9][0-9](?:[- ()]{0,2}[0-9]){5,13}",
            r"[(]?0[1-9][0-9]{1,2}[)]?[- ][0-9]{7,8}",
            r"[(]?[2-9][0-9]{2}[)]?[-. ][0-9]{3}[-. ][0-9]{4}",
        )
    ),
}


def stored_id(pseudonyms: Pseudonyms | None, one: str) -> str:
    """The id as it is stored."""
    kind = next((kind for kind, pattern in CONTACTS.items() if re.fullmatch(pattern, one)), "")
    return pseudonyms.of(kind, one, digits=DIGITS) if pseudonyms and kind else one


def stored_id_sql(pseudonyms: Pseudonyms, engine: Engine, column: str) -> str:
    """SQL that gives for every id of a column what ``stored_id`` gives; valid on this engine only."""
    made = {
        kind: f"CASE WHEN regexp_full_match({column}, {literal(pattern)}) "
        f"THEN {pseudonyms.in_sql(engine, kind, column, digits=DIGITS)} ELSE {column} END"
        for kind, pattern in CONTACTS.items()
    }
    at = f"contains({column}, '@') OR contains({column}, '＠')"  # asked first, because a pattern costs far more
    long = f"strlen({column}) >= {SHORTEST}"
    return f"CASE WHEN {at} THEN {made['email']} WHEN {long} THEN {made['phone']} ELSE {column} END"
