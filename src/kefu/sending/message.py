"""The summary card of a report as text: title, key numbers, findings, and where the whole of it is.

A card that is too long for its channel loses its last findings, then its last numbers, each as a whole; title and link
stay. Nothing is cut in the middle of a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from kefu.errors import DataError, NotFoundError
from kefu.narrative.words import WORDS
from kefu.report.archive import Version
from kefu.report.summary import Summary
from kefu.sending.channel import Channel

LARGEST = 20_000_000  # bytes of all attachments; most mail servers take 25 MB, and encoding adds a third


@dataclass(frozen=True, slots=True)
class Message:
    """What one channel gets. ``digest`` is that of title, text and attached files: the same is not sent twice."""

    title: str
    text: str
    files: tuple[Path, ...]
    digest: str

    @property
    def size(self) -> int:
        return _size(self.title, self.text)


def write(
    channel: Channel, summary: Summary, project: Path, files: Sequence[Path], version: Version | None = None
) -> Message:
    """The message of a published version or, without one, of a draft; ``files`` are the report's finished files.

    Raises NotFoundError where a file to attach was not written, DataError where files or message are too large.
    """
    words = WORDS[channel.language]["message"]
    own = [path for path in files if path.stem.endswith(f"_{channel.language}")]
    attached = tuple(_attached(channel, own, suffix) for suffix in channel.attach)
    if sum(path.stat().st_size for path in attached) > LARGEST:
        raise DataError(
            "{place}: attach: the files have more than {most} MB; give a link",
            place=channel.place,
            most=LARGEST // 1000000,
        )
    title = summary.title if version else f"{words['draft']}{summary.title}"
    end = _end(channel, words, project, own, attached)
    text = _fitting(channel, title, summary, words, end)
    return Message(title, text, attached, _digest(title, text, attached))


def _attached(channel: Channel, files: Sequence[Path], suffix: str) -> Path:
    found = next((path for path in files if path.suffix == f".{suffix}"), None)
    if found is None:
        raise NotFoundError(
            '{place}: attach: the report has no {suffix} in this language; see "kefu report --language '
            '{language} --format {suffix}"',
            place=channel.place,
            suffix=suffix,
            language=channel.language,
        )
    return found


def _end(
    channel: Channel, words: dict[str, str], project: Path, files: Sequence[Path], attached: Sequence[Path]
) -> list[str]:
    """Where the whole report is: a link to the page (or the first file there is), names of what is attached."""
    linked = sorted(files, key=lambda path: path.suffix != ".html")[:1] if channel.link else []
    lines = [f"{words['report']}{channel.link}/{quote(one.relative_to(project).as_posix())}" for one in linked]
    if attached:
        lines.append(f"{words['attached']}{', '.join(path.name for path in attached)}")
    return lines


def _fitting(channel: Channel, title: str, summary: Summary, words: dict[str, str], end: Sequence[str]) -> str:
    """As much of the card as the channel takes."""
    numbers, findings = list(summary.numbers), list(summary.findings)
    while True:
        text = _text(words, numbers, findings, end)
        if channel.limit is None or _size(title, text) <= channel.limit:
            return text
        if not numbers and not findings:
            raise DataError(
                "{place}: title and link alone are longer than a {kind} message may be",
                place=channel.place,
                kind=channel.kind,
            )
        (findings or numbers).pop()


def _text(words: dict[str, str], numbers: Sequence[str], findings: Sequence[str], end: Sequence[str]) -> str:
    parts = [
        "\n".join([words["numbers"], *(f"· {one}" for one in numbers)]) if numbers else "",
        "\n".join([words["findings"], *(f"{place}. {one}" for place, one in enumerate(findings, 1))])
        if findings
        else "",
        "\n".join(end),
    ]
    return "\n\n".join(one for one in parts if one)


def _size(title: str, text: str) -> int:
    """Bytes of the message as robots count them, title and the line break after it included."""
    return len(f"{title}\r\n{text}".encode())


def _digest(title: str, text: str, files: Sequence[Path]) -> str:
    held = {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    return sha256(json.dumps([title, text, held], ensure_ascii=False).encode()).hexdigest()
