from collections.abc import Mapping
from typing import ClassVar

from kefu.workbench.web.app import Entry, WorkbenchApp


class TargetsApp(WorkbenchApp):
    name = "kefu.workbench.targets"
    label = "targets"
    prefix = "targets"
    codes: ClassVar[Mapping[str, str]] = {"basis": "targets.bases", "state": "targets.states"}
    menu = (Entry("targets:plans", "targets.view", "targets.title", "act", 60),)
