"""Evidence that two ids may be one person: the same id written differently, the same contact, the same name.

Contacts may be stored as pseudonyms; equality is all that is asked of those. Text that only looks like a contact (a
mask, a placeholder) is no evidence. What speaks against a link is a ``doubt``: such pairs are for people to decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from kefu.engine import identifier, literal
from kefu.schema import ENTITIES
from kefu.store import identity

if TYPE_CHECKING:
    from kefu.engine import Engine
    from kefu.store.record import Record

MOST = 3  # customers who may share a telephone or address and still be one person; more share a shop's or an inbox

FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000\u00a0"
HALF_WIDTH = "".join(map(chr, range(0x21, 0x7F))) + "  "

MOBILE = r"^1[3-9]\d{9}$"  # of mainland China; elsewhere a mobile number does not show that it is one
NUMBER = r"^\+?\d{7,15}$"
ADDRESS = r"^[^@*]+@[^@*]+\.[^@*.]+$"
PSEUDONYM = r"^[0-9a-f]{10,64}$"  # hexadecimal; the few without a letter look like a number and are for people
MASKED = r"(?i)x{3}|[*•]"
NOBODYS = ("info", "service", "support", "sales", "contact", "admin", "office", "kefu", "noreply", "no-reply", "test",
           "none", "null", "unknown", "noemail", "no-email")  # fmt: skip
GENERIC = r"^(客服|售前|售后|小二|kf|cs|kefu|service|agent)?\d*$"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, ``first`` the smaller, that may be one person; ``shared`` ids have the evidence in common."""

    first: str
    second: str
    evidence: str
    doubt: str = ""
    shared: int = 2


def tells_apart(text: str, kind: str) -> str:
    """SQL: whether a ``text`` of a column of telephones or e-mails (``kind``) is one, and no mask or placeholder.

    Asked before pseudonyms are made: afterwards nobody can tell, and two customers with one mask look like one person.
    """
    return f"({_doubt(FORMS[kind](text), kind)}) IS NOT NULL"


def gather(engine: Engine, folder: Path, record: Record) -> None:
    """Open every table that names somebody as ``given_<entity>``, and list who is named as ``ids_<kind>``."""
    for entity in _naming():
        identity.open_as_given(engine, folder, record, entity, f"given_{entity}")
    for kind in identity.KINDS:
        each = " UNION ".join(f"SELECT DISTINCT {name} AS id FROM {rows}" for name, rows in _places(kind))
        engine.run(f"CREATE OR REPLACE TEMP TABLE ids_{kind} AS SELECT id FROM ({each}) WHERE id IS NOT NULL")


def pairs(engine: Engine, kind: str) -> list[Pair]:
    """Every pair there is evidence for, in an order that does not depend on how the data came in."""
    found = [*_same_id(engine, kind), *(_same_contact(engine) if kind == "customer" else _same_name(engine))]
    return sorted(found, key=lambda one: (one.first, one.second, one.evidence))


def stated(engine: Engine, kind: str, ids: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """What the list of that kind says of the ids and persons differ in: name and region; masked names say nothing."""
    told = [name for name in ("name", "region") if name in engine.columns(f"given_{kind}")]
    _name_ids(engine, ids)
    values = ", ".join(
        f"CASE WHEN NOT regexp_matches({one}, {literal(MASKED)}) THEN nullif({_folded(one)}, '') END" for one in told
    )
    rows = (
        engine.rows(f"SELECT {kind}_id, {values} FROM given_{kind} SEMI JOIN asked_ids ON id = {kind}_id")
        if told
        else ()
    )
    return {
        row[0]: {name: value for name, value in zip(told, row[1:], strict=True) if value is not None} for row in rows
    }


def known(engine: Engine, kind: str, ids: Collection[str]) -> set[str]:
    """Those of ``ids`` that any row names."""
    _name_ids(engine, ids)
    return {row[0] for row in engine.rows(f"SELECT id FROM ids_{kind} SEMI JOIN asked_ids USING (id)")}


def row_counts(engine: Engine, kind: str, ids: Collection[str]) -> dict[str, int]:
    """In how many rows each of ``ids`` is named."""
    _name_ids(engine, ids)
    each = " UNION ALL ".join(
        f"SELECT {name} AS id, count(*) AS rows FROM {rows} SEMI JOIN asked_ids ON id = {name} GROUP BY {name}"
        for name, rows in _places(kind)
    )
    return {one: int(count) for one, count in engine.rows(f"SELECT id, sum(rows) FROM ({each}) GROUP BY id")}


def _naming() -> list[str]:
    return [name for name in ENTITIES if identity.id_columns(name)]


def _places(kind: str) -> list[tuple[str, str]]:
    """Column and rows of every place that names somebody of the kind."""
    return [
        (one.name, identifier(f"given_{name}") if one.only == "true" else f"(FROM given_{name} WHERE {one.only})")
        for name in _naming()
        for one in identity.id_columns(name)
        if one.kind == kind
    ]


def _name_ids(engine: Engine, ids: Collection[str]) -> None:
    if not ids:  # of most imports; what hands over others takes longer to load than their files take to read
        engine.view("asked_ids", (), {"id": "VARCHAR"})
        return
    import pyarrow as pa

    engine.register("handed_ids", pa.table({"id": pa.array(sorted(ids), pa.string())}))
    engine.run("CREATE OR REPLACE TEMP VIEW asked_ids AS SELECT id FROM handed_ids")


def _plain(text: str) -> str:
    """SQL for ``text`` in ordinary width and without blanks; most texts are that already, which is seen far faster."""
    changed = f"regexp_replace(translate({text}, {literal(FULL_WIDTH)}, {literal(HALF_WIDTH)}), '\\s+', '', 'g')"
    return f"CASE WHEN strlen({text}) = length({text}) AND NOT contains({text}, ' ') THEN {text} ELSE {changed} END"


def _folded(text: str) -> str:
    return f"lower({_plain(text)})"


# --- the same id -----------------------------------------------------------------------------------------------------


def _same_id(engine: Engine, kind: str) -> list[Pair]:
    """Ids that differ in width, blanks or case; where one export has both cases, it tells two people apart by them."""
    found = engine.rows(
        f"WITH spelt AS (SELECT id, {_plain('id')} AS plain, {_folded('id')} AS folded FROM ids_{kind}), "
        "several AS (SELECT folded FROM spelt WHERE folded <> '' GROUP BY folded HAVING count(*) > 1), "
        "alike AS (SELECT * FROM spelt SEMI JOIN several USING (folded)) "
        "SELECT a.id, b.id, a.plain = b.plain FROM alike a JOIN alike b ON a.folded = b.folded AND a.id < b.id"
    )
    files = _files_of(engine, kind, {one for row in found for one in row[:2]}) if found else {}
    return [
        Pair(first, second, "id", "" if same or not files[first] & files[second] else "case")
        for first, second, same in found
    ]


def _files_of(engine: Engine, kind: str, ids: Collection[str]) -> dict[str, set[int]]:
    """The imports that name each id."""
    _name_ids(engine, ids)
    each = " UNION ".join(
        f"SELECT DISTINCT {name} AS id, _source FROM {rows} SEMI JOIN asked_ids ON id = {name}"
        for name, rows in _places(kind)
    )
    found: dict[str, set[int]] = {}
    for one, number in engine.rows(each):
        found.setdefault(one, set()).add(number)
    return found


# --- the same contact (customers) ------------------------------------------------------------------------------------


def _same_contact(engine: Engine) -> list[Pair]:
    return [*_sharing(engine, "phone", ("customer", "call")), *_sharing(engine, "email", ("customer",))]


def _sharing(engine: Engine, kind: str, entities: Sequence[str]) -> list[Pair]:
    """Customers with one telephone or e-mail; what it is worth is only asked of those that several have."""
    each = [
        f"SELECT customer_id, {FORMS[kind](kind)} AS contact FROM given_{entity} WHERE customer_id IS NOT NULL"
        for entity in entities
        if kind in engine.columns(f"given_{entity}")  # rows from before there was such a field have none
    ]
    if not each:
        return []
    shared = engine.rows(
        f"SELECT {_doubt('contact', kind)} AS doubt, people, ids FROM ("
        f"SELECT contact, count(*) AS people, min(customer_id, {MOST}) AS ids FROM ({' UNION '.join(each)}) "
        "GROUP BY contact HAVING count(*) > 1) WHERE doubt IS NOT NULL"
    )
    found = []
    for doubt, people, ids in shared:
        if people > MOST:  # nobody can look at all pairs of a shop's own number: one stands for them
            found.append(Pair(ids[0], ids[1], kind, "shared", people))
        else:
            found += [Pair(first, second, kind, doubt, people) for first, second in combinations(ids, 2)]
    return found


def _phone(text: str) -> str:
    bare = f"regexp_replace({_plain(text)}, '[-–—().]', '', 'g')"
    return f"regexp_replace({bare}, '^(?:\\+86|0086|86|0)(1[3-9]\\d{{9}})$', '\\1')"


def _email(text: str) -> str:
    return f"CASE WHEN contains({text}, '@') OR contains({text}, '＠') THEN {_folded(text)} ELSE {_plain(text)} END"


FORMS = {"phone": _phone, "email": _email}


def _doubt(contact: str, kind: str) -> str:
    """SQL for what speaks against a contact being a person's own, '' for nothing; NULL where it is no contact."""

    def like(pattern: str) -> str:
        return f"regexp_matches({contact}, {literal(pattern)})"

    tail = f"right({contact}, 8)"
    placeholder = f"{tail} IN (repeat(right({contact}, 1), 8), '12345678') OR {contact} = '13800138000'"
    number = f"WHEN {like(NUMBER)} THEN CASE WHEN NOT ({placeholder}) THEN 'line' END " if kind == "phone" else ""
    nobodys = ", ".join(map(literal, NOBODYS))
    return (
        f"CASE WHEN {like(MASKED)} THEN NULL "
        f"WHEN {like(MOBILE)} THEN CASE WHEN NOT ({placeholder}) THEN '' END {number}"
        f"WHEN {like(ADDRESS)} THEN CASE WHEN split_part({contact}, '@', 1) IN ({nobodys}) THEN 'role' ELSE '' END "
        f"WHEN {like(PSEUDONYM)} AND {like('[A-Za-z]')} THEN '' END"
    )


# --- the same name (agents) ------------------------------------------------------------------------------------------


def _same_name(engine: Engine) -> list[Pair]:
    """Agents of one name, or whose nick behind the shop's name (``旗舰店:小美``) is one; never more than likely."""
    nick = f"regexp_extract({_folded('id')}, '[^:]*$')"
    rows = engine.rows(
        f"WITH called AS (SELECT id, {nick} AS label, 'nick' AS evidence FROM ids_agent UNION "
        f"SELECT agent_id, {_folded('name')}, 'name' FROM given_agent WHERE name IS NOT NULL) "
        "SELECT label, list_sort(list(DISTINCT id)), list(id) FILTER (evidence = 'name'), "
        "list(id) FILTER (evidence = 'nick') FROM called WHERE label <> '' "
        f"GROUP BY label HAVING count(DISTINCT id) > 1 AND NOT regexp_matches(label, {literal(MASKED)})"
    )
    found = []
    for label, ids, by_name, by_nick in rows:
        for other in ids[1:]:
            evidence = _shared_label({ids[0], other}, set(by_name or ()), set(by_nick or ()))
            found.append(Pair(ids[0], other, evidence, "generic" if _generic(label) else "namesake", len(ids)))
    return found


def _shared_label(both: set[str], by_name: set[str], by_nick: set[str]) -> str:
    if both <= by_name:
        return "name"
    return "nick" if both <= by_nick else "name_and_nick"


def _generic(label: str) -> bool:
    """Nicks every shop has: 客服1, kf02, 3."""
    return re.match(GENERIC, label) is not None
