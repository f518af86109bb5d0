"""The telephone system's call list and the survey tool's spreadsheet."""

from __future__ import annotations

import numpy as np

from kefu.demo.blemishes import DUPLICATE, OUT_OF_RANGE, SUMMARY, UNREADABLE, Blemishes
from kefu.demo.calls import DIRECTION, OUTCOME, QUEUE
from kefu.demo.conversations import FAKE_PHONES
from kefu.demo.dice import Dice
from kefu.demo.export_helpdesk import AGENT_CODES, with_duplicates
from kefu.demo.phrases import survey_words
from kefu.demo.sheets import Moment, Sheet
from kefu.demo.surveys import SCENARIO, moods
from kefu.demo.vocabulary import CHANNEL_SPOKEN, LINE, NEVER, REGION, TEAM, Array, Columns
from kefu.demo.writing import TextFile, chosen, csv_lines, local_times, numbered, put, spans, whole, written

CALL_HEADER = (
    "通话编号,呼叫时间,呼叫类型,技能组,排队时长,通话时长,保持时长,话后时长,结果,工单号,坐席工号,班组,客户编号,客户号码"
)
CALL_BLEMISHES = {DUPLICATE: 0.0015, UNREADABLE: 0.0006}
UNREADABLE_TIME = "1970-00-00 --:--:--"
NOT_REACHED = "--"

SURVEY_HEADER = (
    "问卷编号", "发送时间", "答复时间", "工单号", "客户编号", "场景", "总体满意度", "服务态度", "处理效率", "专业能力",
    "推荐意愿", "轻松程度", "意见", "服务渠道", "班组", "坐席工号", "产品线", "地区",
)  # fmt: skip
ANSWERS = ("attitude", "efficiency", "expertise", "nps", "ces")  # beside the overall score
SURVEY_BLEMISHES = {DUPLICATE: 0.002, UNREADABLE: 0.001, OUT_OF_RANGE: 0.0015}
COMMENTED = 0.25


def calls(rng: Dice, file: TextFile, found: Columns, spoiled: Blemishes, first: int) -> int:
    size = len(found["at"])
    bad = spoiled.choose(rng, file.path.name, CALL_BLEMISHES, size)
    reached = np.flatnonzero(found["outcome"] == NEVER)
    lines = csv_lines(
        {
            "call": numbered("T", first + np.arange(size), 9),
            "at": put(local_times(found["at"]), bad[UNREADABLE], UNREADABLE_TIME),
            "direction": written(DIRECTION, found["direction"]),
            "queue": written(QUEUE, found["queue"]),
            "waited": spans(found["waited"]),
            "talk": spans(found["talk"]),
            "hold": spans(found["hold"]),
            "wrap": spans(found["wrap"]),
            "outcome": put(written(OUTCOME, found["outcome"]), reached, NOT_REACHED),
            "ticket": whole(found["ticket"]),
            "agent": chosen(AGENT_CODES, found["agent"]),
            "team": written(TEAM, found["team"]),
            "customer": numbered("C", found["customer"] + 1, 8),
            "phone": chosen(FAKE_PHONES, found["customer"] % len(FAKE_PHONES)),
        }
    )
    file.add(with_duplicates(lines, bad[DUPLICATE]))
    return first + size


class SurveySheet:
    """Survey answers go in month by month; the tool puts its averages underneath when the sheet is closed."""

    def __init__(self, sheet: Sheet, spoiled: Blemishes, file: str) -> None:
        self.sheet, self.spoiled, self.file = sheet, spoiled, file
        self.number, self.answers, self.total = 1, 0, 0

    def add(self, rng: Dice, answers: Columns, found: Columns) -> None:
        size = len(answers["sent"])
        came = answers["answered"] != NEVER
        anywhere = np.ones(size, dtype=bool)
        bad = self.spoiled.choose(
            rng, self.file, SURVEY_BLEMISHES, size,
            among={DUPLICATE: anywhere, UNREADABLE: anywhere, OUT_OF_RANGE: came},
        )  # fmt: skip
        csat = answers["csat"].copy()
        csat[bad[OUT_OF_RANGE]] = 9
        wordy = came & (rng.random(size) < COMMENTED)
        rows = list(self._rows(answers, found, csat, set(bad[UNREADABLE].tolist()), wordy))
        for one in [*rows, *(rows[place] for place in bad[DUPLICATE].tolist())]:
            self.sheet.add(one)
        self.number += size
        self.answers += int(came.sum())
        self.total += int(csat[came].sum())

    def _rows(
        self, answers: Columns, found: Columns, csat: Array, unreadable: set[int], wordy: Array
    ) -> list[list[str | int | Moment | None]]:
        at = {name: found[name][answers["row"]].tolist() for name in _SHOWN}
        told = {name: values.tolist() for name, values in answers.items()}
        mood, scores = moods(answers["csat"]).tolist(), csat.tolist()
        words = [survey_words(one) for one in ("good", "fair", "bad")]
        rows: list[list[str | int | Moment | None]] = []
        for place in range(len(scores)):
            came = told["answered"][place] != NEVER
            said = words[mood[place]]
            rows.append(
                [
                    f"S{self.number + place:08d}",
                    "待确认" if place in unreadable else Moment(told["sent"][place]),
                    Moment(told["answered"][place]) if came else None,
                    at["number"][place],
                    f"C{at['customer'][place] + 1:08d}",
                    SCENARIO.written[at["category"][place]],
                    *([scores[place]] if came else [None]),
                    *(told[name][place] if came else None for name in ANSWERS),
                    said[told["chance"][place] % len(said)] if wordy[place] else None,
                    CHANNEL_SPOKEN.written[at["channel"][place]],
                    TEAM.written[at["team"][place]],
                    AGENT_CODES[at["agent"][place]],
                    LINE.written[at["product_line"][place]],
                    REGION.written[at["region"][place]],
                ]
            )
        return rows

    def close(self) -> None:
        average = round(self.total / self.answers, 2) if self.answers else None
        self.sheet.add(["平均", None, None, None, None, None, average])
        self.spoiled.note(self.file, SUMMARY)


_SHOWN = ("number", "customer", "category", "channel", "team", "agent", "product_line", "region")
