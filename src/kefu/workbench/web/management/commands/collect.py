"""``manage.py collect``: the static files, once per version of what they are made of."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Collect the static files where they changed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        made_of, kept = _made_of(), settings.STATIC_ROOT / "made-of"
        if kept.is_file() and kept.read_text(encoding="ascii") == made_of:
            return
        _write_charts(Path(settings.HOME) / "charts")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        kept.write_text(made_of, encoding="ascii")


def _made_of() -> str:
    """What stands for every static file there is, and for the library the charts are drawn by."""
    from kefu.report.renderers.html import block_style

    found = sha256(f"{version('vl-convert-python')} {block_style()}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}".encode())
    return found.hexdigest()


def _write_charts(folder: Path) -> None:
    """The Vega libraries as one script, made by vl-convert, and the style of the report's blocks, which holds within
    ``.blocks`` only; the page loads both from this machine."""
    from kefu.report.renderers.html import block_style, chart_library

    (folder / "charts").mkdir(parents=True, exist_ok=True)
    (folder / "charts" / "blocks.css").write_text(f".blocks {{\n{block_style()}}}\n", encoding="utf-8")
    (folder / "charts" / "vega.js").write_text(chart_library(), encoding="utf-8")
