"""Which explanation is told: the mix, a member, everybody alike, or none. Splits are written by hand.

Every split is of a rate that went from 50 % to 60 %, a change of 10 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from kefu.analyses import Study
from kefu.analyses.cause import ANALYSIS
from kefu.findings import Figure, Finding, Lineage, Period, Unit
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language, capital
from kefu.narrative.narrator import Narrator

CHANGE = Finding("analyses.change", "change.real", {"metric": "csat"}, {})
Part = tuple[str, float, float, float, float, float]  # member, weights and rates before and now, effect


def figure(value: float, unit: Unit = Unit.SHARE) -> Figure:
    return Figure(value, unit, 1_000, Lineage(f"by hand {value}"))


def part(
    dimension: str, member: str, weights: tuple[float, float], rates: tuple[float, float], effect: float
) -> Finding:
    figures = {
        "weight_before": figure(weights[0]), "weight_now": figure(weights[1]),
        "before": figure(rates[0]), "now": figure(rates[1]), "effect": figure(effect),
    }  # fmt: skip
    return Finding("analyses.attribution", "attribution.part", {"metric": "csat", dimension: member}, figures)


def split(dimension: str, mix: float, parts: Sequence[Finding], unit: Unit = Unit.SHARE) -> Finding:
    figures = {
        "before": figure(0.5, unit), "now": figure(0.6, unit), "change": figure(0.1, unit),
        "mix": figure(mix, unit), "rate": figure(0.1 - mix, unit),
    }  # fmt: skip
    subject = {"metric": "csat", "dimension": dimension}
    return Finding("analyses.attribution", "attribution.mix_and_rate", subject, figures, parts=tuple(parts))


def looks(*, sliced: bool, localised: bool) -> list[Finding]:
    """The second looks that found the east."""
    place = {"metric": "csat", "region": "east"}
    slices = [Finding("analyses.slices", "change.real", place, {})] if sliced else []
    return slices + ([Finding("analyses.localisation", "localisation.cause", place, {})] if localised else [])


SLICED = looks(sliced=True, localised=False)
OTHER_MIX = Finding("analyses.mix", "mix.changed", {"metric": "csat", "channel": "online"}, {})


def told(*findings: Finding) -> list[Finding]:
    nothing = cast(Meter, None)  # this analysis asks nothing of the data
    return list(ANALYSIS.run(Study(nothing, Period.month("2026-03"), ("csat",), findings=(CHANGE, *findings))))


ALIKE = [part("team", name, (0.25, 0.25), (0.5, 0.6), 0.025) for name in ("a", "b", "c", "d")]
ONE = [
    part("region", "east", (0.2, 0.2), (0.4, 0.85), 0.09),
    part("region", "west", (0.4, 0.4), (0.5, 0.51), 0.004),
    part("region", "north", (0.4, 0.4), (0.55, 0.565), 0.006),
]
MIXED = [
    part("channel", "online", (0.3, 0.7), (0.8, 0.8), 0.05),
    part("channel", "phone", (0.7, 0.3), (0.4, 0.42), 0.05),
]


def test_most_of_the_change_in_the_mix_is_told_as_mix_and_never_as_work() -> None:
    [found] = told(OTHER_MIX, split("team", 0.01, ALIKE), split("channel", 0.08, MIXED))
    assert (found.kind, found.subject["dimension"]) == ("cause.mix", "channel")
    assert found.parts[0].subject["channel"] == "online"


def test_behind_a_mix_those_are_named_whose_own_level_moved_and_which_way() -> None:
    """All of the change is the mix; online got worse and phone better, by about as much."""
    parts = [
        part("channel", "online", (0.3, 0.7), (0.8, 0.7), -0.07),
        part("channel", "phone", (0.7, 0.3), (0.4, 0.6), 0.06),
    ]
    [found] = told(OTHER_MIX, split("channel", 0.1, parts))
    within = [one for one in found.parts if one.kind == "cause.within"]
    assert [one.subject["member"] for one in within] == ["online", "phone"]  # 0.07 beside 0.06
    assert Narrator("en", METRICS)._within("csat", found) == "online chat got worse, phone got better"
    assert Narrator("zh", METRICS)._within("csat", found) == "在线变差，电话改善"


WAITS = {"email": (16.0, 17.0, 0.0152), "market": (8.0, 17.0, 0.0126), "phone": (0.022, 0.026, 0.0001)}


def within(parts: Sequence[Finding], mix: float = 0.07) -> list[str]:
    """Who is named behind a mix that makes ``mix`` of a change of 0.1."""
    other_mix = replace(OTHER_MIX, subject={"metric": "csat", "channel": parts[0].subject["channel"]})
    [found] = told(other_mix, split("channel", mix, parts, Unit.SECONDS))
    return [one.subject["member"] for one in found.parts if one.kind == "cause.within"]


def channel(name: str, effect: float, rates: tuple[float, float] = (0.5, 0.6), held: float = 0.2) -> Finding:
    return part("channel", name, (held, held), rates, effect)


def test_behind_a_mix_those_are_named_that_make_most_of_the_rest_however_sure_the_others_are() -> None:
    """Of 279 parts email makes 152, the marketplace 126 and the telephone, which alone is beyond chance, 1."""
    waits = [channel(name, effect, (before, now)) for name, (before, now, effect) in WAITS.items()]
    unsure = [replace(one, kind="attribution.unclear") for one in waits[:2]]
    assert within([*unsure, waits[2]]) == ["email", "market"]


def test_behind_a_mix_nobody_is_named_where_only_many_together_make_most_of_the_rest() -> None:
    """0.008 of 0.032 is a quarter and the others have a sixteenth each; of 0.0096 in all, of a change of 0.1, nothing
    is worth a name."""
    small = [channel(name, 0.002) for name in "bcdefghijklm"]
    assert within([channel("a", 0.008), *small]) == []
    assert within([channel("a", 0.0096)], mix=0.09) == []
    assert within([channel("a", 0.0104)], mix=0.09) == ["a"]


def test_a_member_of_few_rows_is_not_named_behind_a_mix() -> None:
    few = channel("a", 0.03)
    few = replace(few, figures={role: replace(one, sample=9) for role, one in few.figures.items()})
    assert within([few, channel("b", 0.001)]) == []


def test_what_moved_a_median_is_named_only_where_its_own_median_shows_it() -> None:
    """Both make 0.015 of it; 18 to 19 is less than a tenth, and what went the other way did not get better."""

    def median(name: str, before: float, now: float) -> Finding:
        one = channel(name, 0.015, (before, now))
        figures = {("within" if role == "effect" else role): figure for role, figure in one.figures.items()}
        return replace(one, kind="attribution.unclear", figures=figures)

    marketplace, phone = median("market", 80.0, 116.0), median("phone", 18.0, 19.0)
    assert within([marketplace, replace(phone, figures={**phone.figures, "within": figure(0.01)})]) == ["market"]
    assert within([marketplace, median("phone", 45.0, 50.0)]) == ["market", "phone"]
    assert within([median("market", 116.0, 80.0), median("phone", 50.0, 45.0)]) == []


@pytest.mark.parametrize(("phone", "even"), [(0.42, True), (0.49, True), (0.51, False), (0.29, False)])
def test_only_where_no_member_moved_far_is_a_mix_no_better_or_worse_service(phone: float, even: bool) -> None:
    """A quarter of 0.4 is 0.1."""
    parts = [MIXED[0], part("channel", "phone", (0.7, 0.3), (0.4, phone), 0.0)]
    [found] = told(OTHER_MIX, split("channel", 0.09, parts))
    assert found.kind == "cause.mix"
    assert ("even" in found.subject) == even


def test_a_mix_is_no_cause_where_the_shares_are_what_they_always_were() -> None:
    elsewhere = Finding("analyses.mix", "mix.changed", {"metric": "csat", "team": "a"}, {})
    [found] = told(elsewhere, split("channel", 0.08, MIXED))
    assert (found.kind, found.parts) == ("cause.unclear", ())


RULE: dict[Language, tuple[str, ...]] = {"en": ("mix", "two checks"), "zh": ("结构", "两项检验", "同一处")}


@pytest.mark.parametrize(
    ("change", "sliced", "localised", "kind"),
    [
        ("change.real", False, False, "cause.unclear"),
        ("change.real", True, False, "cause.member"),
        ("change.noticeable", True, False, "cause.watched"),
        ("change.noticeable", False, True, "cause.watched"),
        ("change.noticeable", True, True, "cause.member"),
    ],
)
def test_a_member_needs_a_second_look_and_of_a_noticeable_change_two(
    change: str, sliced: bool, localised: bool, kind: str
) -> None:
    moved = Finding("analyses.change", change, {"metric": "csat"}, {})
    findings = (moved, *looks(sliced=sliced, localised=localised), split("region", 0.0, ONE))
    study = Study(cast(Meter, None), Period.month("2026-03"), ("csat",), findings=findings)
    [found] = ANALYSIS.run(study)
    assert found.kind == kind


def test_what_everybody_shares_is_no_cause_of_a_noticeable_change() -> None:
    moved = Finding("analyses.change", "change.noticeable", {"metric": "csat"}, {})
    study = Study(cast(Meter, None), Period.month("2026-03"), ("csat",), findings=(moved, split("team", 0.0, ALIKE)))
    [found] = ANALYSIS.run(study)
    assert (found.kind, found.parts) == ("cause.watched", ())
    for language, rule in RULE.items():  # the scope names what the sentence says is missing
        narrator = Narrator(language, METRICS)
        assert all(part in narrator.tell(found) for part in rule)
        assert all(part in narrator.say("sections", "scope", "judged_text") for part in rule)


def test_a_member_that_carries_far_more_than_its_size_is_named_with_its_share() -> None:
    [found] = told(*SLICED, split("region", 0.0, ONE))
    assert found.kind == "cause.member"
    assert found.parts[0].subject["member"] == "east"
    assert found.parts[0].figures["share"].value == pytest.approx(0.9)  # 0.09 of 0.1


def test_what_all_do_alike_is_told_as_general() -> None:
    [found] = told(split("team", 0.0, ALIKE))
    assert (found.kind, found.subject["every"]) == ("cause.general", "yes")


def test_every_member_is_said_only_where_none_went_the_other_way() -> None:
    """Nine tenths of the rows went up, the last tenth down."""
    most = [part("team", name, (0.3, 0.3), (0.5, 0.62), 0.036) for name in ("a", "b", "c")]
    [found] = told(split("team", 0.0, [*most, part("team", "d", (0.1, 0.1), (0.5, 0.42), -0.008)]))
    assert found.kind == "cause.general"
    assert "every" not in found.subject
    assert Narrator("en", METRICS).tell(found).startswith("3 of 4 teams moved the same way")
    assert Narrator("zh", METRICS).tell(found).startswith("4个班组中3个同向变化")


@pytest.mark.parametrize(
    ("large", "english", "chinese"),
    [(3, "all 3 larger teams", "3个主要班组均"), (2, "both larger teams", "两个主要班组均")],
)
def test_of_members_of_two_rows_nothing_is_said_but_how_many_larger_ones_there_are(
    large: int, english: str, chinese: str
) -> None:
    """They went along, for what that is worth."""
    two = replace(ALIKE[-1].figures["now"], sample=2)
    tiny = [replace(one, figures={**one.figures, "now": two}) for one in ALIKE[large:]]
    [found] = told(split("team", 0.0, [*ALIKE[:large], *tiny]))
    assert (found.kind, found.subject["every"], found.subject["larger"]) == ("cause.general", "yes", "yes")
    en, zh = Narrator("en", METRICS), Narrator("zh", METRICS)
    assert en.tell(found).startswith(f"{capital(english)} moved the same way")
    assert zh.tell(found).startswith(f"{chinese}同向变化")
    assert en.headline(found).endswith(f"better in {english}")
    assert zh.headline(found).endswith(f"{chinese}改善")


def test_what_shows_in_every_member_is_told_with_the_large_one_most_of_it_comes_from() -> None:
    """Of 10 points more 8.5 come from the team that has 85 % of the rows; the third went the other way or along."""
    large, second = (
        part("team", "a", (0.86, 0.85), (0.5, 0.6), 0.085),
        part("team", "b", (0.12, 0.13), (0.5, 0.63), 0.016),
    )
    third = {effect: part("team", "c", (0.02, 0.02), (0.5, 0.5 + 50 * effect), effect) for effect in (0.001, -0.001)}
    [along] = told(split("team", 0.0, [large, second, third[0.001]]))
    [against] = told(split("team", 0.0, [large, second, third[-0.001]]))
    assert (along.kind, along.subject["member"], along.subject["every"]) == ("cause.general", "a", "yes")
    assert along.figures["share"].value == pytest.approx(0.85)
    assert "every" not in against.subject
    english, chinese = Narrator("en", METRICS), Narrator("zh", METRICS)
    said = "team moved the same way and the mix plays hardly any part; 85% of the change comes from a, which has 85.0%"
    assert english.tell(along) == f"Every {said} of the records counted"
    assert english.tell(against) == f"2 of 3 {said.replace('team', 'teams', 1)} of the records counted"
    assert (
        chinese.tell(along) == "各班组均同向变化，结构因素几乎不起作用；其中a占变化的85%，它占计入该指标的记录的85.0%"
    )
    assert english.headline(along).endswith("rose to 60.0%, better in every team, mostly a")
    assert chinese.headline(against).endswith("升至60.0%，3个班组中2个改善，以a为主")
    assert english.action("cause.worse", along)[0].endswith("got worse, beginning with a")


def test_where_no_member_has_most_of_what_shows_everywhere_none_is_named() -> None:
    [found] = told(split("team", 0.0, ALIKE))
    assert "member" not in found.subject
    assert Narrator("en", METRICS).tell(found).endswith("the mix plays hardly any part: no single place explains it")
    assert Narrator("en", METRICS).action("cause.worse", found)[0].endswith("got worse everywhere")


def test_one_large_member_beside_small_ones_that_went_any_way_is_not_everybody() -> None:
    """It has 79 % of the rows and a small one that went its way 3 %; with so few rows that one tells nothing."""
    large = part("product_line", "1", (0.79, 0.79), (0.5, 0.62), 0.095)
    few = [
        part("product_line", "7", (0.03, 0.03), (0.5, 0.7), 0.006),
        part("product_line", "5", (0.18, 0.18), (0.5, 0.49), -0.001),
    ]
    small = [replace(one, figures={name: replace(held, sample=5) for name, held in one.figures.items()}) for one in few]
    [found] = told(split("product_line", 0.0, [large, *small]))
    assert found.kind == "cause.unclear"


def test_members_against_each_other_without_a_great_one_leave_the_cause_open() -> None:
    parts = [
        part("team", "a", (0.45, 0.45), (0.5, 0.65), 0.066),
        part("team", "b", (0.33, 0.33), (0.5, 0.645), 0.048),
        part("team", "c", (0.22, 0.22), (0.5, 0.436), -0.014),
    ]
    [found] = told(split("team", 0.0, parts))
    assert (found.kind, found.parts) == ("cause.unclear", ())


def test_a_member_that_is_what_the_rate_counts_explains_nothing() -> None:
    """Complaints by category: all complaints are in the category "complaint"."""
    by_category = [
        part("category", "complaint", (0.1, 0.12), (1.0, 1.0), 0.1),
        part("category", "inquiry", (0.9, 0.88), (0.0, 0.0), 0.0),
    ]
    assert told(split("category", 0.1, by_category)) == []


def test_an_incident_in_the_same_place_is_named_beside_the_member_and_one_elsewhere_is_not() -> None:
    here, there = (
        Finding("analyses.incidents", "incident", {"title": title, "dimension": "region", "member": member}, {})
        for title, member in (("storm", "east"), ("strike", "west"))
    )
    [found] = told(*SLICED, here, there, split("region", 0.0, ONE))
    assert [one.subject["title"] for one in found.parts if one.kind == "incident"] == ["storm"]


def test_what_did_not_change_is_not_explained() -> None:
    nothing = cast(Meter, None)
    study = Study(nothing, Period.month("2026-03"), ("csat",), findings=(split("region", 0.0, ONE),))
    assert list(ANALYSIS.run(study)) == []


def incident(title: str, during: float, hit: int = 1_000) -> Finding:
    """An incident of the telephone, in whose days ``hit`` of 1,000 answers were about calls."""
    subject = {"title": title, "dimension": "channel", "member": "phone"}
    figures = {
        "csat.during": Figure(during, Unit.SHARE, hit, Lineage("by hand")),
        "csat.usual": figure(0.8),
        "csat.everywhere": figure(during),
    }
    return Finding("analyses.incidents", "incident", subject, figures)


WORSE = Finding("analyses.change", "change.real", {"metric": "csat"}, {"now": figure(0.5), "expected": figure(0.8)})


def explained(*findings: Finding) -> list[Finding]:
    study = Study(cast(Meter, None), Period.month("2026-03"), ("csat",), findings=(WORSE, *findings))
    return list(ANALYSIS.run(study))


def test_where_nothing_divides_the_rows_an_incident_that_went_the_same_way_is_named() -> None:
    [found] = explained(incident("party", 0.9), incident("outage", 0.2))
    assert (found.kind, found.parts[0].subject["title"]) == ("cause.incident", "outage")
    assert explained(incident("party", 0.9)) == []


def test_an_incident_that_hit_all_there_is_says_more_than_everybody_alike_and_less_than_one_place() -> None:
    """What all members share has a name where an incident hit all of them; one member that stands out comes first."""
    alike, one = split("team", 0.0, ALIKE), split("region", 0.0, ONE)
    assert [found.kind for found in explained(incident("outage", 0.2), alike)] == ["cause.incident"]
    assert [found.kind for found in explained(*SLICED, incident("outage", 0.2), one)] == ["cause.member"]


def test_an_incident_that_hit_a_part_of_the_rows_does_not_explain_what_all_share() -> None:
    found = explained(incident("outage", 0.2, hit=999), split("team", 0.0, ALIKE))
    assert [one.kind for one in found] == ["cause.general"]


def noticed(*findings: Finding) -> list[Finding]:
    change = Finding("analyses.change", "change.noticeable", {"metric": "csat"}, {})
    nothing = cast(Meter, None)
    return list(ANALYSIS.run(Study(nothing, Period.month("2026-03"), ("csat",), findings=(change, *findings))))


def localised(share: float, **where: str) -> Finding:
    figures = {"now": figure(0.85), "before": figure(0.4), "share": figure(share)}
    return Finding("analyses.localisation", "localisation.cause", {"metric": "csat", **where}, figures)


def test_of_a_noticeable_change_a_member_is_named_only_where_it_was_found_twice_more() -> None:
    regions, place = split("region", 0.0, ONE), localised(0.9, region="east")
    among_all = Finding("analyses.slices", "change.real", {"metric": "csat", "region": "east"}, {})
    assert [noticed(regions, *more)[0].kind for more in ((), (place,), (among_all,))] == ["cause.watched"] * 3
    (cause,) = noticed(regions, place, among_all)
    assert [(part.kind, part.subject["member"]) for part in cause.parts] == [("cause.member", "east")]


def test_a_localised_member_that_holds_most_of_the_rows_is_not_named_for_its_size() -> None:
    """It has 86 % of the rows and carries 89 % of the change; the other one went the same way."""
    large = part("region", "east", (0.86, 0.85), (0.5, 0.6), 0.089)
    regions = split("region", 0.0, [large, part("region", "west", (0.14, 0.15), (0.5, 0.58), 0.011)])
    (cause,) = told(regions, localised(0.89, region="east"))
    assert cause.kind == "cause.general"


def test_a_combination_that_carries_most_of_the_change_is_named_before_its_members() -> None:
    (cause,) = told(split("region", 0.0, ONE), localised(0.8, region="east", channel="phone"))
    assert cause.kind == "cause.member"
    (place,) = cause.parts
    assert place.kind == "cause.combination"
    assert {place.subject["region"], place.subject["channel"]} == {"east", "phone"}


def test_a_combination_that_carries_little_is_not() -> None:
    (cause,) = told(*SLICED, split("region", 0.0, ONE), localised(0.2, region="east", channel="phone"))
    assert [part.kind for part in cause.parts] == ["cause.member"]


def test_a_change_of_everybody_stays_general_beside_a_small_place() -> None:
    (cause,) = told(split("team", 0.0, ALIKE), localised(0.2, team="a", channel="phone"))
    assert cause.kind == "cause.general"
