"""How a value is written before its pseudonym is made, so that +86 138-0013-8000 and 13800138000 are one person's.

Every step is said twice, in Python for texts and in SQL for columns, and a test holds them equal.
"""

from __future__ import annotations

import re

from kefu.engine import literal

_HALF = "".join(map(chr, range(0x21, 0x7F)))
_FULL = "".join(map(chr, range(0xFF01, 0xFF5F)))
_LOWER, _UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WRITTEN = _FULL + _LOWER
# ASCII only: upper() of other alphabets differs between the two languages.
READ = "".join(_UPPER[_LOWER.index(one)] if one in _LOWER else one for one in _HALF) + _UPPER
TABLE = str.maketrans(WRITTEN, READ)

BLANKS = "[ \t\r\n\v\f\u00a0\u3000]"
NOT_DIGITS = "[^0-9]"
NOT_CODE = "[^0-9A-Z\u4e00-\u9fff]"
DROPPED = {
    "phone": NOT_DIGITS, "bank_card": NOT_DIGITS, "qq": NOT_DIGITS,
    "id_card": NOT_CODE, "plate": NOT_CODE, "order": NOT_CODE, "tracking": NOT_CODE,
    "url": BLANKS, "email": BLANKS, "wechat": BLANKS, "ip": BLANKS, "address": BLANKS, "name": BLANKS,
}  # fmt: skip
ABROAD = "^(?:0086|86|0)(1[3-9][0-9]{9})$"  # a mobile number as called from abroad, or from another city in the past


def normalised(kind: str, value: str) -> str:
    """The value as its pseudonym is made of; a kind not known here, such as a customer's number, stays as it is."""
    if kind not in DROPPED:
        return value
    kept = re.sub(DROPPED[kind], "", value.translate(TABLE))
    return re.sub(ABROAD, r"\1", kept) if kind == "phone" else kept


def normalised_sql(kind: str, column: str) -> str:
    text = f"CAST({column} AS VARCHAR)"
    if kind not in DROPPED:
        return text
    kept = f"regexp_replace(translate({text}, {literal(WRITTEN)}, {literal(READ)}), {literal(DROPPED[kind])}, '', 'g')"
    return f"regexp_replace({kept}, {literal(ABROAD)}, '\\1')" if kind == "phone" else kept
