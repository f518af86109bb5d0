"""Who is who: which ids of which sources are one person, for certain, by somebody's word, or for people to decide.

What people decided (``decisions``) always counts. Besides, ids are linked on strong evidence only (``evidence``), and
never when something speaks against it; what is merely likely is a list to review. The answer depends on the rows and
the decisions alone, not on the order in which either came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from filelock import FileLock, Timeout

from kefu.cleaning import evidence
from kefu.cleaning.decisions import (
    Decision,
    Decisions,
    as_stored,
    read_decisions,
    with_nobody_else,
    with_one_person,
    write_decisions,
)
from kefu.cleaning.evidence import Pair
from kefu.cleaning.privacy import PERSON, Pseudonyms, stored_id
from kefu.engine import connect
from kefu.errors import DataError, KefuError, NotFoundError, UsageError
from kefu.service import ALWAYS_OPEN, Service
from kefu.store import tables
from kefu.store.cleanup import scratch_folder
from kefu.store.compute import compute_facts
from kefu.store.identity import KINDS, TABLE, TYPES, open_map
from kefu.store.record import Record, read_record, write_record

if TYPE_CHECKING:
    from kefu.engine import Engine

Verb = Literal["accept", "separate"]
AUTOMATIC, USER = "automatic", "user"
LOW = {"shared", "role", "generic"}  # doubts after which little of the evidence is left
NAMED = "\0"  # begins the name of somebody people named, among ids that are linked
BEGINNING = 8  # letters of a pseudonym that stand for an id, where lists show no more of customers


@dataclass(frozen=True, slots=True)
class Link:
    """An id and the person it belongs to; there is no ``evidence`` where somebody decided it."""

    kind: str
    source_id: str
    person_id: str
    evidence: tuple[str, ...]
    decided: str


@dataclass(frozen=True, slots=True)
class Likely:
    """Two ids that may be one person: what speaks for it, what against, and how far one may believe it."""

    kind: str
    first: str
    second: str
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]
    shared: int

    @property
    def confidence(self) -> str:
        if LOW & {*self.doubts}:
            return "low"
        return "high" if "case" in self.doubts or len(self.evidence) > 1 else "medium"


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is who: the links, what to review, and decisions about ids no row has; ``rows`` by kind and id."""

    links: tuple[Link, ...] = ()
    review: tuple[Likely, ...] = ()
    unknown: tuple[tuple[str, Decision], ...] = ()
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    changed: bool = False


def resolve_identities(engine: Engine, folder: Path, record: Record, decisions: Decisions) -> Record:
    """The record with the map that its tables and the decisions call for; the same record where it has that map."""
    evidence.gather(engine, folder, record)
    links = [link for kind in KINDS for link in _resolved(engine, kind, decisions[kind])[0]]
    return _with_map(engine, folder, record, links)


def bring_up_to_date(
    folder: Path, files: Path, *, covering: Pseudonyms | None = None, service: Service = ALWAYS_OPEN
) -> Answer:
    """Bring the decisions in ``files`` into effect for the store in ``folder``, in which pseudonyms that ``covering``
    makes stand for addresses and numbers; returns who is who, and why."""
    with _opened(folder) as engine:
        return _brought_up_to_date(engine, folder, as_stored(read_decisions(files), covering), service)


def decide(
    folder: Path,
    files: Path,
    verb: Verb,
    words: Sequence[str],
    kind: str = "",
    pseudonyms: Pseudonyms | None = None,
    *,
    covering: Pseudonyms | None = None,
    service: Service = ALWAYS_OPEN,
) -> tuple[Answer, list[str]]:
    """Write down that the ids in ``words`` are one person, or that each is nobody else; where there are ``pseudonyms``,
    one of them may stand for an id. ``covering`` is what ``bring_up_to_date`` says.

    Returns who is who then, and the ids that were meant.
    """
    with _opened(folder) as engine:
        decisions = as_stored(read_decisions(files), covering)
        said = [stored_id(covering, word) for word in words]
        kind, ids = _meant(engine, decisions, said, kind, pseudonyms)
        if verb == "accept" and len({*ids}) < 2:
            raise UsageError("accept: name two ids or more that are one person")
        lines = (with_one_person if verb == "accept" else with_nobody_else)(decisions[kind], ids)
        held = evidence.known(engine, kind, {one.source_id for one in lines})
        write_decisions(files, kind, [one for one in lines if one.line or one.source_id in held])
        return _brought_up_to_date(engine, folder, as_stored(read_decisions(files), covering), service), ids


@contextmanager
def _opened(folder: Path) -> Iterator[Engine]:
    """An engine that sees who is named in the store, while nobody else writes there."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / "import.lock", timeout=0).acquire()
    except Timeout as error:
        raise DataError("{folder}: an import is running; wait until it ends", folder=folder) from error
    with lock, scratch_folder(folder) as scratch, closing(connect(scratch=scratch)) as engine:
        evidence.gather(engine, folder, read_record(folder))
        yield engine


def _brought_up_to_date(engine: Engine, folder: Path, decisions: Decisions, service: Service) -> Answer:
    record = read_record(folder)
    found = {kind: _resolved(engine, kind, decisions[kind]) for kind in KINDS}
    mapped = _with_map(engine, folder, record, [link for links, _ in found.values() for link in links])
    if mapped is not record:
        if not mapped.owed:  # else they are computed with what imports left, by this map
            mapped = compute_facts(engine, folder, mapped, {}, service)
        write_record(folder, replace(mapped, sequence=mapped.sequence + 1))
    return Answer(
        links=tuple(link for links, _ in found.values() for link in links),
        review=tuple(one for _, review in found.values() for one in review),
        unknown=tuple((kind, one) for kind in KINDS for one in _unknown(engine, kind, decisions[kind])),
        rows={
            (kind, one): count
            for kind, (links, review) in found.items()
            for one, count in evidence.row_counts(engine, kind, _mentioned(links, review)).items()
        },
        changed=mapped is not record,
    )


def _mentioned(links: Iterable[Link], review: Iterable[Likely]) -> set[str]:
    return {one.source_id for one in links} | {one for pair in review for one in (pair.first, pair.second)}


def _unknown(engine: Engine, kind: str, decisions: Sequence[Decision]) -> list[Decision]:
    held = evidence.known(engine, kind, {one.source_id for one in decisions})
    return [one for one in decisions if one.source_id not in held]


def _meant(
    engine: Engine, decisions: Decisions, words: Sequence[str], kind: str, pseudonyms: Pseudonyms | None
) -> tuple[str, list[str]]:
    """The kind whose ids the words name, and those ids."""
    found = {
        one: [_ids_named(engine, one, decisions[one], word, pseudonyms) for word in words]
        for one in ([kind] if kind else KINDS)
    }
    fitting = [one for one, ids in found.items() if all(ids)]
    if not fitting:
        raise _unfit(words, [any(ids[at] for ids in found.values()) for at in range(len(words))])
    if len(fitting) > 1:
        raise UsageError("{name}: is an agent and a customer; say which with --kind", name=words[0])
    several = next((word for word, ids in zip(words, found[fitting[0]], strict=True) if len(ids) > 1), "")
    if several:
        raise UsageError(
            "{name}: begins the pseudonyms of several ids; name the id itself (--personal shows it)", name=several
        )
    return fitting[0], [ids[0] for ids in found[fitting[0]]]


def _unfit(words: Sequence[str], known: Sequence[bool]) -> KefuError:
    missing = next((word for word, one in zip(words, known, strict=True) if not one), "")
    if missing:
        return NotFoundError("{name}: no row names such an id; kefu identity --review lists likely ones", name=missing)
    return UsageError(
        "{names}: are not of one kind; an agent and a customer are never one person", names=", ".join(words)
    )


def _ids_named(
    engine: Engine, kind: str, decisions: Sequence[Decision], word: str, pseudonyms: Pseudonyms | None
) -> list[str]:
    """The id the word is, or those whose pseudonym it begins."""
    if word in {one.person_id for one in decisions} or evidence.known(engine, kind, {word}):
        return [word]
    if pseudonyms is None or len(word) < BEGINNING:
        return []
    shown = pseudonyms.in_sql(engine, PERSON, "id")
    return [row[0] for row in engine.rows(f"SELECT id FROM ids_{kind} WHERE starts_with({shown}, $1)", [word])]


# --- the answer ------------------------------------------------------------------------------------------------------


def _resolved(engine: Engine, kind: str, decisions: Sequence[Decision]) -> tuple[list[Link], list[Likely]]:
    """The links of one kind, and the pairs to review."""
    given, alone = _said(engine, kind, decisions)
    pairs = [
        one
        for one in evidence.pairs(engine, kind)
        if not {one.first, one.second} & alone and not (one.first in given and one.second in given)
    ]
    stated = evidence.stated(engine, kind, {one for pair in pairs for one in (pair.first, pair.second)})
    persons, pairs = _linked([_weighed(one, stated) for one in pairs], stated, given)
    links = _links(kind, {**persons, **given}, {*given}, pairs)
    person = {one.source_id: one.person_id for one in links}
    doubtful = [
        one for one in pairs if one.doubt and person.get(one.first, one.first) != person.get(one.second, one.second)
    ]
    return links, _review(kind, doubtful)


def _said(engine: Engine, kind: str, decisions: Sequence[Decision]) -> tuple[dict[str, str], set[str]]:
    """The person of each id somebody decided about, and the ids that are nobody else."""
    if not decisions:
        return {}, set()
    named = Counter(one.person_id for one in decisions)
    alone = {one.source_id for one in decisions if one.source_id == one.person_id and named[one.person_id] == 1}
    given = {one: one for one in named} | {one.source_id: one.person_id for one in decisions}
    held = evidence.known(engine, kind, {*given})
    return {one: person for one, person in given.items() if one in held and one not in alone}, alone


def _weighed(pair: Pair, stated: Mapping[str, Mapping[str, str]]) -> Pair:
    """The pair, doubted where its ids have different names or regions."""
    one, other = stated.get(pair.first, {}), stated.get(pair.second, {})
    differing = [name for name in one if name in other and one[name] != other[name]]
    return replace(pair, doubt=differing[0]) if differing and not pair.doubt else pair


def _linked(
    pairs: Sequence[Pair], stated: Mapping[str, Mapping[str, str]], given: Mapping[str, str]
) -> tuple[dict[str, str], list[Pair]]:
    """The person of each id that pairs without doubt connect, and the pairs, doubted where they connect too much."""
    groups = _Groups()
    for one, person in given.items():
        groups.join(one, NAMED + person)
    for pair in pairs:
        if not pair.doubt:
            groups.join(pair.first, pair.second)
    persons: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for root, members in groups.members().items():
        named = [one for one in members if one.startswith(NAMED)]
        free = [one for one in members if one not in named and one not in given]
        doubts[root] = "apart" if len(named) > 1 else _chain(free, stated)
        if not doubts[root]:
            persons |= dict.fromkeys(free, named[0].removeprefix(NAMED) if named else min(free))
    chained = [one for one in pairs if not one.doubt and doubts[groups.root(one.first)]]
    spoiled = {one: replace(one, doubt=doubts[groups.root(one.first)]) for one in chained}
    return persons, [spoiled.get(one, one) for one in pairs]


def _chain(ids: Iterable[str], stated: Mapping[str, Mapping[str, str]]) -> str:
    """``chain`` where ids that are linked by way of others have different names or regions."""
    told = [stated[one] for one in ids if one in stated]
    apart = any(len({one[name] for one in told if name in one}) > 1 for name in ("name", "region"))
    return "chain" if apart else ""


class _Groups:
    """Ids that were joined, directly or by way of others; the smallest of a group is its root."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def root(self, one: str) -> str:
        while self.above.setdefault(one, one) != one:
            self.above[one] = self.above[self.above[one]]
            one = self.above[one]
        return one

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self.above[second] = first

    def members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in sorted(self.above):
            found.setdefault(self.root(one), []).append(one)
        return found


def _links(kind: str, person: Mapping[str, str], given: set[str], pairs: Sequence[Pair]) -> list[Link]:
    """One link per id of a person with several, or with a name somebody gave, ordered by person and id."""
    why: dict[str, set[str]] = {}
    for pair in pairs:
        if not pair.doubt:
            why.setdefault(pair.first, set()).add(pair.evidence)
            why.setdefault(pair.second, set()).add(pair.evidence)
    several = Counter(person.values())
    found = [
        Link(kind, one, named, (), USER) if one in given else Link(kind, one, named, tuple(sorted(why[one])), AUTOMATIC)
        for one, named in person.items()
        if one != named or several[named] > 1
    ]
    return sorted(found, key=lambda one: (one.person_id, one.source_id))


def _review(kind: str, pairs: Sequence[Pair]) -> list[Likely]:
    """What speaks for and against each pair together, the likeliest first."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for one in pairs:
        found.setdefault((one.first, one.second), []).append(one)
    listed = [
        Likely(
            kind,
            first,
            second,
            evidence=tuple(sorted({one.evidence for one in same})),
            doubts=tuple(sorted({one.doubt for one in same})),
            shared=max(one.shared for one in same),
        )
        for (first, second), same in found.items()
    ]
    return sorted(listed, key=lambda one: (("high", "medium", "low").index(one.confidence), one.first, one.second))


def _with_map(engine: Engine, folder: Path, record: Record, links: Sequence[Link]) -> Record:
    """The record with these links as its map; a record without links has none."""
    open_map(engine, folder, record)
    held = {*engine.rows(f"SELECT {', '.join(TYPES)} FROM {TABLE}")}
    wanted = {(one.source_id, one.person_id, " ".join(one.evidence), one.decided, one.kind) for one in links}
    if held == wanted:
        return record
    if not wanted:
        return replace(record, tables={name: state for name, state in record.tables.items() if name != TABLE})
    kinds = sorted({row[-1] for row in held ^ wanted})
    _name_lines(engine, [row for row in sorted(wanted) if row[-1] in kinds])
    state = tables.replace_months(
        engine, folder / "tables" / TABLE, record.tables.get(TABLE), "SELECT * FROM identity_lines", kinds
    )
    return record.with_table(TABLE, state)


def _name_lines(engine: Engine, lines: Sequence[Sequence[str]]) -> None:
    import pyarrow as pa

    columns = {name: pa.array([line[at] for line in lines], pa.string()) for at, name in enumerate(TYPES)}
    engine.register("identity_lines", pa.table(columns))
