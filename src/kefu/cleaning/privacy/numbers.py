"""Rules for numbers and for addresses of the net, told by their form, their checksum or the words beside them.

Where a word says what a number is (身份证号 …), no checksum is asked for: people mistype.
"""

from __future__ import annotations

from kefu.cleaning.privacy.checks import is_account, is_card, is_id_card, is_ip, is_number, is_order, is_phone, is_plate
from kefu.cleaning.privacy.kinds import hidden
from kefu.cleaning.privacy.rule import Rule

SAYS = (
    "(?:号码|编号|账号|帐号|号|同号|同步|都是|就是|是|为|改成|换成|[Ii][Dd]|[Nn][Oo]\\.?|number|is|"
    '[ \t\r\n:：=#,，（(【\\["“])'
)
FILL = f"{SAYS}{{0,6}}"
IS_MY = "[ ,，]?(?:这个|就是|是|为)(?:我的|我|本人的|本人)?"
MY_ORDER, MY_PHONE, MY_QQ = f"{IS_MY}(?:订单|单号)", f"{IS_MY}(?:电话|座机|手机)", f"{IS_MY}(?:[Qq]{{2}}|扣扣)"

NOT_IN_NUMBER = "(?<![0-9])(?<![0-9][.])(?<![0-9]-)"
NOT_IN_CODE = "(?<![0-9A-Za-z])(?<![0-9A-Za-z][-._])"
ENDS = "(?![0-9])(?![.][0-9])"
NO_AMOUNT = f"{ENDS}(?![.]?[0-9]* ?(?:元|块|万|亿|％|%|km|KM|kg|KG|ml|ML|mAh|mah|像素))"
NO_CODE = "(?![0-9A-Za-z])"

# What must be in a text for a rule to be tried.
DIGITS = "[0-9][^0-9]?[0-9][^0-9]?[0-9]"
CHATS = "[微威薇信VvWw]"

EMAIL = "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}"
LINK = "[A-Za-z0-9._~:/?#@!$&'*+,;=%-]*[A-Za-z0-9_/=&#%-]"
DOMAIN = "(?:[A-Za-z0-9-]+[.])+(?:com|cn|net|org|cc|me|top|tb|io|vip|shop|xyz)"
ID = "[1-9][0-9]{5}[ -]?(?:19|20)[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx]"
CARD = "[34569][0-9]{3}(?:[ -]?[0-9]){12,15}"
MOBILE = "(?:(?:[+]|00)?86[ -]?)?1[3-9](?:[ -]?[0-9]){9}"
DOTTED = "1[3-9][0-9][.][0-9]{4}[.][0-9]{4}"
EXTENSION = "(?:(?:转|-|[ ]?ext[. ]?|#)[0-9]{1,5})?"
AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
LANDLINE = f"[(（]?{AREA}[)）]?[ -]{{0,2}}[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}{EXTENSION}"
HOTLINE = "[48]00(?:[ -]?[0-9]{3}[ -]?[0-9]{4}|-[0-9]{4}-?[0-9]{3}|-[0-9]{3}-[0-9]{2}-[0-9]{2})"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"  # no I and no O on plates
PLATE = (
    f"[{PROVINCES}] ?[A-HJ-NP-Za-hj-np-z][ ·•.-]?"
    f"(?:[0-9]{{5}}[DFdf]|[A-HJKa-hjk]{SIGN}[0-9]{{4}}|{SIGN}{{4}}(?:{SIGN}|[挂学警港澳使领]))"
)
PARCEL = (
    "(?:SF[0-9]{12,15}|YT[0-9]{13,15}|JDV?[A-Z]?[0-9]{11,15}|JT[0-9]{13}|[CELR][A-Z][0-9]{9}CN)"
    "(?:-[0-9]{1,2}-[0-9]{1,2}-?)?"
)
ACCOUNT = "(?:[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9][0-9]{5,11})"
ORDER = "[A-Za-z]{0,6}-?[0-9][0-9A-Za-z-]{5,30}[0-9A-Za-z]"

CARRIERS = (
    "(?:快递|运单|物流|包裹|面单|货运|顺丰|圆通|中通|申通|韵达|百世|极兔|德邦|邮政|京东快递|EMS|ems|"
    "[Tt]racking|[Ww]aybill)(?:的|单号|单|号)?"
)
ORDERS = "(?:订单|定单|订单编号|交易单?号|订购单?号|单号|售后单|退款单|工单|[Oo]rder|ORDER)"
CARDS = "(?:银行卡|信用卡|储蓄卡|借记卡|工资卡|建行卡|工行卡|农行卡|卡号|账号|帐号|账户|帐户|[Cc]ard|CARD|[Aa]ccount)"
PAPERS = "(?:身份证|证件|驾驶证|行驶证|驾照|[Ii][Dd] ?[Cc]ard|[Ii][Dd] [Nn]umber|[Ii]dentity)"
CALLED = "(?:[Tt][Ee][Ll]|[Pp]hone|PHONE|[Mm]obile|[Mm]ob|[Cc]all)"
PHONES = f"(?:电话|手机|联系方式|联系号码|座机|固话|来电|去电|致电|拨打|回电|传真|[Ff]ax|{CALLED})"
WECHAT = "(?:微信|威信|薇信|微信号|加微|加我?[Vv]|[Vv]信|[Vv][:：]|[Ww]e[Cc]hat|WECHAT|[Ww]eixin|[Vv][Xx]|[Ww][Xx])"
QQ = "(?:[Qq]{2}|扣扣|企鹅号?|[Qq]号|[Qq]群|加群|群号)"

LINKS = (
    Rule("url", f"(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])[:：](?://)?{LINK}", trace="[Tt][Pp][Ss]?[:：]"),
    Rule("email", EMAIL, trace="@"),
    Rule("url", f"[Ww]{{3}}[.][A-Za-z0-9-]+[.]{LINK}", before="(?<![A-Za-z0-9.])", trace="[Ww]{3}[.]"),
    Rule("url", f"{DOMAIN}/{LINK}", before="(?<![A-Za-z0-9.-])", trace="[.][a-z]{2,4}/"),
)

SAID = (
    Rule("id_card", "[A-Z]{1,2}[0-9]{7,9}", cue=f"(?:护照|通行证|[Pp]assport){FILL}", after=NO_CODE, trace=DIGITS),
    Rule(
        "id_card", "[0-9](?:[ -]?[0-9]){13,17}[ -]?[0-9Xx]", cue=f"{PAPERS}{FILL}", after="(?![0-9])", trace=DIGITS,
    ),
    Rule(
        "tracking", "[A-Za-z]{0,5}-?[0-9](?:[ -]?[0-9]){7,20}[A-Z]{0,2}", cue=f"{CARRIERS}{FILL}",
        after=NO_AMOUNT, check=is_order, trace=DIGITS,
    ),
    Rule(
        "order", ORDER, cue=f"{ORDERS}{FILL}", after=NO_CODE + NO_AMOUNT, check=is_order, trace="[单号]|rder|RDER",
    ),
    Rule(
        "order", ORDER, cue=f"{hidden('order')}[ ,，、;；/和及跟与]{{1,3}}", after=NO_CODE + NO_AMOUNT,
        check=is_order, trace=hidden("order"), core=hidden("order"),
    ),
    Rule(
        "order", "[0-9]{8,20}", before=NOT_IN_CODE, after=f"(?={MY_ORDER})", check=is_number, trace=DIGITS,
        core=f"[0-9]{MY_ORDER}",
    ),
    Rule(
        "bank_card", "[0-9](?:[ -]?[0-9]){11,18}", cue=f"{CARDS}{FILL}", after=ENDS, check=is_number, trace=DIGITS,
    ),
)  # fmt: skip

FORMS = (
    Rule("id_card", ID, before=NOT_IN_NUMBER, after="(?![0-9])", check=is_id_card, trace=DIGITS),
    Rule("mobile", MOBILE, before=f"(?<![+]){NOT_IN_CODE}", after=f"{ENDS}(?![A-Za-z]{{2}})", trace=DIGITS),
    Rule("mobile", MOBILE, cue=f"(?:{CALLED}|[VvWw][XxVv]|[Vv]|[Qq]{{2}})[.:： ]*", after=ENDS, trace=DIGITS),
    Rule("mobile", DOTTED, before=NOT_IN_CODE, after=ENDS, trace=DIGITS),
    Rule("bank_card", CARD, before=NOT_IN_CODE, after=f"{NO_CODE}(?![.][0-9])", check=is_card, trace=DIGITS),
    Rule("hotline", HOTLINE, before=NOT_IN_CODE, after=f"{NO_CODE}(?!-[0-9]){NO_AMOUNT}", trace=DIGITS),
    Rule("landline", LANDLINE, before=NOT_IN_CODE, after=f"{ENDS}(?![A-Za-z])", check=is_number, trace=DIGITS),
    Rule(
        "landline", "[0-9](?:[ -]?[0-9]){6,14}", cue=f"{PHONES}{FILL}", after=NO_AMOUNT, check=is_phone, trace=DIGITS,
    ),
    Rule(
        "landline", "[2-9][0-9]{2,3}-?[0-9]{4}", before=NOT_IN_CODE, after=f"(?={MY_PHONE})",
        check=is_phone, trace=DIGITS, core=f"[0-9]{MY_PHONE}",
    ),
    Rule(
        "wechat", ACCOUNT, cue=f"{WECHAT}{FILL}", before="(?<![A-Za-z0-9])", after="(?![A-Za-z0-9_-])",
        check=is_account, trace=CHATS,
    ),
    Rule(  # letters alone may be the next word (微信 iPhone), but not after a colon
        "wechat", "[A-Za-z][A-Za-z0-9_-]{5,19}", cue=f"{WECHAT}(?:号码|号|[Ii][Dd]|是|为|[ ])*[:：][ ]?",
        before="(?<![A-Za-z0-9])", after="(?![A-Za-z0-9_-])", trace=CHATS,
    ),
    Rule(
        "qq", "[1-9][0-9]{4,10}", cue=f"{QQ}(?:群|{SAYS}){{0,6}}", before="(?<![A-Za-z])", after=NO_AMOUNT,
        trace=DIGITS,
    ),
    Rule(
        "qq", "[1-9][0-9]{4,10}", before=NOT_IN_CODE, after=f"(?={MY_QQ})", trace=DIGITS, core=f"[0-9]{MY_QQ}",
    ),
    Rule(
        "ip", "[0-9]{1,3}(?:[.][0-9]{1,3}){3}",
        before="(?<![0-9A-Za-z])(?<![0-9][.])(?<![VvRr][.])(?<![本件号][ :：])(?<![本件])",  # a version
        after=f"{NO_CODE}(?![.][0-9])", check=is_ip, trace=DIGITS,
    ),
    Rule(
        "plate", PLATE, before="(?<![全最崭更创])", after=f"{NO_CODE}(?!-[0-9A-Za-z])", check=is_plate,
        trace=f"[{PROVINCES}] ?[A-Za-z]",
    ),
    Rule("tracking", PARCEL, before="(?<![0-9A-Za-z])", after=NO_CODE, trace=DIGITS),
)  # fmt: skip
