"""The stories hidden in the made-up company are found and told; luck, mix and season are not told as causes.

What happened, when and to which slice is read from ``demo/stories.yaml``, which is what the generator was told; nothing
here is copied from a report. Of what a story changes, the effects below say which indicator must show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from bench.stories import sizes

from kefu.analyses import Study, run_all
from kefu.configuration import Configuration
from kefu.demo.stories import Shown, Story, load
from kefu.findings import Finding, Period
from kefu.findings.finding import UNEXPLAINED, UNJUDGED
from kefu.metrics.query import Meter
from kefu.narrative.formats import Language, capital
from kefu.narrative.narrator import Narrator
from kefu.report.context import Context
from kefu.report.kinds import KINDS
from kefu.report.making import compose
from kefu.report.renderers.md import text_of
from tests.conftest import LAST_MONTH, TICKETS, Company

KIND = "after_sales_monthly"
LANGUAGES: tuple[Language, Language] = ("zh", "en")
STORIES = {story.id: story for story in load().every}
CHANGED = ("change.real", "change.noticeable")

# Effects of the stories told here -> the indicator that measures them, and the way it goes.
MEASURED = {
    "tickets": ("complaint_volume", 1),  # of the outage: its subcategory is one of complaints
    "service_cost": ("after_sales_cost", 1),
    "handling_time": ("complaint_handling_time", -1),
    "channel_share": ("first_response_median", 1),  # e-mail is answered in hours, everything else in a minute
    "abandonment": ("call_abandonment_rate", 1),
}
# Below the size or outside the questions of a monthly report of this company; each for the reason it gives.
NOT_TOLD = {"technical_guidance_dip": "told of its occasion; one product line of it is two dozen answers a month"}
SHOWN = [(story, shown) for story in STORIES.values() for shown in story.shows]


class Told:
    """The report of one month: what was found, and what it says in each language."""

    def __init__(self, meter: Meter, settings: Configuration, period: Period) -> None:
        self.meter, self.settings, self.period = meter, settings, period
        metrics = tuple(meter.answerable(KINDS[KIND].metrics))
        self.study = Study(meter, period, metrics, settings.country)
        self.findings = run_all(self.study)
        self.texts: dict[Language, str] = {}

    def of(self, made_by: str, metric: str = "") -> list[Finding]:
        found = [one for one in self.findings if one.made_by == f"analyses.{made_by}"]
        return [one for one in found if metric in ("", one.subject.get("metric"))]

    def change(self, metric: str) -> Finding:
        (found,) = self.of("change", metric)
        return found

    def cause(self, metric: str) -> Finding:
        (found,) = self.of("cause", metric)
        return found

    def text(self, language: Language) -> str:
        """The report as Markdown."""
        if language not in self.texts:
            words = Narrator(language, self.meter.metrics)
            context = Context(self.study, self.findings, words, KINDS[KIND], self.settings.company)
            self.texts[language] = "\n\n".join(text_of(compose(context)))
        return self.texts[language]

    def chapter(self, language: Language, section: str) -> str:
        """The text of the chapter a section stands in."""
        title = next(one.title[language] for one in KINDS[KIND].chapters if section in one.sections)
        return next(part for part in self.text(language).split("\n## ") if part.startswith(f"{title}\n"))


Tell = Callable[[Period], Told]


@pytest.fixture(scope="module")
def tell(demo_company: Company) -> Tell:
    """Every month is analysed once, and put into words only where a test reads them."""
    project = demo_company.project

    @cache
    def told(period: Period) -> Told:
        return Told(project.meter, project.configuration, period)

    return told


def month_of(story: Story) -> Period:
    """The first month of a story; of one that returns every year, the last time it did."""
    if story.first is not None:
        return LAST_MONTH.shifted(story.first)
    assert story.calendar is not None
    month = int(story.calendar[0][:2])
    return max(one for one in (LAST_MONTH.shifted(-step) for step in range(12)) if one.start.month == month)


def moved(finding: Finding) -> int:
    """Which way the indicator went against what was expected."""
    now, expected = finding.figures["now"].value, finding.figures["expected"].value
    assert now is not None
    assert expected is not None
    return (now > expected) - (now < expected)


def slices(told: Told, metric: str) -> dict[tuple[str, str], Finding]:
    """Changes found within slices, by dimension and member."""
    return {
        (dimension, member): one
        for one in told.of("slices", metric)
        for dimension, member in one.subject.items()
        if dimension != "metric"
    }


def narrator(told: Told, language: Language) -> Narrator:
    return Narrator(language, told.meter.metrics)


def test_every_story_is_told_here_or_named_as_one_that_cannot_be() -> None:
    told = {name for name in STORIES if name in Path(__file__).read_text(encoding="utf-8")}
    assert told == set(STORIES)
    assert set(NOT_TOLD) <= set(STORIES)


@pytest.mark.parametrize("story", [one for one in STORIES.values() if one.incident], ids=lambda story: str(story.id))
def test_the_incident_of_a_story_is_told_where_and_when_it_happened(story: Story, tell: Tell) -> None:
    told = tell(month_of(story))
    (incident,) = [one for one in told.of("incidents") if one.subject["title"] == story.incident["title"]]
    dimension = story.incident["member_of"]
    assert (incident.subject["dimension"], incident.subject["member"]) == (dimension, story.where[dimension])
    if story.days:
        first, last = (told.period.start + timedelta(days=day - 1) for day in story.days)
        assert (date.fromisoformat(incident.subject["from"]), date.fromisoformat(incident.subject["to"])) == (
            first,
            last,
        )
    for language in LANGUAGES:
        text = told.chapter(language, "incidents")
        assert story.incident["title"] in text
        assert narrator(told, language).member(dimension, story.where[dimension]).lower() in text.lower()


@pytest.mark.parametrize(
    ("story", "shown"),
    [(story, shown) for story, shown in SHOWN if shown.told_from <= TICKETS],
    ids=lambda one: one.id if isinstance(one, Story) else f"{one.metric}{one.month}",
)
def test_what_a_story_shows_is_told_in_its_slice_and_month_and_its_interval_holds_it(
    story: Story, shown: Shown, tell: Tell
) -> None:
    """``shows`` is what the generator does to the indicator (``tests/demo/test_truth.py``), not what was found."""
    told = sizes(shown, tell(LAST_MONTH.shifted(shown.month)).findings)
    assert told, f"{story.id}: nothing is told of {shown.metric} in {dict(shown.where)}"
    for low, high in told:
        assert low <= shown.size <= high


def test_the_carrier_outage_raises_delivery_complaints_of_the_east(tell: Tell) -> None:
    story = STORIES["carrier_outage_east"]
    told = tell(month_of(story))
    effect = max((one for one in story.effects if one.changes == "tickets"), key=lambda one: one.times)
    metric, way = MEASURED[effect.changes]
    found = slices(told, metric)
    for dimension, member in effect.where.items():
        assert moved(found[dimension, member]) == way
        for language in LANGUAGES:
            speaker = narrator(told, language)
            said = speaker.placed(metric, {dimension: member})
            assert capital(said) in told.chapter(language, "changes")
    assert not [key for key in found if key[0] == "region" and key[1] != story.where["region"]]


def test_late_delivery_in_the_east_is_told_with_the_outage(tell: Tell) -> None:
    story = STORIES["carrier_outage_east"]
    told = tell(month_of(story))
    cause = told.cause("delivery_on_time_rate")
    assert any(part.subject.get("title") == story.incident["title"] for part in cause.parts)
    for language in LANGUAGES:
        assert story.incident["title"] in narrator(told, language).tell(cause)


def test_the_carrier_outage_coincides_with_more_complaints_and_slower_answers_there(tell: Tell) -> None:
    story = STORIES["carrier_outage_east"]
    (incident,) = [
        one for one in tell(month_of(story)).of("incidents") if one.subject["title"] == story.incident["title"]
    ]
    during, usual = (
        {role.split(".")[0]: figure.value or 0.0 for role, figure in incident.figures.items() if role.endswith(ending)}
        for ending in (".during", ".usual")
    )
    # Delivery complaints are two fifths of complaints: six times as many of them make three times as many in all.
    assert during["complaint_volume"] > 2 * usual["complaint_volume"]
    (slower,) = [one.times for one in story.effects if one.changes == "first_response"]
    assert during["first_response_median"] > (1 + slower) / 2 * usual["first_response_median"]


def test_the_defective_batch_is_named_by_product_line_and_cause(tell: Tell) -> None:
    story = STORIES["defective_batch_cleaning"]
    told = tell(month_of(story))
    metric, way = MEASURED["service_cost"]
    assert told.change(metric).kind == "change.real"
    assert moved(told.change(metric)) == way
    cause = told.cause(metric)
    assert cause.kind == "cause.member"
    named = {part.subject["dimension"]: part.subject["member"] for part in cause.parts if part.kind == "cause.member"}
    (returns,) = [one for one in story.effects if one.changes == "returns"]
    assert named == {"product_line": story.where["product_line"], "cause": returns.where["cause"]}
    for language in LANGUAGES:
        speaker = narrator(told, language)
        text = told.chapter(language, "causes")
        assert speaker.title(metric) in text
        assert all(speaker.member(dimension, member).lower() in text.lower() for dimension, member in named.items())


def test_the_defective_batch_is_found_where_product_line_and_issue_meet_on_the_day_it_began(tell: Tell) -> None:
    """No indicator of complaints changed; the combination did, and its days begin with the incident's."""
    story = STORIES["defective_batch_cleaning"]
    told = tell(month_of(story))
    (effect,) = [one for one in story.effects if one.changes == "tickets"]
    places = {one.subject["metric"]: one for one in told.of("localisation") if one.kind == "localisation.hidden"}
    place = places["complaint_volume"]
    assert {name: place.subject[name] for name in effect.where} == effect.where
    times = place.figures["times"].interval
    assert times is not None
    assert 1 <= times[0] <= effect.times <= times[1]
    (began,) = told.of("onset", "complaint_volume")
    assert began.subject["incident"] == story.incident["title"]
    for language in LANGUAGES:
        assert narrator(told, language).tell(place) in told.chapter(language, "changes")


def test_the_second_month_of_the_batch_is_told_beside_the_months_before_it(tell: Tell) -> None:
    """Beside the month before it looks ordinary, for that was the batch's first."""
    story = STORIES["defective_batch_cleaning"]
    assert story.last == 0
    told = tell(LAST_MONTH)
    (effect,) = [one for one in story.effects if one.changes == "returns"]
    (place,) = told.of("lasting", "return_volume")
    assert {name: place.subject[name] for name in effect.where} == effect.where
    assert place.subject["incident"] == story.incident["title"]
    assert place.subject["since"].startswith(month_of(story).months[0])
    (cost,) = told.of("lasting", MEASURED["service_cost"][0])
    assert (cost.kind, moved(cost)) == ("lasting.whole", MEASURED["service_cost"][1])
    assert cost.subject["product_line"] == story.where["product_line"]
    for language in LANGUAGES:
        for one in (place, cost):
            assert narrator(told, language).tell(one) in told.chapter(language, "changes")


def test_nothing_is_said_to_last_where_no_incident_does(tell: Tell) -> None:
    months = {month_of(STORIES[name]) for name in ("quiet_month", "phone_outage", "technical_guidance_dip")}
    assert [one for month in months for one in tell(month).of("lasting")] == []


def test_the_telephone_outage_is_told_on_its_days(tell: Tell) -> None:
    story = STORIES["phone_outage"]
    assert story.days is not None
    told = tell(month_of(story))
    found = told.of("bad_days", MEASURED["abandonment"][0])
    first, last = (told.period.start + timedelta(days=day - 1) for day in story.days)
    assert found
    for day in found:
        assert day.subject["incident"] == story.incident["title"]
        assert first <= date.fromisoformat(day.subject["from"]) <= date.fromisoformat(day.subject["to"]) <= last
        assert moved(day) == MEASURED["abandonment"][1]
        for language in LANGUAGES:
            assert narrator(told, language).tell(day) in told.text(language)


def test_the_lunch_hour_is_told_once_three_months_of_it_are_known(tell: Tell) -> None:
    """A month has 50 to 70 calls at noon, too few to tell; three months have about 190."""
    story = STORIES["phone_lunch_hour"]
    assert story.hours is not None
    told = tell(month_of(story).shifted(2))
    (hour,) = told.of("hours")
    assert hour.subject == {"metric": MEASURED["abandonment"][0], "hour": f"{story.hours[0]:02d}"}
    assert moved(hour) == MEASURED["abandonment"][1]
    # Calls given up are drawn for each one answered, so the story multiplies the odds; 95 % by Wilson.
    (planted,) = [one.times for one in story.effects if one.changes == "abandonment"]
    usual, span = hour.figures["expected"].value, hour.figures["now"].interval
    assert usual is not None
    assert span is not None
    low, high = (share / (1 - share) / (usual / (1 - usual)) for share in span)
    assert low <= planted <= high
    for language in LANGUAGES:
        assert narrator(told, language).tell(hour) in told.chapter(language, "changes")


def test_technical_guidance_is_told_of_its_occasion_in_its_month(tell: Tell) -> None:
    story = STORIES["technical_guidance_dip"]
    told = tell(month_of(story))
    (place,) = told.of("localisation", "csat")
    assert place.kind == "localisation.hidden"
    assert story.where["category"] in (place.subject.get("category"), place.subject.get("scenario"))
    span = place.figures["moved"].interval
    assert span is not None
    assert span[0] < span[1] <= 0


def test_the_complaints_team_is_told_as_better_everywhere(tell: Tell) -> None:
    story = STORIES["complaints_team_improved"]
    told = tell(month_of(story))
    metric, way = MEASURED["handling_time"]
    change = told.change(metric)
    assert change.kind == "change.real"
    assert moved(change) == way
    (effect,) = story.effects
    now, expected = change.figures["now"].value, change.figures["expected"].value
    assert now is not None
    assert expected is not None
    assert now / expected == pytest.approx(effect.times, abs=0.12)
    assert told.cause(metric).kind == "cause.general"
    for language in LANGUAGES:
        speaker = narrator(told, language)
        headline = speaker.headline(_with_expected(told.cause(metric), change))
        assert speaker.word("better") in headline
        assert headline in told.text(language)  # once, where the indicator is first told
        assert speaker.title(metric) in told.chapter(language, "causes")


def _with_expected(cause: Finding, change: Finding) -> Finding:
    """The cause held against what was expected of the month, as page titles have it."""
    figures = {**cause.figures, "now": change.figures["now"], "expected": change.figures["expected"]}
    return Finding(cause.made_by, cause.kind, cause.subject, figures, cause.caveats, cause.parts)


def test_the_action_that_worked_is_told_apart_from_the_idle_one(tell: Tell) -> None:
    """``actions.csv`` of the demo: the complaints team's, one that changed nothing, one too young to tell."""
    story = STORIES["complaints_team_improved"]
    told = tell(month_of(story))
    metric, _ = MEASURED["handling_time"]
    [worked] = told.of("effect", metric)
    assert worked.kind == "effect.kept"
    low, high = worked.figures["effect"].interval or (0.0, 0.0)
    promised = worked.figures["promised"].value
    assert promised is not None
    assert low <= promised <= high < 0
    assert [one.kind for one in told.of("effect", "first_contact_resolution")] == ["effect.none"]
    assert [one.kind for one in told.of("effect", "first_response_median")] == ["effect.not_measurable"]
    for language in LANGUAGES:
        words = narrator(told, language)
        text = told.chapter(language, "improvements")
        assert worked.subject["action"] in text
        assert all(
            words.word("sections", "improvements", key) in text for key in ("kept", "not_seen", "not_measurable")
        )


def test_the_mix_shift_is_told_as_mix_and_not_as_worse_service(tell: Tell) -> None:
    story = STORIES["channel_mix_shift"]
    told = tell(month_of(story))
    metric, way = MEASURED["channel_share"]
    assert moved(told.change(metric)) == way
    cause = told.cause(metric)
    assert (cause.kind, cause.subject["dimension"]) == ("cause.mix", "channel")
    part = cause.parts[0]  # behind it those whose own level moved as well
    assert part.subject["channel"] == story.where["channel"]
    (effect,) = story.effects
    before, now = part.figures["weight_before"].value, part.figures["weight_now"].value
    assert before is not None
    assert now is not None
    assert now / before == pytest.approx(effect.times, abs=0.25)
    for language in LANGUAGES:
        assert narrator(told, language).tell(cause) in told.text(language)  # once, where the indicator is first told
        member = narrator(told, language).member("channel", story.where["channel"])
        assert member.lower() in told.chapter(language, "causes").lower()


def test_no_response_indicator_takes_the_mix_shift_for_work(tell: Tell) -> None:
    """Neither a place nor everybody is named for a response time that e-mail's share moved, nor is a slice of it."""
    told = tell(month_of(STORIES["channel_mix_shift"]))
    moved_by_it = [
        one for one in told.of("cause") if "response" in one.subject["metric"] or "within" in one.subject["metric"]
    ]
    assert {one.kind for one in moved_by_it} <= {"cause.mix", *UNEXPLAINED}
    title = {language: narrator(told, language).title("first_response_median") for language in LANGUAGES}
    assert all(f" · {title[language]}" not in told.chapter(language, "changes") for language in LANGUAGES)


def test_the_lucky_agent_is_in_no_band_and_not_named(tell: Tell) -> None:
    story = STORIES["lucky_agent"]
    told = tell(month_of(story))
    (effect,) = story.effects
    this_month = told.meter.figure("csat", told.period, {"agent_id": story.agent})
    assert this_month.value == 1.0
    # All of the twelve answers but those a mistake of typing made unreadable.
    assert effect.times - 2 <= this_month.sample <= effect.times
    banded = {(one.subject["metric"], one.subject["agent_id"]): one for one in told.of("ranking")}
    assert banded["csat", story.agent].kind == "ranking.too_few"
    assert "small_sample" in banded["csat", story.agent].caveats
    assert all(story.agent not in told.chapter(language, "people") for language in LANGUAGES)


def test_an_upgrade_nobody_felt_is_no_cause(tell: Tell) -> None:
    story = STORIES["knowledge_base_upgrade"]
    told = tell(month_of(story))
    named = [part.subject.get("title") for cause in told.of("cause") for part in cause.parts]
    assert story.incident["title"] not in named
    assert all(story.incident["title"] not in told.chapter(language, "causes") for language in LANGUAGES)


def test_the_quiet_month_is_told_as_quiet(tell: Tell) -> None:
    """Nothing changed, so nothing is explained: no real change, none to watch, no slice, no cause. What is too rare or
    too uneven to judge is said to be that."""
    story = STORIES["quiet_month"]
    assert story.effects == ()
    told = tell(month_of(story))
    kinds = [one.kind for one in told.of("change")]
    assert set(kinds) <= {"change.normal", *UNJUDGED}
    assert kinds.count("change.normal") > len(kinds) / 2
    makers = ("slices", "attribution", "localisation", "lasting", "onset", "hours", "cause")
    assert [one for maker in makers for one in told.of(maker)] == []
    for language in LANGUAGES:
        verdicts = [narrator(told, language).word("verdicts", kind) for kind in CHANGED]
        assert not re.search(rf"\| *\**({'|'.join(verdicts)})", told.chapter(language, "changes"))


def test_the_telephone_outage_shows_in_the_calls_given_up(tell: Tell) -> None:
    story = STORIES["phone_outage"]
    told = tell(month_of(story))
    metric, way = MEASURED["abandonment"]
    change = told.change(metric)
    assert change.kind == "change.real"
    assert moved(change) == way
    for language in LANGUAGES:
        speaker = narrator(told, language)
        assert f"{speaker.title(metric)}" in told.chapter(language, "changes")
        assert story.incident["title"] in speaker.headline(told.cause(metric))
        assert speaker.headline(told.cause(metric)) in told.text(language)


@pytest.mark.parametrize("name", ["promotion_618", "promotion_1111"])
def test_a_promotion_is_no_real_change_of_volume(name: str, tell: Tell) -> None:
    """The surge is there every year, so the volume is as usual; no indicator is called really changed, and no place is
    made its cause."""
    told = tell(month_of(STORIES[name]))
    assert told.change("ticket_volume").kind == "change.normal"
    assert [one.subject["metric"] for one in told.of("change") if one.kind == "change.real"] == []
    assert {one.kind for one in told.of("cause")} <= set(UNEXPLAINED)
