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
    fields = {name: field for name, field in mapped.entity.fields.items() if name in mapped.fields}
    short = [name for name, field in fields.items() if _is_short(name, field)]
    long = [name for name, field in fields.items() if field.type is Type.TEXT and name not in short]
    return [*_among(mapped, short), *(_mostly(mapped, name) for name in long)]


def _is_short(name: str, field: Field) -> bool:
    return field.type in (Type.ID, Type.CODE) or (field.type is Type.TEXT and (bool(field.contact) or name in NAMES))


def _among(mapped: Mapped, names: Sequence[str]) -> Sequence[Condition]:
    if not names:
        return []
    broken = {name: f"regexp_matches({mapped.value(name)}, {literal(BROKEN)})" for name in names}
    words = (
        f"CASE WHEN {test} THEN {literal(name + ' ')} || left({mapped.text(name)}, 60) END"
        for name, test in broken.items()
    )
    return [
        Condition(
            " OR ".join(_if_wide(mapped.value(name), test) for name, test in broken.items()),
            f"coalesce({', '.join(words)}, '')",
        )
    ]


def _if_wide(value: str, test: str) -> str:
    """The test asked of texts with letters that are not ASCII: only they can be broken, and few ids and codes are."""
    return f"CASE WHEN strlen({value}) <> length({value}) THEN {test} ELSE false END"


def _mostly(mapped: Mapped, name: str) -> Condition:
    """A free text most of whose letters are broken; few texts have any of the signs, so few are looked at closely."""
    value = mapped.value(name)
    signs = " OR ".join(f"contains({value}, {literal(sign)})" for sign in SIGNS)
    sound = f"length(regexp_replace({value}, {literal(LETTERS)}, '', 'g'))"
    broken = f"CASE WHEN {signs} THEN 2 * {sound} < length({value}) ELSE false END"
    return Condition(_if_wide(value, broken), f"{literal(name + ' ')} || left({mapped.text(name)}, 60)")


RULE = Rule({"en": "garbled by a wrong encoding", "zh": "文字乱码"}, conditions)
