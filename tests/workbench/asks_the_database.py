"""Which tests the database may change the outcome of: those that keep rows in it, but for what the company's data say.

A plugin of the run that repeats them on PostgreSQL. What a page shows of the built company is read from files by the
engine, whichever database keeps its people. Every page is opened by somebody who may open it; whom it is refused to is
decided by the role, before a row is asked for. A test without rows, or with programs that have a database of their own,
would do the same as before.
"""

from __future__ import annotations

import pytest

ROWS = {"db", "transactional_db"}
DATA = "built_company"
BY_ROLE = "by_role"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    others = [item for item in items if not asks(item)]
    items[:] = [item for item in items if asks(item)]
    config.hook.pytest_deselected(items=others)


def asks(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    has_rows = item.get_closest_marker("django_db") is not None or bool(ROWS & fixtures)
    return has_rows and DATA not in fixtures and item.get_closest_marker(BY_ROLE) is None
