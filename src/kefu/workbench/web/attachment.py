"""A file somebody sent, handed out again: always to save, never to look at in the browser, whatever it is."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse


def attachment(stream: IO[bytes], name: str) -> FileResponse:
    response = FileResponse(stream, as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
