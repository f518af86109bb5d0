"""What ``stories.yaml`` says a story shows is what the generator does, with and without it, in a large company."""

from __future__ import annotations

import pytest
from bench.planted import EVERY, size

from kefu.demo.stories import Shown, Story

TICKETS = 2_000_000
NEAR = {"times": 0.08, "odds": 0.25, "plus": 0.35}  # of the size, by how few calls and answers there are
SHOWN = [(story, shown) for story in EVERY for shown in story.shows]


@pytest.mark.parametrize(
    ("story", "shown"), SHOWN, ids=lambda one: one.id if isinstance(one, Story) else f"{one.metric}{one.month}"
)
def test_a_story_shows_what_it_says(story: Story, shown: Shown) -> None:
    assert size(shown, story.id, TICKETS) == pytest.approx(shown.size, rel=NEAR[shown.how])


def test_what_is_told_of_a_cause_is_stated_and_of_a_decoy_nothing_but_its_mix() -> None:
    causes = {one.id for one in EVERY if one.told_as == "cause"}
    assert {story.id for story, _ in SHOWN} == causes | {"channel_mix_shift"}
