from kefu.workbench.web.app import Entry, WorkbenchApp
from kefu.workbench.web.words import word, words


class JobsApp(WorkbenchApp):
    name = "kefu.workbench.jobs"
    label = "jobs"
    prefix = "jobs"
    menu = (Entry("jobs:all", "jobs.view", "jobs.title", "data", 90),)

    def told(self, field: str, value: str) -> str:
        app, _, name = value.partition(".")
        key = f"{app}.jobs.{name}"
        return word(key) if field == "job" and key in words() else super().told(field, value)
