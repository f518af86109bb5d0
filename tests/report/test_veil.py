"""What leaves beside the report names nobody, and names come back where they were."""

from __future__ import annotations

from kefu.cleaning.privacy import PERSON, Pseudonyms
from kefu.findings import Figure, Finding, Unit
from kefu.findings.figure import derived
from kefu.metrics import METRICS
from kefu.narrative.narrator import Narrator
from kefu.report.veil import Veil, VeiledNarrator, is_person

PSEUDONYMS = Pseudonyms(b"0" * 32)


def share(value: float) -> Figure:
    return derived("given", Unit.SHARE, value)


def test_an_agent_in_a_finding_becomes_a_token_and_back() -> None:
    roles = {name: share(0.5) for name in ("before", "now", "share", "effect", "weight_before", "weight_now")}
    part = Finding("analyses.cause", "cause.member", {"dimension": "agent_id", "member": "王小明"}, roles)
    told = Finding("analyses.cause", "cause.member", {"metric": "csat", "dimension": "agent_id"}, roles, (), (part,))
    narrator, veil = Narrator("zh", METRICS), Veil(PSEUDONYMS, "zh")
    plain, masked = narrator.tell(told), VeiledNarrator(narrator, veil).tell(veil.finding(told))
    token = f"〔姓名·{PSEUDONYMS.of(PERSON, '王小明')}〕"
    assert "王小明" in plain
    assert "王小明" not in masked
    assert masked == plain.replace("王小明", token)
    assert veil.lifted(masked) == plain


def test_free_text_of_an_incident_is_masked_and_a_team_is_not() -> None:
    veil = Veil(PSEUDONYMS, "en")
    said = {"title": "回电 13812345678", "dimension": "team", "member": "logistics"}
    subject = veil.finding(Finding("analyses.incidents", "incident", said, {})).subject
    assert "13812345678" not in subject["title"]
    assert (subject["dimension"], subject["member"]) == ("team", "logistics")


def test_who_is_a_person() -> None:
    assert [is_person(one) for one in ("agent_id", "customer_id", "team", "channel")] == [True, True, False, False]
