"""Pages of figures: what they show, to whom, and that it is what ``measure`` says."""

from __future__ import annotations

from kefu.workbench.company import company
from tests.conftest import Company
from tests.workbench.conftest import Login


def test_the_workbench_serves_the_company_of_the_test(demo_company: Company, logged_in: Login) -> None:
    assert company().folder == demo_company.folder
    assert logged_in("manager").get("/dashboards/overview").status_code == 200
