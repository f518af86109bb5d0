"""``again``: a second look, one month added to two years, and the same in pandas.

The whole catalogue month by month by channel and team. Cold: nothing is kept. Second look: the same question once more,
by another process's meter. One month more: the same of two years and a month, when the two years are kept. Each is a
fresh meter on a fresh connection, so nothing but the kept answers is remembered. A figure is made when it is first
looked at, so each is timed twice: the answer alone, and with every figure of it looked at.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.company import Place
from bench.facts import MONTHS, facts
from bench.frames import ask_pandas
from bench.fresh import run
from bench.metrics import Spent, middle, open_meter, timed, written

BY = ("channel", "team")
REPEATS = 3


def measure(place: Place) -> list[str]:
    folder = facts(place)
    told = run(look_again, folder, place.scratch / "again").said
    cold, again, more, rebuilt = (told[name] for name in ("cold", "again", "more", "rebuilt"))
    whole = {name: told[f"{name}, every figure"] for name in ("cold", "again", "more", "rebuilt")}
    lines = [
        f"two years, nothing kept           {_said(cold)}   {told['cells']} figures",
        f"second look                       {_said(again)}   ratio of CPU {again[1] / cold[1]:.3f}",
        f"two years and a month, all anew   {_said(rebuilt)}",
        f"the same, two years kept          {_said(more)}   ratio of CPU {more[1] / rebuilt[1]:.3f}",
        f"with every figure looked at: second look {_said(whole['again'])}, "
        f"ratio of CPU {whole['again'][1] / whole['cold'][1]:.3f}; "
        f"one month more {_said(whole['more'])}, ratio of CPU {whole['more'][1] / whole['rebuilt'][1]:.3f}",
        f"questions to the engine: cold {told['questions']['cold']}, again {told['questions']['again']}, "
        f"one month more {told['questions']['more']} ({told['questions']['months']})",
        f"kept: {told['kept'] / 1e6:.1f} MB",
    ]
    pandas, kefu = run(beside_pandas, folder), run(ask_alone, folder)
    assert pandas.said["months"] == kefu.said["months"]
    slower = pandas.said["cpu"] / kefu.said["cpu"]
    lines.append(
        f"pandas {pandas.said['seconds']:.2f} s, CPU {pandas.said['cpu']:.2f} s, peak {pandas.memory};"
        f" kefu {kefu.said['seconds']:.2f} s, CPU {kefu.said['cpu']:.2f} s, peak {kefu.memory};"
        f" pandas takes {pandas.said['seconds'] / kefu.said['seconds']:.1f} times as long, {slower:.1f} times the CPU;"
        f" {pandas.said['agreed']} values agree"
    )
    return lines


def _said(spent: Spent) -> str:
    return f"{spent[0]:7.3f} s, CPU {spent[1]:7.3f} s"


def look_again(folder: str, scratch: str) -> dict[str, Any]:
    """The four looks, each several times, with how often the engine was asked."""
    from kefu.store.answers import Answers

    place = Path(scratch)
    said: dict[str, Any] = {"questions": {}}
    took: dict[str, list[Spent]] = defaultdict(list)
    for _ in range(REPEATS):
        shutil.rmtree(place, ignore_errors=True)
        for name, months, kept in (("cold", MONTHS - 1, True), ("again", MONTHS - 1, True), ("more", MONTHS, True),
                                   ("rebuilt", MONTHS, False)):  # fmt: skip
            meter, asked = _counting(open_meter(folder, answers=Answers(place) if kept else None))
            found: list[Any] = []
            spent = timed(partial(_into, found, meter, months))
            looking = timed(partial(_look, found))
            took[name].append(spent)
            took[f"{name}, every figure"].append((spent[0] + looking[0], spent[1] + looking[1]))
            said["questions"][name] = len(asked)
            if name == "more":
                said["questions"]["months"] = ", ".join(sorted(set(asked)))
            if name == "cold":
                said["cells"] = len(found)
        said["kept"] = Answers(place).path.stat().st_size
    return said | {name: middle(spent) for name, spent in took.items()}


def _counting(meter: Any) -> tuple[Any, list[str]]:
    """The meter, and the periods of the questions that reach its engine."""
    asked: list[str] = []
    answer: Callable[..., Any] = meter.answer

    def noted(shape: Any, question: Any, period: Any, where: Any) -> Any:
        asked.append(str(period))
        return answer(shape, question, period, where)

    meter.answer = noted
    return meter, asked


def _ask(meter: Any, months: int) -> list[Any]:
    from kefu.findings import Period
    from kefu.metrics.grain import Grain

    held = meter.snapshot.months("ticket")[:months]
    period = Period(Period.month(held[0]).start, Period.month(held[-1]).end)
    return list(meter.measure(_catalogue(meter), period, grain=Grain.MONTH, by=BY))


def _into(found: list[Any], meter: Any, months: int) -> None:
    found += _ask(meter, months)


def _look(found: list[Any]) -> list[Any]:
    return [one.figure for one in found]


def _catalogue(meter: Any) -> list[str]:
    """Every metric the made facts can answer whose rows have the dimensions, and that is not made of one of them."""
    from kefu.metrics.dimension import dimensions

    known = {one for one in written() & set(meter.metrics) if meter.definition(one).over not in BY}
    return sorted(one for one in known if all(set(BY) <= set(dimensions(table)) for table in meter.tables(one)))


def ask_alone(folder: str) -> dict[str, Any]:
    """Kefu's time for what pandas is asked, with the building of the query and every figure looked at. What building
    has to load is loaded before, as it is for pandas."""
    import pyarrow

    import kefu.metrics.expression
    from bench.frames import FRAMES
    from kefu.findings import Period
    from kefu.metrics.grain import Grain

    meter = open_meter(folder)
    names = [name for _, metrics in FRAMES.values() for name in metrics]
    held = meter.snapshot.months("ticket")[: MONTHS - 1]
    period = Period(Period.month(held[0]).start, Period.month(held[-1]).end)
    assert kefu.metrics.expression
    assert pyarrow
    assert meter.snapshot.engine.ibis
    seconds, cpu = timed(lambda: _look(meter.measure(names, period, grain=Grain.MONTH, by=BY)))
    return {"seconds": seconds, "cpu": cpu, "months": list(held)}


def beside_pandas(folder: str) -> dict[str, Any]:
    """Pandas' time, after which its values are compared with Kefu's."""
    from kefu.findings import Period
    from kefu.metrics.grain import Grain

    meter = open_meter(folder)
    held = meter.snapshot.months("ticket")[: MONTHS - 1]
    told = ask_pandas(folder, held[0], held[-1])
    values = told.pop("values")
    period = Period(Period.month(held[0]).start, Period.month(held[-1]).end)
    metrics = list(dict.fromkeys(key.split("|")[0] for key in values))
    for one in meter.measure(metrics, period, grain=Grain.MONTH, by=BY):
        theirs = values["|".join((one.metric, str(one.period), *(str(one.member(name)) for name in BY)))]
        same = abs((one.figure.value or 0.0) - (theirs or 0.0)) <= 1e-9 * max(1.0, abs(theirs or 0.0))
        assert same, f"{one.query}: kefu {one.figure.value}, pandas {theirs}"
    return {**told, "months": list(held), "agreed": len(values)}
