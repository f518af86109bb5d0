"""The two flows: which step may follow which, what a step has to leave behind, and how something is settled.

A case goes one step on, or one back with a reason. Nothing follows a closed case: who comes again opens a new one.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Flow(models.TextChoices):
    COMPLAINT = "complaint"
    ISSUE = "issue"


class Step(models.TextChoices):
    ACCEPT = "accept"
    INVESTIGATE = "investigate"
    NEGOTIATE = "negotiate"
    FEED_BACK = "feed_back"
    IDENTIFY = "identify"
    CLASSIFY = "classify"
    CONFIRM = "confirm"
    FOLLOW_UP = "follow_up"
    REVIEW = "review"
    CLOSED = "closed"


class Urgency(models.TextChoices):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Solution(models.TextChoices):
    RETURN = "return"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    REFUND = "refund"
    COMPENSATION = "compensation"
    EXPLANATION = "explanation"
    DISPUTE = "dispute"  # not agreed: settled by policy or law


class Basis(models.TextChoices):
    AGREEMENT = "agreement"
    POLICY = "policy"
    LAW = "law"


ORDER: Mapping[Flow, tuple[Step, ...]] = {
    Flow.COMPLAINT: (Step.ACCEPT, Step.INVESTIGATE, Step.NEGOTIATE, Step.FEED_BACK, Step.REVIEW, Step.CLOSED),
    Flow.ISSUE: (Step.IDENTIFY, Step.CLASSIFY, Step.CONFIRM, Step.FOLLOW_UP, Step.REVIEW, Step.CLOSED),
}
NEXT: Mapping[Flow, Mapping[Step, tuple[Step, ...]]] = {
    Flow.COMPLAINT: {
        Step.ACCEPT: (Step.INVESTIGATE,),
        Step.INVESTIGATE: (Step.NEGOTIATE,),
        Step.NEGOTIATE: (Step.FEED_BACK, Step.INVESTIGATE),  # the customer says something new
        Step.FEED_BACK: (Step.REVIEW, Step.NEGOTIATE),  # the customer does not accept it
        Step.REVIEW: (Step.CLOSED,),
        Step.CLOSED: (),
    },
    Flow.ISSUE: {
        Step.IDENTIFY: (Step.CLASSIFY,),
        Step.CLASSIFY: (Step.CONFIRM,),
        Step.CONFIRM: (Step.FOLLOW_UP, Step.CLASSIFY),  # it was something else
        Step.FOLLOW_UP: (Step.REVIEW, Step.CONFIRM),  # the solution did not help
        Step.REVIEW: (Step.CLOSED,),
        Step.CLOSED: (),
    },
}
LEAVES: Mapping[Step, tuple[str, ...]] = {  # fields of the case that have to be filled before it goes on
    Step.INVESTIGATE: ("finding",),
    Step.NEGOTIATE: ("solution", "basis", "agreement"),
    Step.CLASSIFY: ("topic", "urgency"),
    Step.CONFIRM: ("solution", "basis", "agreement"),
    Step.FEED_BACK: ("answer",),
    Step.FOLLOW_UP: ("answer",),
    Step.REVIEW: ("lesson",),
}


def goes_back(flow: Flow, step: Step, to: Step) -> bool:
    return ORDER[flow].index(to) < ORDER[flow].index(step)


def moves() -> list[tuple[str, str]]:
    """Every legal pair of steps of both flows, with ("", first step) for the beginning."""
    begun = [("", str(steps[0])) for steps in ORDER.values()]
    return begun + [(str(one), str(to)) for table in NEXT.values() for one, after in table.items() for to in after]


def since(flow: Flow, step: Step) -> list[str]:
    """The steps of a flow that come after ``step``."""
    return [str(one) for one in ORDER[flow][ORDER[flow].index(step) + 1 :]]
