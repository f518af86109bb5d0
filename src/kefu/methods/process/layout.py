"""Where a map puts its steps: in layers along the flow, with few crossings and room for every label.

Layers are longest paths; an edge over several of them runs through a place of its own in each, and its label has a
place in a layer between, so nothing is drawn over anything. Crossings are reduced by barycentres, and places are the
least squares solution that keeps the distances.

Source: Sugiyama, Tagawa and Toda (1981), Methods for visual understanding of hierarchical system structures; labels as
nodes: Gansner, Koutsofios, North and Vo (1993), A technique for drawing directed graphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kefu.methods.process.ordering import Edge, order

SWEEPS = 24
SETTLING = 160  # more sweeps, in which a layer looks both ways
STIFF = (1.0, 2.0, 8.0)  # how straight a link is kept of which none, one or both ends are only passed

Point = tuple[int, float]  # layer, place across


@dataclass(frozen=True, slots=True)
class Layout:
    """``nodes`` has each node's layer (always even) and its middle across the flow; ``routes`` the points every edge
    passes from its source to its target, ``labels`` the one among them (in an odd layer) where its label has room.
    ``layers`` is how many there are, ``across`` from 0 how far they reach."""

    nodes: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    labels: tuple[Point, ...]
    layers: int
    across: float


def layered(
    sizes: Sequence[float], edges: Sequence[Edge], labels: Sequence[float], *, gap: float, lane: float
) -> Layout:
    """Lay out nodes of these sizes across the flow, and edges between different nodes with labels of these sizes;
    neighbours of a layer stay ``gap`` apart, and a line that only passes has a ``lane`` as wide as that."""
    place = {node: i for i, node in enumerate(order(len(sizes), edges))}
    layers = _layers(place, edges)
    web = _Web(list(sizes), list(layers), [])
    chains = [_chain(web, edge, place, size, lane) for edge, size in zip(edges, labels, strict=True)]
    rows = _crossed_least(_rows(web, place), web)
    across = _places(rows, web, gap)
    low = min((x - size / 2 for x, size in zip(across, web.sizes, strict=True)), default=0.0)
    points = [(layer, x - low) for layer, x in zip(web.layers, across, strict=True)]
    forward = [place[source] < place[target] for source, target, _ in edges]
    return Layout(
        nodes=tuple(points[: len(sizes)]),
        routes=tuple(
            tuple(points[i] for i in (chain if ahead else reversed(chain)))
            for (chain, _), ahead in zip(chains, forward, strict=True)
        ),
        labels=tuple(points[label] for _, label in chains),
        layers=max(layers, default=-1) + 1,
        across=max((x - low + size / 2 for x, size in zip(across, web.sizes, strict=True)), default=0.0),
    )


@dataclass(slots=True)
class _Web:
    """Nodes and the places edges pass, with their sizes and layers, and the links between neighbouring layers."""

    sizes: list[float]
    layers: list[int]
    links: list[Edge]

    def add(self, size: float, layer: int) -> int:
        self.sizes.append(size)
        self.layers.append(layer)
        return len(self.sizes) - 1


def _layers(place: dict[int, int], edges: Sequence[Edge]) -> list[int]:
    """Twice the longest path to each node, with every edge turned to where the order says."""
    layers = [0] * len(place)
    ends = sorted(sorted((source, target), key=place.__getitem__) for source, target, _ in edges)
    for node in sorted(place, key=place.__getitem__):
        before = [layers[source] for source, target in ends if target == node]
        layers[node] = max(before, default=-2) + 2
    return layers


def _chain(web: _Web, edge: Edge, place: dict[int, int], label: float, lane: float) -> tuple[list[int], int]:
    """The places an edge passes from its earlier node to its later one, and the one of its label."""
    source, target, weight = edge
    first, last = sorted((source, target), key=place.__getitem__)
    begin, end = web.layers[first], web.layers[last]
    middle = begin + 1 + (end - begin - 2) // 4 * 2
    between = [web.add(label if layer == middle else lane, layer) for layer in range(begin + 1, end)]
    chain = [first, *between, last]
    passed = {*between} if len(between) > 1 else set[int]()
    web.links += [(one, other, weight * STIFF[len(passed & {one, other})]) for one, other in pairwise(chain)]
    return chain, chain[middle - begin]


def _rows(web: _Web, place: dict[int, int]) -> list[list[int]]:
    """The members of every layer, nodes in their order and what passes after them."""
    rows: list[list[int]] = [[] for _ in range(max(web.layers, default=-1) + 1)]
    for member in sorted(range(len(web.layers)), key=lambda i: place.get(i, i)):
        rows[web.layers[member]].append(member)
    return rows


def _crossed_least(rows: list[list[int]], web: _Web) -> list[list[int]]:
    """The order within layers with the fewest crossings that sweeps of barycentres come by."""
    best, least = rows, _crossings(rows, web)
    for sweep in range(SWEEPS):
        rows = _swept(rows, web, downwards=sweep % 2 == 0)
        crossed = _crossings(rows, web)
        if crossed < least:
            best, least = rows, crossed
    return best


def _swept(rows: list[list[int]], web: _Web, *, downwards: bool) -> list[list[int]]:
    """Every layer ordered by the mean place of its neighbours in the layer before it."""
    done = [list(row) for row in rows]
    neighbours = _neighbours(web, downwards=downwards)
    for i in range(1, len(done)) if downwards else range(len(done) - 2, -1, -1):
        before = done[i - 1 if downwards else i + 1]
        at = {member: place for place, member in enumerate(before)}
        means = {
            member: _mean([(at[other], 1.0) for other, _ in neighbours[member]], float(place))
            for place, member in enumerate(done[i])
        }
        done[i].sort(key=lambda member: (means[member], member))
    return done


def _crossings(rows: list[list[int]], web: _Web) -> float:
    """How many pairs of links cross, each weighing as much as its lighter link."""
    at = {member: place for row in rows for place, member in enumerate(row)}
    between: dict[int, list[Edge]] = {}
    for one, other, weight in web.links:
        between.setdefault(web.layers[one], []).append((at[one], at[other], weight))
    return sum(
        min(weight, weight2)
        for links in between.values()
        for n, (a, b, weight) in enumerate(links)
        for c, d, weight2 in links[n + 1 :]
        if (a - c) * (b - d) < 0
    )


def _places(rows: list[list[int]], web: _Web, gap: float) -> list[float]:
    """Places across: every layer as near to its neighbours as the distances allow, down and up until they settle."""
    across = [0.0] * len(web.sizes)
    for row in rows:
        _spread(row, [0.0] * len(row), [1.0] * len(row), across, web, gap)
    both = (_neighbours(web, downwards=True), _neighbours(web, downwards=False))
    for sweep in range(SWEEPS + SETTLING):
        settling = sweep >= SWEEPS
        for row in rows if sweep % 2 == 0 else list(reversed(rows)):
            linked = [both[0][m] + both[1][m] if settling else both[sweep % 2][m] for m in row]
            wanted = [
                _mean([(across[other], weight) for other, weight in links], across[m])
                for m, links in zip(row, linked, strict=True)
            ]
            weights = [sum(weight for _, weight in links) or 1e-6 for links in linked]
            _spread(row, wanted, weights, across, web, gap)
    return across


def _spread(
    row: list[int], wanted: list[float], weights: list[float], across: list[float], web: _Web, gap: float
) -> None:
    """Put a layer's members where they want to be, or as near as the distances between neighbours allow."""
    offsets, offset = [], 0.0
    for n, member in enumerate(row):
        offset += (web.sizes[row[n - 1]] + web.sizes[member]) / 2 + gap if n else 0.0
        offsets.append(offset)
    risen = rising([want - off for want, off in zip(wanted, offsets, strict=True)], weights)
    for member, base, off in zip(row, risen, offsets, strict=True):
        across[member] = base + off


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the non-decreasing numbers nearest to ``values`` in weighted least squares, by pooling adjacent violators.

    Source: Barlow, Bartholomew, Bremner and Brunk (1972), Statistical inference under order restrictions.
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for value, weight in zip(values, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, w1, n1), (other, w2, n2) = pools[-2:]
            pools[-2:] = [((one * w1 + other * w2) / (w1 + w2), w1 + w2, n1 + n2)]
    return [mean for mean, _, count in pools for _ in range(count)]


def _neighbours(web: _Web, *, downwards: bool) -> list[list[tuple[int, float]]]:
    """Per member its neighbours in the layer before it, with the weight of the link."""
    found: list[list[tuple[int, float]]] = [[] for _ in web.sizes]
    for one, other, weight in web.links:
        here, there = (other, one) if downwards else (one, other)
        found[here].append((there, weight))
    return found


def _mean(values: Sequence[tuple[float, float]], absent: float) -> float:
    total = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / total if total else absent
