"""Data on their way in: where their addresses begin, and their entries of the menu."""

from kefu.workbench.web.app import Entry, WorkbenchApp


class DatasetsApp(WorkbenchApp):
    name = "kefu.workbench.datasets"
    label = "datasets"
    prefix = "data"
    menu = (
        Entry("datasets:uploads", "datasets.view", "datasets.uploads.title", "data", 30),
        Entry("datasets:quarantine", "datasets.view", "datasets.quarantine.title", "data", 40),
        Entry("datasets:sources", "datasets.view", "datasets.sources.title", "data", 50),
        Entry("datasets:quality", "datasets.view", "datasets.quality.title", "data", 60),
    )
