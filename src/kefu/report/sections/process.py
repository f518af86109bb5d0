"""How the month's tickets ran: the map, where they waited and went round, what the standard process asks of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from kefu.findings import Figure, Finding
from kefu.methods.process.filtering import covering
from kefu.narrative import formats
from kefu.report.context import Context
from kefu.report.document import Block, Callout, Cell, Column, MapLink, MapStep, ProcessMap, Table, Tone
from kefu.report.sections import Section

SHARES = (0.99, 0.97, 0.95, 0.9, 0.85, 0.8)  # of the flow: the largest that gives a map one can read
MOST_WAYS = 18
MOST_LISTED = 25  # of ways; a tail of those taken once or twice fills pages and says nothing
MOST_WAITS = 6
MOST_VARIANTS = 5
LEAST_BROKEN = 0.01  # of the tickets: fewer are in the table, and nothing to conclude from
MOST_TOLD = 3
MOST_WAITS_TOLD = 2
FEW_LOOPS = 2
SIMPLER = ("together", "skipped", "undone", "passed_on", "handed_back")
MOST_OF_A_KIND = 2
TAKES_MOST = 0.25  # of the time until tickets are solved, from which a way is drawn in red
OURS_LITTLE = 0.1  # of the time until tickets are solved: less of our own waiting is no headline
RESTING = {"source": "resolved", "target": "closed"}  # after which nobody waits any more
A_DAY = 86_400
SAME, ALIKE = 0.02, 0.1  # how far the 90th percentile and the mean may be from the median of one fixed time
AGENTS = "active_agents"  # an indicator beside which the people of a step are many
START, END = "", " "  # where cases begin and end, as steps of the map

TURNS_ON = ("cases", "variants", "first", "share", "own", "work", "in_hand", "queue", "median", "conforming")

Way = tuple[str, str, Figure]


def build(context: Context) -> Iterable[Block]:
    story = next(iter(_of(context, "map")), None)
    if story is None:
        return
    yield from _map_page(context, story)
    yield from _loops_page(context, story)
    yield from _simpler_page(context)
    for one in _of(context, "conformance"):
        yield from _standard_page(context, one)


def _of(context: Context, kind: str) -> list[Finding]:
    return [one for one in context.found("process") if one.kind == f"process.{kind}"]


def _say(context: Context, key: str, **values: object) -> str:
    return context.say("process", key, **values)


def _name(context: Context, finding: Finding, role: str) -> str:
    return context.narrator.member("team" if role in ("holder", "via") else "activity", finding.subject[role])


# --- the map and the waits -------------------------------------------------------------------------------------------


def _map_page(context: Context, story: Finding) -> Iterator[Block]:
    waits, time = _of(context, "bottleneck"), _of(context, "time")
    ways = context.narrator.tell(story)
    ours = time[0].figures["queue"].value or 0.0 if time else 0.0
    title = context.narrator.headline(waits[0]) if waits and ours >= OURS_LITTLE else _tell(context, time) or ways
    yield from context.page(ways, _say(context, "topic"), _map(context, story), _conclusion(context, story, waits))
    named = waits[0] if waits and ours >= OURS_LITTLE else None
    yield from context.page(
        title, _say(context, "waits_topic"), _waits(context, story, time, named), _variants(context, story)
    )


def _conclusion(context: Context, story: Finding, waits: Sequence[Finding]) -> Callout:
    told = [
        *_of(context, "time"),
        *waits[:MOST_WAITS_TOLD],
        *_of(context, "longest"),
        *_of(context, "loop")[: FEW_LOOPS if _few(context) else 1],
        *_in_doubt(context),
    ]
    told = told or [story]  # which else is the title of the next page
    texts = [context.narrator.tell(one) + context.word("stop") for one in told]
    texts += [context.word("caveats", one) + context.word("stop") for one in story.caveats]
    ids = tuple(one for finding in told for one in _noted(context, finding))
    return Callout(_say(context, "conclusion"), tuple(texts), Tone.NEUTRAL, ids)


def _tell(context: Context, found: Sequence[Finding]) -> str:
    return context.narrator.tell(found[0]) if found else ""


def _in_doubt(context: Context) -> list[Finding]:
    return [one for one in context.found("process") if one.kind == "checked.order_in_doubt"]


def _noted(context: Context, finding: Finding) -> tuple[str, ...]:
    """Enter the figures of a finding by what they are of; returns the ids of those it turns on."""
    of = _of_what(context, finding)
    ids = {role: context.note(figure, _role(context, of, role), {}) for role, figure in finding.figures.items()}
    return tuple(ids[role] for role in TURNS_ON if role in ids)


def _role(context: Context, of: str, role: str) -> str:
    """The name of a figure in the register: "Created → Assigned · median"."""
    return f"{of} · {context.word('sections', 'process', 'roles', role)}"


def _of_what(context: Context, finding: Finding) -> str:
    """What the figures of a finding are of, in a few words: the way, the step, the rule."""
    kind, subject = finding.kind.removeprefix("process."), finding.subject
    if kind in ("way", "bottleneck", "longest"):
        return " → ".join(_called(context, subject[role]) for role in ("source", "target"))
    if kind == "return":
        holder, via = (_name(context, finding, role) for role in ("holder", "via"))
        return f"{holder} → {via} → {holder}"
    if kind == "variant":
        return _say(context, "of_variant", number=subject["number"])
    if kind == "loop":
        return _say(context, "of_loop", step=_name(context, finding, "step"))
    if kind in SIMPLER:
        return _candidate(context, finding)
    if kind == "conformance" or kind.startswith("rule_"):
        process = str(subject[f"process.{context.narrator.language}"])
        return process if kind == "conformance" else f"{process} · {_rule(context, finding)}"
    return _say(context, "topic")


def _map(context: Context, story: Finding) -> ProcessMap:
    ways = list(_ways(story))
    drawn = _drawn(ways)
    names = list(dict.fromkeys(step for i in drawn for step in ways[i][:2] if step not in (START, END)))
    places = {step: i for i, step in enumerate((START, *names, END))}
    largest = max((ways[i][2].value or 0.0) for i in drawn)
    by_way = {(one.subject["source"], one.subject["target"]): one for one in _parts(story, "way")}
    flow = sum(figure.value or 0.0 for _, _, figure in ways)
    shown = sum(ways[i][2].value or 0.0 for i in drawn) / flow
    told = context.narrator.tell(story)
    links = tuple(_link(context, ways[i], places, by_way, largest) for i in drawn)
    return ProcessMap(
        name="process.map",
        title=_say(context, "map"),
        steps=(
            MapStep(_say(context, "start"), role="start"),
            *(_step(context, story, name) for name in names),
            MapStep(_say(context, "end"), role="end"),
        ),
        links=links,
        table=_ways_table(context, story),
        alt=_say(context, "alt", told=told),
        note=_say(context, "note", drawn=context.counted(len(drawn)), ways=context.counted(len(ways)),
                  share=context.percent(_short_of_all(shown)), red=any(one.tone is Tone.BAD for one in links),
                  agents=_agents(context, story), until=_followed_until(context)),
    )  # fmt: skip


def _followed_until(context: Context) -> str:
    """The day up to which the month's tickets are followed; "" where that is the month's last."""
    reach = context.meter.snapshot.record.reach.get("ticket_event")
    last = date.fromisoformat(reach[1][:10]) if reach else context.period.end
    return formats.day(last, context.narrator.language) if last >= context.period.end else ""


def _agents(context: Context, story: Finding) -> str:
    """The indicator that counts fewer people than took the steps; "" where the map or the report says of neither how
    many they are."""
    told = any(one.figures["people"].value for one in _parts(story, "step")) and context.has(AGENTS)
    return context.narrator.title(AGENTS) if told else ""


def _short_of_all(share: float) -> float:
    """A share that is not all is not told as 100 %."""
    return share if share == 1 else min(share, 0.99)


def _ways(story: Finding) -> Iterator[Way]:
    """From the start, from step to another step, to the end; a step right after itself is said at the step."""
    for one in _parts(story, "step"):
        if one.figures["first"].value:
            yield START, one.subject["step"], one.figures["first"]
        if one.figures["last"].value:
            yield one.subject["step"], END, one.figures["last"]
    for one in _parts(story, "way"):
        if one.subject["source"] != one.subject["target"]:
            yield one.subject["source"], one.subject["target"], one.figures["count"]


def _drawn(ways: Sequence[Way]) -> tuple[int, ...]:
    edges = [(source, target, figure.value or 0.0) for source, target, figure in ways]
    found = [covering(edges, share) for share in SHARES]
    return next((one for one in found if len(one) <= MOST_WAYS), found[-1])


def _parts(story: Finding, kind: str) -> list[Finding]:
    return [one for one in story.parts if one.kind == f"process.{kind}"]


def _step(context: Context, story: Finding, name: str) -> MapStep:
    found = next(one for one in _parts(story, "step") if one.subject["step"] == name)
    most = max(one.figures["count"].value or 0.0 for one in _parts(story, "step"))
    itself = [one for one in _parts(story, "way") if one.subject["source"] == one.subject["target"] == name]
    title = _called(context, name)
    count, people = found.figures["count"], found.figures["people"]
    said = _say(
        context,
        "step",
        count=context.show(count, _role(context, title, "count")),
        people=context.show(people, _role(context, title, "people")) if people.value else "",
    )
    named = _role(context, f"{title} → {title}", "count")
    again = [_say(context, "itself", itself=context.show(one.figures["count"], named)) for one in itself]
    return MapStep(title, (said, *again), (count.value or 0.0) / most, figure=count.id)


def _link(
    context: Context, way: Way, places: Mapping[str, int], by_way: Mapping[tuple[str, str], Finding], largest: float
) -> MapLink:
    source, target, count = way
    found = by_way.get((source, target))
    name = " → ".join(_called(context, one) for one in (source, target))
    share = found.figures["share"].value if found else None
    return MapLink(
        places[source],
        places[target],
        context.show(count, _role(context, name, "count")),
        context.show(found.figures["median"], _role(context, name, "median")) if found else "",
        (count.value or 0.0) / largest,
        Tone.BAD if share is not None and share >= TAKES_MOST else Tone.NEUTRAL,
        count.id,
    )


def _called(context: Context, step: str) -> str:
    if step in (START, END):
        return _say(context, "start" if step == START else "end")
    return context.narrator.member("activity", step)


WAYS = ("count", "cases", "median", "mean", "p90", "total", "share")


def _ways_table(context: Context, story: Finding) -> Table:
    """The ways from step to step with all their numbers, the most frequent first; of many the rarest are counted."""
    ways = _parts(story, "way")
    shown = ways if len(ways) <= MOST_LISTED else ways[:MOST_LISTED]
    rest = ways[len(shown) :]
    most = max((int(one.figures["count"].value or 0) for one in rest), default=0)
    columns = [Column(_say(context, "from"), width=1.4), Column(_say(context, "to"), width=1.4)]
    columns += [Column(_say(context, key), "right") for key in WAYS]
    rows = [
        (Cell(_name(context, one, "source")), Cell(_name(context, one, "target")), *_cells(context, one, WAYS))
        for one in shown
    ]
    note = _say(context, "ways_rest", count=len(rest), most=context.counted(most)) if rest else ""
    return Table("process.ways", tuple(columns), tuple(rows), title=_say(context, "map"), note=note)


def _cells(context: Context, finding: Finding, roles: Sequence[str]) -> list[Cell]:
    of = _of_what(context, finding)
    return [context.cell(finding.figures.get(role), _role(context, of, role)) for role in roles]


def _waits(context: Context, story: Finding, time: Sequence[Finding], named: Finding | None) -> Table:
    """The ways that take most time, what that time is, and their share of all of it; of which part of it the way
    ``named`` in the title takes its share, the note says."""
    ways = [one for one in _parts(story, "way") if one.figures["share"].value]
    ways.sort(key=lambda one: -(one.figures["share"].value or 0.0))
    keys = ("count", "median", "p90", "total", "share")
    columns = [Column(_say(context, key), width=1.4) for key in ("from", "to", "passing")]
    columns += [Column(_say(context, key), "right") for key in keys]
    rows = [
        (Cell(_name(context, one, "source"), strong=True), Cell(_name(context, one, "target"), strong=True),
         Cell(context.word("sections", "process", "passings", one.subject["passing"])), *_cells(context, one, keys))
        for one in ways[:MOST_WAITS]
    ]  # fmt: skip
    shares = {"own": named.figures["own"], "queue": time[0].figures["queue"]} if named and time else {}
    note = _say(context, "waiting_note", **{role: context.narrator.show(one) for role, one in shares.items()})
    return Table("process.waits", tuple(columns), tuple(rows), title=_say(context, "waits"), note=note)


def _variants(context: Context, story: Finding) -> Table:
    keys = {"cases": "cases", "share": "way_share", "covered": "way_covered", "median": "way_median"}
    columns = [Column(_say(context, "way"), width=5.0), *(Column(_say(context, one), "right") for one in keys.values())]
    rows = [
        (Cell(context.narrator.way(one)), *_cells(context, one, tuple(keys)))
        for one in _parts(story, "variant")[:MOST_VARIANTS]
    ]
    note = _resting(context, story)
    return Table("process.variants", tuple(columns), tuple(rows), title=_say(context, "variants"), note=note)


def _resting(context: Context, story: Finding) -> str:
    """That the times hold the wait from solved to closed, where it is a day or more: as good as the same for most
    cases, or its median; "" where it is short."""
    rests = next((one for one in _parts(story, "way") if RESTING.items() <= one.subject.items()), None)
    if rests is None:
        return ""
    median, mean, p90 = ((rests.figures[role].value or 0.0) for role in ("median", "mean", "p90"))
    if median < A_DAY:
        return ""
    fixed = abs(p90 - median) <= SAME * median and abs(mean - median) <= ALIKE * median
    told = context.show(rests.figures["median"], _role(context, _of_what(context, rests), "median"))
    return _say(
        context, "resting_note", rests=told, fixed=fixed, **{role: _name(context, rests, role) for role in RESTING}
    )


# --- loops and what could go -----------------------------------------------------------------------------------------


def _few(context: Context) -> bool:
    """Whether so little goes round that a sentence below the map says it."""
    others = bool(_of(context, "return")) or len(_candidates(context)) == 1
    return not others and len(_of(context, "loop")) <= FEW_LOOPS


def _loops_page(context: Context, story: Finding) -> list[Block]:
    loops, returns = (_of(context, kind) for kind in ("loop", "return"))
    simpler = _candidates(context)
    if _few(context):
        return []
    loops.sort(key=lambda one: -(one.figures["share"].value or 0.0))
    if loops:
        share = context.show(loops[0].figures["share"], _role(context, _of_what(context, loops[0]), "share"))
        title = _say(context, "loops_title", count=len(loops), step=_name(context, loops[0], "step"), share=share)
    elif returns:
        sides = {role: context.narrator.spoken("team", returns[0].subject[role]) for role in ("holder", "via")}
        title = _say(context, "returns_title", **sides)
    else:
        title = _say(context, "simpler")
    return context.page(
        title,
        _say(context, "loops_topic"),
        _loops(context, story, loops) if loops else None,
        _returns(context, returns) if returns else None,
        _callout(context, "conclusion", [*loops[:1], *returns[:1]]),  # how to read the tables; the rest is in them
        _callout(context, "simpler", simpler) if len(simpler) <= 1 else None,
    )


def _simpler_page(context: Context) -> list[Block]:
    """Several candidates have a page of their own; a single one is told beside the loops."""
    found = _candidates(context)
    if len(found) <= 1:
        return []
    return context.page(
        _say(context, "simpler_title", count=len(found), candidate=_candidate(context, found[0])),
        _say(context, "simpler_topic"),
        _simpler(context, found),
        _callout(context, "conclusion", found[:MOST_TOLD]),
    )


def _candidates(context: Context) -> list[Finding]:
    """What could be simpler, what takes longest first."""
    found = [one for kind in SIMPLER for one in _of(context, kind)[:MOST_OF_A_KIND]]
    return sorted(found, key=lambda one: -(one.figures["total"].value or 0.0))


def _simpler(context: Context, found: Sequence[Finding]) -> Table:
    keys = {"count": "count", "cases": "cases", "total": "total"}
    if any("cost" in one.figures for one in found):
        keys["cost"] = "cost"
    columns = [Column(_say(context, "candidate"), width=2.4)]
    columns += [Column(_say(context, one), "right") for one in keys.values()]
    rows = [(Cell(_candidate(context, one), strong=True), *_cells(context, one, tuple(keys))) for one in found]
    return Table("process.simpler", tuple(columns), tuple(rows), title=_say(context, "simpler"))


def _candidate(context: Context, found: Finding) -> str:
    names = {role: _name(context, found, role) for role in found.subject}
    return _say(context, f"candidate_{found.kind.removeprefix('process.')}", **names)


def _loops(context: Context, story: Finding, loops: Sequence[Finding]) -> Table:
    keys = {"cases": "again_cases", "share": "again_share", "again": "again", "back": "back",
            "median": "loop_median", "total": "loop_total"}  # fmt: skip
    if any("cost" in one.figures for one in loops):
        keys["cost"] = "cost"
    columns = [Column(_say(context, "again_step"), width=1.6)]
    columns += [Column(_say(context, one), "right") for one in keys.values()]
    rows = [(Cell(_name(context, one, "step"), strong=True), *_cells(context, one, tuple(keys))) for one in loops]
    updates = any(one.subject["source"] == one.subject["target"] for one in _parts(story, "way"))
    note = _say(context, "loops_note") if updates else ""
    return Table("process.loops", tuple(columns), tuple(rows), title=_say(context, "loops"), note=note)


def _returns(context: Context, returns: Sequence[Finding]) -> Table:
    keys = {"cases": "cases", "count": "count", "mean": "away", "total": "total"}
    columns = [Column(_say(context, "holder"), width=1.6), Column(_say(context, "via"), width=1.6)]
    columns += [Column(_say(context, one), "right") for one in keys.values()]
    rows = [
        (Cell(_name(context, one, "holder"), strong=True), Cell(_name(context, one, "via"), strong=True),
         *_cells(context, one, tuple(keys)))
        for one in returns
    ]  # fmt: skip
    return Table("process.returns", tuple(columns), tuple(rows), title=_say(context, "returns"))


def _callout(context: Context, heading: str, found: Sequence[Finding]) -> Callout | None:
    """The findings in sentences; none where there is nothing to tell."""
    texts = tuple(context.narrator.tell(one) + context.word("stop") for one in found)
    ids = tuple(one for finding in found for one in _noted(context, finding))
    return Callout(_say(context, heading), texts, Tone.NEUTRAL, ids) if texts else None


# --- the standard ----------------------------------------------------------------------------------------------------


def _standard_page(context: Context, found: Finding) -> list[Block]:
    """One standard process: every rule that could be asked, the most broken first."""
    _noted(context, found)
    rules = sorted(found.parts, key=lambda one: -(one.figures["share"].value or 0.0))
    keys = {"cases": "asked", "broken": "broken", "share": "broken_share"}
    columns = [
        Column(_say(context, "rule"), width=3.0),
        *(Column(_say(context, one), "right") for one in keys.values()),
    ]
    rows = [(Cell(_rule(context, one)), *_cells(context, one, tuple(keys))) for one in rules]
    name = f"process.standard.{found.subject['process']}"
    note = _say(context, "standard_note", built_in="built_in" in found.subject)
    told = [one for one in rules if (one.figures["share"].value or 0.0) >= LEAST_BROKEN][:MOST_TOLD]
    partly = found.figures["asked"].value != found.figures["rules"].value
    said = [*([found] if partly or not told else []), *told]  # how many keep to it is the title
    texts = tuple(context.narrator.tell(one) + context.word("stop") for one in said)
    return context.page(
        context.narrator.headline(found),
        _say(context, "standard_topic"),
        Table(name, tuple(columns), tuple(rows), title=context.narrator.say("sections", "process", "standard",
              process=found.subject[f"process.{context.narrator.language}"]), note=note),
        Callout(_say(context, "conclusion"), texts, Tone.NEUTRAL),
    )  # fmt: skip


def _rule(context: Context, rule: Finding) -> str:
    names = {role: _name(context, rule, role) for role in ("source", "target") if role in rule.subject}
    within = context.narrator.span(rule.figures.get("within"))
    opened = "opened" in rule.subject
    return _say(context, rule.kind.removeprefix("process.rule_"), within=within, opened=opened, **names)


SECTION = Section(build)
