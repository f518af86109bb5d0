"""Maps of processes: what is drawn of them, in which direction and where."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.methods.process.filtering import covering
from kefu.methods.process.layout import layered, rising
from kefu.methods.process.ordering import order

STEPS = 5
links = st.lists(
    st.tuples(st.integers(0, STEPS - 1), st.integers(0, STEPS - 1), st.integers(1, 50).map(float)).filter(
        lambda edge: edge[0] != edge[1]
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda edge: edge[:2],
)


def test_the_frequent_edges_are_kept_and_no_step_hangs() -> None:
    """100 in all: 60 + 25 make 85 of the 80 wanted. c is reached by the second, and its way out (3) comes along;
    d (8 + 4) is left out."""
    edges = [("a", "b", 60.0), ("a", "c", 25.0), ("b", "d", 8.0), ("d", "c", 4.0), ("c", "b", 3.0)]
    assert covering(edges, 0.8) == (0, 1, 4)
    assert covering(edges, 1.0) == (0, 1, 2, 3, 4)


def test_a_loop_to_itself_leads_nowhere() -> None:
    """The loop is the most frequent edge of all, yet b still needs its way in and out."""
    edges = [("b", "b", 90.0), ("a", "b", 5.0), ("b", "c", 5.0)]
    assert covering(edges, 0.92) == (0, 1)
    assert covering(edges, 0.9) == (0,)


def test_the_order_runs_against_the_lightest_edge() -> None:
    """0 → 1 → 2 → 1: of the two between 1 and 2 the lighter one, 2 → 1 with 1, is the one against the order."""
    assert order(4, [(0, 1, 9.0), (1, 2, 8.0), (2, 1, 1.0), (2, 3, 7.0)]) == (0, 1, 2, 3)
    assert order(2, [(1, 0, 1.0)]) == (1, 0)


def test_a_straight_flow_is_a_straight_line() -> None:
    found = layered([10.0, 30.0, 10.0], [(0, 1, 5.0), (1, 2, 5.0)], [20.0, 20.0], gap=4.0, lane=8.0)
    assert [layer for layer, _ in found.nodes] == [0, 2, 4]
    assert [layer for layer, _ in found.labels] == [1, 3]
    assert {x for _, x in (*found.nodes, *found.labels)} == {15.0}
    assert (found.layers, found.across) == (5, 30.0)


def test_a_way_back_is_drawn_from_the_later_to_the_earlier_beside_the_way_there() -> None:
    found = layered([10.0] * 2, [(0, 1, 5.0), (1, 0, 1.0)], [20.0, 20.0], gap=4.0, lane=8.0)
    there, back = found.routes
    assert (there[0], there[-1]) == (found.nodes[0], found.nodes[1])
    assert (back[0], back[-1]) == (found.nodes[1], found.nodes[0])
    assert abs(found.labels[0][1] - found.labels[1][1]) == pytest.approx(24.0)


def test_no_crossing_where_none_is_needed() -> None:
    """0 to 1 and 2, 1 to 3, 2 to 4, named so that the order of the names would cross."""
    found = layered([10.0] * 5, [(0, 2, 1.0), (0, 1, 1.0), (1, 4, 1.0), (2, 3, 1.0)], [10.0] * 4, gap=4.0, lane=8.0)
    across = [x for _, x in found.nodes]
    assert (across[1] < across[2]) == (across[4] < across[3])


@given(links)
def test_nothing_is_drawn_over_anything(edges: list[tuple[int, int, float]]) -> None:
    sizes, labels = [12.0, 30.0, 18.0, 24.0, 40.0], [16.0 + 2 * i for i in range(len(edges))]
    found = layered(sizes, edges, labels, gap=5.0, lane=3.0)
    held: dict[int, list[tuple[float, float]]] = {}
    for point, size in [*zip(found.nodes, sizes, strict=True), *zip(found.labels, labels, strict=True)]:
        held.setdefault(point[0], []).append((point[1], size))
    inner = [point for route in found.routes for point in route[1:-1] if point not in found.labels]
    for layer, x in inner:
        held.setdefault(layer, []).append((x, 3.0))
    for members in held.values():
        for (x, size), (other, its) in pairwise(sorted(members)):
            assert other - x >= (size + its) / 2 + 5.0 - 1e-6
    assert min(x - size / 2 for members in held.values() for x, size in members) == pytest.approx(0.0)


@given(links)
def test_every_route_goes_layer_by_layer(edges: list[tuple[int, int, float]]) -> None:
    found = layered([10.0] * STEPS, edges, [10.0] * len(edges), gap=2.0, lane=1.0)
    for (source, target, _), route, label in zip(edges, found.routes, found.labels, strict=True):
        assert (route[0], route[-1]) == (found.nodes[source], found.nodes[target])
        assert {abs(b[0] - a[0]) for a, b in pairwise(route)} == {1}
        assert label in route
        assert label[0] % 2 == 1


def test_rising_numbers_by_hand() -> None:
    """3 before 1 must not fall: with weights 1 and 3 both become (3 + 3 x 1) / 4 = 1.5."""
    assert rising([0.0, 3.0, 1.0, 5.0], [1.0, 1.0, 3.0, 1.0]) == [0.0, 1.5, 1.5, 5.0]
