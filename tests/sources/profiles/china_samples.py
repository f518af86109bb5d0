"""Exports of Chinese platforms, contact centres and ERPs as they are documented, with invented values.

Headers and keys are those of public importers of such files and of the vendors' API references; what is stored of them
is in ``china_expected``. Business days are in February 2026; files are often named by a later day. Tables stand here
turned: a line is a column.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Cell = str | int | float | date | None
Rows = Sequence[Sequence[Cell]]

FEBRUARY_3 = 1770048000  # 2026-02-03 00:00 in Shanghai, in Unix seconds
DAY, HOUR = 86_400, 3_600


def write_samples(folder: Path) -> list[Path]:
    """Write every sample; returns the files in the order they are to be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = [_qianniu_service, _qianniu_trade, _jd, _feige_and_kuaishou, _xiaohongshu, _pinduoduo, _wechat]
    makers += [_tencent_and_alibaba, _huawei, _jushuitan, _refunds]
    return [file for maker in makers for file in maker(folder)]


def _sheet(path: Path, rows: Rows, *, above: Rows = (), merged: str = "") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (*above, *rows):
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def _text(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def _json(path: Path, value: Any, *, encoding: str = "utf-8") -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding=encoding)
    return path


def _turned(columns: str) -> list[list[str]]:
    """The header and the rows of a table written as a column per line, cells between bars."""
    lines = [line.split("|") for line in columns.strip("\n").splitlines()]
    return [list(row) for row in zip(*lines, strict=True)]


def _numbered(columns: str) -> list[list[Cell]]:
    """The same with bare numbers as a spreadsheet's own numbers."""
    return [[_number(cell) for cell in row] for row in _turned(columns)]


def _number(text: str) -> Cell:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


def _object(pairs: str) -> dict[str, Any]:
    """``key value key value …`` as a JSON object."""
    words = pairs.split()
    return {key: _number(value) for key, value in zip(words[::2], words[1::2], strict=True)}


# 千牛 and 生意参谋 ----------------------------------------------------------------------------------------------------

AGENT = """
psnNickName 灯塔旗舰店:小竹 dateId 20260203 cstUv1d 130 cstSid1d 150 byrAskUv1d 125 servAskUv1d 5 replyUv1d 128
replySid1d 147 validReplyUv1d 120 unreplyUv1d 2 unreplySid1d 3 tranInReplyUv1d 4 tranOutReplyUv1d 6 slowResUv1d 7
longRecUv1d 8 fstReplyDur1d 3.5 avgReplyDur1d 12.4 avgReplyTime 240 msgCnt1d 2350 byrMsgCnt1d 1000 servMsgCnt1d 1350
servMsgLen1d 27000 qaRatio 1.35 wwReply 0.9846 onlineDur1d 28800 manReplyCnt1d 1300 manReplyDur1d 15 cpd 147
"""


def _qianniu_service(folder: Path) -> list[Path]:
    """客服绩效 with its six rows that are no agents and brackets of two kinds; the same by day as Excel's "Unicode
    text", days as Excel counts them; 咨询接待分析 in GBK under a title that dates it; 客服概览; JSON; DSR."""
    performance = _turned("""
旺旺昵称|灯塔旗舰店:小竹|灯塔旗舰店:小兰|汇总值|平均值|全店汇总值|全店平均值|同行同层优秀|同行同层均值
询单人数|120|80|200|100|260|130|--|--
询单最终付款人数|48|20|68|34|91|45.5|--|--
询单最终付款转化率|40.00%|25.00%|34.00%|32.50%|35.00%|35.00%|52.00%|33.10%
询单最终付款金额|12,345.60|5,000.00|17,345.60|8,672.80|3.45万|1.725万|--|--
首次响应时长（秒)|3.5|4.5|--|4.0|--|4.1|2|6
平均响应时长（秒)|12.4|20|--|16.2|--|16.9|9|25
客户满意率|99.71%|-|99.71%|99.71%|||99.99%|96.20%
旺旺回复率|100.00%|98.50%|99.40%|99.25%|99.00%|99.00%|100.00%|97.00%
成功退款金额|1,200.00|0.00|1,200.00|600.00|2,400.00|1,200.00|--|--
""")
    by_day = _turned("""
日期|46057|46058
旺旺昵称|灯塔旗舰店:小竹|灯塔旗舰店:小竹
询单人数|10|20
询单最终付款人数|4|5
询单最终付款转化率|40|25
询单最终付款金额|1,000|2,000
首次响应时长（秒)|3|4
平均响应时长（秒)|12|13
客户满意率|99.71|0.5
旺旺回复率|100|98
""")
    reception = _turned("""
旺旺昵称|小竹|小兰|汇总值
旺旺分组|售前组|售后组|
咨询人数|1,020|500|1,520
接待人数|1,000|480|1,480
有效接待人数|960|450|1,410
未回复人数|20|20|40
旺旺回复率|0.9804|0.96|0.9737
3分钟人工响应率|0.9971|0.91|0.9682
平均响应时长|1分05秒|00:01:10|--
首次响应时长|11秒|00:00:09|--
慢响应人数|12|-|12
答问比|1.35|1.2|1.3
""")
    overview = _numbered("""
客服销售额|350000.5
客服销售人数|1400
客服销售占比|13.46%
客服销售客单价|250
成功退款金额|¥12,000.50
净销售额|33.8万
咨询人数|5200
接待人数|5100
询单转化率|31.20%
平均响应时长（秒）|14.5
客户满意率|98.20%
旺旺回复率|99.10%
仅退款自主完结时长（小时）|12.5
退货退款完结时长（小时）|48
平台求助率|0.05%
平台判责率|-
""")
    agent = _object(AGENT)
    quiet = dict.fromkeys(agent) | {
        "psnNickName": "灯塔旗舰店:小兰",
        "dateId": 20260203,
        "cstUv1d": 0,
        "unreplyUv1d": 0,
    }
    scores = _numbered("""
指标|描述相符|服务态度|物流质量
得分|4.85|4.90|4.7
趋势|↑|→|↓
行业均值|4.8|4.82|4.75
与行业对比|高于|高于|低于
目标值|4.9|4.9|4.9
距目标值差距|0.05|0|0.2
""")
    titled = [["咨询接待分析"], ["统计时间：2026-02-01 至 2026-02-28"], []]
    return [
        _sheet(folder / "灯塔旗舰店_客服绩效_20260203.xlsx", performance),
        _text(folder / "客服绩效_按天_20260305.txt", by_day, encoding="utf-16", delimiter="\t"),
        _text(folder / "咨询接待分析_导出20260303.csv", [*titled, *reception], encoding="gb18030"),
        _sheet(folder / "客服概览_2026-02.xlsx", overview, above=[["客服概览"]], merged="A1:P1"),
        _json(folder / "客服数据.json", {"code": 0, "message": "成功", "data": {"data": [agent, quiet]}}),
        _sheet(folder / "DSR_2026-02-28.xlsx", scores, above=[["店铺动态评分"]], merged="A1:G1"),
    ]


def _qianniu_trade(folder: Path) -> list[Path]:
    """退款单 of 53 columns in GBK, its numbers kept from Excel by a tab or an apostrophe; files of products: header in
    the fifth row, names that repeat, ``ID：`` before the number, 402 columns, a row per day."""
    refunds = _turned("""
订单编号|\t4835804142146757001|\t4835804142146757002|4835804142146757003|4835804142146757004|4835|4836
退款编号|'61004835804142146701|'61004835804142146702|61004835804142146703|61004835804142146704|6705|6706
商品id|ID：690012345678|690012345679|690012345680|690012345680|690012345680|690012345680
宝贝标题|落地灯|吊灯|壁灯|壁灯|壁灯|壁灯
退款总额|59.90|1,299.00|88.00|188.00|0.00|188.00
买家实际支付金额|59.90|1,299.00|188.00|188.00|188.00|188.00
退款状态|退款成功|退款成功|退款关闭|等待卖家同意|退款成功|退款成功
货物状态|已收货|已退货|已收货|未收货|已收货|已收货
售后类型|仅退款|退货退款|换货|仅退款|补寄|仅退款
订单付款时间|2026-02-01 09:00:00|2026/1/28 9:05|2026-02-02 11:00:00|2026-02-06 11:00:00|2026-02-06 11:00|
退款申请时间|2026-02-03 10:00:00|2026/2/4 8:00|2026-02-05 10:00:00|2026-02-07 10:00:00|2026-02-08 10:00|
退款完结时间|2026-02-03 12:30:00|2026/2/10 20:15|2026-02-06 10:00:00|--|--|--
买家退款原因|质量问题|7天无理由退换货|颜色发错|不想要了|少件|不想要了
""")
    further = [f"扩展信息{number}" for number in range(1, 41)]
    refunds = [refunds[0] + further, *(row + [""] * len(further) for row in refunds[1:])]
    report = _turned("""
统计日期|2026-02-03|2026-02-04|2026-02-03|合计
商品ID|690012345678|690012345678|690012345679|合计
商品名称|落地灯|落地灯|吊灯|
商品访客数|1,200|1,100|300|2,600
商品浏览量|3,400|3,000|700|7,100
支付金额|12,345.60|9,876.00|2,598.00|24,819.60
成功退款金额|59.90|0.00|1,299.00|1,358.90
商品支付转化率|4.00%|3.60%|0.66%|-
""")
    repeated = [f"指标{number % 10}" for number in range(30)]  # 38 columns
    report = [report[0] + repeated, *(row + ["1"] * 30 for row in report[1:])]
    titled = [["生意参谋-商品_全部"], ["统计周期：2026-02-03 至 2026-02-04"], ["数据来源：生意参谋"], [""]]
    consulting = _turned("""
商品id|ID：690012345678|ID：690012345680
商品名称|落地灯|壁灯
总咨询人数|35|21
移动端咨询人数|30|20
PC端咨询人数|5|1
""")
    names = ["商品id", "商品", "支付金额(支付)", "净销售额(支付)", "退款金额", "推广花费(支付预估)", "利润(支付预估)"]
    names += [names[2 + number % 5] for number in range(395)]
    overview: list[list[Cell]] = [[*names], ["690012345681", "台灯", *([1.5] * 400)]]
    promotion = _turned("""
日期|2026-02-03|2026-02-04|2026-02-03
场景名字|关键词推广|关键词推广|货品运营
主体ID|690012345679|690012345679|690012345682
主体名称|吊灯|吊灯|镜前灯
展现量|1,000|900|200
点击量|50|45|5
花费|30.5|28|4
点击率|5.00%|5.00%|2.50%
投入产出比|3.2|2.9|0
""")
    return [
        _text(folder / "退款单_20260301.csv", refunds, encoding="gb18030"),
        _sheet(folder / "商品_全部_2026-02-03_2026-02-04.xlsx", report, above=titled, merged="A1:H1"),
        _text(folder / "2026-02-03.csv", consulting, encoding="gb18030"),
        _sheet(folder / "商品总览_2026-02-03.xlsx", overview),
        _text(folder / "商品报表_202602.csv", promotion, encoding="gb18030"),
    ]


# 京东 -----------------------------------------------------------------------------------------------------------------


def _jd(folder: Path) -> list[Path]:
    """客服_服务工作量 with its data in the fourth row and in the second, under two sets of names, and by agent with the
    total below; 客服_销售绩效; 自营库存."""
    workload = _numbered("""
日期|2026-02-03|46057
值班客服数|6|5
登录时长(h)|45.5|40
店铺服务时长|16|16
UPV|900|800
咨询量|420|400
接待量|410|396
接通率|97.62%|0.99
应答率|98.10%|0.985
30s应答率|95.00%|0.96
满意度|92.30%|0.9
邀评率|60.00%|0.5
平均回复消息数|4.2|4
超时回复量|9|3
平均会话时长(分)|8.5|7
首次平均响应时间(秒)|12|11
新平均响应时间(秒)|21.5|20
留言咨询量|30|10
留言分配量|28|10
留言接待量|25|10
留言应答率|89.29%|1
留言响应率|90.00%|1
商家留言率|6.67%|0.025
解决率|88.00%|0.9
""")
    names, first, second = workload
    renamed = {"应答率": "回复率", "新平均响应时间(秒)": "平均响应时长(新标)", "平均会话时长(分)": "平均会话时长（分）"}
    agents = _turned("""
日期|2026-02-03|2026-02-03|合计
客服|jd_灯塔_01|jd_灯塔_02|-
咨询量|210|210|420
接待量|205|205|410
30s应答率|96.00%|94.00%|95.00%
满意度|93.00%|91.60%|92.30%
平均会话时长(分)|8|9|8.5
首次平均响应时间(秒)|11|13|12
新平均响应时间(秒)|20|23|21.5
留言咨询量|15|15|30
解决率|90.00%|86.00%|88.00%
""")
    sales = _numbered("""
日期|2026-02-03
值班客服数|6
售前接待人数|200
下单人数|80
出库人数|70
下单量|90
出库订单量|78
下单商品件数|120
出库商品件数|100
下单商品金额|36,000.50
出库商品金额|30,000
咨询→下单转化率|40.00%
咨询→出库转化率|35.00%
""")
    stock = _turned("""
SKU|100012345678|100012345678|100012345679|合计
商品名称|落地灯|落地灯|吊灯|
配送中心|北京|上海|北京|
库存件数|130|80|1,200|1,410
现货库存|120|80|1,200|1,400
可用库存|100|75|1,150|1,325
采购未到货|50|--|0|50
不可售|3|0|12|15
近7日出库商品件数|30|10|0|40
近14日出库商品件数|61|22|0|83
近28日出库商品件数|118|40|0|158
近30日出库商品件数|126|45|0|171
近60日出库商品件数|240|90|2|332
近90日出库商品件数|350|-|5|355
库存周转天数|28.6|53.3|-|
""")
    dated: list[list[Cell]] = [names, [date(2026, 2, 3), *first[1:]]]
    groups: list[list[Cell]] = [["客服服务工作量"], ["", "人力", "", "", "咨询"]]
    later: list[list[Cell]] = [[renamed.get(str(name), name) for name in names], second]
    return [
        _sheet(folder / "京东_20260204_客服_服务工作量.xlsx", dated, above=groups, merged="A1:X1"),
        _sheet(folder / "京东_20260205_客服_服务工作量.xlsx", later),
        _text(folder / "京东_客服_服务工作量_分客服.csv", agents, encoding="utf-8-sig"),
        _sheet(folder / "京东_20260204_客服_销售绩效.xlsx", sales, above=[["客服销售绩效"], [""]], merged="A1:M1"),
        _text(folder / "京东自营_库存_20260228.csv", stock, encoding="utf-8-sig"),
    ]


# 抖音, 快手, 小红书, 拼多多 -------------------------------------------------------------------------------------------


def _feige_and_kuaishou(folder: Path) -> list[Path]:
    """飞鸽 客服表现 of a day, with the shop's total and mean, and agents of a month; 快手 考核数据."""
    performance = _turned("""
客服账号|10001|10002|-|-
客服昵称|小松|小柏|店铺汇总值|店铺平均值
客服在线天数|1|1|2|1
接待会话量|130|70|200|100
待回复会话量|0|1|1|0.5
已接待人数|120|66|186|93
转出会话量|3|0|3|1.5
有效评价数|40|0|40|20
有效好评数|38|0|38|19
有效差评数|1|0|1|0.5
全天不满意率|2.50%|-|2.50%|2.50%
全天满意率|95.00%|-|95.00%|95.00%
全天平响时长|2分30秒|1小时02分05秒|-|3分05秒
全天首响时长|11秒|1分|-|36秒
全天3分钟回复率|98.46%|91.43%|96.00%|96.00%
询单人数|60|20|80|40
下单人数|30|5|35|17.5
支付人数|28|5|33|16.5
退款人数|2|0|2|1
客服询单支付额|5,600.00|900.00|6,500.00|3,250.00
退款金额|200.00|0.00|200.00|100.00
退款后销售额|5,400.00|900.00|6,300.00|3,150.00
询单转化率|46.67%|25.00%|41.25%|41.25%
""")
    agents = _turned("""
客服昵称|小松|小柏
账号名称|10001|10002
人工已接待人数|2,400|1,300
人工已接待会话量|2,600|1,400
CPD|118.2|63.6
不满意率|1.20%|--
3分钟人工回复率(会话)|98.00%|92.00%
3分钟人工回复率|97.50%|91.00%
首次响应时长（秒）|12|61
平均响应时长（秒）|35|125
新平均响应时长（秒）|33|118
满意率|96.00%|--
客服销售额（元）|12.5万|18,000
询单人数|1,200|400
下单人数|600|100
支付人数|560|95
询单转化率|46.67%|23.75%
预警会话量|4|0
PC在线时长（时）|176|168
PC小休时长（时）|11.5|9
PC离线时长（时）|0.5|2
""")
    kuaishou = _numbered("""
三分钟回复率（人维度）|99.10%
三分钟回复率（会话）|98.70%
不服务率|0.40%
咨询人数|900
咨询人次|1010
人工会话量|870
人工平均回复时长|1分12秒
好评率（人维度）|97.00%
好评率（会话）|96.50%
差评率（人维度）|1.00%
差评率（会话）|1.20%
IM不满意率（人维度）|0.80%
询单人数|320
下单人数|160
支付人数|150
询单转化率|46.88%
询单客单价|88.50
客服销售额|13,275.00
""")
    return [
        _sheet(folder / "抖音_20260203_灯塔旗舰店_飞鸽_客服表现.xlsx", performance),
        _text(folder / "飞鸽客服明细_20260201-20260228.csv", agents, encoding="utf-8-sig"),
        _sheet(folder / "快手_20260203_灯塔旗舰店_客服_考核数据.xlsx", kuaishou),
    ]


def _xiaohongshu(folder: Path) -> list[Path]:
    """客服分析.json: cells are objects, days a number or a text, and a block that is none of the three."""

    def cells(day: int | str, pairs: str) -> dict[str, Any]:
        return {"dtm": {"value": day}} | {key: {"value": value, "type": "n"} for key, value in _object(pairs).items()}

    ratios = "replyCaseRatio 0.98 firstReplyIn45sCaseRatio 0.91 replyIn3minCaseRatio 0.97 inquiryPayCaseRatio 0.2"
    overall = f"""
    caseCnt 210 replyCaseCnt 206 avgRplDur 0.5 {ratios} replyIn3minCaseCnt 200 removeNaCaseCnt 205 positiveCaseCnt 30
    positiveCaseRatio 0.75 negativeCaseCnt 2 negativeCaseRatio 0.05 evaluateCaseCnt 40 evaluateCaseRatio 0.19
    inquiryPayGmv 3456.7 inquiryPayGmvRatio 0.12 inquiryPayPkgCnt 33 payGmv 28805.8 payPkgCnt 260
    """
    quiet = cells("2026-02-02", f"caseCnt 180 {ratios}") | {"avgRplDur": {"value": None}}
    trend = [quiet, cells("2026-02-03", f"caseCnt 210 avgRplDur 0.5 {ratios}")]
    blocks = {
        "sellerCSOverall": [cells(20260203, overall)],
        "sellerCSTrend": trend,
        "sellerCSExcellentTrend": [cells("2026-02-03", f"caseCnt 900 avgRplDur 0.25 {ratios}")],
        "sellerCSFilter": [cells("2026-02-03", "caseCnt 1")],
    }
    answer = {"success": True, "data": [{"blockKey": key, "data": rows} for key, rows in blocks.items()]}
    return [_json(folder / "小红书_20260205_灯塔旗舰店_客服分析.json", answer)]


def _pinduoduo(folder: Path) -> list[Path]:
    """The console's two answers, one with a byte-order mark; agents of two shops who have one name."""
    service = """
    consultUserCnt 520 needManuReplyConsultUserCnt 480 receiveUserCnt 470 manuReplyRate3Min 0.9625
    artificialResponseTime 1.5
    """
    sales = "inquiryOrderUserCnt 200 groupUserCnt 90 inquiryOrderTransformRate 0.45 csSalesAmount 8100.5"
    agents = _numbered("""
店铺名|灯塔一店|灯塔二店|汇总
客服账号|主账号|主账号|汇总
咨询人数|300|220|520
询单转化率|45.00%|--|45.00%
客服销售额|5000|3100.5|8100.5
3分钟人工回复率(8-23点)|97.00%|95.50%|96.37%
30秒应答率(8-23点)|88.00%|80.00%|84.62%
客服服务分|4.8|--|-
""")
    titled = [["统计时间：2026-02-03"]]
    answers = [{"success": True, "errorCode": 1000000, "result": _object(pairs)} for pairs in (service, sales)]
    return [
        _json(folder / "拼多多_2026-02-03_客服数据.json", answers[0]),
        _json(folder / "拼多多_2026-02-03_销售数据.json", answers[1], encoding="utf-8-sig"),
        _sheet(folder / "拼多多_客服明细_20260304.xlsx", agents, above=titled, merged="A1:H1"),
    ]


# 微信客服, 腾讯云, 阿里云, 华为云 -------------------------------------------------------------------------------------


def _wechat(folder: Path) -> list[Path]:
    """A company's day beside a day 0, which is none; an agent's days, the later without what cannot be computed; the
    same answer saved without saying whose it is."""
    corp = _object("""
    session_cnt 60 customer_cnt 55 customer_msg_cnt 410 upgrade_service_customer_cnt 4 ai_session_reply_cnt 30
    ai_transfer_rate 0.4 ai_knowledge_hit_rate 0.75 msg_rejected_customer_cnt 1
    """)
    counts = """
    session_cnt 25 customer_cnt 24 customer_msg_cnt 180 satisfaction_investgate_cnt 20 upgrade_service_customer_cnt 2
    upgrade_service_member_invite_cnt 3 msg_rejected_customer_cnt 0
    """
    rates = """
    reply_rate 1 first_reply_average_sec 17 satisfaction_participation_rate 0.5 satisfied_rate 0.8 middling_rate 0.1
    dissatisfied_rate 0.1
    """
    full, bare = ({"stat_time": FEBRUARY_3, "statistic": _object(counts + rates)},
                  {"stat_time": FEBRUARY_3 + DAY, "statistic": _object(counts)})  # fmt: skip
    company = [{"stat_time": FEBRUARY_3, "statistic": corp}, {"stat_time": 0, "statistic": corp}]
    asked = {"open_kfid": "wk001", "errcode": 0, "errmsg": "ok"}
    agent = {**asked, "servicer_userid": "xiaomei", "statistic_list": [full, bare]}
    return [
        _json(folder / "wechat_corp.json", {**asked, "statistic_list": company}),
        _json(folder / "wechat_servicer.json", agent),
        _json(folder / "wechat_account.json", {**asked, "statistic_list": [full]}),
    ]


def _tencent_and_alibaba(folder: Path) -> list[Path]:
    """Answers of Desk and of the call centre, with and without the days and the agent they were asked for."""
    session = _object("""
    Time 2026-02-03 TotalSessionCnt 12 TransferAgentSessionCnt 10 AgentAcceptCnt 9 EffectiveSessionCnt 8
    SatisfactionSelectedCnt 5 OneStarSelectedCnt 0 TwoStarSelectedCnt 1 ThreeStarSelectedCnt 0 FourStarSelectedCnt 1
    FiveStarSelectedCnt 3 AvgFirstRespTime 10 AvgRespTime 25 AvgAcceptTime 300 AvgQueueTime 6
    """)
    agent = _object(
        "AgentId agent1 AgentNickName 小梅 LastLogoutTimestamp 0 FreeTime 3600 BusyTime 18000 RestTime 1800"
    )
    agent["FirstLoginTimestamp"] = FEBRUARY_3 + 9 * HOUR
    away = _object(
        "AgentId agent2 AgentNickName 小杏 FirstLoginTimestamp 0 LastLogoutTimestamp 0 FreeTime 0 BusyTime 0"
    )
    inbound = _object("""
    CallsOffered 50 CallsRinged 48 CallsHandled 45 HandleRate 0.9 AverageRingTime 5.5 TotalTalkTime 8100
    TotalHoldTime 120 TotalWorkTime 900 MaxWorkTime 60 CallsBlindTransferIn 2 CallsBlindTransferOut 1
    CallsAttendedTransferIn 0 CallsAttendedTransferOut 3 SatisfactionSurveysOffered 40 SatisfactionSurveysResponded 20
    SatisfactionIndex 4.5 SatisfactionRate 0.85
    """)
    detailed = inbound | {"AccessChannelTypeDetails": [{"AccessChannelType": "voice", "CallsOffered": 50}]}
    hour = {"StatsTime": (FEBRUARY_3 + 9 * HOUR) * 1000, "Inbound": detailed, "Outbound": {"CallsDialed": 3}}
    own = {"StatsTime": FEBRUARY_3 * 1000, "Inbound": inbound | {"CallsHandled": 7, "CallsOffered": 8}}
    done = {"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": "", "TotalCount": 1}
    return [
        _json(folder / "desk_sessions.json", {**done, "Data": [session]}),
        _json(folder / "desk_agents_2026-02-03.json", {**done, "Data": [agent, away]}),
        _json(folder / "desk_agents.json", {**done, "Data": [agent | {"AgentId": "agent3"}, away]}),
        _json(folder / "ccc_hours.json", {"Code": "OK", "HttpStatusCode": 200, "Data": [hour]}),
        _json(folder / "ccc_agent.json", {"Code": "OK", "AgentId": "agent@demo", "Data": [own]}),
    ]


def _huawei(folder: Path) -> list[Path]:
    """Ratings, one JSON object per line: an agent's, a bot's, none in time, a wrong key, and one no scale has."""

    def rating(call: str, hour: int, value: str, **more: str) -> dict[str, Any]:
        stated = {"channel": "audio", "evaluateObject": "Agent", "evaluationValue": value}
        evaluation = {**stated, "evaluationTime": (FEBRUARY_3 + hour * HOUR) * 1000, **more}
        return {"callId": call, "satisfactionEvaluations": evaluation}

    ratings = [
        rating("1770080400-0001", 1, "5", npsScore="8", fcrValue="1"),
        rating("1770080400-0002", 2, "2", npsScore="0", fcrValue="2", channel="WEB", evaluateObject="Bot"),
        rating("1770080400-0003", 3, "-1"),
        rating("1770080400-0004", 4, "-2"),
        rating("1770080400-0005", 5, "9"),
    ]
    path = folder / "华为云_满意度.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in ratings), encoding="utf-8")
    return [path]


# ERP and after-sales --------------------------------------------------------------------------------------------------


def _jushuitan(folder: Path) -> list[Path]:
    """Order details: two lines of one order, which is also in 退款单; the number of one has an apostrophe."""
    details = _turned("""
订单类型|普通订单|普通订单|普通订单|合计
店铺|灯塔旗舰店|灯塔旗舰店|灯塔二店|
商店站点|天猫|天猫|京东商城|
线上订单号|'4835804142146757001|4835804142146757001|305512345678|
买家ID|b001|b001|b002|
商品编码|LAMP-01|LAMP-02|LAMP-02|
线上商品名|落地灯|吊灯|吊灯|
买家实付|59.90|1,200.10|600.00|1,860.00
销售数量|1|2|1|4
实发数量|1|2|0|3
实发金额|59.90|1,200.10|0|1,260.00
成本价|20|300|300|
退货数量|1|0|0|1
退货金额|59.90|0|0|59.90
实退金额|59.90|0|0|59.90
售后分类|仅退款|||
订单状态|已发货|已发货|已取消|
订单日期|2026/02/01 08:50:00|2026/02/01 08:50:00|2026/02/03 12:00:00|
付款日期|2026/02/01 09:00:00|2026/02/01 09:00:00||
发货日期|2026/02/01 18:00:00|2026/02/02 10:00:00||
确认收货日期||||
小旗|红|红||
""")
    return [_sheet(folder / "聚水潭_订单明细_202602.xlsx", details)]


def _refunds(folder: Path) -> list[Path]:
    """Refunds under two sets of names, one without the time of the request, and the wide table of a shop, in which the
    first order had no after-sales case."""
    refunds = _turned("""
退款单号|T001|T002|合计
订单号|\t4835804142146757001|305512345678|
规格id|SKU-1|SKU-2|
退款类型|发货后退款|发货前退款|
退款金额|59.90|600|659.90
退款时间|2026-02-03 12:30:00|2026年2月4日 08:05|
退款原因|质量问题|不想要了|
""")
    cases = _turned("""
售后单号|A001|A002
订单编号|6919012345678901001|6919012345678901002
SKUID|SKU-3|SKU-4
售后类型|退货退款|换货
售后状态|售后成功|处理中
退款总金额|1,299.00|-
售后申请时间|2026-02-05 09:00:00|2026-02-06 09:00:00
售后完成时间|2026-02-09 21:00:00|-
售后原因|与描述不符|发错货
""")
    wide = _turned("""
店铺ID|7001|7001|7001
主订单ID|6919012345678902001|6919012345678902002|6919012345678902003
售后单号|-|W001|W002
用户ID|u1|u2|u3
提交时间|2026-02-01 10:00:00|2026-02-02 10:00:00|2026-02-03 10:00:00
支付时间|2026-02-01 10:01:00|2026-02-02 10:01:00|2026-02-03 10:01:00
完成时间|2026-02-08 10:00:00|-|-
售后申请时间|-|2026-02-04 16:00:00|2026-02-05 16:00:00
结算时间|2026-02-15|-|-
订单状态|已完成|已关闭|已发货
售后状态|-|退款成功|待商家处理
售后原因|-|多拍/错拍/不想要|包装破损
售后备注||已电话确认|
商品ID|900001|900001|900002
SKUID|SKU-5|SKU-5|SKU-6
商品名称|台灯|台灯|镜前灯
退款金额|-|129.00|-
""")
    return [
        _text(folder / "退款明细_2026年2月.csv", refunds, encoding="gb18030"),
        _text(folder / "售后明细.tsv", cases, encoding="utf-16", delimiter="\t"),
        _text(folder / "店铺售后宽表.csv", wide, encoding="utf-8-sig"),
    ]
