"""The kinds of personal data that are looked for, and the token that stands in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PERSON = "person"  # what ids of people are made pseudonyms as: the same id is the same person in whichever column
DIGITS = 10  # 40 bits: among a million values of a kind, 0.5 pairs are expected to share a pseudonym


@dataclass(frozen=True, slots=True)
class Kind:
    """``identity`` is what the pseudonym is made for: mobile and landline are both a phone, as in a phone column."""

    zh: str
    en: str
    identity: str


KINDS: Mapping[str, Kind] = {
    "url": Kind("链接", "link", "url"),
    "email": Kind("邮箱", "e-mail", "email"),
    "id_card": Kind("身份证号", "ID number", "id_card"),
    "bank_card": Kind("银行卡号", "card number", "bank_card"),
    "mobile": Kind("手机号", "mobile", "phone"),
    "landline": Kind("电话号码", "phone", "phone"),
    "hotline": Kind("400电话", "hotline", "phone"),
    "wechat": Kind("微信号", "WeChat", "wechat"),
    "qq": Kind("QQ号", "QQ", "qq"),
    "tracking": Kind("运单号", "tracking number", "tracking"),
    "order": Kind("订单号", "order number", "order"),
    "plate": Kind("车牌号", "plate", "plate"),
    "ip": Kind("IP地址", "IP address", "ip"),
    "address": Kind("地址", "address", "address"),
    "name": Kind("姓名", "name", "name"),
}
_LABELS = "|".join(sorted({re.escape(label) for one in KINDS.values() for label in (one.zh, one.en)}))
TOKEN = re.compile(f"〔({_LABELS})·[0-9a-f]{{{DIGITS}}}〕")


KIND_OF = {label: name for name, one in KINDS.items() for label in (one.zh, one.en)}

_FIRST_HIDDEN = 0xE000  # of the private use area


def hidden(kind: str) -> str:
    """What a masked value of the kind reads as, so that a rule can look for what stands beside it."""
    return chr(_FIRST_HIDDEN + list(KINDS).index(kind))


def token(kind: str, pseudonym: str, language: str) -> str:
    label = KINDS[kind].en if language == "en" else KINDS[kind].zh
    return f"〔{label}·{pseudonym}〕"
