from kefu.workbench.web.app import Entry, WorkbenchApp


class CasesApp(WorkbenchApp):
    """Its addresses begin at the root, because customers type ``/urgent``."""

    name = "kefu.workbench.cases"
    label = "cases"
    menu = (
        Entry("cases:all", "cases.view", "cases.title", "act", 30),
        Entry("cases:hand_overs", "cases.view", "cases.hand_overs.title", "act", 31),
        Entry("cases:grants", "cases.view", "cases.grants.title", "act", 32),
        Entry("cases:experts", "cases.view", "cases.experts.title", "act", 33),
    )
