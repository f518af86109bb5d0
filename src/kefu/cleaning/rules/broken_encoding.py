"""A text was read or saved in the wrong encoding somewhere: � or 锟斤拷 where letters were.

In ids, codes and names one such letter is one too many. A free text is set aside when most of it is broken; the rest of
what a customer wrote is worth keeping.
"""

from collections.abc import Sequence

from kefu.cleaning import Condition, Mapped, Rule
from kefu.engine import literal
from kefu.schema import Field, Type

NAMES = ("name", "title")
SIGNS = ("\ufffd", "锟斤拷", "Ã", "â€", "å", "æ")
# U+FFFD; U+FFFD saved as GBK; UTF-8 read as Latin-1: é as Ã©, a quotation mark as â€, two Chinese characters as å®¢æœ…
BROKEN = (
    r"\x{FFFD}|锟斤拷|烫烫烫|[ÃÂ][\x{80}-\x{BF}]|â€|ï»¿"
    r"|[ä-é][\x{80}-\x{2FFF}][\x{80}-\x{2FFF}][ä-é][\x{80}-\x{2FFF}]"
)
LETTERS = r"[\x{FFFD}锟斤拷烫\x{80}-\x{FF}]"


def conditions(mapped: Mapped) -> Sequence[Condition]:
    return [
        Condition(
            f"CASE WHEN strlen({value}) <> length({value}) THEN {_test(name, field, value)} ELSE false END",
            f"{literal(name + ' ')} || left({mapped.text(name)}, 60)",
        )
        for name, field in mapped.entity.fields.items()
        if name in mapped.fields and field.type in (Type.ID, Type.CODE, Type.TEXT)
        for value in [mapped.value(name)]
    ]


def _test(name: str, field: Field, value: str) -> str:
    """SQL for a text with letters beyond ASCII; few texts have any of the signs, so that few are looked at closely."""
    if field.type is not Type.TEXT or field.contact or name in NAMES:
        return f"regexp_matches({value}, {literal(BROKEN)})"
    signs = " OR ".join(f"contains({value}, {literal(sign)})" for sign in SIGNS)
    sound = f"length(regexp_replace({value}, {literal(LETTERS)}, '', 'g'))"
    return f"CASE WHEN {signs} THEN 2 * {sound} < length({value}) ELSE false END"


RULE = Rule({"en": "was read in the wrong encoding", "zh": "文字乱码"}, conditions)
