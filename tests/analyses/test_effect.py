"""What an action brought beside what it promised, and when that cannot be said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.analyses._actions import read_actions
from kefu.analyses._promise import Promise
from kefu.errors import DefinitionError
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from tests.analyses.study import found, tickets, value
from tests.canonical import Row, bring_in

REGIONS = ("north", "south", "east", "west")
START = Period.month("2026-08")
WOBBLE = (0, 2, -1, 1, -2, 1, 0, -1)  # complaints of a month beyond the usual, alike in no two regions


def history(*, treated: tuple[str, ...], drop: int) -> list[Row]:
    """Twenty months of 100 tickets in each region, about 30 of them complaints and ``drop`` fewer with the action."""
    rows: list[Row] = []
    for back in range(20):
        month = Period.month("2026-10").shifted(-back)
        at = f"{month.start.isoformat()} 10:00:00"
        for i, region in enumerate(REGIONS):
            less = drop if region in treated and month.start >= START.start else 0
            bad = 30 + WOBBLE[(back * (i + 1) + i) % len(WOBBLE)] - less
            rows += tickets(len(rows), bad, at, region=region, category="complaint")
            rows += tickets(len(rows), 100 - bad, at, region=region, category="inquiry")
    return rows


def act(folder: Path, *lines: str) -> None:
    head = "title,metric,start,dimension,member,expected,owner,due,progress,ended,round,by_slice"
    (folder / "actions.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Complaints of the north and the south fell by fifteen points in August."""
    folder = tmp_path_factory.mktemp("lantern")
    bring_in(folder / "store", ticket=history(treated=("north", "south"), drop=15))
    return folder


def test_two_regions_with_it_are_held_against_two_without(folder: Path) -> None:
    act(folder, "New script,complaint_rate,2026-08-01,region,north|south,-0.15,A,2026-12-01,done")
    [one] = found("effect", folder / "store")
    assert (one.kind, one.subject["how"], one.caveats) == ("effect.kept", "compared", ())
    assert value(one, "effect") == pytest.approx(-0.15, abs=0.02)
    low, high = one.figures["effect"].interval or (0.0, 0.0)
    assert low < -0.15 < high < 0
    assert value(one, "promised") == -0.15
    assert (one.subject["owner"], one.subject["due"], one.subject["progress"]) == ("A", "2026-12-01", "done")


def test_one_region_is_read_off_its_own_months(folder: Path) -> None:
    act(folder, "New script,complaint_rate,2026-08-01,region,north,-50%,,,")
    [one] = found("effect", folder / "store")
    assert (one.kind, one.subject["how"], one.caveats) == ("effect.kept", "interrupted", ("not_causal",))
    # about half of about 30 %; July, the month before the start, is no part of the level: 16 months from March 2025
    assert value(one, "level") == pytest.approx(0.3, abs=0.01)
    assert value(one, "promised") == pytest.approx(-0.5 * value(one, "level"))
    assert value(one, "effect") == pytest.approx(-0.15, abs=0.03)
    assert one.figures["effect"].lineage.formula == "Prais-Winsten step, 16 months before and 3 after"
    assert abs(value(one, "effect")) > value(one, "placebo")


def test_nothing_is_seen_where_nothing_happened(folder: Path) -> None:
    act(folder, "Posters,complaint_rate,2026-08-01,region,east,-0.15,,,")
    [one] = found("effect", folder / "store")
    assert one.kind == "effect.none"


@pytest.mark.parametrize(
    ("promised", "verdict"),
    [("-0.3", "effect.less"), ("0.1", "effect.against"), ("", "effect.moved"), ("-0.01", "effect.kept")],
)
def test_the_verdict_depends_on_the_promise(folder: Path, promised: str, verdict: str) -> None:
    act(folder, f"New script,complaint_rate,2026-08-01,region,north|south,{promised},,,")
    assert [one.kind for one in found("effect", folder / "store")] == [verdict]


@pytest.mark.parametrize("start", ["2026-10-02", "2025-10-01"])
def test_too_short_before_or_after_is_not_measurable(folder: Path, start: str) -> None:
    """No whole month with it, or only the six from March to August 2025 before it."""
    act(folder, f"New script,complaint_rate,{start},region,north,-0.1,,,")
    [one] = found("effect", folder / "store")
    assert (one.kind, one.caveats) == ("effect.not_measurable", ("short_history",))
    assert "effect" not in one.figures


def test_an_action_of_the_future_is_not_spoken_of(folder: Path) -> None:
    act(folder, "New script,complaint_rate,2026-11-01,,,-0.1,,,")
    assert found("effect", folder / "store") == []


@pytest.mark.parametrize(
    ("ended", "after"),
    [("2026-08-31", 1), ("2026-09-29", 1), ("2026-09-30", 2), ("2026-10-30", 2), ("2026-10-31", 3), ("2027-01-01", 3)],
)
def test_months_after_its_end_say_nothing_of_an_action(folder: Path, ended: str, after: int) -> None:
    """From August on, by the end of October; a month that it left midway is not its own."""
    act(folder, f"New script,complaint_rate,2026-08-01,region,north|south,-0.15,,,,{ended},1,")
    [one] = found("effect", folder / "store")
    assert one.figures["effect"].lineage.formula == f"difference in differences, 16 months before and {after} after"
    assert (one.subject["ended"], one.subject["round"]) == (ended, "1")
    assert "by_slice" not in one.subject


def test_one_that_was_over_at_once_is_not_measurable(folder: Path) -> None:
    act(folder, "New script,complaint_rate,2026-08-01,region,north|south,-0.15,,,,2026-08-20,,yes")
    [one] = found("effect", folder / "store")
    assert (one.kind, one.subject["by_slice"]) == ("effect.not_measurable", "yes")


def test_an_indicator_the_data_do_not_hold_is_said_to_be_not_measurable(folder: Path) -> None:
    act(folder, "Call back,nps,2026-08-01,,,5,A,,")
    [one] = found("effect", folder / "store")
    assert (one.kind, one.figures, one.subject["owner"]) == ("effect.not_measurable", {}, "A")
    assert Narrator("en", METRICS).tell(one).endswith("is not measurable; the data do not hold this indicator")


def test_one_that_names_no_indicator_is_told_all_the_same(folder: Path) -> None:
    act(folder, "Train the team,,2026-08-01,,,,A,2026-09-30,done")
    [one] = found("effect", folder / "store")
    assert (one.kind, one.figures, one.subject["due"]) == ("effect.not_measurable", {}, "2026-09-30")
    said = {language: Narrator(language, METRICS).tell(one) for language in ("zh", "en")}
    assert said["zh"] == "“Train the team”：未指定衡量指标，效果不可测"
    assert said["en"] == "“Train the team”: its effect is not measurable; no indicator is named for it"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A,,2026-08-01,,,-5%,,,,,,", 'line 2: expected: "-5%" of which indicator?'),
        ("A,csat,2026-08-01,,,,,,,soon,,", 'line 2: ended: "soon" is no day'),
        ("A,csat,2026-08-01,,,,,,,,two,", 'line 2: round: "two" is no number of a round'),
        ("A,csat,2026-08-01,,,,,,,,,1", 'line 2: by_slice: "1" should be yes or nothing'),
        ("A,complaint_rat,2026-08-01,,,,,,", 'line 2: no metric "complaint_rat"; did you mean "complaint_rate"?'),
        (",csat,2026-08-01,,,,,,", "line 2: title is empty"),
        ("A,csat,August,,,,,,", 'line 2: start: "August" is no day'),
        ("A,csat,2026-08-01,region,,,,,", "line 2: dimension and member go together"),
        ("A,csat,2026-08-01,,,95%,,,", 'line 2: expected: "95%" may be a change or a level; write +5%'),
        ("A,csat,2026-08-01,,,much,,,", 'line 2: expected: "much" has no number; write'),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    act(tmp_path, line)
    with pytest.raises(DefinitionError) as error:
        read_actions(tmp_path, METRICS)
    assert said in str(error.value)


def test_without_the_file_there_are_no_actions(tmp_path: Path) -> None:
    assert read_actions(tmp_path, METRICS) == ()


def test_actions_of_the_workbench_are_read_beside_the_users_own(tmp_path: Path) -> None:
    act(tmp_path, "Own,csat,2026-08-01,,,,,,")
    (tmp_path / "workbench").mkdir()
    act(tmp_path / "workbench", "Workbench,nps,2026-09-01,,,5,,,")
    read = [(one.title, one.promise) for one in read_actions(tmp_path, METRICS)]
    assert read == [("Own", None), ("Workbench", Promise("by", 5.0))]
    act(tmp_path / "workbench", "Workbench,npss,2026-09-01,,,,,,")
    with pytest.raises(DefinitionError, match=r"workbench/actions\.csv: line 2: no metric"):
        read_actions(tmp_path, METRICS)
