"""What tests of the renderers share."""

from __future__ import annotations

import pytest

from kefu.report.document import Language


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each test that asks for it runs in both languages."""
    found: Language = request.param
    return found
