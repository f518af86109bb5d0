"""The stages of an action and the ways between them.

An action turns through plan, do, check and act; whoever finds in the check that nothing moved plans again, and the next
round begins.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Stage(models.TextChoices):
    PLAN = "plan"
    DO = "do"
    CHECK = "check"
    ACT = "act"  # what worked becomes the way it is done
    DONE = "done"
    DROPPED = "dropped"


LEGAL: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.PLAN: (Stage.DO, Stage.DROPPED),
    Stage.DO: (Stage.CHECK, Stage.PLAN, Stage.DROPPED),
    Stage.CHECK: (Stage.ACT, Stage.PLAN, Stage.DROPPED),
    Stage.ACT: (Stage.DONE, Stage.PLAN),
    Stage.DONE: (),
    Stage.DROPPED: (Stage.PLAN,),
}
OPEN = (Stage.PLAN, Stage.DO, Stage.CHECK, Stage.ACT)
AT_WORK = (Stage.PLAN, Stage.DO)  # the deadline is for these
WITH_REASON = (Stage.DROPPED,)
