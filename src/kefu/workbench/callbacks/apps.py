from collections.abc import Mapping
from typing import ClassVar

from kefu.workbench.web.app import Entry, WorkbenchApp


class CallbacksApp(WorkbenchApp):
    name = "kefu.workbench.callbacks"
    label = "callbacks"
    prefix = "callbacks"
    codes: ClassVar[Mapping[str, str]] = {"state": "callbacks.states"}
    menu = (Entry("callbacks:queue", "callbacks.view", "callbacks.title", "act", 10),)
