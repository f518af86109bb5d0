"""``stock``: 2,674 car parts, 51 months: classes, forecasts, and reorder points tried on the last year, which they have
not seen, beside the rule of keeping so many months of last year's demand.

The sales are public (expsmooth's carparts); 165 parts with missing months are left out. Nobody says what a part costs,
so stock is counted in pieces. A page with both rules is written to the work folder.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.company import Place
from bench.public_data import FOLDER, absent

PARTS = "parts_demand/carparts.csv.gz"
YEAR, LEAD = 12, 1
COVERS = (3, 4, 6, 8, 12)  # months
SERVICES = (0.80, 0.90, 0.95, 0.98)
Point = tuple[str, float, float, int]  # rule, mean stock, share there at once, part-months short


def measure(place: Place) -> list[str]:
    return absent(PARTS) or list(_measured(place.work))


def _measured(work: Path) -> Iterator[str]:
    demand = _demand()
    before, year = demand[:, :-YEAR], demand[:, -YEAR:]
    yield f"{len(demand):,} parts, {demand.shape[1]} months, {(demand == 0).mean():.0%} of the cells empty"
    yield from _classes(before)
    yield from _forecasts(demand, year)
    covers, levels = _covers(before, year), _levels(before, year)
    for rule, stock, fill, short in (*covers, *levels):
        yield f"{rule:<36}mean stock {stock:>7,.0f} pieces   there at once {fill:6.1%}   part-months short {short:>5,}"
    yield f"written: {_page(work / 'stock.pptx', covers, levels)}"


def _demand() -> Any:
    import numpy as np

    with gzip.open(FOLDER / PARTS, "rt", encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    table = np.array([[float(one) if one not in ("", "NA") else np.nan for one in row[1:]] for row in rows]).T
    return table[~np.isnan(table).any(axis=1)]


def _classes(before: Any) -> Iterator[str]:
    from kefu.methods.inventory.classes import abc, xyz
    from kefu.methods.inventory.intermittent import classify

    value = Counter(abc(before[:, -YEAR:].sum(axis=1)).tolist())
    steady = Counter(xyz(before[:, -YEAR:]).tolist())
    pattern = Counter(str(classify(one).pattern) for one in before)
    yield f"classes by pieces {dict(sorted(value.items()))}, by variation {dict(sorted(steady.items()))}"
    yield f"demand {dict(pattern.most_common())}"


def _forecasts(demand: Any, year: Any) -> Iterator[str]:
    import numpy as np

    from kefu.methods.inventory.backtest import METHODS, choose, paths

    made = paths(demand)
    chosen = choose(demand[:, :-YEAR], YEAR)
    tried = {name: one[:, -YEAR - 1 : -1] for name, one in zip(METHODS, made, strict=True)}
    tried["chosen by part"] = np.stack(list(tried.values()))[chosen.method, np.arange(len(year))]
    errors = {name: float(np.sqrt(((one - year) ** 2).mean())) for name, one in tried.items()}
    yield "one month ahead, root mean squared error: " + ", ".join(f"{name} {one:.3f}" for name, one in errors.items())
    counts = np.bincount(chosen.method, minlength=len(METHODS))
    yield "chosen: " + ", ".join(f"{name} {count:,}" for name, count in zip(METHODS, counts, strict=True))


def _covers(before: Any, year: Any) -> list[Point]:
    """Order every month up to so many months of last year's demand."""
    import numpy as np

    monthly = before[:, -YEAR:].mean(axis=1)
    upto = [(months, np.ceil(monthly * months)) for months in COVERS]
    return [_point(f"{months} months of demand", year, level - 1, level) for months, level in upto]


def _levels(before: Any, year: Any) -> list[Point]:
    import numpy as np

    from kefu.methods.inventory.policy import levels

    made = [(one, levels(before, np.full(len(before), one), lead=LEAD)) for one in SERVICES]
    return [_point(f"reorder points of {one:.0%}", year, found.reorder, found.upto) for one, found in made]


def _point(rule: str, year: Any, reorder: Any, upto: Any) -> Point:
    from kefu.methods.inventory.replay import replay

    found = replay(year, upto, reorder, upto, lead=LEAD)
    return rule, float(found.stock.sum()), float(1 - found.short.sum() / year.sum()), int(found.periods_short.sum())


def _short(rule: str) -> str:
    return rule.removeprefix("reorder points of ").removesuffix(" of demand")


def _page(path: Path, covers: list[Point], levels: list[Point]) -> Path:
    """Both rules as points: pieces in stock, and the share of pieces there at once."""
    from kefu.report.document import Chart, Document, Heading, Question, Role, Series
    from kefu.report.renderers import RENDERERS
    from kefu.report.themes import THEMES

    def series(name: str, points: list[Point], role: Role) -> Series:
        rules, stock, shown, _ = zip(*points, strict=True)
        return Series(name, shown, role, tuple(map(_short, rules)), x=stock)

    drawn = Chart(
        name="stock.rules",
        question=Question.RELATION,
        title="Pieces there at once, by mean stock in pieces, year held back",
        categories=(),
        series=(
            series("Reorder points by part", levels, Role.MAIN),
            series("Months of demand, the same for all", covers, Role.COMPARE),
        ),
        alt="At nine thousand pieces, reorder points by part have more of what is asked for.",
        number_format="0%",
        x_title="Mean stock in pieces",
        y_title="Pieces there at once",
    )
    title = "From about the same stock, reorder points by part leave fewer shortages"
    blocks = (Heading(1, "Stock"), Heading(2, title), drawn)
    path.parent.mkdir(parents=True, exist_ok=True)
    document = Document("Car parts", "", "Public data", "2001-04 to 2002-03", "en", blocks)
    RENDERERS["pptx"].render(document, path, THEMES["light"])
    return path
