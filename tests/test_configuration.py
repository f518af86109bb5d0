"""``kefu.yaml``: defaults for what it leaves out, one line for what it should not say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kefu.configuration import Configuration, Model, Quality, read_configuration, write_configuration
from kefu.errors import DefinitionError


def read(folder: Path, text: str) -> Configuration:
    (folder / "kefu.yaml").write_text(text, encoding="utf-8")
    return read_configuration(folder)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    said = Configuration(company="灯笼", language="en", timezone="UTC", response_bands={"fast": 30, "slow": 60})
    said = replace(said, quality=Quality(max_drift=None, sources={"a": {"max_missing": 0.1}}, platforms={"jd": "shop"}))
    said = replace(said, model=Model("http://127.0.0.1:8000/v1", "local", timeout=5, commentary=True))
    write_configuration(tmp_path, said)
    assert read_configuration(tmp_path) == said


def test_what_it_does_not_say_has_its_default(tmp_path: Path) -> None:
    assert read(tmp_path, "company: Lantern\n") == Configuration(company="Lantern")
    assert read(tmp_path, "") == Configuration()


def test_limits_hold_for_every_source_but_those_with_their_own(tmp_path: Path) -> None:
    text = "quality: {max_days_old: 9, max_drift: null, sources: {survey: {max_days_old: 100}}}"
    quality = read(tmp_path, text).quality
    assert (quality.limits("survey")["max_days_old"], quality.limits("other")["max_days_old"]) == (100, 9)
    assert quality.limits("survey")["max_drift"] is None
    assert quality.limits("survey")["max_missing"] == Quality().max_missing


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("compani: Lantern", 'unknown key "compani".*company'),
        ("currency: yuan", "currency: should be three capital letters"),
        ("language: fr", "language: should be one of zh, en"),
        ("week_start: friday", "week_start: should be one of monday, sunday"),
        ("- a list", "should be keys and values"),
        ("company: [", "is not valid YAML"),
        ("response_bands: {slow: 60, fast: 30}", "rising limits"),
        ("response_bands: {fast: -1}", "rising limits"),
        ("response_bands: [1, 2]", "rising limits"),
        ("stock: 3", "stock: should be keys and values: lead, holding, order_cost"),
        ("stock: {leed: 2}", 'stock: unknown key "leed".*lead'),
        ("stock: {lead: 0.5}", "stock: lead: should be whole months"),
        ("stock: {holding: 22}", "stock: holding: should be a share of the value"),
        ("stock: {order_cost: -1}", "stock: order_cost: should be what an order costs"),
        ("surveys: yes", "surveys: should be keys and values: finite_population, customers"),
        ("surveys: {finite: true}", 'surveys: unknown key "finite".*finite_population'),
        ("surveys: {finite_population: 1}", "finite_population: should be true or false"),
        ("surveys: {customers: {channel: {phone: many}}}", "customers: should be a dimension with the numbers"),
        ("surveys: {customers: {channel: {phone: -1}}}", "customers: should be a dimension with the numbers"),
        ("surveys: {customers: {channel: 1200}}", "customers: should be a dimension with the numbers"),
        ("surveys: {customers: {channel: {1: 2}}}", "customers: should be a dimension with the numbers"),
        ("quality: 3", "quality: should be names with limits"),
        ("quality: {max_day_old: 3}", 'quality: unknown key "max_day_old".*max_days_old'),
        ("quality: {max_missing: 30}", "quality: max_missing: should be a share from 0 to 1"),
        ("quality: {max_days_old: soon}", "quality: max_days_old: should be a number, 0 or more"),
        ("quality: {max_days_old: true}", "quality: max_days_old: should be a number, 0 or more"),
        ("quality: {sources: {a: 1}}", "quality: sources: should be names of profiles"),
        ("quality: {sources: {a: {max_age: 1}}}", 'quality: sources: a: unknown limit "max_age"'),
        ("quality: {platforms: [jd]}", "quality: platforms: should be platforms"),
        ("model: {name: m}", "model: should name endpoint and name"),
        ("model: {endpoint: 'http://example.com/v1', name: m}", "model: endpoint: should be like https://"),
        ("model: {endpoint: 'https://u:p@example.com', name: m}", "model: endpoint: should be like https://"),
        ("model: {endpoint: 'https://example.com', name: m, temperature: 1}", 'model: unknown key "temperature"'),
        ("model: {endpoint: 'https://example.com', name: m, key: sk-123}", "model: key: should be the name of an env"),
        ("model: {endpoint: 'https://example.com', name: m, timeout: 0}", "model: timeout: should be seconds"),
        (
            "model: {endpoint: 'https://example.com', name: m, commentary: 1}",
            "model: commentary: should be true or false",
        ),
    ],
)
def test_what_it_should_not_say_is_answered_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("kefu.yaml: ")
    assert "\n" not in str(caught.value)
