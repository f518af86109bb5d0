"""How a text is read when it is searched: full-width digits as digits, dashes as one dash, spoken digits as digits.

Every character is read as exactly one, so that what is found in the reading lies at the same place in the text, and
all that is not masked stays as it was written.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from kefu.engine import literal

_WIDE = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), *range(0x1D7CE, 0x1D800)]
_SIGNS = [ord(sign) for sign in "＃＋－．／＠＿"]  # not ，（）！： which most Chinese texts have and no number
_DASHES = [*range(0x2010, 0x2016), 0x2212]
_BLANKS = [0xA0, 0x3000, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060]  # unseen inside numbers too
FOLDED = {
    **{code: normalize("NFKC", chr(code)) for code in (*_WIDE, *_SIGNS)},
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_BLANKS, " "),
}
_TO_FOLD = re.compile(f"[{''.join(map(chr, FOLDED))}]")

SPOKEN = dict(zip("零〇幺一壹二贰三叁四肆五伍六陆七柒八捌九玖", "001112233445566778899", strict=True))
_TABLE = str.maketrans(SPOKEN)
_DIGIT = f"[0-9{''.join(SPOKEN)}]"
RUN = f"{_DIGIT}(?:[ ,，、-]?{_DIGIT}){{6,}}"  # seven digits are the shortest telephone number
_RUN = re.compile(RUN)
_PAUSES = str.maketrans("，、,", "   ")


def folded(text: str) -> str:
    return text.translate(FOLDED) if not text.isascii() and _TO_FOLD.search(text) else text


def needs_folding_sql(column: str) -> str:
    return f"regexp_matches({column}, {literal(_TO_FOLD.pattern)})"


def folded_sql(column: str) -> str:
    return f"translate({column}, {literal(''.join(map(chr, FOLDED)))}, {literal(''.join(FOLDED.values()))})"


def heard(text: str) -> str:
    """Runs of spoken digits (幺三八零零…) as digits; a comma between groups, as recognition writes it, as a blank."""
    return _RUN.sub(lambda run: run[0].translate(_TABLE).translate(_PAUSES), text)
