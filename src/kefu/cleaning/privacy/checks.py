"""Whether digits are what they look like: checksums, dates, ranges."""

from __future__ import annotations

import re
from datetime import date

REGIONS = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
    91,
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643: 2^(18-i) mod 11
CHECK = "10X98765432"
FIRST_YEAR = 1900


def is_id_card(value: str) -> bool:
    """Resident identity number, GB 11643-1999: region, date of birth, and a check character modulo 11-2."""
    kept = _without(value, " -").upper()
    if int(kept[:2]) not in REGIONS or not _is_day(kept[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, kept, strict=False))
    return CHECK[total % 11] == kept[17]


def is_card(value: str) -> bool:
    """Bank card, ISO/IEC 7812: 16 to 19 digits of which the last is Luhn's."""
    digits = [int(one) for one in _without(value, " -")]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_ip(value: str) -> bool:
    """Four numbers below 256; where three of them have one digit they are a version or a price (1.8.8.8)."""
    parts = [int(one) for one in value.split(".")]
    return all(one <= 255 for one in parts) and parts[0] > 0 and sum(one > 9 for one in parts) >= 2


def is_plate(value: str) -> bool:
    """Letters alone are a word, and three digits are the fewest a standard plate has."""
    return sum(one.isdigit() for one in value) >= 3


def is_number(value: str) -> bool:
    """A number somebody gave, and not the day or the moment something happened."""
    digits = re.sub("[^0-9]", "", value)
    written = re.match("(?:19|20)[0-9]{2}[-/. ](?:0?[1-9]|1[0-2])[-/. ][0-9]", value)
    return not written and not (digits == value and len(digits) in (8, 12, 14) and _is_day(digits[:8]))


def is_phone(value: str) -> bool:
    return 7 <= len(re.sub("[^0-9]", "", value)) <= 12 and is_number(value)


def is_order(value: str) -> bool:
    return sum(one.isdigit() for one in value) >= 6 and is_number(value)


def is_account(value: str) -> bool:
    """A name chosen at a service: a word alone may be the next word of the sentence."""
    return value.isdigit() or any(one.isdigit() or one in "_-" for one in value)


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    try:
        return FIRST_YEAR <= date(year, month, day).year <= 2100
    except ValueError:
        return False


def _without(value: str, signs: str) -> str:
    return "".join(one for one in value if one not in signs)
