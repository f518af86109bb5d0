"""How a proposed mapping is shown and confirmed: a table of columns, a few questions where somebody is there to answer.

Nothing is kept without a yes: of a person who saw the table, or of ``--yes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from kefu.cleaning.mapping import field_title, fields_offered, masked, samples
from kefu.cli import _tables
from kefu.cli._words import Language, word
from kefu.errors import did_you_mean
from kefu.schema import ENTITIES
from kefu.sources import Grid
from kefu.sources.profiles._proposal import PLACE, ColumnProposal, Proposal, changed, ordered, propose
from kefu.sources.profiles._values import readings

LISTED = 30  # fields offered by number; any other can be named
UNITS = ("minutes", "hours", "days", "percent")  # what is not as Kefu has it
NONE = "—"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a mapping is confirmed. ``answers`` is None where nobody is there; ``yes`` takes what is proposed;
    ``width`` is that of the terminal, 0 for any."""

    answers: TextIO | None
    out: TextIO
    language: Language
    yes: bool = False
    width: int = 0

    def word(self, key: str, /, **values: object) -> str:
        return word(key, self.language, **values)

    def say(self, text: str = "") -> None:
        self.out.write(f"{text}\n")

    def ask(self, question: str) -> str | None:
        """The answer, trimmed; None at the end of all answers."""
        self.out.write(question)
        self.out.flush()
        line = self.answers.readline() if self.answers else ""
        return line.strip() if line else None


def settled(proposal: Proposal, grid: Grid, file: str, desk: Desk) -> Proposal | None:
    """The mapping as it was accepted; None where it was not."""
    show(proposal, file, desk)
    if desk.yes:
        return _taken(proposal, desk)
    if desk.answers is None:
        desk.say(desk.word("map_how"))
        return None
    accepted = _discussed(proposal, grid, file, desk)
    desk.say(desk.word("map_accepted" if accepted else "map_skipped"))
    return accepted


def show(proposal: Proposal, file: str, desk: Desk) -> None:
    """The proposal as a table of columns, and what is to be known about it."""
    title = ENTITIES[proposal.entity].title[desk.language]
    sure, row = f"{proposal.confidence:.0%}", proposal.header_row
    desk.say(desk.word("map_title", file=_place(file, proposal), row=row, table=title, confidence=sure))
    heads = [desk.word(one) for one in ("number", "map_column", "map_field", "map_confidence", "map_samples")]
    rows = [_line(number, proposal, one, desk) for number, one in enumerate(proposal.columns, start=1)]
    desk.say(_tables.table(heads, rows, right=(0, 3), limit=desk.width))
    for note in _notes(proposal, desk):
        desk.say(note)


def _place(file: str, proposal: Proposal) -> str:
    return f"{file} [{proposal.sheet}]" if proposal.sheet else file


def _line(number: int, proposal: Proposal, column: ColumnProposal, desk: Desk) -> list[str]:
    sure = f"{column.confidence:.0%}" if column.field else ""
    return [
        str(number),
        column.column,
        _field_words(proposal, column, desk),
        sure,
        " | ".join(samples(proposal, column)) or NONE,
    ]


def _field_words(proposal: Proposal, column: ColumnProposal, desk: Desk) -> str:
    """The field in the reader's words, with the unit and the order of day and month where they were found out."""
    if not column.field:
        return desk.word("map_kept")
    named = field_title(proposal.entity, column.field, desk.language)
    order = {"dmy": "map_day_first", "mdy": "map_month_first"}.get(column.reading.format)
    told = [desk.word(order)] if order else []
    told += [desk.word(f"map_{column.reading.unit}")] if column.reading.unit in UNITS else []
    return f"{named} ({', '.join(told)})" if told else named


def _notes(proposal: Proposal, desk: Desk) -> Iterator[str]:
    for column in proposal.mapped:
        if column.reading.strange:
            values = ", ".join(masked(proposal, column, column.reading.strange[:5]))
            yield desk.word("map_strange", column=column.column, values=values)
    for name, columns in proposal.made.items():
        key = "map_placed" if columns == PLACE else "map_made"
        yield desk.word(key, field=_title(proposal, name, desk), columns=", ".join(columns))
    if proposal.one_row_per:
        yield desk.word("map_one_row_per", field=_title(proposal, proposal.one_row_per, desk))
    if proposal.missing:
        titles = [_title(proposal, name, desk) for name in proposal.missing]
        yield desk.word("map_missing", fields=", ".join(titles))


def _title(proposal: Proposal, name: str, desk: Desk) -> str:
    return field_title(proposal.entity, name, desk.language)


def _taken(proposal: Proposal, desk: Desk) -> Proposal | None:
    """What ``--yes`` takes; not what lacks something required, which would be asked about never again."""
    if proposal.missing:
        return None
    for column in proposal.ambiguous:
        order = desk.word("map_day_first" if column.reading.format == "dmy" else "map_month_first")
        desk.say(desk.word("map_order_taken", column=column.column, order=order))
    desk.say(desk.word("map_accepted"))
    return proposal


def _discussed(proposal: Proposal, grid: Grid, file: str, desk: Desk) -> Proposal | None:
    """Ask until it is accepted or the file is skipped."""
    while True:
        answer = desk.ask(desk.word("map_ask"))
        if answer is None or answer.lower() == "s":
            return None
        if answer == "" and not proposal.missing:
            return _with_orders(proposal, desk)
        other = _corrected(proposal, grid, answer, desk)
        if other is not proposal:
            show(other, file, desk)
        elif answer == "":
            desk.say("\n".join(_notes(proposal, desk)))
        proposal = other


def _corrected(proposal: Proposal, grid: Grid, answer: str, desk: Desk) -> Proposal:
    """The proposal after one correction; the same where there was none."""
    if answer == "":
        return proposal
    if answer.lower() == "t":
        return _other_table(proposal, grid, desk)
    if answer.isdecimal() and 1 <= int(answer) <= len(proposal.columns):
        return _other_field(proposal, grid, proposal.columns[int(answer) - 1], desk)
    desk.say(desk.word("map_not_understood", answer=answer))
    return proposal


def _other_table(proposal: Proposal, grid: Grid, desk: Desk) -> Proposal:
    offered = list(ENTITIES)
    _offer([ENTITIES[one].title[desk.language] for one in offered], desk)
    entity = _chosen(desk.ask(desk.word("map_ask_table")), offered, desk)
    if not entity:
        return proposal
    other = propose(grid, name=proposal.name, entity=entity)
    if other is None:
        desk.say(desk.word("map_nothing", table=ENTITIES[entity].title[desk.language]))
    return other or proposal


def _other_field(proposal: Proposal, grid: Grid, column: ColumnProposal, desk: Desk) -> Proposal:
    offered = fields_offered(proposal.entity, column.column)
    _offer([f"{field_title(proposal.entity, one, desk.language)}  {one}" for one in offered[:LISTED]], desk)
    answer = desk.ask(desk.word("map_ask_field", column=column.column))
    if answer == "0":
        return changed(proposal, grid, column.column, "")
    name = _chosen(answer, offered, desk)
    return changed(proposal, grid, column.column, name) if name else proposal


def _offer(titles: Sequence[str], desk: Desk) -> None:
    for number, title in enumerate(titles, start=1):
        desk.say(f"{number:>4}  {title}")


def _chosen(answer: str | None, offered: Sequence[str], desk: Desk) -> str:
    """What was chosen by number or by name; "" for nothing."""
    if not answer:
        return ""
    if answer in offered:
        return answer
    if answer.isdecimal() and 1 <= int(answer) <= len(offered):
        return offered[int(answer) - 1]
    desk.say(f"{desk.word('map_not_understood', answer=answer)}{did_you_mean(answer, offered)}")
    return ""


def _with_orders(proposal: Proposal, desk: Desk) -> Proposal | None:
    """Ask for each column whose dates can be read both ways round; None where the answers end."""
    for column in proposal.ambiguous:
        sample = next(one for one in column.samples if readings(one))
        both, proposed = readings(sample), 1 if column.reading.format == "dmy" else 2
        asked = desk.word("map_ask_order", column=column.column, sample=sample, proposed=proposed, **both)
        answer = desk.ask(asked)
        while answer not in ("", "1", "2", None):
            answer = desk.ask(asked)
        if answer is None:
            return None
        proposal = ordered(proposal, column.column, {"1": "dmy", "2": "mdy"}.get(answer, column.reading.format))
    return proposal
