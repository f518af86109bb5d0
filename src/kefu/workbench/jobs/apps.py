from kefu.workbench.web.app import Entry, WorkbenchApp


class JobsApp(WorkbenchApp):
    name = "kefu.workbench.jobs"
    label = "jobs"
    prefix = "jobs"
    menu = (Entry("jobs:all", "jobs.view", "jobs.title", "data", 90),)
