"""What is said in each ticket: every message with its moment, its author and its words.

The first message of an agent is sent at the ticket's first response and never before; what a bot says earlier is not an
answer by a person. Built part by part (50 000 tickets) so that ten million messages fit in memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kefu.demo.calendar import HOUR, Month
from kefu.demo.dice import Dice, dice
from kefu.demo.handling import EMAIL
from kefu.demo.phrases import Bank, bank, little_words
from kefu.demo.products import names
from kefu.demo.tickets import PHONE
from kefu.demo.vocabulary import CATEGORY, NEVER, ROLE, SUBCATEGORY, Array, Columns
from kefu.demo.writing import Text, chosen, joined, numbered

CUSTOMER, AGENT, BOT, SYSTEM = range(len(ROLE.codes))
TURNS = np.array([3.5, 2.9, 2.8, 2.6, 0.9])  # pairs of agent and customer after the first answer, by channel
CHAT_LENGTH = np.array([280.0, 600.0, 1500.0, 900.0, 20.0 * HOUR])
NOTES = np.array([0.04, 0.55, 0.35, 0.15])
FAKE_PHONES = tuple(f"1380013{one:04d}" for one in range(8000, 8020))


@dataclass(slots=True)
class Draft:
    """Messages in the making: parallel arrays, one entry per message."""

    parts: list[tuple[Array, Array, Array, Array, Array]]

    def add(self, row: Array, at: Array, role: int | Array, group: int | Array, private: bool = False) -> None:
        size = len(row)
        self.parts.append(
            (row, at, np.broadcast_to(role, size), np.broadcast_to(group, size), np.broadcast_to(private, size))
        )

    def together(self) -> Columns:
        row, at, role, group, private = (np.concatenate(one) for one in zip(*self.parts, strict=True))
        # Equal times keep the order in which they were said.
        order = np.lexsort((at, row))
        return {
            "row": row[order], "at": at[order], "role": role[order], "group": group[order], "private": private[order],
        }  # fmt: skip


def talk(seed: int, month: Month, part: int, found: Columns, cutoff: int) -> Columns:
    """The messages of some tickets of one month, in the order of tickets and times."""
    rng = dice(seed, "conversations", month.offset, part)
    said, words = Draft([]), bank()
    _opening(rng, said, words, found)
    _answered(rng, said, words, found)
    _again(rng, said, words, found)
    messages = said.together()
    kept = messages["at"] <= cutoff
    messages = {name: values[kept] for name, values in messages.items()}
    messages["author"] = _author(messages, found)
    messages["sentence"] = words.draw(rng, messages["group"])
    greeting = np.array([words.group(one) for one in ("greeting", "to_person", "closing", "thanks")])
    messages["terse"] = messages["private"] | np.isin(messages["group"], greeting)
    messages["lead"] = rng.integers(0, 9, len(messages["at"]))
    messages["tail"] = rng.integers(0, 10, len(messages["at"]))
    messages["chance"] = rng.integers(0, 1 << 30, len(messages["at"]))
    return _begun_with_subject(messages, found)


def _begun_with_subject(messages: Columns, found: Columns) -> Columns:
    """The first message of a ticket says what its subject says."""
    row = messages["row"]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    messages["sentence"][first] = found["opening"][row[first]]
    messages["chance"][first] = found["chance"][row[first]]
    return messages


def _opening(rng: Dice, said: Draft, words: Bank, found: Columns) -> None:
    """The customer asks; in chats a bot tries first, then the customer asks for a person."""
    every = np.arange(len(found["created"]))
    first = words.group(f"opening.{SUBCATEGORY.codes[0]}")
    said.add(every, found["created"], CUSTOMER, first + found["subcategory"])
    in_chat = (found["channel"] != PHONE) & (found["channel"] != EMAIL)
    chats = every[in_chat]
    said.add(chats, found["created"][chats] + 1, BOT, words.group("bot"))
    longer = every[in_chat & (found["by_bot"] | (rng.random(len(every)) < 0.35))]
    said.add(longer, found["created"][longer] + 12, CUSTOMER, first + found["subcategory"][longer])
    said.add(longer, found["created"][longer] + 13, BOT, words.group("bot"))
    thanked = every[found["by_bot"] & (found["solved_first"] != NEVER) & (rng.random(len(every)) < 0.4)]
    said.add(thanked, found["solved_first"][thanked], CUSTOMER, words.group("thanks"))


def _answered(rng: Dice, said: Draft, words: Bank, found: Columns) -> None:
    """From the first answer to the solution: greeting, turns, notes among colleagues, farewell."""
    rows = np.flatnonzero(found["first_response"] != NEVER)
    first, solved, channel = (found[name][rows] for name in ("first_response", "solved_first", "channel"))
    asks = rows[(channel != PHONE) & (channel != EMAIL)]
    waited = found["first_response"][asks] - found["created"][asks]
    said.add(asks, found["created"][asks] + np.minimum(14, waited // 2), CUSTOMER, words.group("to_person"))
    said.add(asks, found["first_response"][asks], SYSTEM, words.group("connected"))
    said.add(rows, first, AGENT, words.group("greeting"))
    length = CHAT_LENGTH[channel] * rng.uniform(0.4, 1.8, len(rows))
    end = first + np.where(solved != NEVER, np.minimum(length, (solved - first) * 0.95), length)
    _turns(rng, said, words, found, rows, first, end)
    noted = rng.random(len(rows)) < NOTES[found["category"][rows]]
    said.add(rows[noted], (first + (end - first) * 0.97)[noted].astype(np.int64), AGENT, words.group("note"), True)
    done = solved != NEVER
    said.add(rows[done], solved[done], AGENT, words.group("closing"))
    glad = done & (rng.random(len(rows)) < 0.45)
    said.add(rows[glad], solved[glad] + 20, CUSTOMER, words.group("thanks"))


def _turns(rng: Dice, said: Draft, words: Bank, found: Columns, rows: Array, first: Array, end: Array) -> None:
    """Pairs of turns, customer then agent, spread over the conversation."""
    pairs = rng.poisson(TURNS[found["channel"][rows]])
    row = np.repeat(np.arange(len(rows)), pairs)
    place = np.arange(len(row)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    asks = words.group(f"customer.{CATEGORY.codes[0]}") + found["category"][rows][row]
    tells = words.group(f"agent.{SUBCATEGORY.codes[0]}") + found["subcategory"][rows][row]
    for half, (role, group) in enumerate(((CUSTOMER, asks), (AGENT, tells))):
        share = (place + 0.45 * half + rng.uniform(0.1, 0.5, len(row))) / pairs[row]
        at = (first[row] + (end - first)[row] * share).astype(np.int64)
        said.add(rows[row], at, role, group)


def _again(rng: Dice, said: Draft, words: Bank, found: Columns) -> None:
    """Opened again: the customer complains, the agent answers and solves it once more."""
    rows = np.flatnonzero(found["reopened"] != NEVER)
    back = found["reopened"][rows]
    said.add(rows, back, CUSTOMER, words.group("reopened"))
    solved = found["solved_again"][rows]
    reply = back + np.where(solved != NEVER, (solved - back) * rng.uniform(0.05, 0.5, len(rows)), 2 * HOUR)
    tells = words.group(f"agent.{SUBCATEGORY.codes[0]}") + found["subcategory"][rows]
    said.add(rows, reply.astype(np.int64), AGENT, tells)
    done = rows[solved != NEVER]
    said.add(done, found["solved_again"][done], AGENT, words.group("closing"))


def _author(messages: Columns, found: Columns) -> Array:
    """The first agent until the first answer is given, then whoever holds the ticket."""
    row = messages["row"]
    first = messages["at"] == found["first_response"][row]
    agent = np.where(first, found["first_agent"][row], found["agent"][row])
    return np.where(messages["role"] == AGENT, agent, NEVER)


def bodies(messages: Columns, found: Columns, order_codes: Text) -> Text:
    """The words of the messages; an order is named where the ticket has one."""
    row, chance = messages["row"], messages["chance"]
    products = chosen(names(), found["product"][row])
    has = found["order"][row] != NEVER
    slots = {
        "product": products,
        "order": _either(has, order_codes, row, products),
        "phone": chosen(FAKE_PHONES, chance % len(FAKE_PHONES)),
        "days": chosen([str(one) for one in range(2, 16)], chance // 64 % 14),
    }
    sentence = bank().say(messages["sentence"], slots)
    return joined(_little("lead", messages), sentence, _little("tail", messages))


def _either(has: Array, order_codes: Text, row: Array, products: Text) -> Text:
    return pc.if_else(pa.array(has), order_codes.take(pa.array(row)), products)


def _little(which: str, messages: Columns) -> Text:
    """Greetings and endings around a sentence, by who speaks; bots, systems and notes use none."""
    customer, agent = little_words(which, "customer"), little_words(which, "agent")
    place = messages[which]
    at = np.where(messages["role"] == CUSTOMER, 1 + place % len(customer), 0)
    at = np.where(messages["role"] == AGENT, 1 + len(customer) + place % len(agent), at)
    at = np.where(messages["terse"], 0, at)
    return chosen(["", *customer, *agent], at)


def order_texts(found: Columns) -> Text:
    return numbered("DD", found["order"], 10)
