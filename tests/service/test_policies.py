"""``sla.yaml``: promises in the order in which they are tried, and what is answered to a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.errors import DefinitionError
from kefu.service.policies import PAUSES, Policy, Promises, read_promises

WHOLE = """\
pauses: [pending, on_hold]
at_closing: next_opening
policies:
  vip: {when: {segment: vip, priority: [high, urgent]}, first_response: 15m, next_response: 90s, resolution: 1h30m}
  everybody: {first_response: 1h, clock: wangwang}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "sla.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_promises_are_read_in_order(tmp_path: Path) -> None:
    when = {"segment": ("vip",), "priority": ("high", "urgent")}
    vip = Policy("vip", when, first_response=900, next_response=90, resolution=5_400)
    everybody = Policy("everybody", first_response=3_600, clock="wangwang")
    found = read_promises(written(tmp_path, WHOLE), {"wangwang"})
    assert found == Promises((vip, everybody), ("pending", "on_hold"), "next_opening")


def test_without_a_file_nothing_is_promised(tmp_path: Path) -> None:
    assert read_promises(tmp_path / "sla.yaml", ()) == Promises((), PAUSES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "should be keys and values: pauses, at_closing, policies"),
        ("polices: {}", 'unknown key "polices"; did you mean "policies"?'),
        ("pauses: pending", "pauses: should be a list of states"),
        ("at_closing: later", "at_closing: should be one of closing_time, next_opening"),
        ("policies: {a: {}}", "a: promises nothing"),
        ("policies: {a: {first: 1h}}", 'a: unknown key "first"'),
        ("policies: {a: {resolution: 90}}", 'a: resolution: "90" should be a time such as'),
        ("policies: {a: {resolution: 2d}}", 'a: resolution: "2d" should be a time such as'),
        ("policies: {a: {resolution: 0m}}", "a: resolution: invalid SLA duration 0"),
        ("policies: {a: {resolution: 1h, clock: wangwan}}", 'a: clock: unknown "wangwan"; did you mean "wangwang"?'),
        ("policies: {a: {when: {}, resolution: 1h}}", "a: when: says nothing"),
        (
            "policies: {a: {when: {prio: high}, resolution: 1h}}",
            'a: when: unknown key "prio"; did you mean "priority"?',
        ),
        ("policies: {a: {resolution: 1h}, b: {resolution: 2h}}", "a: holds for every ticket"),
        ("policies: [", "is not valid YAML"),
    ],
)
def test_what_promises_should_not_say(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_promises(written(tmp_path, text), {"wangwang"})
    assert str(caught.value).startswith("sla.yaml: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
