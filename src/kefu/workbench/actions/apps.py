from collections.abc import Mapping
from typing import ClassVar

from kefu.workbench.web.app import Entry, WorkbenchApp


class ActionsApp(WorkbenchApp):
    name = "kefu.workbench.actions"
    label = "actions"
    prefix = "actions"
    codes: ClassVar[Mapping[str, str]] = {"stage": "actions.stages"}
    menu = (Entry("actions:list", "actions.view", "actions.title", "act", 20),)
