"""A profile file says what it means, or is refused with the file, the key and the nearest valid word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kefu.errors import DefinitionError
from kefu.sources.profiles import PROFILES, read_profile

HEAD = "title: {en: Shop}\nmatch: {columns: [id, at]}\n"


def written(folder: Path, body: str) -> Path:
    path = folder / "shop.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def test_an_id_may_be_made_of_several_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "tables: {order: {fields: {order_id: [shop, id], ordered_at: at}}}\n")
    profile = read_profile(path)
    mapped = profile.tables[0].fields["order_id"]
    assert (mapped.column, mapped.further) == ("shop", ("id",))
    assert profile.columns == {"shop", "id", "at"}


def test_only_an_id_may(tmp_path: Path) -> None:
    path = written(tmp_path, "tables: {order: {fields: {order_id: id, amount: [price, freight]}}}\n")
    with pytest.raises(DefinitionError, match="order: amount: only an id, or a time with a format, is made of"):
        read_profile(path)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("tables: {ordr: {fields: {}}}", 'tables: ordr: unknown word "ordr"; did you mean "order"'),
        ("tables: {order: {fields: {order_no: id}}}", 'unknown word "order_no"; did you mean "order_id"'),
        ("tables: {order: {fields: {order_id: {frm: id}}}}", 'unknown key "frm"; did you mean "from"'),
        ("tables: {order: {fields: {order_id: {pick: min}}}}", 'needs either "from" .* or "value"'),
        ("tables: {order: {fields: {order_id: []}}}", "from: names no column"),
        ("tables: {order: {fields: {amount: {from: id, unit: weeks}}}}", 'unit: unknown word "weeks"'),
        ("timezon: UTC\ntables: {}", 'unknown key "timezon"; did you mean "timezone"'),
        ("tables: [", "is not valid YAML"),
    ],
)
def test_what_a_profile_should_not_say_is_named(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        read_profile(written(tmp_path, body))


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_every_built_in_profile_is_read_and_has_both_titles(name: str) -> None:
    profile = PROFILES[name]
    assert {"en", "zh"} <= set(profile.title)
    assert profile.tables
