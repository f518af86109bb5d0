"""Personal data in free text: what is masked of every kind, what is left alone, and that the rest stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.cleaning.privacy import Pseudonyms, mask
from kefu.cleaning.privacy.kinds import KINDS, TOKEN
from kefu.cleaning.privacy.rules import RULES

KEY = Pseudonyms(b"a key of tests")

# 11010519491231002X is the example of GB 11643: 7+9+0+5+0+20+2+9+24+27+7+18+30+5+0+0+4 = 167 = 15 * 11 + 2, and the
# check character of remainder 2 is X. 4111111111111111 (Luhn): eight 1 + seven doubled 1 (14) + a doubled 4 (8) = 30.
MASKED = [
    # text, kind, the text with {} for the token
    ("实名填的11010519491231002X不通过", "id_card", "实名填的{}不通过"),
    ("110105 19491231 002x是我", "id_card", "{}是我"),
    ("身份证号：110105194912310021", "id_card", "身份证号：{}"),  # mistyped, but said to be one
    ("护照 E12345678 到期", "id_card", "护照 {} 到期"),
    ("打到4111111111111111", "bank_card", "打到{}"),
    ("打到4111 1111 1111 1111。", "bank_card", "打到{}。"),
    ("银行卡号是4111111111111112", "bank_card", "银行卡号是{}"),  # 31 is no multiple of 10
    ("打13800138000", "mobile", "打{}"),
    ("+86 138-0013-8000找我", "mobile", "{}找我"),
    ("１３８００１３８０００", "mobile", "{}"),
    ("138.0013.8000", "mobile", "{}"),
    ("tel13800138000", "mobile", "tel{}"),
    ("手机是幺三八零零幺三八零零零。", "mobile", "手机是{}。"),
    ("一三八，零零一三，八零零零", "mobile", "{}"),
    ("第一13800138000", "mobile", "第一{}"),
    ("打(010)88886666转801", "landline", "打{}"),
    ("0571-88886666没人接", "landline", "{}没人接"),
    ("家里电话62345678", "landline", "家里电话{}"),
    ("66176001是我的电话", "landline", "{}是我的电话"),
    ("打400-123-4567", "hotline", "打{}"),
    ("8008201234占线", "hotline", "{}占线"),
    ("粤B12345停这", "plate", "{}停这"),
    ("沪A·D12345", "plate", "{}"),
    ("车牌京a1b2c3", "plate", "车牌{}"),
    ("发到li.lei@example.com.cn吧", "email", "发到{}吧"),
    ("看https://m.example.com/h.5a?x=1，谢谢", "url", "看{}，谢谢"),
    ("www.example.com/abc", "url", "{}"),
    ("m.example.cn/h5", "url", "{}"),
    ("192.168.1.105 连不上", "ip", "{} 连不上"),
    ("加我QQ 12345678", "qq", "加我QQ {}"),
    ("扣扣号是12345678", "qq", "扣扣号是{}"),
    ("微信号：lilei_88", "wechat", "微信号：{}"),
    ("vx abc12345", "wechat", "vx {}"),
    ("WeChat: lileili", "wechat", "WeChat: {}"),
    ("订单号202611011234567", "order", "订单号{}"),
    ("我的订单E20261101123456789", "order", "我的订单{}"),
    ("174208675是我的订单编号", "order", "{}是我的订单编号"),
    ("快递单号773012345678901", "tracking", "快递单号{}"),
    ("SF1234567890123到哪了", "tracking", "{}到哪了"),
    ("寄到浙江省杭州市西湖区文三路123号翠苑小区3栋2单元501室，谢谢", "address", "寄到{}，谢谢"),
    ("送到阳光花园5栋1203", "address", "送到{}"),
    ("我家在龙泉镇新民村5组", "address", "我家在{}"),
    ("地址：朝阳区望京SOHO塔3，急", "address", "地址：{}，急"),
    ("收件人：王小明，急", "name", "收件人：{}，急"),
    ("姓名欧阳娜娜", "name", "姓名{}"),
    ("我叫李伟", "name", "我叫{}"),
    ("我是张伟，昨天下的单", "name", "我是{}，昨天下的单"),
    ("王小明先生收", "name", "{}先生收"),
    ("My name is John Smith.", "name", "My name is {}."),
]
LEFT = [
    "花了9999元买的", "原价199.00现价99", "￥12345678.00", "3.1415926535897932", "138001380001", "SKU13800138000B",
    "11010519491231002X1", "110105194913310021", "4111111111111112", "2026-11-11 10:30:00下单", "电话2026-11-11打的",
    "订单20261111还没发", "手机12345678元", "型号KFR-35GW", "条码6901234567892", "v2.10.3.15", "固件版本 10.20.30.40",
    "8.8.8.8元", "全新A12345", "京东到家", "QQ音乐", "微信支付", "微信 iPhone", "加微信群里", "顺丰三天没更新",
    "地铁2号线", "一号店", "南京路步行街", "在北京市", "收货地址改不了", "联系人方便接电话吗", "按姓名查找", "我是顾客",
    "我是潘婷", "我是学生，没钱", "我叫外卖", "我叫了三次客服", "高小姐很专业", "王师傅准时", "满300减40", "打10086",
    "一二三四五六", "库存12345678件", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), MASKED)
def test_personal_data_become_a_token_and_the_rest_stays(text: str, kind: str, expected: str) -> None:
    masked = mask(text, KEY)
    assert [hit.kind for hit in masked.hits] == [kind]
    assert masked.text == expected.format(f"〔{KINDS[kind].zh}·{masked.hits[0].pseudonym}〕")


def test_every_kind_has_been_tried_here() -> None:
    assert {kind for _, kind, _ in MASKED} == set(KINDS) == {rule.kind for rule in RULES}


@pytest.mark.parametrize("text", LEFT)
def test_what_only_looks_like_personal_data_stays(text: str) -> None:
    assert mask(text, KEY).text == text


def test_a_shipping_line_is_masked_whole() -> None:
    """A name without a word before it is one beside a telephone number or an address."""
    masked = mask("王小明，13800138000，浙江省杭州市文三路1号", KEY)
    assert TOKEN.sub("#", masked.text) == "#，#，#"
    assert [hit.kind for hit in masked.hits] == ["name", "mobile", "address"]
    assert TOKEN.sub("#", mask("请联系王小明13800138000", KEY).text) == "请联系##"
    assert TOKEN.sub("#", mask("订单号12345678901和12345678902", KEY).text) == "订单号#和#"


def test_one_number_written_in_many_ways_has_one_pseudonym() -> None:
    ways = (
        "13800138000",
        "+86 138 0013 8000",
        "１３８－００１３－８０００",
        "幺三八零零幺三八零零零",
        "电话138.0013.8000",
    )
    assert {mask(way, KEY).hits[0].pseudonym for way in ways} == {KEY.of("phone", "13800138000")}


def test_wide_characters_outside_a_hit_stay_as_they_were_written() -> None:
    text = "Ａ款（２件）　打１３８００１３８０００！"
    assert TOKEN.sub("#", mask(text, KEY).text) == "Ａ款（２件）　打#！"


def test_labels_are_in_the_language_of_the_project() -> None:
    masked = mask("打13800138000", KEY, language="en")
    assert masked.text == f"打〔mobile·{KEY.of('phone', '13800138000')}〕"
    assert mask(masked.text, KEY, language="zh").text == masked.text


def test_a_hit_does_not_hold_the_value() -> None:
    assert "13800138000" not in repr(mask("打13800138000", KEY))


PIECES = (
    [text for text, _, _ in MASKED] + LEFT + ["〔手机号·3f2a9c81d0〕", "〔", "〕", "，", " ", "王小明", "13800138000"]
)
JOINED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=6).map("".join)


@given(JOINED)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text, KEY).text
    assert mask(once, KEY).text == once
    assert mask(once, Pseudonyms(b"another key")).text == once
