"""The rules every definition follows, also where its file does not say.

Which period a row belongs to, who gets it, what a missing value means, and which figures may be added up.

They are words of a closed vocabulary, so that a table of definitions can show them and a roll-up can ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kefu.schema import ENTITIES, Type

# Facts that are no entity of the schema: the time a row belongs to, and the entity whose reach says how far they go.
DERIVED_TIMES = {
    "turn": "asked_at",
    "part_stock": "counted_at",
    "ticket_label": "created_at",
    "shared_rating": "sent_at",
}
REACHING = {
    "turn": "ticket",
    "part_stock": "stock_movement",
    "ticket_label": "ticket",
    "shared_rating": "survey_response",
}


class Dating(StrEnum):
    """Which period a row belongs to."""

    CREATION = "creation"  # that in which it began; what happened to it later counts there too (a cohort)
    EVENT = "event"  # that in which it happened
    STATE = "state"  # every period at whose end it stands


class Attribution(StrEnum):
    """Whose row it is, where a figure is sliced by agent or team and several had a hand in it."""

    LAST_ASSIGNEE = "last_assignee"
    FIRST_RESPONDER = "first_responder"
    PARTICIPANTS = "participants"  # each who took part has the row, whole
    MESSAGE_SHARE = "message_share"  # each who took part has as much of the row as of the messages
    AUTHOR = "author"  # who gave the answer, took the call, sat the exam
    NOBODY = "nobody"


class Missing(StrEnum):
    """What a row without a value is."""

    NO_MATTER = "no_matter"  # rows are counted, whatever they hold
    LEFT_OUT = "left_out"
    CENSORED = "censored"  # left out and counted beside the figure: the value may still come
    ADDS_NOTHING = "adds_nothing"  # and a sum of nothing but such rows is undefined
    UNDEFINED_BY_ZERO = "undefined_by_zero"  # a ratio to nothing is undefined


class Additivity(StrEnum):
    """How the figures of parts make the figure of the whole."""

    FULL = "full"  # they add up over periods and over slices
    SLICES = "slices"  # over slices only: a backlog of three months is not three backlogs
    WEIGHTED = "weighted"  # their mean by sample
    NONE = "none"  # not at all: ask the rows again


# By entity the attributions there are, the default first, each with the columns it reads in place of agent and team.
ATTRIBUTIONS: Mapping[str, Mapping[Attribution, Mapping[str, str]]] = {
    "ticket": {
        Attribution.LAST_ASSIGNEE: {},
        Attribution.FIRST_RESPONDER: {"agent_id": "first_responder_id", "team": "first_responder_team"},
    },
    "ticket_event": {Attribution.LAST_ASSIGNEE: {}},
    "survey_response": {Attribution.LAST_ASSIGNEE: {}},
    "ticket_label": {Attribution.LAST_ASSIGNEE: {}},
    "shared_rating": {Attribution.PARTICIPANTS: {}, Attribution.MESSAGE_SHARE: {}},
    "return_case": {Attribution.LAST_ASSIGNEE: {}},
    "turn": {Attribution.AUTHOR: {}},
    "call": {Attribution.AUTHOR: {}},
    "message": {Attribution.AUTHOR: {}},
    "training_record": {Attribution.AUTHOR: {}},
}
NOBODYS: Mapping[Attribution, Mapping[str, str]] = {Attribution.NOBODY: {}}


def attributions(entity: str) -> Mapping[Attribution, Mapping[str, str]]:
    """The attributions an entity's rows can have, the default first."""
    return ATTRIBUTIONS.get(entity, NOBODYS)


def dating(entity: str, until: str) -> Dating | None:
    """A row that has further times of its own goes on after it began; one that has the time of another entity's row
    follows that; None where no entity is named."""
    if not entity:
        return None
    if until:
        return Dating.STATE
    if entity in DERIVED_TIMES:
        followed = REACHING[entity]
        return dating(followed, "") if DERIVED_TIMES[entity] == ENTITIES[followed].anchor else Dating.EVENT
    later = set(ENTITIES[entity].of_type([Type.TIMESTAMP])) - {ENTITIES[entity].anchor, "updated_at"}
    return Dating.CREATION if later else Dating.EVENT
