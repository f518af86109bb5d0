"""The shape of a tone: a reader who sees no colour tells good from bad by the mark before the word."""

from __future__ import annotations

from typing import assert_never

from kefu.report.document import Tone


def mark(tone: Tone | None) -> str:
    """Return ●, ▲ or ■; neutral and absent tones carry no mark, for they claim nothing."""
    match tone:
        case None | Tone.NEUTRAL:
            return ""
        case Tone.GOOD:
            return "●"
        case Tone.WARN:
            return "▲"
        case Tone.BAD:
            return "■"
        case _:
            assert_never(tone)


def marked(text: str, tone: Tone | None) -> str:
    """Return the text behind its mark; a text that brings the mark along is left as it is."""
    shape = mark(tone)
    return f"{shape} {text}".strip() if shape and not text.startswith(shape) else text
