from collections.abc import Mapping
from typing import ClassVar

from kefu.workbench.web.app import Entry, WorkbenchApp
from kefu.workbench.web.words import word


class CasesApp(WorkbenchApp):
    """Its addresses begin at the root, because customers type ``/urgent``."""

    name = "kefu.workbench.cases"
    label = "cases"
    codes: ClassVar[Mapping[str, str]] = {
        "flow": "cases.flows",
        "step": "cases.steps",
        "urgency": "cases.urgencies",
        "tier": "accounts.roles",
        "escalated_to": "accounts.roles",
        "state": "cases.hand_overs.states",
    }
    menu = (
        Entry("cases:all", "cases.view", "cases.title", "act", 30),
        Entry("cases:hand_overs", "cases.view", "cases.hand_overs.title", "act", 31),
        Entry("cases:grants", "cases.view", "cases.grants.title", "act", 32),
        Entry("cases:experts", "cases.view", "cases.experts.title", "act", 33),
    )

    def told(self, field: str, value: str) -> str:
        from kefu.workbench.cases.rulebook import rulebook

        if field in ("from", "to", "department"):
            return rulebook().department(value)
        if field in ("topic", "topics"):
            return word("web.comma").join(map(rulebook().topic, value.split()))
        return super().told(field, value)
