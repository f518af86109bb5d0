"""Which charts are drawn lower so that pages are used; a page of 100 points has room for 96."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from kefu.report.document import Chart, Question, Series
from kefu.report.renderers._paper.paging import ASUNDER, DIVIDED, HEADLESS, Paging, Piece, is_one_answer, paged, stays
from kefu.report.renderers._pdf.pictures import chart_svg, lowest
from kefu.report.renderers._pdf.spread import alone, boxed, ordered
from kefu.report.themes import THEMES
from tests.report.specimen import specimen

PAGE = 100.0


def lowered(pieces: Sequence[Piece], page: float) -> frozenset[int]:
    return paged(pieces, page).low


def whole(high: float, *, low: float | None = None, held: bool = False) -> Piece:
    return Piece(high, high if low is None else low, high, held=held)


def test_charts_of_a_page_are_lowered_together_where_the_next_then_fits() -> None:
    """60 + 45 are 105, lowered 48 + 36 are 84."""
    assert lowered([whole(60, low=48), whole(45, low=36)], PAGE) == {0, 1}


def test_nothing_is_lowered_in_vain() -> None:
    """60 + 60 are 120, lowered still 110; and what stands alone on its page has room."""
    assert lowered([whole(60, low=55), whole(60, low=55)], PAGE) == frozenset()


def test_a_page_that_is_nearly_full_stays_as_it_is() -> None:
    """Of 96 points 90 are used: what is left is less than eight of a hundred."""
    assert lowered([whole(90, low=60), whole(30)], PAGE) == frozenset()


def test_what_is_held_together_has_to_fit_together() -> None:
    """50 + 10 + 40 are 100; with the chart at 30 it is 90. A box of 20 behind it would need 110."""
    title, chart = whole(10, held=True), whole(40, low=30)
    assert lowered([whole(50), title, chart], PAGE) == {2}
    assert lowered([whole(50), title, whole(40, low=30, held=True), whole(20)], PAGE) == frozenset()


def test_a_box_stands_on_the_next_page_rather_than_its_exhibit_leave_a_page_white() -> None:
    """Behind 50 a chart of 40 fits into 96, its box of 20 does not: together they would leave 46 white. Behind 75 they
    leave 21, less than a quarter. With the chart at 30 only it fits behind 60."""
    chart, box = Piece(40, 40, 40, held=True, lightly=True), whole(20)
    assert paged([whole(50), chart, box], PAGE) == Paging(parted=frozenset({1}))
    assert paged([whole(75), chart, box], PAGE) == Paging()
    assert paged([whole(60), replace(chart, low=30), box], PAGE) == Paging(frozenset({1}), frozenset({1}))
    assert paged([whole(50), replace(chart, lightly=False), box], PAGE) == Paging()


def test_what_is_parted_begins_the_next_page() -> None:
    """The box of 20 and a chart of 60 are 80 on the second page: it has room for 20 more with the chart at 45 only."""
    chart, box = Piece(40, 40, 40, held=True, lightly=True), whole(20)
    assert paged([whole(50), chart, box, whole(60, low=45), whole(20)], PAGE).low == {3}


def test_a_short_table_is_broken_only_where_a_page_would_be_white() -> None:
    """40 behind 60 do not fit into 96; 36 would be left, more than a quarter, and half of it fits. Behind 72 only 24
    are."""
    short = Piece(40, 40, 40, torn=20)
    assert paged([whole(60), short], PAGE) == Paging(broken=frozenset({1}))
    assert paged([whole(72), short], PAGE) == Paging()
    assert paged([whole(60), replace(short, torn=None)], PAGE) == Paging()
    assert paged([whole(60), replace(short, held=True), whole(5)], PAGE) == Paging(broken=frozenset({1}))


def test_a_page_is_left_white_where_the_report_has_less_white_for_it() -> None:
    """60 + 45 fit when lowered to 48 + 36, but then 50 and 50 behind them stand on pages of their own, 46 white on one.
    As they are 60 leaves 36 white and 45 + 50 are 95. 36 less 8 squared is less than 46 less 8 squared."""
    charts = [whole(60, low=48), whole(45, low=36)]
    assert paged([*charts, whole(50), whole(50)], PAGE) == Paging()
    assert paged([*charts, whole(50), whole(45)], PAGE) == Paging(low=frozenset({0, 1}))


def test_a_process_map_stands_before_or_behind_its_box_and_its_table() -> None:
    """Of three there are six orders, the one they come in first; nothing crosses a heading, and two have no choice."""
    heading, table, box, drawn = ({"kind": kind} for kind in ("heading", "table", "callout", "map"))
    kinds = [
        [block["kind"] for block, _ in order]
        for order in ordered([(one, (1.0, 1.0)) for one in (table, heading, table, box, drawn, heading, box)])
    ]
    assert kinds[0] == ["table", "heading", "table", "callout", "map", "heading", "callout"]
    assert {tuple(one[2:5]) for one in kinds} == set(permutations(("table", "callout", "map")))
    assert len(kinds) == 6
    assert len(list(ordered([(one, (1.0, 1.0)) for one in (heading, table, drawn)]))) == 1


def test_what_found_too_little_room_begins_a_page() -> None:
    """60 leave 36 white; 95 fill the page, and what follows comes to the next by itself."""
    assert paged([whole(60), whole(60)], PAGE).fresh == {1}
    assert not paged([whole(95), whole(60)], PAGE).fresh


def test_pages_are_counted_with_what_stands_on_the_last() -> None:
    """60 and 60 are a page and 60 of the next; 250 points that may be broken begin behind 30."""
    two = paged([whole(60), whole(60)], PAGE)
    assert two.pages == pytest.approx(1.6)
    assert two.begun == (0, 1)
    long = paged([whole(30), Piece(250, 250, 10), whole(30)], PAGE)  # behind 96 a page and 84
    assert long.pages == pytest.approx(3.3)
    assert long.begun == (0, 0, 3)


def test_what_may_be_broken_runs_on() -> None:
    """A table of 150 behind 50 ends 104 below the end of its page, 4 down its last: 4 + 95 are too much, 4 + 60 not."""
    table = Piece(150, 150, 20)
    assert lowered([whole(50), table, whole(95, low=60)], PAGE) == {2}


def test_the_room_between_two_is_the_larger_of_theirs_and_none_at_the_top_of_a_page() -> None:
    """50 + max(5, 8) + 40 are 98 and do not fit; 46 + 8 + 40 are 94. The 30 above the first count for nothing."""
    first = Piece(50, 46, 50, above=30, below=5)
    assert lowered([first, Piece(40, 40, 40, above=8)], PAGE) == {0}
    assert lowered([first, Piece(38, 38, 38, above=8)], PAGE) == frozenset()


def test_what_follows_an_exhibit_stays_with_it_unless_it_may_stand_alone() -> None:
    """Lower than half of the exhibit and than a fifth of the page of 100."""
    assert stays(whole(30, held=True), whole(14), PAGE)
    assert not stays(whole(30, held=True), whole(15), PAGE)
    assert not stays(whole(60, held=True), whole(20), PAGE)


def test_numbers_without_a_title_stay_with_their_chart_where_lowering_it_is_enough() -> None:
    """40 + 30 + 28 are 98, with the chart at 26 they are 94 of 96; with 31 they do not fit, which stand on the next
    page below 20 points of the title of the chart: 51 of it are theirs."""
    chart = Piece(30, 26, 30, held=True, lightly=True, parting=HEADLESS, retold=20)
    assert paged([whole(40), chart, whole(28)], PAGE) == Paging(frozenset({1}))
    parted = paged([whole(40), chart, whole(31)], PAGE)
    assert parted == Paging(parted=frozenset({1}))
    assert parted.pages == pytest.approx(1.51)


def test_rows_of_cards_are_parted_only_where_nearly_half_a_page_would_be_white() -> None:
    """Two rows of 30 do not fit behind 40, nor behind 53: 56 of 96 left white are more than 45 of 100, 43 are less."""
    cards = Piece(60, 60, 60, tearing=ASUNDER, torn=30, rest=30)
    parted = paged([whole(40), cards], PAGE)
    assert parted == Paging(broken=frozenset({1}))
    assert parted.pages == pytest.approx(1.3)  # a row goes over as a whole
    assert paged([whole(53), cards], PAGE) == Paging()


def test_a_table_is_broken_only_where_more_than_a_third_of_a_page_would_be_white() -> None:
    """Behind 58 of 96 points a table of 40 leaves 38, more than 35 of 100, behind 62 it leaves 34."""
    table = Piece(40, 40, 40, tearing=DIVIDED, torn=20)
    assert paged([whole(58), table], PAGE) == Paging(broken=frozenset({1}))
    assert paged([whole(62), table], PAGE) == Paging()


def test_the_last_rows_of_a_table_go_over_with_the_box_at_its_foot() -> None:
    """Behind 30 of 96 points 76 of a table with its box are 10 too high; the box and three rows are 40: they go over as
    a whole, which leaves 30 of 100 white, 22 more than is worth a thought."""
    found = paged([whole(30), Piece(76, 76, 20, rest=40)], PAGE)
    assert found.pages == pytest.approx(1.4)
    assert found.cost == pytest.approx(0.22**2)


@pytest.mark.parametrize(("steps", "high", "together"), [(1, 20, False), (3, 25, True), (3, 26, False), (4, 20, False)])
def test_three_steps_of_one_answer_stay_on_a_page_of_which_they_take_a_quarter(
    steps: int, high: float, *, together: bool
) -> None:
    assert is_one_answer(steps, high, PAGE) == together


CHART = Chart("a", Question.TREND, "A", ("Jan", "Feb"), (Series("A", (1.0, 2.0)),), "rose")


def test_a_box_is_at_the_foot_of_a_table_that_runs_on_and_behind_one_that_does_not() -> None:
    """Of 20 rows that are 300 points high, 60 of them with the first three, the other 17 are 240: three of them 42.4;
    with 11 points between and a box of 80 they are 133.4. A box of more than a quarter of 714 points stays behind."""
    long, short = ({"kind": "table", "rows": [[]] * rows, "noted": True} for rows in (20, 7))
    box = {"kind": "callout", "texts": ["a"], "noted": False}
    ((merged, high),) = boxed([(long, (300.0, 60.0)), (box, (80.0, 40.0))])
    assert high == (391.0, 60.0)
    assert merged["box"] is box
    assert merged["last"] == pytest.approx(133.4, abs=0.1)
    assert len(list(boxed([(long, (300.0, 60.0)), (box, (180.0, 40.0))]))) == 2
    assert len(list(boxed([(short, (100.0, 60.0)), (box, (80.0, 40.0))]))) == 2


def test_of_charts_that_share_a_name_none_is_drawn_anew() -> None:
    """Else one would get the picture of the other."""
    document = replace(specimen("en"), blocks=(CHART, replace(CHART, name="b"), replace(CHART, title="other")))
    assert alone(document) == {"b": replace(CHART, name="b")}


def test_bars_that_lie_are_as_high_as_their_labels_need() -> None:
    """Beside each other they have no room to give; one of 40 pixels a row, with a name of two lines, gives some, and
    one of 30 with a name of one line keeps 21 of them; parts of a bar keep their labels."""
    lying = replace(CHART, question=Question.RANKING, categories=("one long name", "another one"))
    named = replace(lying, categories=("a name of so many words that no line holds all of them", "another one"))
    parts = replace(lying, question=Question.COMPOSITION)
    beside = replace(lying, question=Question.COMPARISON, series=CHART.series * 2)
    assert (lowest(CHART), lowest(named), lowest(parts), lowest(beside)) == (0.78, 0.85, 0.85, 1.0)
    assert lowest(lying) == 0.7


def test_a_column_is_as_high_as_the_labels_of_its_parts_need() -> None:
    """Of 205 pixels a part of 0.08 has 16.4 and its label needs 13, 14 with what rounding takes: so many of them stay;
    one of 0.05 has no label to lose; without either the rule for what stands holds."""
    parts = replace(CHART, question=Question.COMPOSITION, categories=("Jan",))
    small, none, large = (
        replace(parts, series=tuple(Series(str(one), (one,)) for one in values))
        for values in ((0.08, 0.92), (0.05, 0.95), (0.5, 0.5))
    )
    assert lowest(small) == pytest.approx(14 / 16.4)
    assert (lowest(none), lowest(large)) == (0.68, 0.68)


def test_a_ring_drawn_lower_takes_less_of_its_page() -> None:
    """205 pixels, or 0.68 of them: its radius goes with its height."""
    ring = replace(CHART, question=Question.PARTS)
    high, low = (
        float(re.findall(r'height="([\d.]+)"', chart_svg(ring, THEMES["light"], "Noto Sans", low=one))[0])
        for one in (False, True)
    )
    assert high - low == pytest.approx(0.32 * 205, abs=1)
