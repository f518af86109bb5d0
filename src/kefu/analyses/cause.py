"""Which of the possible explanations of a change to tell, and when to say that there is none.

A split always gives somebody most of a change, also of one that is luck. So each explanation needs a second look that
does not depend on the split. A change of mix is told as such, never as better or worse work, and only where the share
of the rows is really another. A member is named only when it carries far more of the change than its size would and
localisation or the look at all slices found it; of a change that is only noticeable, both. Of real changes only, a
combination is named where localisation found one that carries much of the change, and one all members share is told as
general. An incident is named that hit the named slice, or all there is to slice, in the same month: that is a
coincidence in time and place, and the words say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kefu.analyses import DIMENSIONS, Analysis, Study
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import quotient

MOSTLY = 0.5  # share of the change the mix must make to be told as its cause
MUCH = 0.4  # share of the change one member must carry to be named
FAR_MORE = 1.5  # and by how much that share must exceed the member's share of the rows
NEARLY_ALL = 0.7  # share of what a metric counts that one small member may not hold
TOGETHER = 0.8  # share of the rows whose members must have gone the same way for a general change
STANDS_OUT = 0.3  # how much more of the change than of the rows a member must carry to be named before all others
FAR = 0.25  # of its level before: a member that moved by as much got better or worse, as far as one can see
MUCH_WITHIN = 0.2  # of all that members' own levels moved: a member that makes as much is named behind a mix
SHOWS = 0.1  # of its level before: a member that moved a percentile of all shows it by as much in its own
LITTLE_WITHIN = 0.1  # of the change: if own levels moved less together, nobody is named behind a mix
SOME_ROWS = 10  # of a member, before and now: of fewer its level says nothing
MOST_NAMED = 2  # dimensions named for one change
SPLITS = ("attribution.volume", "attribution.mix_and_rate", "attribution.quantile")
CHOSEN = ("channel",)  # by customers, whatever is counted


def run(study: Study) -> Iterable[Finding]:
    for change in study.of("analyses.change"):
        splits = [one for one in study.of("analyses.attribution", change.subject["metric"]) if one.kind in SPLITS]
        telling = [one for one in splits if not _by_definition(one)]
        told = _cause(study, change, telling) if telling else None
        everywhere = None if told and told.parts else _coinciding(study, change)
        yield from (one for one in (everywhere or told,) if one)


def _cause(study: Study, change: Finding, splits: list[Finding]) -> Finding:
    mixed = max((one for one in splits if _is_mix(study, one)), key=_mix_share, default=None)
    if mixed is not None:
        told = _told(change, "cause.mix", mixed, (*_moved_most(mixed), *_within(mixed)))
        return replace(told, subject={**told.subject, "even": "yes"}) if _is_even(mixed) else told
    carrying = sorted((one for split in splits for one in _concentrated(split)), key=_excess, reverse=True)
    named = [one for one in carrying if _is_sure(study, change, one)]
    if change.kind != "change.real":
        return _named(study, change, named) if named else _told(change, "cause.watched", splits[0], ())
    places = _combined(study, change, splits, alone=not named)
    if places:
        return _placed(study, change, places)
    standing = bool(carrying) and _excess(carrying[0]) >= STANDS_OUT
    rated = _rated(splits)
    if _is_general(rated) and not standing:
        return _general(change, rated[0])
    return _named(study, change, named) if named else _told(change, "cause.unclear", splits[0], ())


def _coinciding(study: Study, change: Finding) -> Finding | None:
    """Where no place stands out, an incident that hit all the metric counts (all calls are of one channel), if the
    metric went the same way while it lasted."""
    metric, expected = change.subject["metric"], change.figures.get("expected")
    if change.kind != "change.real" or expected is None:
        return None
    way = _difference(change.figures["now"], expected)
    for incident in study.of("analyses.incidents"):
        during, usual = (incident.figures.get(f"{metric}.{role}") for role in ("during", "usual"))
        same_way = during is not None and usual is not None and way * _difference(during, usual) > 0
        if same_way and _hit_all(incident, metric):
            figures = {"now": change.figures["now"], "expected": expected}
            return Finding(
                "analyses.cause", "cause.incident", dict(change.subject), figures, change.caveats, (incident,)
            )
    return None


def _hit_all(incident: Finding, metric: str) -> bool:
    """Whether every row the metric counts in those days is of the slice the incident hit."""
    return incident.figures[f"{metric}.during"].sample == incident.figures[f"{metric}.everywhere"].sample


def _difference(one: Figure, other: Figure) -> float:
    return (one.value or 0.0) - (other.value or 0.0) if one.value is not None and other.value is not None else 0.0


def _told(change: Finding, kind: str, split: Finding, parts: tuple[Finding, ...]) -> Finding:
    subject = {**change.subject, "dimension": split.subject["dimension"]}
    worst = {role: change.figures[role] for role in ("year",) if role in change.figures}  # why it is watched
    return Finding("analyses.cause", kind, subject, {**split.figures, **worst}, change.caveats, parts)


def _by_definition(split: Finding) -> bool:
    """Whether the dimension is what the metric counts (complaints by category, or by the team that gets them): a small
    member then holds nearly all of it, and its size says nothing about causes. The way customers come is their choice:
    that fewer come where a bot answers is why it answers fewer."""
    if split.subject["dimension"] in CHOSEN:
        return False
    if split.kind != "attribution.mix_and_rate" or split.figures["now"].unit is not Unit.SHARE:
        return False
    if all(part.figures["now"].value in (0.0, 1.0) for part in split.parts if "now" in part.figures):
        return True
    held = [(part.figures["weight_before"].value or 0.0, _held(part)) for part in split.parts]
    total = sum(amount for _, amount in held)
    return any(amount >= NEARLY_ALL * total and weight <= MOSTLY for weight, amount in held)


def _held(part: Finding) -> float:
    """The member's share of what is counted, up to a common factor."""
    before = part.figures.get("before")
    return abs((part.figures["weight_before"].value or 0.0) * ((before.value or 0.0) if before else 0.0))


def _share(part: Figure | None, whole: Figure) -> float:
    """Part of the change, negative when it goes the other way."""
    return (part.value or 0.0) / whole.value if part is not None and whole.value else 0.0


def _mix_share(split: Finding) -> float:
    return _share(split.figures.get("mix"), split.figures["change"])


def _is_mix(study: Study, split: Finding) -> bool:
    """Whether the mix makes most of the change, and the share that moved most is really another than it used to be."""
    dimension = split.subject["dimension"]
    really = {one.subject.get(dimension) for one in study.of("analyses.mix", split.subject["metric"])}
    return _mix_share(split) >= MOSTLY and _moved_most(split)[0].subject[dimension] in really


def _moved_most(split: Finding) -> tuple[Finding, ...]:
    """The member whose share of the rows changed most."""

    def moved(part: Finding) -> float:
        now, before = (part.figures[role].value or 0.0 for role in ("weight_now", "weight_before"))
        return abs(now - before)

    return (max(split.parts, key=moved),)


def _within(split: Finding) -> Iterator[Finding]:
    """Members whose own levels make most of what moved within, the most first, whichever way they went; none where only
    many together do, or next to nothing moved. How sure a move is says nothing of how much of the change it makes."""
    dimension = split.subject["dimension"]
    made = sorted(((_made(part), part) for part in split.parts), key=lambda one: -abs(one[0]))
    moved = sum(abs(amount) for amount, _ in made)
    if moved < LITTLE_WITHIN * abs(split.figures["change"].value or 0.0):
        return
    told = [(abs(amount), part) for amount, part in made if abs(amount) >= MUCH_WITHIN * moved and _tells(part, amount)]
    if sum(amount for amount, _ in told) <= MOSTLY * moved:
        return
    for _, part in told:
        levels = {role: part.figures[role] for role in ("before", "now")}
        yield Finding("analyses.cause", "cause.within", {**split.subject, "member": part.subject[dimension]}, levels)


def _made(part: Finding) -> float:
    """What the member's own level added to the change."""
    made = part.figures.get("effect") or part.figures.get("within")
    return (made.value or 0.0) if made else 0.0


def _tells(part: Finding, made: float) -> bool:
    """Whether the member has a name and its level, of rows enough, went the way of what it added. A percentile of all
    may be moved by a member whose own hardly did or went the other way: of that one, "it got worse" would be untrue."""
    if not _member(part) or not _has_rows(part) or _own_change(part) * made <= 0:
        return False
    return "effect" in part.figures or abs(_own_change(part)) >= SHOWS * abs(part.figures["before"].value or 0.0)


def _is_even(split: Finding) -> bool:
    """Whether no member of some rows is far from its level before, be it by chance: only then nothing got better or
    worse but the mix."""
    enough = [part for part in split.parts if _has_rows(part)]
    return not any(abs(_own_change(part)) >= FAR * abs(part.figures["before"].value or 0.0) for part in enough)


def _member(part: Finding) -> str:
    """The member of a split's dimension a part speaks of; "" for rows of none."""
    return next(member for name, member in part.subject.items() if name != "metric")


def _has_rows(part: Finding) -> bool:
    """Whether the member has rows enough, before and now, for its level to say something."""
    roles = ("before", "now")
    return set(roles) <= set(part.figures) and min(part.figures[role].sample for role in roles) >= SOME_ROWS


def _own_change(part: Finding) -> float:
    return _difference(part.figures["now"], part.figures["before"])


def _concentrated(split: Finding) -> Iterator[Finding]:
    """Members that carry much of the change, and far more than their size and their growth would."""
    for part in split.parts:
        member = part.subject[split.subject["dimension"]]
        change = split.figures["change"]
        carried = _share(part.figures.get("effect"), change) - _share(part.figures.get("grown"), change)
        if member and part.kind == "attribution.part" and carried >= MUCH and carried >= FAR_MORE * _size(part, split):
            share = quotient(part.figures["effect"], change)
            subject = {**part.subject, "dimension": split.subject["dimension"], "member": member}
            yield Finding("analyses.cause", "cause.member", subject, {**part.figures, "share": share})


def _size(part: Finding, split: Finding) -> float:
    """The member's usual share of the rows, or of the volume."""
    if "weight_before" in part.figures:
        return part.figures["weight_before"].value or 0.0
    return _share(part.figures.get("usual"), split.figures["before"])


def _excess(member: Finding) -> float:
    """How much more of the change the member carries than of the rows."""
    usual = member.figures.get("weight_before")
    return (member.figures["share"].value or 0.0) - ((usual.value or 0.0) if usual else 0.0)


def _named(study: Study, change: Finding, named: list[Finding]) -> Finding:
    """The strongest member of at most two dimensions, and the incidents that hit one of them this month."""
    chosen: dict[str, Finding] = {}
    for one in named:
        chosen.setdefault(one.subject["dimension"], one)
    members = tuple(chosen.values())[:MOST_NAMED]
    incidents = tuple(one for one in study.of("analyses.incidents") if any(_hit(one, member) for member in members))
    figures = {role: figure for role, figure in change.figures.items() if role in ("now", "expected")}
    return Finding("analyses.cause", "cause.member", dict(change.subject), figures, change.caveats, members + incidents)


def _combined(study: Study, change: Finding, splits: list[Finding], *, alone: bool) -> list[Finding]:
    """Localised combinations that carry much of the change; ``alone`` lets single members stand where no split names
    any, unless they carry no more of it than their size would."""
    found = [
        one for one in study.of("analyses.localisation", change.subject["metric"]) if one.kind == "localisation.cause"
    ]
    places = [one for one in found if len(_slice(one)) > 1 or (alone and not _is_by_size(one, splits))]
    carried = sum(one.figures["share"].value or 0.0 for one in places)
    return [_place(one) for one in places] if carried >= MUCH else []


def _is_by_size(place: Finding, splits: list[Finding]) -> bool:
    """Whether a single member carries about as much of the change as it holds of the rows."""
    ((dimension, member),) = _slice(place).items()
    sizes = [
        _size(part, split) for split in splits if split.subject["dimension"] == dimension
        for part in split.parts if part.subject.get(dimension) == member
    ]  # fmt: skip
    return any((place.figures["share"].value or 0.0) < FAR_MORE * size for size in sizes)


def _is_sure(study: Study, change: Finding, member: Finding) -> bool:
    """Whether localisation found the member or the look at all slices of all indicators did; for what is only
    noticeable, whether both did. One indicator in a hundred is noticeable by chance alone, and some member of some
    dimension always carries most of a chance change."""
    metric, place = member.subject["metric"], (member.subject["dimension"], member.subject["member"])
    localised = any(place in _slice(one).items() for one in study.of("analyses.localisation", metric))
    sliced = any(place in one.subject.items() for one in study.of("analyses.slices", metric))
    return (localised or sliced) if change.kind == "change.real" else (localised and sliced)


def _slice(place: Finding) -> dict[str, str]:
    return {name: member for name, member in place.subject.items() if name in DIMENSIONS}


def _place(found: Finding) -> Finding:
    where = _slice(found)
    dimension, member = next(iter(where.items()))
    subject = {**found.subject, "dimension": dimension, "member": member}
    return Finding("analyses.cause", "cause.combination", subject, found.figures)


def _placed(study: Study, change: Finding, places: list[Finding]) -> Finding:
    """The combinations, the incidents that hit one of them, and those it began with."""
    hits = {(name, member) for one in places for name, member in _slice(one).items()}
    incidents = [
        one for one in study.of("analyses.incidents") if (one.subject["dimension"], one.subject["member"]) in hits
    ]
    began = study.of("analyses.onset", change.subject["metric"])
    figures = {role: figure for role, figure in change.figures.items() if role in ("now", "expected")}
    parts = (*places, *incidents, *began)
    return Finding("analyses.cause", "cause.member", dict(change.subject), figures, change.caveats, parts)


def _hit(incident: Finding, member: Finding) -> bool:
    place = (incident.subject["dimension"], incident.subject["member"])
    return place == (member.subject["dimension"], member.subject["member"])


def _rated(splits: list[Finding]) -> list[Finding]:
    """Splits into mix and level that hold members against each other."""
    return [split for split in splits if split.kind == "attribution.mix_and_rate" and not _is_one_alone(split)]


def _is_general(rated: list[Finding]) -> bool:
    """Whether most of the members of every dimension moved the same way, each about as much as its size, and no mix
    may have made it."""
    return bool(rated) and all(_moves_together(split) and _mix_share(split) < MOSTLY for split in rated)


def _general(change: Finding, split: Finding) -> Finding:
    """What shows everywhere: whether in every member, or in how many of those large enough to say so, and the largest
    of them where most of the change lies there, be it for its size."""
    told = _told(change, "cause.general", split, ())
    largest = max(split.parts, key=lambda part: part.figures["weight_now"].value or 0.0)
    share, member = quotient(largest.figures["effect"], split.figures["change"]), _member(largest)
    subject, figures = dict(told.subject), dict(told.figures)
    levels = [part for part in split.parts if {"now", "before"} <= set(part.figures)]
    judged = [part for part in levels if part.figures["now"].sample >= SOME_ROWS]
    along = [part for part in judged if _went_along(part, split)]
    subject |= {"along": str(len(along)), "judged": str(len(judged))}
    if len(judged) < len(levels):
        subject["larger"] = "yes"
    if len(judged) > 1 and along == judged:
        subject["every"] = "yes"
    if member and (share.value or 0.0) >= MOSTLY:
        subject["member"] = member
        figures |= {"share": share, "weight_now": largest.figures["weight_now"]}
    return replace(told, subject=subject, figures=figures)


def _is_one_alone(split: Finding) -> bool:
    """Whether one member holds nearly all the rows and of no other it is sure that it moved."""
    largest = max(part.figures["weight_now"].value or 0.0 for part in split.parts)
    return largest >= TOGETHER and sum(part.kind == "attribution.part" for part in split.parts) < 2


def _moves_together(split: Finding) -> bool:
    """Whether members that went the same way as the whole hold most of the rows, and more than one of them has rows
    enough to tell: one large member beside small ones that went any way is not everywhere."""
    same = [part for part in split.parts if _went_along(part, split)]
    held = sum(part.figures["weight_now"].value or 0.0 for part in same)
    return held >= TOGETHER and sum(_has_rows(part) for part in same) > 1


def _went_along(part: Finding, split: Finding) -> bool:
    """Whether the member's level went the way of the whole."""
    return _share(part.figures.get("effect"), split.figures["change"]) > 0


ANALYSIS = Analysis(
    {"en": "Cause", "zh": "变化原因"},
    run,
    after=("change", "slices", "mix", "attribution", "incidents", "localisation", "onset"),
    question={
        "en": "Which explanation of a change is worth telling, and is there one at all?",
        "zh": "哪种解释值得说明？是否真有可说明的原因？",
    },
    method={
        "en": (
            "A change of mix is told as such where the shares themselves really changed; a member is named only when "
            "it carries far more of the change than its size and growth would and a second look finds it too, of a "
            "noticeable change two; a localised combination comes first; an incident is named beside it when it hit "
            "the same place in the same month. Otherwise no cause is claimed."
        ),
        "zh": (
            "占比本身确有真实变化时才说明为结构变化；只有当某成员承担的变化远超其规模与增长、且另有一项独立检验也指向它时才点名，"
            "仅值得关注的变化须两项检验都指向它；多维组合优先说明；同月同处发生的事件并列说明。否则不断定原因。"
        ),
    },
    reference="Kitagawa (1955); Hill (1965), temporality",
    assumes={"en": "A coincidence in time and place is no proof of a cause.", "zh": "时间与范围重合并不证明因果。"},
)
