"""Every export this house knows, dropped on Kefu as one folder: all taken, none mapped by hand, none mistaken."""

from __future__ import annotations

import pytest

from kefu.cleaning.intake import Outcome, recognised, take_in
from kefu.cleaning.setting import Setting
from kefu.sources.profiles import PROFILES
from tests.sources.profiles import china_samples, helpdesk_samples

OTHERS = {  # whose samples are the demo company's exports, the public data sets or what the workbench writes
    "agent_list", "anonymous_bank_calls", "call_centre", "crosswoz_messages", "customer_list", "helpdesk_comments",
    "helpdesk_events", "helpdesk_tickets", "incident_register", "italian_helpdesk_log", "labelled_reviews",
    "olist_customers", "olist_order_items", "olist_orders", "olist_products", "olist_reviews", "parts_ledger",
    "parts_movements", "product_list", "returns_register", "service_survey", "servicenow_incident_log",
    "shop_order_lines", "shop_orders", "target_list", "training_register", "workbench_calls", "workbench_incidents",
}  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("samples")
    files = [*helpdesk_samples.write_samples(folder), *china_samples.write_samples(folder)]
    chosen = [(file, recognised(file, PROFILES)) for file in files]
    return take_in(tmp_path_factory.mktemp("store") / "data", chosen, Setting("Asia/Shanghai"))


def test_every_profile_has_a_sample_that_it_alone_reads(outcome: Outcome) -> None:
    assert {one.profile for one in outcome.taken} | OTHERS == set(PROFILES)


def test_every_row_is_clean_or_set_aside(outcome: Outcome) -> None:
    assert all(one.clean + one.quarantined == one.rows for one in outcome.taken)
    assert sum(one.rows for one in outcome.taken) > 0
