"""Every metric by all thirteen dimensions: each cell of the matrix answers, or is on the list of those that cannot."""

from __future__ import annotations

import pytest

from kefu.errors import DefinitionError
from kefu.metrics import METRICS
from kefu.metrics.dimension import dimensions
from kefu.metrics.grain import Grain
from kefu.metrics.query import Meter
from kefu.metrics.slicing import CLOCK, COLUMNS, GRAINS, LACKS, Lack, lacks
from kefu.narrative.rules import LACKING
from tests.conftest import LAST_MONTH, Company

SLICES = (*COLUMNS, *CLOCK)


@pytest.fixture(scope="module")
def meter(demo_company: Company) -> Meter:
    return demo_company.project.meter


def test_there_are_thirteen() -> None:
    assert len({*SLICES, *GRAINS}) == 13


@pytest.mark.parametrize("dimension", SLICES)
def test_every_metric_answers_by_the_dimension_or_is_said_not_to(meter: Meter, dimension: str) -> None:
    asked = [name for name in METRICS if dimension not in lacks(METRICS[name], METRICS)]
    assert {one.metric for one in meter.measure(asked, LAST_MONTH, by=[dimension], zeros=True)} == set(asked)


@pytest.mark.parametrize("dimension", SLICES)
def test_what_is_said_to_be_lacking_is_refused(meter: Meter, dimension: str) -> None:
    lacking = [name for name in METRICS if dimension in lacks(METRICS[name], METRICS)]
    for name in lacking:
        with pytest.raises(DefinitionError, match=dimension):
            meter.measure([name], LAST_MONTH, by=[dimension])


@pytest.mark.parametrize("grain", GRAINS)
def test_every_metric_answers_over_every_grain(meter: Meter, grain: Grain) -> None:
    assert {one.metric for one in meter.measure(list(METRICS), LAST_MONTH, grain=grain)} == set(METRICS)


def test_rows_of_what_agents_did_for_customers_have_every_dimension() -> None:
    served = {one.entity for one in METRICS.values() if one.entity} - set(LACKS)
    assert served == {
        "call", "return_case", "shared_rating", "survey_response", "ticket", "ticket_event", "ticket_label", "turn",
    }  # fmt: skip
    assert {entity: missed for entity in served if (missed := set(SLICES) - set(dimensions(entity)))} == {}


def test_the_members_of_a_dimension_are_stated_where_the_source_can_know_them(meter: Meter) -> None:
    """No dimension is a column of nothing but NULL, which would answer and tell nothing."""
    rows = {"call": "call_volume", "return_case": "return_volume", "survey_response": "survey_volume",
            "ticket_event": "solutions", "ticket": "ticket_volume", "turn": "unanswered_turns",
            "ticket_label": "labelled_tickets", "shared_rating": "ratings_by_messages"}  # fmt: skip
    for metric in rows.values():
        for dimension in COLUMNS:
            found = {one.member(dimension) for one in meter.measure([metric], LAST_MONTH, by=[dimension])}
            assert found - {None}, f"{metric} by {dimension}"


def test_every_reason_is_given_in_both_languages_and_used() -> None:
    assert set(LACKING) == set(Lack)
    used = {reason for one in METRICS.values() for reason in lacks(one, METRICS).values()}
    assert used == set(Lack)
