# ruff: noqa: E501 - a table of sentences reads best with a line for each group
"""Made-up sentences with personal data in them, and sentences that only look so; for measuring the masking.

They share no pattern with the rules; checksums are computed in another way (by trying digits). Real customers write in
more ways than templates do: recall here is an upper bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

SPOKEN = "零幺二三四五六七八九"
WIDE = "０１２３４５６７８９"
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = [
    "伟",
    "芳",
    "秀英",
    "敏",
    "静",
    "丽",
    "建国",
    "志强",
    "小明",
    "子涵",
    "雨欣",
    "浩然",
    "海燕",
    "晓东",
    "文博",
    "佳怡",
    "俊杰",
    "婷婷",
]
CITIES = ["浙江省杭州市西湖区", "北京市朝阳区", "上海浦东新区", "广东省深圳市南山区", "四川省成都市武侯区", "江苏省苏州市工业园区",
          "武汉市洪山区", "河北省石家庄市桥西区", "湖南省长沙市岳麓区", "重庆市渝北区"]  # fmt: skip
ROADS = ["文三路", "建国路", "中山南路", "人民大道", "科苑路", "解放西街", "长江路", "和平里东街", "学府路", "滨海大道"]
ESTATES = ["阳光花园", "翠苑小区", "万科城", "幸福家园", "金色公寓", "绿地新村"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """``value`` is what must not be read any more; it is empty where nothing should be masked."""

    group: str
    text: str
    value: str = ""


def digits(dice: Random, count: int, first: str = "0123456789") -> str:
    return dice.choice(first) + "".join(dice.choice("0123456789") for _ in range(count - 1))


def id_number(dice: Random) -> str:
    born = f"{dice.randint(1950, 2012)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    start = dice.choice(["110105", "330106", "440305", "510107", "420111", "310115"]) + born + digits(dice, 3)
    # GB 11643: the polynomial of the 18 digits at 2 is 1 modulo 11, X being ten.
    return next(start + last for last in "0123456789X" if _value(start + last) % 11 == 1)


def _value(number: str) -> int:
    total = 0
    for one in number:
        total = total * 2 + (10 if one == "X" else int(one))
    return total


def card_number(dice: Random) -> str:
    start = dice.choice(["622202", "621700", "436742", "545619", "356869"]) + digits(dice, dice.choice([9, 12]))
    return next(start + last for last in "0123456789" if _luhn(start + last))


def _luhn(number: str) -> bool:
    table = "0246813579"
    return sum(int(table[int(one)] if at % 2 else one) for at, one in enumerate(reversed(number))) % 10 == 0


def wrong(number: str) -> str:
    """The number with its last digit mistyped."""
    return number[:-1] + ("3" if number[-1] != "3" else "7")


def mobile(dice: Random) -> str:
    return dice.choice(["13", "15", "17", "18", "19"]) + digits(dice, 9)


def grouped(dice: Random) -> str:
    number, sign = mobile(dice), dice.choice([" ", "-"])
    return dice.choice(["", "", "+86 ", "86-"]) + sign.join([number[:3], number[3:7], number[7:]])


def landline(dice: Random) -> str:
    area = dice.choice(["010", "021", "0571", "0755", "028", "0311"])
    local = digits(dice, 8, "345678")
    return dice.choice(
        [
            f"{area}-{local}",
            f"{area}{local}",
            f"({area}){local}",
            f"{area} {local}",
            f"{area}-{local}-{digits(dice, 3)}",
        ]
    )


def plate(dice: Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    start = dice.choice("京沪粤浙苏川鄂湘鲁冀") + dice.choice("ABCDEFGH") + dice.choice(["", "·", ""])
    ordinary = digits(dice, 2) + dice.choice(letters) + digits(dice, 2)
    return start + dice.choice([digits(dice, 5), ordinary, dice.choice("DF") + digits(dice, 5), digits(dice, 5) + "D"])


def address(dice: Random) -> str:
    street = f"{dice.choice(ROADS)}{dice.randint(1, 999)}号"
    home = f"{dice.choice(ESTATES)}{dice.randint(1, 30)}{dice.choice(['栋', '幢', '号楼'])}"
    inside = dice.choice([f"{dice.randint(1, 4)}单元{dice.randint(101, 2505)}室", f"{dice.randint(101, 2505)}"])
    forms = [street, street + home, home + inside, street + home + inside]
    return dice.choice(CITIES) + dice.choice(forms)


def short_address(dice: Random) -> str:
    home = f"{dice.choice(ESTATES)}{dice.randint(1, 30)}{dice.choice(['栋', '幢', '号楼', '座'])}{dice.randint(101, 2505)}{dice.choice(['', '室'])}"
    village = f"{dice.choice(['龙泉', '白沙', '双河'])}镇{dice.choice(['大桥', '新民', '红星'])}村{dice.randint(1, 20)}{dice.choice(['组', '号'])}"
    return dice.choice(
        [
            home,
            f"{dice.choice(ROADS)}{dice.randint(1, 999)}号",
            f"{dice.choice(ROADS)}{dice.randint(1, 99)}弄{dice.randint(1, 99)}号",
            village,
        ]
    )


def name(dice: Random) -> str:
    return dice.choice(FAMILY) + dice.choice(GIVEN)


def wechat(dice: Random) -> str:
    word = "".join(dice.choice("abcdefghkmnpqrstuvwxyz") for _ in range(dice.randint(3, 8)))
    return word + dice.choice(["_", "", "-"]) + digits(dice, dice.randint(3, 5))


def spoken(dice: Random) -> str:
    return "".join(SPOKEN[int(one)] for one in mobile(dice))


def wide(dice: Random) -> str:
    return "".join(WIDE[int(one)] for one in mobile(dice))


def order(dice: Random) -> str:
    long = digits(dice, dice.choice([11, 12, 18, 19]), "123456789")
    return dice.choice(
        [long, f"26{dice.randint(1, 12):02}{dice.randint(1, 28):02}-{digits(dice, 15)}", f"E2026{digits(dice, 12)}"]
    )


def tracking(dice: Random) -> str:
    return dice.choice(
        [f"SF{digits(dice, 13)}", f"YT{digits(dice, 13)}", f"JD{digits(dice, 13)}", digits(dice, 13, "47")]
    )


def email(dice: Random) -> str:
    word = "".join(dice.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(6))
    return f"{word}{dice.choice(['', '.li', '_88'])}@{dice.choice(['qq.com', '163.com', 'example.com.cn', 'mail.example.org'])}"


def url(dice: Random) -> str:
    word = "".join(dice.choice("abcdefghkmnpqrs23456789") for _ in range(7))
    return dice.choice([f"https://m.example.cn/h.{word}?sm={word[:4]}", f"http://shop.example.com/item?id={digits(dice, 9)}",
                        f"www.example.com/{word}"])  # fmt: skip


def ip(dice: Random) -> str:
    return ".".join(
        str(one)
        for one in (
            dice.choice([10, 114, 172, 192, 223]),
            dice.randint(0, 255),
            dice.randint(0, 255),
            dice.randint(1, 254),
        )
    )


Maker = Callable[[Random], str]
WRITTEN: Mapping[str, tuple[Maker, tuple[str, ...]]] = {
    "id_card": (id_number, ("麻烦核实一下{}，谢谢", "我的身份证是{}", "实名认证填的{}不通过", "{}这个是我本人", "ID是 {} 请查")),
    "id_card, mistyped": (lambda dice: wrong(id_number(dice)), ("身份证号：{}", "我的身份证号码是{}", "身份证{}，帮我看下", "证件号 {} 提示错误")),
    "bank_card": (card_number, ("退款请退到{}", "卡号{}，建设银行", "打到我这张卡上 {} 就行", "银行卡号：{}，工行")),
    "bank_card, mistyped": (lambda dice: wrong(card_number(dice)), ("银行卡号是{}", "信用卡{}扣了两次", "收款账号：{}", "卡号 {}")),
    "mobile": (mobile, ("打我电话{}", "{}，联系不上就发短信", "手机号改成{}可以吗", "请回电{}谢谢", "电话:{}转告一下", "Call me at {} please")),
    "mobile, grouped": (grouped, ("我的手机 {}", "联系{}就行", "号码是{}，下午有空", "tel: {}")),
    "mobile, full width": (wide, ("我电话{}", "联系{}", "手机：{}，急")),
    "mobile, spoken": (spoken, ("我的电话是{}", "您记一下{}", "号码{}，好的", "手机号呢是{}。")),
    "landline": (landline, ("公司电话{}", "打{}找前台", "座机：{}", "{}没有人接")),
    "hotline": (lambda dice: dice.choice([f"400-{digits(dice, 3)}-{digits(dice, 4)}", f"400{digits(dice, 7)}", f"800-{digits(dice, 3)}-{digits(dice, 4)}"]),
                ("打{}一直占线", "{}没人接", "售后电话{}")),
    "qq": (lambda dice: digits(dice, dice.randint(6, 10), "123456789"), ("加我QQ{}", "qq：{}", "我的QQ号是{}，加一下", "扣扣 {} 联系")),
    "wechat": (wechat, ("加我微信{}", "微信号：{}", "vx {} 备注售后", "我的微信是{}", "WeChat: {}")),
    "order": (order, ("订单号{}", "订单编号：{}，怎么还没发货", "我的订单{}什么时候到", "单号是{}", "order number {} not received")),
    "tracking": (tracking, ("快递单号{}", "运单号：{}", "物流{}三天没更新", "顺丰单号{}显示签收")),
    "plate": (plate, ("我的车牌{}", "{}停在楼下", "车号是{}，上门安装", "车牌号：{}")),
    "email": (email, ("发到{}", "邮箱：{}", "发票发我{}谢谢", "my mail is {}.")),
    "url": (url, ("看这个{}", "链接 {} 打不开", "我买的是{}，颜色不对")),
    "ip": (ip, ("路由器地址{}", "IP是{}", "后台 {} 登不上")),
    "address": (address, ("收货地址：{}", "我住{}", "麻烦寄到{}，谢谢", "送到{}就行", "地址写错了，应该是{}")),
    "address, short": (short_address, ("送到{}", "我家在{}，放门口", "地址{}", "师傅到{}了吗")),
    "name": (name, ("我叫{}", "收件人：{}，急", "姓名{}", "收货人是{}", "联系人{}，电话稍后发", "我是{}，昨天下的单", "{}先生收")),
    "name beside a phone": (name, ("{} 13800138000", "{}，13800138000，浙江省杭州市文三路1号", "13800138000 {}", "请联系{}13800138000")),
}  # fmt: skip

AMOUNT: Maker = lambda dice: f"{dice.randint(10, 99999)}"  # noqa: E731 - a table of makers
LOOKS_LIKE: Mapping[str, tuple[Maker, tuple[str, ...]]] = {
    "price": (lambda dice: f"{dice.randint(1, 19999)}.{digits(dice, 2)}", ("一共{}元", "原价{}现价99", "￥{}太贵了", "退了{}块", "到手价{}")),
    "large amount": (lambda dice: digits(dice, dice.choice([6, 7, 8]), "123456789"), ("成交{}元", "播放量{}次了", "销量{}件", "库存还有{}个")),
    "product code": (lambda dice: f"{dice.choice(['SKU', 'HG', 'MX-', 'A', 'KFR-'])}{digits(dice, dice.choice([4, 6, 8, 12]))}{dice.choice(['', 'B', 'CN'])}",
                     ("型号{}没有货", "我买的是{}", "{}和图片不一样", "货号 {} 缺配件")),
    "date": (lambda dice: dice.choice(["{0}-{1:02}-{2:02}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}"]).format(
                 dice.randint(2019, 2026), dice.randint(1, 12), dice.randint(1, 28)),
             ("{}下的单", "订单{}还没发", "生产日期{}", "电话{}打的没人接", "手机{}买的")),
    "time": (lambda dice: f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02} {dice.randint(0, 23):02}:{digits(dice, 2, '012345')}:{digits(dice, 2, '012345')}",
             ("{} 提交的", "物流{}更新", "快递 {} 签收", "电话{}接通")),
    "quantity": (AMOUNT, ("买了{}件", "第{}位顾客", "{}毫安的电池", "等了{}分钟", "手机{}毫安", "订单{}单")),
    "long decimal": (lambda dice: f"{dice.randint(0, 9)}.{digits(dice, dice.choice([12, 16, 18]))}", ("误差{}", "算出来是{}", "汇率 {} 对吗")),
    "order-like SKU": (lambda dice: f"{dice.choice(['JX', 'NB', 'P'])}{digits(dice, 4)}-{digits(dice, 4)}-{digits(dice, 2)}", ("货号{}", "规格{}", "{}这款")),
    "version": (lambda dice: f"{dice.randint(1, 9)}.{dice.randint(0, 20)}.{dice.randint(0, 20)}.{dice.randint(0, 99)}", ("固件版本{}", "升级到v{}", "软件版本 {} 闪退")),
    "size": (lambda dice: f"{dice.randint(100, 999)}*{dice.randint(100, 999)}*{dice.randint(100, 999)}", ("尺寸{}", "{}mm放不下")),
    "barcode": (lambda dice: "69" + digits(dice, 11), ("条码{}", "69码是{}", "扫{}没有信息")),
    "who": (lambda dice: dice.choice(["顾客", "潘婷", "老师", "会员", "商家", "温州人", "新手", "高中生", "黄牛", "程序员", "江苏的", "安徽人", "学生"]),
            ("我是{}", "我是{}，买过很多次", "我是你们的{}")),
    "called": (lambda dice: dice.choice(["外卖", "客服", "车", "人来修", "了三次", "师傅上门"]), ("我叫{}", "我叫{}，等了半天", "我叫的{}")),
    "no name": (lambda dice: dice.choice(["查找", "不对", "写错了", "能改吗", "方便接电话吗", "高兴就好", "是谁"]), ("姓名{}", "联系人{}", "收件人{}")),
    "no address": (lambda dice: dice.choice(["不对", "在哪里", "怎么修改", "写错了能改吗", "是北京的", "发我一下"]), ("地址{}", "收货地址{}", "地址 {}")),
    "place": (lambda dice: dice.choice(["地铁2号线", "一号店", "3号机", "第5号柜台", "南京路步行街", "北京市", "2号色", "5号电池", "西湖区", "7号楼梯"]),
              ("在{}", "去{}买的", "{}附近", "我要{}")),
    "chat words": (lambda dice: dice.choice(["支付", "红包", "音乐", "群里", "iPhone", "公众号", "QQ糖"]), ("微信{}", "QQ{}", "微信 {}", "加微信{}")),
    "short number": (lambda dice: dice.choice(["10086", "95588", "12315", "110", "12306", "96110"]), ("打{}投诉", "{}说的", "电话{}")),
}  # fmt: skip


def sentences(count: int, *, seed: int = 20_261_122) -> list[Sentence]:
    """``count`` of each group, always the same for a seed."""
    dice = Random(seed)  # noqa: S311 - test data
    made = []
    for table, positive in ((WRITTEN, True), (LOOKS_LIKE, False)):
        for group, (maker, templates) in table.items():
            for at in range(count):
                value = maker(dice)
                made.append(Sentence(group, templates[at % len(templates)].format(value), value if positive else ""))
    return made


def is_right(sentence: Sentence, masked: str) -> bool:
    """Whether what had to be masked is, and what only looked so is as it was."""
    return _is_covered(sentence, masked) if sentence.value else masked == sentence.text


def _is_covered(sentence: Sentence, masked: str) -> bool:
    """No four characters of the value that stand together can still be read."""
    length = min(4, len(sentence.value))
    masked = re.sub("〔[^〕]*〕", "", masked)  # the digits of a pseudonym may be those of the value by chance
    pieces = (sentence.value[at : at + length] for at in range(len(sentence.value) - length + 1))
    around = sentence.text.replace(sentence.value, "")
    return not any(piece in masked and piece not in around for piece in pieces)
