"""Rules for postal addresses: a road or an estate with a number, a building with a room, or what follows 地址."""

from __future__ import annotations

import re

from kefu.cleaning.privacy.rule import HAN, Rule, han_but

# Words that stand before an address and in no name of a place; 和 and 家 would be wrong (和平区, 张家港).
PLACE = han_but("在住到寄送是有我你您他她们去址给的了这把从就也很又还请帮要能说吗呢吧啊")
PROVINCE = (
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)"
    "(?:省|市|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区)?"
)
CITY = f"{PLACE}{{2,4}}(?:市|自治州|地区|盟)"
DISTRICT = f"{PLACE}{{1,4}}(?:区|县|旗|市)"
TOWN = f"{PLACE}{{1,4}}(?:街道|镇|乡)"
ADMIN = f"(?:{PROVINCE}[ ,，]?)?(?:{CITY}[ ,，]?)?(?:{DISTRICT}[ ,，]?)?(?:{TOWN}[ ,，]?)?"

COUNT = "[0-9一二三四五六七八九十]"
CODE = "[0-9A-Za-z一二三四五六七八九十]{1,4}"
STREET = "(?:大道|大街|胡同|公路|路|街|巷|弄|道)"
SECTION = "(?:[东西南北中][一二三四五]?[段路街]?)?"
ROAD = f"{PLACE}{{1,6}}{STREET}{SECTION}"
NUMBER = f"(?:{COUNT}{{1,5}}(?:-{COUNT}{{1,4}})?(?:号院|号)|[0-9]{{1,5}}(?:弄|#))"
ENDING = (
    "(?:小区|花园|家园|公寓|新村|大厦|广场|嘉园|佳苑|苑|庭|湾|校区|大学|学院|医院|中学|小学|公司|工业园|科技园|"
    "园|城|府|里|村|区)"
)
ESTATE = f"{PLACE}{{2,8}}{ENDING}"
PHASE = f"[ ]?(?:{CODE}期)?[ ]?"
BUILDING = f"(?:{CODE}(?:号楼|栋|幢|座))"
ROOM = f"(?:{CODE}(?:单元|号门|层|楼|室|房|户|号|-)?)"
INSIDE = f"(?:{BUILDING}[ -]?(?:{ROOM}[ -]?){{0,3}})"
VILLAGE = f"村(?:{PLACE}{{1,4}}[屯湾庄])?{COUNT}{{1,4}}(?:组|队|社|号|户)"
NUMBERED = "[0-9]{1,5}(?:号楼|号院|号|栋|幢|弄|组|室)"
NO_PLACE = (  # 2号线, 一号店, 5号到货 …
    "(?!线|店|机|电池|色|码|字|链|航站|馆|出口|口|门诊|床|菜|套餐|选手|球|刀|歌|公馆|发|到|下午|上午|晚|早|之前|左右|收到)"
)

SAID = "(?:收货地址|收件地址|寄件地址|取件地址|送货地址|详细地址|家庭住址|住址|地址|[Aa]ddress)"
ANYTHING = "[\u4e00-\u9fff0-9A-Za-z#\\-()（）]"
MARKS = re.compile("[省市区县镇乡村路街道巷弄号栋幢座室楼园苑城里]")


def is_place(value: str) -> bool:
    """Three different words of an address, or one and a number."""
    marks = len(set(MARKS.findall(value)))
    return marks >= 3 or (marks >= 1 and any(one.isdigit() for one in value))


ADDRESSES = (
    Rule(
        "address", f"{ANYTHING}{{6,60}}", cue=f"{SAID}(?:[:：][ ]?|[是为]|改成|改为|换成|[ ])+", check=is_place,
        trace="址|ddress",
    ),
    Rule(
        "address", f"{ADMIN}{ROAD}{NUMBER}(?:{ESTATE})?(?:{INSIDE}|{ROOM})?", after=NO_PLACE,
        trace="[号弄#]", core=f"{STREET}{SECTION}{NUMBER}",
    ),
    Rule(
        "address", f"{ADMIN}{ESTATE}{PHASE}{INSIDE}", after=NO_PLACE,
        trace="[号栋幢座]", core=f"{ENDING}{PHASE}{BUILDING}",
    ),
    Rule("address", f"{ADMIN}{PLACE}{{1,6}}{VILLAGE}", after=NO_PLACE, trace="村", core=VILLAGE),
    Rule(
        "address",
        f"(?:{PROVINCE}|{CITY})[ ]?(?:{DISTRICT}|{TOWN})(?:{TOWN})?(?:{PLACE}{{1,10}})?{NUMBERED}(?:{ROOM}){{0,3}}",
        after=NO_PLACE, trace="[市省区]", core=f"[区县旗市镇乡道]{HAN}{{0,15}}{NUMBERED}",
    ),
)  # fmt: skip
