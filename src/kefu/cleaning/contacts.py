"""Columns nobody speaks of that hold a person's name, number or address, told by their header."""

from __future__ import annotations

from kefu.sources import normal

# In this order: 收货人手机号 is a number, though a person is in it too.
WORDS = {
    "phone": ("手机", "电话", "联系方式", "phone", "mobile", "tel"),
    "email": ("邮箱", "邮件地址", "email", "e-mail", "mail"),
    "address": ("地址", "address", "street", "门牌"),
    "id_card": ("身份证", "证件号", "passport"),
    "wechat": ("微信号", "wechat"),
    "qq": ("qq",),
    "name": ("姓名", "收货人", "收件人", "联系人", "买家昵称", "会员名", "真实", "name", "contact", "receiver"),
}
THINGS = (
    "商品",
    "店铺",
    "产品",
    "仓库",
    "品牌",
    "物流公司",
    "文件",
    "product",
    "item",
    "shop",
    "brand",
    "sku",
    "file",
    "method",
)


def contact_of(header: str) -> str:
    """The kind of personal value the column holds; "" where its header does not say so."""
    said = normal(header)
    if any(thing in said for thing in THINGS):
        return ""
    return next((kind for kind, words in WORDS.items() if any(word in said for word in words)), "")
