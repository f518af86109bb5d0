"""What is stored of ``china_samples``, cell by cell, worked out by hand.

Rates are shares of 1, durations seconds, money yuan; times are those of Asia/Shanghai. Tables stand here turned: a line
is a column, an empty cell is not stated, and a figure that is not stated is not stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Expected = tuple[str, Mapping[str, str], str, str]  # table, what picks the row, column, value ("": not stated)


def _rows(columns: str) -> list[dict[str, str]]:
    lines = [line.split("|") for line in columns.strip("\n").splitlines()]
    names, *rows = zip(*lines, strict=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _figures(report: str, day: str, columns: str, *, until: str = "", shop: str = "") -> Iterator[Expected]:
    """Figures of a report: scope, agent and, where rows differ in them, day and shop, then an indicator per line."""
    said = {"report": report, "day": day, "until": until, "shop": shop, "agent_id": ""}
    for row in _rows(columns):
        key = {name: row.pop(name, said[name]) for name in said} | {"scope": row.pop("scope")}
        yield from (
            ("platform_figure", {**key, "measure": measure}, "value", value) for measure, value in row.items() if value
        )


def _cells(table: str, key: str, columns: str) -> Iterator[Expected]:
    for row in _rows(columns):
        picked = {name: row[name] for name in key.split()}
        yield from ((table, picked, column, value) for column, value in row.items() if column not in picked)


FIGURES = [
    # 3.45万 is 34,500, 1.725万 is 17,250; 99.71% is 0.9971; -, -- and empty cells state nothing, 0.00 does
    *_figures(
        "qianniu_performance",
        "2026-02-03",
        """
scope|agent|agent|group_total|group_mean|shop_total|shop_mean|peer_best|peer_mean
agent_id|灯塔旗舰店:小竹|灯塔旗舰店:小兰|汇总值|平均值|全店汇总值|全店平均值|同行同层优秀|同行同层均值
inquiry_customers|120|80|200|100|260|130||
paying_customers|48|20|68|34|91|45.5||
final_payment_rate|0.4|0.25|0.34|0.325|0.35|0.35|0.52|0.331
inquiry_payment_amount|12345.6|5000|17345.6|8672.8|34500|17250||
first_response_seconds|3.5|4.5||4||4.1|2|6
average_response_seconds|12.4|20||16.2||16.9|9|25
satisfaction_rate|0.9971||0.9971|0.9971|||0.9999|0.962
reply_rate|1|0.985|0.994|0.9925|0.99|0.99|1|0.97
refund_amount|1200|0|1200|600|2400|1200||
""",
        until="2026-02-03",
        shop="灯塔旗舰店",
    ),
    # 46057 days after 1899-12-30 is 2026-02-04; bare 99.71 makes the whole column percent, so 0.5 is 0.005
    *_figures(
        "qianniu_performance",
        "",
        """
scope|agent|agent
agent_id|灯塔旗舰店:小竹|灯塔旗舰店:小竹
day|2026-02-04|2026-02-05
inquiry_customers|10|20
paying_customers|4|5
final_payment_rate|0.4|0.25
inquiry_payment_amount|1000|2000
first_response_seconds|3|4
average_response_seconds|12|13
satisfaction_rate|0.9971|0.005
reply_rate|1|0.98
""",
    ),
    # 1分05秒 = 60 + 5; 00:01:10 = 60 + 10; the title says the days, the file's name when it was fetched
    *_figures(
        "qianniu_reception",
        "2026-02-01",
        """
scope|agent|agent|group_total
agent_id|小竹|小兰|汇总值
consulting_customers|1020|500|1520
received_customers|1000|480|1480
effective_customers|960|450|1410
unanswered_customers|20|20|40
reply_rate|0.9804|0.96|0.9737
three_minute_rate|0.9971|0.91|0.9682
average_response_seconds|65|70|
first_response_seconds|11|9|
slow_responses|12||12
question_answer_ratio|1.35|1.2|1.3
""",
        until="2026-02-28",
    ),
    # 12.5 h = 45,000 s, 48 h = 172,800 s; 33.8万 = 338,000; 0.05% = 0.0005; 2026-02 is all of February
    *_figures(
        "qianniu_overview",
        "2026-02-01",
        """
scope|shop
sales_amount|350000.5
sales_customers|1400
sales_share|0.1346
average_order_value|250
refund_amount|12000.5
net_sales_amount|338000
consulting_customers|5200
received_customers|5100
conversion_rate|0.312
average_response_seconds|14.5
satisfaction_rate|0.982
reply_rate|0.991
refund_only_seconds|45000
return_refund_seconds|172800
platform_help_rate|0.0005
""",
        until="2026-02-28",
    ),
    *_figures(
        "qianniu_agents",
        "2026-02-03",
        """
scope|agent|agent
agent_id|灯塔旗舰店:小竹|灯塔旗舰店:小兰
consulting_customers|130|0
consulting_sessions|150|
customer_initiated|125|
agent_initiated|5|
received_customers|128|
received_sessions|147|
effective_customers|120|
unanswered_customers|2|0
unanswered_sessions|3|
transferred_in|4|
transferred_out|6|
slow_responses|7|
long_sessions|8|
first_response_seconds|3.5|
average_response_seconds|12.4|
session_seconds|240|
messages|2350|
customer_messages|1000|
agent_messages|1350|
agent_characters|27000|
question_answer_ratio|1.35|
reply_rate|0.9846|
online_seconds|28800|
human_replies|1300|
human_reply_seconds|15|
sessions_per_day|147|
""",
    ),
    *_figures(
        "qianniu_dsr",
        "2026-02-28",
        """
scope|shop|peer_mean
description_score|4.85|4.8
attitude_score|4.9|4.82
logistics_score|4.7|4.75
""",
        until="2026-02-28",
    ),
    # 45.5 h = 163,800 s, 16 h = 57,600 s, 40 h = 144,000 s; 8.5 min = 510 s, 7 min = 420 s; 46057 is 2026-02-04
    *_figures(
        "jd_workload",
        "",
        """
scope|shop|shop
day|2026-02-03|2026-02-04
agents_on_duty|6|5
online_seconds|163800|144000
service_seconds|57600|57600
page_visitors|900|800
consulting_sessions|420|400
received_sessions|410|396
connection_rate|0.9762|0.99
answer_rate|0.981|0.985
thirty_second_rate|0.95|0.96
satisfaction_rate|0.923|0.9
rating_invitation_rate|0.6|0.5
messages_per_session|4.2|4
overdue_replies|9|3
session_seconds|510|420
first_response_seconds|12|11
average_response_seconds_new|21.5|20
offline_messages|30|10
offline_messages_assigned|28|10
offline_messages_answered|25|10
offline_answer_rate|0.8929|1
offline_response_rate|0.9|1
offline_message_rate|0.0667|0.025
resolution_rate|0.88|0.9
""",
    ),
    # 8 min = 480 s, 9 min = 540 s
    *_figures(
        "jd_workload",
        "2026-02-03",
        """
scope|agent|agent
agent_id|jd_灯塔_01|jd_灯塔_02
consulting_sessions|210|210
received_sessions|205|205
thirty_second_rate|0.96|0.94
satisfaction_rate|0.93|0.916
session_seconds|480|540
first_response_seconds|11|13
average_response_seconds_new|20|23
offline_messages|15|15
resolution_rate|0.9|0.86
""",
    ),
    *_figures(
        "jd_sales",
        "2026-02-03",
        """
scope|shop
agents_on_duty|6
presale_customers|200
ordering_customers|80
shipped_customers|70
orders|90
shipped_orders|78
pieces_ordered|120
pieces_shipped|100
ordered_amount|36000.5
shipped_amount|30000
order_conversion_rate|0.4
shipping_conversion_rate|0.35
""",
    ),
    # 2分30秒 = 150; 1小时02分05秒 = 3600 + 120 + 5 = 3725; 3分05秒 = 185
    *_figures(
        "feige_performance",
        "2026-02-03",
        """
scope|agent|agent|shop_total|shop_mean
agent_id|小松|小柏|店铺汇总值|店铺平均值
online_days|1|1|2|1
received_sessions|130|70|200|100
pending_sessions|0|1|1|0.5
received_customers|120|66|186|93
transferred_out|3|0|3|1.5
ratings|40|0|40|20
good_ratings|38|0|38|19
bad_ratings|1|0|1|0.5
dissatisfaction_rate|0.025||0.025|0.025
satisfaction_rate|0.95||0.95|0.95
average_response_seconds|150|3725||185
first_response_seconds|11|60||36
three_minute_rate|0.9846|0.9143|0.96|0.96
inquiry_customers|60|20|80|40
ordering_customers|30|5|35|17.5
paying_customers|28|5|33|16.5
refunding_customers|2|0|2|1
inquiry_payment_amount|5600|900|6500|3250
refund_amount|200|0|200|100
net_sales_amount|5400|900|6300|3150
conversion_rate|0.4667|0.25|0.4125|0.4125
""",
        until="2026-02-03",
        shop="灯塔旗舰店",
    ),
    # 12.5万 = 125,000; 176 h = 633,600 s, 168 h = 604,800 s, 11.5 h = 41,400 s, 9 h = 32,400 s, 2 h = 7,200 s
    *_figures(
        "feige_agents",
        "2026-02-01",
        """
scope|agent|agent
agent_id|小松|小柏
received_customers|2400|1300
received_sessions|2600|1400
sessions_per_day|118.2|63.6
dissatisfaction_rate|0.012|
three_minute_session_rate|0.98|0.92
three_minute_rate|0.975|0.91
first_response_seconds|12|61
average_response_seconds|35|125
average_response_seconds_new|33|118
satisfaction_rate|0.96|
sales_amount|125000|18000
inquiry_customers|1200|400
ordering_customers|600|100
paying_customers|560|95
conversion_rate|0.4667|0.2375
warned_sessions|4|0
online_seconds|633600|604800
rest_seconds|41400|32400
offline_seconds|1800|7200
""",
        until="2026-02-28",
    ),
    # 1分12秒 = 72
    *_figures(
        "kuaishou_assessment",
        "2026-02-03",
        """
scope|shop
three_minute_rate|0.991
three_minute_session_rate|0.987
no_service_rate|0.004
consulting_customers|900
consulting_sessions|1010
human_sessions|870
human_reply_seconds|72
good_rating_rate|0.97
good_rating_session_rate|0.965
bad_rating_rate|0.01
bad_rating_session_rate|0.012
im_dissatisfaction_rate|0.008
inquiry_customers|320
ordering_customers|160
paying_customers|150
conversion_rate|0.4688
inquiry_order_value|88.5
sales_amount|13275
""",
        until="2026-02-03",
        shop="灯塔旗舰店",
    ),
    # 0.5 min = 30 s, 0.25 min = 15 s; the file is named two days after its day
    *_figures(
        "xiaohongshu_analysis",
        "2026-02-03",
        """
scope|shop_total|shop|shop|peer_best
day|2026-02-03|2026-02-02|2026-02-03|2026-02-03
consulting_sessions|210|180|210|900
replied_sessions|206|||
replied_share|0.98|0.98|0.98|0.98
average_response_seconds|30||30|15
first_45s_rate|0.91|0.91|0.91|0.91
three_minute_session_rate|0.97|0.97|0.97|0.97
replies_in_3_minutes|200|||
effective_sessions|205|||
good_ratings|30|||
good_rating_rate|0.75|||
bad_ratings|2|||
bad_rating_rate|0.05|||
ratings|40|||
rating_rate|0.19|||
conversion_rate|0.2|0.2|0.2|0.2
inquiry_payment_amount|3456.7|||
sales_share|0.12|||
inquiry_packages|33|||
paid_amount|28805.8|||
paid_packages|260|||
""",
        shop="灯塔旗舰店",
    ),
    # 1.5 min = 90 s
    *_figures(
        "pinduoduo_service",
        "2026-02-03",
        """
scope|shop
consulting_customers|520
customers_needing_agents|480
received_customers|470
three_minute_rate|0.9625
human_reply_seconds|90
""",
        until="2026-02-03",
    ),
    *_figures(
        "pinduoduo_sales",
        "2026-02-03",
        """
scope|shop
inquiry_customers|200
paying_customers|90
conversion_rate|0.45
sales_amount|8100.5
""",
        until="2026-02-03",
    ),
    *_figures(
        "pinduoduo_agents",
        "2026-02-03",
        """
scope|agent|agent|group_total
agent_id|主账号|主账号|汇总
shop|灯塔一店|灯塔二店|汇总
consulting_customers|300|220|520
conversion_rate|0.45||0.45
sales_amount|5000|3100.5|8100.5
three_minute_rate|0.97|0.955|0.9637
thirty_second_rate|0.88|0.8|0.8462
service_score|4.8||
""",
        until="2026-02-03",
    ),
    # 1770048000 is 2026-02-02 16:00 UTC, midnight in Shanghai
    *_figures(
        "wechat_corp",
        "2026-02-03",
        """
scope|shop
consulting_sessions|60
consulting_customers|55
customer_messages|410
upgraded_customers|4
bot_replied_sessions|30
bot_transfer_rate|0.4
bot_knowledge_rate|0.75
rejected_customers|1
""",
        shop="wk001",
    ),
    *_figures(
        "wechat_servicer",
        "",
        """
scope|agent|agent|shop
agent_id|xiaomei|xiaomei|
day|2026-02-03|2026-02-04|2026-02-03
human_sessions|25|25|25
consulting_customers|24|24|24
customer_messages|180|180|180
reply_rate|1||1
first_response_seconds|17||17
invited_ratings|20|20|20
rating_rate|0.5||0.5
satisfaction_rate|0.8||0.8
neutral_rate|0.1||0.1
dissatisfaction_rate|0.1||0.1
upgraded_customers|2|2|2
rejected_customers|0|0|0
""",
        shop="wk001",
    ),
    *_figures(
        "tencent_desk_sessions",
        "2026-02-03",
        """
scope|shop
consulting_sessions|12
human_sessions|10
received_sessions|9
effective_sessions|8
ratings|5
one_star|0
two_star|1
three_star|0
four_star|1
five_star|3
first_response_seconds|10
average_response_seconds|25
session_seconds|300
queue_seconds|6
""",
    ),
    # by the file's name; without a day there, by the first login, at nine
    *_figures(
        "tencent_desk_agents",
        "",
        """
scope|agent|agent|agent
agent_id|agent1|agent2|agent3
day|2026-02-03|2026-02-03|2026-02-03 09:00
until|2026-02-03|2026-02-03|
free_seconds|3600|0|3600
busy_seconds|18000|0|18000
rest_seconds|1800||1800
""",
    ),
    *_figures(
        "aliyun_interval",
        "",
        """
scope|shop|agent
agent_id||agent@demo
day|2026-02-03 09:00|2026-02-03
offered_calls|50|8
handled_calls|45|7
answer_rate|0.9|0.9
ring_seconds|5.5|5.5
talk_seconds|8100|8100
hold_seconds|120|120
work_seconds|900|900
blind_transfers_in|2|2
blind_transfers_out|1|1
attended_transfers_in|0|0
attended_transfers_out|3|3
invited_ratings|40|40
ratings|20|20
satisfaction_rate|0.85|0.85
satisfaction_index|4.5|4.5
""",
    ),
]

ROWS = [
    # money is given back only where the refund is done; 4835…001 is an order of 聚水潭 and of T001
    *_cells(
        "return_case",
        "return_id",
        """
return_id|61004835804142146701|61004835804142146702|61004835804142146703|61004835804142146704
opened_at|2026-02-03 10:00|2026-02-04 08:00|2026-02-05 10:00|2026-02-07 10:00
closed_at|2026-02-03 12:30|2026-02-10 20:15|2026-02-06 10:00|
order_id|4835804142146757001|4835804142146757002|4835804142146757003|4835804142146757004
product_id|690012345678|690012345679|690012345680|690012345680
kind|refund|return|exchange|refund
cause|quality|changed_mind|颜色发错|changed_mind
status|closed|closed|closed|等待卖家同意
refund|59.9|1299||
""",
    ),
    *_cells(
        "return_case",
        "return_id",
        """
return_id|T001|T002|A001|A002|W001|W002
opened_at|2026-02-03 12:30|2026-02-04 08:05|2026-02-05 09:00|2026-02-06 09:00|2026-02-04 16:00|2026-02-05 16:00
closed_at|||2026-02-09 21:00|||
order_id|4835804142146757001|305512345678|6919012345678901001|6919012345678901002|6919012345678902002|6919012345678902003
customer_id|||||u2|u3
product_id|SKU-1|SKU-2|SKU-3|SKU-4|SKU-5|SKU-6
kind|refund|refund|return|exchange||
cause|quality|changed_mind|not_as_described|wrong_item|changed_mind|包装破损
status|closed|closed|closed|处理中|closed|待商家处理
refund|59.9|600|1299||129|
""",
    ),
    *_cells(
        "product",
        "product_id",
        """
product_id|690012345678|690012345679|690012345680|690012345681|690012345682
name|落地灯|吊灯|壁灯|台灯|镜前灯
product_line|||||
""",
    ),
    *_cells(
        "stock_level",
        "product_id warehouse",
        """
product_id|100012345678|100012345678|100012345679
warehouse|北京|上海|北京
counted_at|2026-02-28|2026-02-28|2026-02-28
name|落地灯|落地灯|吊灯
on_hand|120|80|1200
available|100|75|1150
on_order|50||0
unsellable|3|0|12
issued_30d|126|45|0
turnover_days|28.6|53.3|
""",
    ),
    # 59.90 + 1,200.10 = 1,260.00; paid when the first line was, shipped when the last was
    *_cells(
        "order",
        "order_id",
        """
order_id|4835804142146757001|305512345678
ordered_at|2026-02-01 08:50|2026-02-03 12:00
paid_at|2026-02-01 09:00|
shipped_at|2026-02-02 10:00|
delivered_at||
customer_id|b001|b002
channel|灯塔旗舰店|灯塔二店
status|shipped|cancelled
amount|1260|600
""",
    ),
    *_cells(
        "order_line",
        "order_id product_id",
        """
order_id|4835804142146757001|4835804142146757001|305512345678
product_id|LAMP-01|LAMP-02|LAMP-02
quantity|1|2|1
amount|59.9|1200.1|600
ordered_at|2026-02-01 08:50|2026-02-01 08:50|2026-02-03 12:00
""",
    ),
    # FEBRUARY_3 is midnight: rated at one and at two; -1 and -2 are no answers
    *_cells(
        "survey_response",
        "response_id",
        """
response_id|1770080400-0001|1770080400-0002|1770080400-0003|1770080400-0004
sent_at|2026-02-03 01:00|2026-02-03 02:00|2026-02-03 03:00|2026-02-03 04:00
answered_at|2026-02-03 01:00|2026-02-03 02:00||
scenario|agent|bot|agent|agent
csat|5|2||
nps|8|0||
channel|phone|online|phone|phone
""",
    ),
]

EXPECTED = [*FIGURES, *ROWS]

# rows of every table of every file, those set aside among them, and the reasons they were set aside for
COUNTS: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "灯塔旗舰店_客服绩效_20260203.xlsx": (8, {}),
    "客服绩效_按天_20260305.txt": (2, {}),
    "咨询接待分析_导出20260303.csv": (3, {}),
    "客服概览_2026-02.xlsx": (1, {}),
    "客服数据.json": (2, {}),
    "DSR_2026-02-28.xlsx": (3, {}),
    "退款单_20260301.csv": (6, {"unknown_code": 1, "missing": 1}),  # 补寄; no time of the request
    "商品_全部_2026-02-03_2026-02-04.xlsx": (4, {"summary_row": 1}),
    "2026-02-03.csv": (2, {}),
    "商品总览_2026-02-03.xlsx": (1, {}),
    "商品报表_202602.csv": (3, {}),
    "京东_20260204_客服_服务工作量.xlsx": (1, {}),
    "京东_20260205_客服_服务工作量.xlsx": (1, {}),
    "京东_客服_服务工作量_分客服.csv": (3, {"summary_row": 1}),
    "京东_20260204_客服_销售绩效.xlsx": (1, {}),
    "京东自营_库存_20260228.csv": (4, {"summary_row": 1}),
    "抖音_20260203_灯塔旗舰店_飞鸽_客服表现.xlsx": (4, {}),
    "飞鸽客服明细_20260201-20260228.csv": (2, {}),
    "快手_20260203_灯塔旗舰店_客服_考核数据.xlsx": (1, {}),
    "小红书_20260205_灯塔旗舰店_客服分析.json": (5, {"no_table": 1}),
    "拼多多_2026-02-03_客服数据.json": (1, {}),
    "拼多多_2026-02-03_销售数据.json": (1, {}),
    "拼多多_客服明细_20260304.xlsx": (3, {}),
    "wechat_corp.json": (2, {"missing": 1}),  # day 0
    "wechat_servicer.json": (2, {}),
    "wechat_account.json": (1, {}),
    "desk_sessions.json": (1, {}),
    "desk_agents_2026-02-03.json": (2, {}),
    "desk_agents.json": (2, {"missing": 1}),  # never logged in, on a day nobody says
    "ccc_hours.json": (1, {}),
    "ccc_agent.json": (1, {}),
    "华为云_满意度.jsonl": (5, {"out_of_range": 1}),  # a 9 of 5
    "聚水潭_订单明细_202602.xlsx": (4, {"summary_row": 1}),
    "退款明细_2026年2月.csv": (3, {"summary_row": 1}),
    "售后明细.tsv": (2, {}),
    "店铺售后宽表.csv": (3, {}),
}
