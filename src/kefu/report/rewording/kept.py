"""Answers of a language model kept with the project: ``wording/<digest>.json``, one for each thing that was asked.

The digest is that of model, task and sentence, so the same sentence has the same words until the file is deleted; the
folder is frozen with a published report. What is kept was asked without names and holds none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from kefu.errors import DataError
from kefu.store.record import replace_file

FOLDER = "wording"


class Kept:
    """The answers under a project's folder, for one model and language."""

    def __init__(self, project: Path, model: str, language: str) -> None:
        self.folder, self.model, self.language = project / FOLDER, model, language

    def get(self, task: str, asked: Sequence[str]) -> Any:
        """What the model answered, None where it was never asked; raises DataError for a file that cannot be read."""
        path = self._path(task, asked)
        if not path.is_file():
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))["said"]
        except (ValueError, KeyError, TypeError):
            raise DataError(f"{path}: is no answer of a model; delete it, and it is asked again") from None

    def put(self, task: str, asked: Sequence[str], said: Any) -> None:
        held = {"model": self.model, "language": self.language, "task": task, "asked": list(asked), "said": said}
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._path(task, asked), json.dumps(held, ensure_ascii=False, indent=1) + "\n")

    def _path(self, task: str, asked: Sequence[str]) -> Path:
        said = json.dumps([self.model, self.language, task, list(asked)], ensure_ascii=False)
        return self.folder / f"{sha256(said.encode()).hexdigest()[:20]}.json"
