"""What went wrong, said on the next page instead of a traceback."""

from __future__ import annotations

from types import TracebackType

from django.contrib import messages
from django.http import HttpRequest

from kefu.errors import KefuError
from kefu.workbench.web.refusals import refusal


class told:  # noqa: N801 - read as a word: with told(request)
    """Say ``done`` where the block ends well; where it raises a KefuError, say that and go on behind the block."""

    def __init__(self, request: HttpRequest, done: str = "") -> None:
        self.request, self.done = request, done

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, KefuError):
            messages.error(self.request, refusal(error))
            return True
        if error is None and self.done:
            messages.success(self.request, self.done)
        return False
