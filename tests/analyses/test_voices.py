"""What customers wrote, counted by wording: hand-made answers of one month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kefu.analyses import Study, run_all, voices
from kefu.engine import connect
from kefu.findings import Period
from kefu.metrics import METRICS
from kefu.metrics.query import Meter
from kefu.store.snapshot import Snapshot
from tests.canonical import Row, bring_in

MAY = Period.month("2026-05")
SAID = [  # score, occasion, words
    ("2", "return", "too slow"),
    ("3", "return", "too\r\n\r\nslow"),  # the same words, however they are broken into lines
    ("1", "inquiry", "nobody answered, call me on 13812345678"),
    ("5", "inquiry", "very kind"),
    ("4", "return", "ok"),  # two letters say nothing
    ("5", "return", ""),
    ("3", "return", "so so"),  # no low score
]


def answers() -> list[Row]:
    return [
        {
            "response_id": f"S{n}",
            "sent_at": f"2026-05-{n + 1:02d} 09:00:00",
            "answered_at": f"2026-05-{n + 1:02d} 10:00:00",
            "csat": score,
            "scenario": occasion,
            "comment": words,
        }
        for n, (score, occasion, words) in enumerate(SAID)
    ]


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    bring_in(tmp_path / "data", survey_response=answers())
    engine = connect()
    meter = Meter(Snapshot(tmp_path / "data", engine), METRICS)
    yield Study.of_month(meter, MAY, ("csat",), "CN", {})
    engine.close()


def test_equal_words_are_one_voice_and_the_discontent_come_first(study: Study) -> None:
    found = [(one.kind, one.subject["text"], one.figures["count"].value) for one in run_all(study, ["voices"])]
    assert [(kind, count) for kind, _, count in found] == [
        ("voices.low", 2), ("voices.low", 1), ("voices.middling", 1), ("voices.high", 1)
    ]  # fmt: skip
    assert found[0][1] == "too slow"
    assert found[3][1] == "very kind"


def test_a_telephone_number_is_not_quoted(study: Study) -> None:
    """This store keeps texts as they came; what is printed is masked all the same."""
    said = " ".join(one.subject["text"] for one in run_all(study, ["voices"]))
    assert "nobody answered" in said
    assert "13812345678" not in said
    assert "〔手机号〕" in said


def test_of_words_said_as_often_the_latest_come_first(tmp_path: Path) -> None:
    """Not those that begin with the first letter."""
    said = [
        {"response_id": f"S{day}", "sent_at": f"2026-05-{day:02d} 09:00:00", "csat": "1", "comment": words,
         "answered_at": f"2026-05-{day:02d} 10:00:00"}
        for day, words in ((3, "a lamp is broken"), (9, "no parcel yet"), (6, "much too late"))
    ]  # fmt: skip
    bring_in(tmp_path / "data", survey_response=said)
    engine = connect()
    study = Study.of_month(Meter(Snapshot(tmp_path / "data", engine), METRICS), MAY, ("csat",), "CN", {})
    found = [one.subject["text"] for one in run_all(study, ["voices"])]
    assert found == ["no parcel yet", "much too late", "a lamp is broken"]
    engine.close()


def test_words_said_on_several_occasions_are_of_none_of_them(tmp_path: Path) -> None:
    """Once of a return and once of an inquiry; twice of a return, once broken into lines; once of a return and once of
    nothing."""
    told = (("too slow", "return"), ("too slow", "inquiry"), ("late again", "return"), ("late\nagain", "return"),
            ("no parcel", "return"), ("no parcel", ""), ("so rude", "return"), ("so\nrude", "inquiry"))  # fmt: skip
    said = [
        {"response_id": f"S{n}", "sent_at": f"2026-05-{n + 1:02d} 09:00:00", "csat": "1", "comment": words,
         "answered_at": f"2026-05-{n + 1:02d} 10:00:00", "scenario": occasion}
        for n, (words, occasion) in enumerate(told)
    ]  # fmt: skip
    bring_in(tmp_path / "data", survey_response=said)
    engine = connect()
    study = Study.of_month(Meter(Snapshot(tmp_path / "data", engine), METRICS), MAY, ("csat",), "CN", {})
    found = {
        one.subject["text"]: (one.subject["scenario"], one.subject["several"]) for one in run_all(study, ["voices"])
    }
    assert found == {
        "too slow": ("", "yes"), "late again": ("return", ""), "no parcel": ("return", ""), "so rude": ("", "yes")
    }  # fmt: skip
    engine.close()


@pytest.mark.parametrize(
    ("written", "printed"), [(", muito ruim !", "muito ruim !"), ("...", "..."), ("\\Vou esperar", "Vou esperar")]
)
def test_words_are_quoted_without_the_marks_they_begin_with(written: str, printed: str) -> None:
    assert voices._quoted(written) == printed
