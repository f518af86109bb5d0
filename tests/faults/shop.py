"""A small shop in two exports: the second corrects the first, moves rows to other months and tells who is who anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from kefu.cleaning.intake import recognised, take_in
from kefu.cleaning.privacy import Pseudonyms
from kefu.cleaning.setting import Setting
from tests.canonical import Row, named, profile_of, write

Rows = dict[str, list[Row]]
ENTITIES = ("customer", "ticket", "message", "ticket_event", "order", "return_case", "survey_response")
SETTING = Setting("UTC", pseudonyms=Pseudonyms(b"k" * 32), as_of=datetime(2026, 12, 1, tzinfo=UTC))
FIRST, SECOND = "first", "second"


def write_exports(folder: Path, entities: Sequence[str] = ENTITIES) -> None:
    """Both exports as folders of files, one per entity: tickets 0 to 89 from August on, and 60 to 139, each a day later
    than before."""
    for name, numbers, day in ((FIRST, range(90), 1), (SECOND, range(60, 140), 2)):
        rows = _rows(Random(day), numbers, datetime(2026, 8, day, tzinfo=UTC))  # noqa: S311 - not a secret
        (folder / name).mkdir(parents=True)
        for entity in entities:
            write(folder / name / f"{entity}.csv", entity, rows[entity], NAMES[entity])


def bring_in(store: Path, export: Path) -> None:
    """Import every file of an export in one go."""
    take_in(store, [(file, recognised(file, PROFILES)) for file in sorted(export.iterdir())], SETTING)


def _rows(dice: Random, numbers: Sequence[int], start: datetime) -> Rows:
    """Rows of the tickets ``numbers``, sixteen hours apart, and of the orders three days before each."""
    found: Rows = {name: [] for name in ENTITIES}
    for number in numbers:
        at = start + timedelta(hours=16 * number, minutes=dice.randrange(60))
        _ask(found, dice, number, at)
        _sell(found, dice, number, at - timedelta(days=3))
    for person in range(numbers[0] // 3, numbers[-1] // 3):
        # Two neighbours share a telephone: they are one person. Where the second export begins, one of them is new.
        phone, segment = f"1380013{(person + 1) // 2:04d}", dice.choice(["key", "regular"])
        found["customer"].append({"customer_id": f"c{person}", "phone": phone, "segment": segment})
    return found


def _ask(found: Rows, dice: Random, number: int, at: datetime) -> None:
    """A ticket, its conversation, its events and its survey; every ninth ticket and survey cannot be read."""
    ticket, agent = f"T{number}", f"a{number % 4}"
    answered, resolved = at + timedelta(minutes=dice.randrange(1, 90)), at + timedelta(hours=dice.randrange(2, 60))
    created = "not a time" if number % 9 == 0 else _text(at)
    about = {"customer_id": f"c{dice.randrange(45)}", "channel": dice.choice(["phone", "online"]), "agent_id": agent}
    times = {"created_at": created, "first_responded_at": _text(answered), "resolved_at": _text(resolved)}
    category = dice.choice(["complaint", "inquiry"])
    found["ticket"].append({"ticket_id": ticket, **times, **about, "category": category, "status": "resolved"})
    for step, (kind, when) in enumerate([("customer", at), ("agent", answered), ("customer", resolved)]):
        said = {"author_kind": kind, "author_id": agent if kind == "agent" else "", "body": f"电话 1380013{number:04d}"}
        found["message"].append(
            {"message_id": f"M{number}-{step}", "ticket_id": ticket, "sent_at": _text(when), **said}
        )
    for kind, when in (("created", at), ("resolved", resolved)):
        what = {"kind": kind, "actor_id": agent, "happened_at": _text(when)}
        found["ticket_event"].append({"event_id": f"{ticket}-{kind}", "ticket_id": ticket, **what})
    csat = "66" if number % 9 == 4 else str(dice.randrange(1, 6))
    asked = {"sent_at": _text(resolved), "answered_at": _text(resolved + timedelta(hours=5))}
    told = {"ticket_id": ticket, "csat": csat, "nps": str(dice.randrange(11))}
    found["survey_response"].append({"response_id": f"S{number}", **asked, **told})


def _sell(found: Rows, dice: Random, number: int, at: datetime) -> None:
    """An order, and a return of every third one."""
    who = {"customer_id": f"c{dice.randrange(45)}", "order_id": f"O{number}"}
    sold = {"ordered_at": _text(at), "delivered_at": _text(at + timedelta(days=2)), "status": "completed"}
    found["order"].append({**who, **sold, "amount": str(dice.randrange(10, 900))})
    if number % 3 == 0:
        times = {"opened_at": _text(at + timedelta(days=4)), "closed_at": _text(at + timedelta(days=9))}
        what = {"kind": "return", "refund": str(dice.randrange(100)), "ticket_id": f"T{number}"}
        found["return_case"].append({"return_id": f"R{number}", **who, **times, **what})


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


ANY_DAY = datetime(2026, 8, 1, tzinfo=UTC)
NAMES = {name: named(name, rows) for name, rows in _rows(Random(0), range(90), ANY_DAY).items()}  # noqa: S311
PROFILES = {f"plain_{name}": profile_of(name, names) for name, names in NAMES.items()}
