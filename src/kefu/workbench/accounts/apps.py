from collections.abc import Mapping
from typing import ClassVar

from kefu.workbench.web.app import Entry, WorkbenchApp


class AccountsApp(WorkbenchApp):
    name = "kefu.workbench.accounts"
    label = "accounts"
    prefix = "accounts"
    codes: ClassVar[Mapping[str, str]] = {"role": "accounts.roles"}
    menu = (
        Entry("accounts:people", "accounts.people", "accounts.people", "people", 10),
        Entry("accounts:audit", "accounts.audit", "accounts.audit.title", "people", 90),
    )
