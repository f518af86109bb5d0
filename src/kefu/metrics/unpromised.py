"""The metrics where a company promises nothing: what is judged is the source's own mark, and is called that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kefu.metrics.definition import Definition


class Unpromised(Mapping[str, Definition]):
    """``metrics`` under the titles and notes they have without promises, where they have such."""

    def __init__(self, metrics: Mapping[str, Definition]) -> None:
        self.metrics = metrics

    def __getitem__(self, name: str) -> Definition:
        found = self.metrics[name]
        if not found.unpromised_title:
            return found
        return replace(found, title=found.unpromised_title, note=found.unpromised_note or found.note)

    def __iter__(self) -> Iterator[str]:
        return iter(self.metrics)

    def __len__(self) -> int:
        return len(self.metrics)

    def __contains__(self, name: object) -> bool:
        return name in self.metrics
