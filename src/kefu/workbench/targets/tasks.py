"""Approved targets go back into the data by the ordinary import, where reports and dashboards read them."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from django.urls import reverse

from kefu.workbench.company import company
from kefu.workbench.jobs.kinds import Report, job
from kefu.workbench.targets.models import Plan

HEADERS = ("指标", "月份", "维度", "成员", "目标值")  # of the profile "target_list"


@job("targets.hand_over", needs="targets.approve", page=lambda asked: reverse("targets:plan", args=[asked["plan"]]))
def hand_over(report: Report, *, plan: int) -> dict[str, int]:
    """Import a plan and its parts as targets; the same again changes nothing."""
    held = Plan.objects.get(pk=plan)
    rows = [(held.metric, held.month, "", "", held.value)]
    rows += [
        (held.metric, held.month, one.dimension, one.member, one.value)
        for one in held.parts.filter(within__isnull=True)
    ]
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"targets_{held.metric}_{held.month}.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([HEADERS, *rows])
        outcome = company().import_files([file], progress=report)
    return {"rows": sum(one.clean for one in (*outcome.taken, *outcome.known))}
