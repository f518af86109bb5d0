"""Headers that public exports have, with invented values, and the field each column stands for ("" for none).

Each line of a table is ``header = field = values``; values repeat down the column, ``{n}`` is the number of the row
and ``empty`` an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice

from kefu.sources import Grid

ROWS = 24


@dataclass(frozen=True)
class Documented:
    """``above`` are rows over the header."""

    name: str
    entity: str
    lines: str
    above: tuple[tuple[str | None, ...], ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Field by header."""
        return {header: field for header, field, _ in self._parts()}

    @property
    def grid(self) -> Grid:
        parts = self._parts()
        columns = [list(islice(cycle(values), ROWS)) for _, _, values in parts]
        rows = [
            tuple(None if text == "empty" else text.replace("{n}", str(101 + n)) for text in row)
            for n, row in enumerate(zip(*columns, strict=True))
        ]
        return Grid("", (*self.above, tuple(header for header, _, _ in parts), *rows))

    def _parts(self) -> list[tuple[str, str, list[str]]]:
        found = []
        for line in self.lines.strip().splitlines():
            header, field, values = (part.strip() for part in line.split(" = "))
            found.append((header, "" if field == "-" else field, [one.strip() for one in values.split(" | ")]))
        return found


ZENDESK = Documented(
    "zendesk_export",
    "ticket",
    """
Id = ticket_id = {n}
Requester = - = Demo One | Demo Two | Demo Three
Requester id = customer_id = 9001 | 9002 | 9003
Requester external id = - = x1 | x2
Requester email = - = one@example.org | two@example.org
Requester domain = - = example.org
Submitter = - = Demo One | Demo Two
Assignee = agent_id = Agent A | Agent B
Group = team = Support | Billing
Subject = subject = My lamp does not light up | Where is my parcel
Tags = labels = lamp | parcel
Status = status = Open | Pending | Solved | Closed
Priority = priority = High | Normal | Low
Via = channel = Mail | Web Widget | Chat
Ticket type = category = Question | Incident | Problem | Task
Created at = created_at = 2026-06-01 10:00:00 | 2026-06-02 11:30:00
Updated at = updated_at = 2026-06-03 10:00:00 | 2026-06-04 11:30:00
Assigned at = - = 2026-06-01 10:05:00 | 2026-06-02 11:35:00
Organization = - = Lantern | Harbour
Due date = - = empty
Initially assigned at = - = 2026-06-01 10:05:00 | 2026-06-02 11:35:00
Solved at = resolved_at = 2026-06-03 09:00:00 | 2026-06-04 08:30:00
Resolution time = - = 47 | 45
Satisfaction Score = - = Good | Bad | Offered
Group stations = - = 1 | 2
Assignee stations = reassignments = 1 | 2 | 3
Reopens = reopens = 0 | 1
Replies = - = 2 | 5
First reply time in minutes = - = 12 | 90
First reply time in minutes within business hours = - = 12 | 30
First resolution time in minutes = - = 900 | 2000
Full resolution time in minutes = - = 950 | 2600
Agent wait time in minutes = - = 10 | 20
Requester wait time in minutes = - = 30 | 40
On hold time in minutes = - = 0 | 15
""",
)

FRESHDESK = Documented(
    "tickets_freshdesk",
    "ticket",
    """
Ticket ID = ticket_id = {n}
Subject = subject = The handle broke off | Refund for my order
Description = - = The handle broke off after two days of normal use | I would like my money back
Status = status = Open | Pending | Resolved | Closed
Priority = priority = Low | Medium | High | Urgent
Source = channel = Email | Phone | Chat | Portal
Type = category = Question | Incident | Problem
Agent = agent_id = Agent A | Agent B
Group = team = Support | Billing
Created time = created_at = 2026-06-01 10:00:00 | 2026-06-02 11:30:00
Due by Time = - = 2026-06-05 10:00:00 | 2026-06-06 11:30:00
Resolved time = resolved_at = 2026-06-03 09:00:00 | 2026-06-04 08:30:00
Closed time = closed_at = 2026-06-05 09:00:00 | 2026-06-06 08:30:00
Last update time = updated_at = 2026-06-05 09:00:00 | 2026-06-06 08:30:00
Initial response time = first_responded_at = 2026-06-01 10:20:00 | 2026-06-02 12:30:00
Time tracked = - = 00:12:00 | 00:30:00
First response time (in hrs) = - = 00:20:00 | 01:00:00
Resolution time (in hrs) = - = 16:00:00 | 20:30:00
Agent interactions = - = 2 | 3
Customer interactions = - = 1 | 4
Resolution status = resolution_sla = Within SLA | SLA Violated
First response status = first_response_sla = Within SLA | SLA Violated
Tags = labels = handle | refund
Survey results = - = Extremely happy | Neutral
Association type = - = Tracker
Product = product_line = Lamps | Kettles
Full name = - = Demo One | Demo Two
Title = - = empty
Email = - = one@example.org | two@example.org
Contact ID = customer_id = 7001 | 7002
""",
)

SHOPIFY = Documented(
    "orders_export_1",
    "order",
    """
Name = order_id = #{n}
Email = customer_id = one@example.org | two@example.org | three@example.org
Financial Status = status = paid | refunded | pending
Paid at = paid_at = 2026-06-01 10:00:00 +0000 | 2026-06-02 10:00:00 +0000
Fulfillment Status = - = fulfilled | unfulfilled
Fulfilled at = shipped_at = 2026-06-03 10:00:00 +0000 | 2026-06-04 10:00:00 +0000
Accepts Marketing = - = yes | no
Currency = - = USD
Subtotal = - = 90.00 | 45.50
Shipping = - = 5.00
Taxes = - = 7.20 | 3.64
Total = amount = 102.20 | 54.14
Discount Code = - = WELCOME | empty
Discount Amount = discount = 10.00 | 0.00
Shipping Method = - = Standard
Created at = ordered_at = 2026-06-01 09:58:00 +0000 | 2026-06-02 09:58:00 +0000
Lineitem quantity = - = 1 | 2
Lineitem name = - = Desk lamp | Kettle
Lineitem price = - = 90.00 | 22.75
Lineitem sku = - = L-1 | K-2
Billing Name = - = Demo One | Demo Two
Billing Phone = - = '+15550100001 | '+15550100002
Shipping Province = region = CA | NY
Cancelled at = - = empty
Payment Method = - = Card
Refunded Amount = - = 0.00 | 10.00
Vendor = product_line = Lantern | Harbour
Source = channel = web | pos
Risk Level = - = Low
""",
)

CHATWOOT_CSAT = Documented(
    "csat_report",
    "survey_response",
    """
Agent Name = agent_id = Agent A (a@example.org) | Agent B (b@example.org)
Rating = csat = 5 | 4 | 1
Feedback Comment = comment = Thank you | It took very long | empty
Contact Name = customer_id = Demo One | Demo Two | Demo Three
Contact Email Address = - = one@example.org | two@example.org
Contact Phone Number = - = +15550100001 | +15550100002
Link to the conversation = - = https://chat.example.org/app/{n}
Recorded date = sent_at = 2026-06-01 10:00 AM | 2026-06-02 11:00 AM
""",
)

CHATWOOT_AGENTS = Documented(
    "agents_report",
    "platform_figure",
    """
Agent name = agent_id = Agent {n}
Assigned conversations = assigned_sessions = 120 | 95
Avg first response time = first_response_seconds = 12 minutes 5 seconds | 1 hour 2 minutes
Avg resolution time = resolution_seconds = 1 day 2 hours | 5 hours 10 minutes
Avg customer waiting time = waiting_seconds = 3 minutes | 4 minutes 30 seconds
Resolution Count = resolutions = 80 | 77
""",
    above=(("Reporting period from 2026-06-01 to 2026-06-30",), ()),
)

QIANNIU_PERFORMANCE = Documented(
    "千牛_客服绩效_20260601_20260630",
    "platform_figure",
    """
旺旺昵称 = agent_id = 灯笼旗舰店:客服{n}
询单人数 = inquiry_customers = 320 | 411
询单最终付款人数 = paying_customers = 120 | 133
询单最终付款转化率 = final_payment_rate = 37.50% | 32.36%
询单最终付款金额 = inquiry_payment_amount = 35,120.50 | 41,002.00
首次响应时长（秒) = first_response_seconds = 4.2 | 5.1
平均响应时长（秒) = average_response_seconds = 21.4 | 30.9
客户满意率 = satisfaction_rate = 92.31% | 88.00%
旺旺回复率 = reply_rate = 99.71% | 100.00%
成功退款金额 = refund_amount = 1,299.00 | 640.00
""",
)

QIANNIU_RECEPTION = Documented(
    "咨询接待分析",
    "platform_figure",
    """
旺旺昵称 = agent_id = 灯笼旗舰店:客服{n}
旺旺分组 = - = 售前 | 售后
咨询人数 = consulting_customers = 320 | 411
接待人数 = received_customers = 318 | 409
有效接待人数 = effective_customers = 300 | 390
未回复人数 = unanswered_customers = 2 | 2
旺旺回复率 = reply_rate = 99.4% | 99.5%
3分钟人工响应率 = three_minute_rate = 97.2% | 95.0%
平均响应时长 = average_response_seconds = 21.4 | 30.9
首次响应时长 = first_response_seconds = 4.2 | 5.1
慢响应人数 = slow_responses = 3 | 8
答问比 = question_answer_ratio = 1.21 | 1.40
""",
)

QIANNIU_OVERVIEW = Documented(
    "客服概览",
    "platform_figure",
    """
日期 = day = 2026-06-01 | 2026-06-02
客服销售额 = sales_amount = 35120.5 | 41002
客服销售人数 = sales_customers = 120 | 133
客服销售占比 = sales_share = 41.2% | 39.9%
客服销售客单价 = average_order_value = 292.67 | 308.29
成功退款金额 = refund_amount = 1299 | 640
净销售额 = net_sales_amount = 33821.5 | 40362
咨询人数 = consulting_customers = 320 | 411
接待人数 = received_customers = 318 | 409
询单转化率 = conversion_rate = 37.5% | 32.4%
平均响应时长（秒） = average_response_seconds = 21.4 | 30.9
客户满意率 = satisfaction_rate = 92.31% | 88.00%
旺旺回复率 = reply_rate = 99.71% | 100.00%
仅退款自主完结时长（小时） = refund_only_seconds = 5.2 | 7.7
退货退款完结时长（小时） = return_refund_seconds = 71.5 | 90.1
平台求助率 = platform_help_rate = 0.02% | 0.00%
平台判责率 = platform_liability_rate = 0.00% | 0.01%
""",
)

QIANNIU_REFUNDS = Documented(
    "退款单",
    "return_case",
    """
订单编号 = order_id = 30012{n}0012345678
退款编号 = return_id = 18012{n}0098765432
商品id = product_id = 6789001 | 6789002
宝贝标题 = product_line = 护眼台灯 | 电热水壶
退款总额 = refund = 129.00 | 89.90
买家实际支付金额 = - = 129.00 | 99.90
退款状态 = status = 退款成功 | 退款关闭
货物状态 = - = 买家已收到货 | 买家未收到货
售后类型 = kind = 退货退款 | 仅退款
订单付款时间 = - = 2026-06-01 10:00:00 | 2026-06-02 12:00:00
退款申请时间 = opened_at = 2026-06-05 10:00:00 | 2026-06-06 12:00:00
退款完结时间 = closed_at = 2026-06-08 10:00:00 | 2026-06-09 12:00:00
买家退款原因 = cause = 质量问题 | 不想要了
""",
)

JD_WORKLOAD = Documented(
    "京东_客服_服务工作量",
    "platform_figure",
    """
日期 = day = 2026-06-01 | 2026-06-02
值班客服数 = agents_on_duty = 8 | 9
登录时长(h) = online_seconds = 62.5 | 70.1
店铺服务时长 = service_seconds = 14.0 | 13.5
UPV = page_visitors = 1200 | 1400
咨询量 = consulting_sessions = 320 | 411
接待量 = received_sessions = 318 | 409
接通率 = connection_rate = 99.4% | 99.5%
应答率 = answer_rate = 99.1% | 99.0%
30s应答率 = thirty_second_rate = 95.2% | 93.0%
满意度 = satisfaction_rate = 92.31% | 88.00%
邀评率 = rating_invitation_rate = 60.1% | 58.2%
平均回复消息数 = messages_per_session = 6.2 | 5.9
超时回复量 = overdue_replies = 3 | 6
平均会话时长(分) = session_seconds = 7.5 | 8.1
首次平均响应时间(秒) = first_response_seconds = 4.2 | 5.1
新平均响应时间(秒) = average_response_seconds_new = 21.4 | 30.9
留言咨询量 = offline_messages = 12 | 9
留言分配量 = offline_messages_assigned = 12 | 9
留言接待量 = offline_messages_answered = 11 | 9
留言应答率 = offline_answer_rate = 91.7% | 100%
留言响应率 = offline_response_rate = 91.7% | 100%
商家留言率 = offline_message_rate = 3.6% | 2.1%
解决率 = resolution_rate = 88.8% | 90.2%
""",
    above=(("客服服务工作量",), ("统计时间：2026-06-01至2026-06-30",), ()),
)

JD_SALES = Documented(
    "客服_销售绩效",
    "platform_figure",
    """
日期 = day = 2026-06-01 | 2026-06-02
值班客服数 = agents_on_duty = 8 | 9
售前接待人数 = presale_customers = 200 | 250
下单人数 = ordering_customers = 80 | 95
出库人数 = shipped_customers = 70 | 90
下单量 = orders = 85 | 99
出库订单量 = shipped_orders = 72 | 93
下单商品件数 = pieces_ordered = 120 | 130
出库商品件数 = pieces_shipped = 100 | 122
下单商品金额 = ordered_amount = 12000.5 | 14100
出库商品金额 = shipped_amount = 11000.5 | 13100
咨询→下单转化率 = order_conversion_rate = 40.0% | 38.0%
咨询→出库转化率 = shipping_conversion_rate = 35.0% | 36.0%
""",
)

FEIGE_AGENTS = Documented(
    "飞鸽客服数据",
    "platform_figure",
    """
客服昵称 = agent_id = 小灯{n}
账号名称 = - = lantern{n}
人工已接待人数 = received_customers = 318 | 409
人工已接待会话量 = received_sessions = 330 | 420
CPD = sessions_per_day = 45.1 | 50.2
不满意率 = dissatisfaction_rate = 2.1% | 3.0%
3分钟人工回复率(会话) = three_minute_session_rate = 97.2% | 95.0%
3分钟人工回复率 = three_minute_rate = 96.9% | 94.0%
首次响应时长（秒） = first_response_seconds = 4.2 | 5.1
平均响应时长（秒） = average_response_seconds = 21.4 | 30.9
新平均响应时长（秒） = average_response_seconds_new = 20.0 | 29.1
满意率 = satisfaction_rate = 92.31% | 88.00%
客服销售额（元） = sales_amount = 35120.5 | 41002
询单人数 = inquiry_customers = 120 | 133
下单人数 = ordering_customers = 80 | 95
支付人数 = paying_customers = 70 | 90
询单转化率 = conversion_rate = 37.5% | 32.4%
预警会话量 = warned_sessions = 1 | 0
PC在线时长（时） = online_seconds = 8.1 | 7.9
PC小休时长（时） = rest_seconds = 0.5 | 0.7
PC离线时长（时） = offline_seconds = 15.4 | 15.4
""",
)

FEIGE_SHOP = Documented(
    "飞鸽_客服表现",
    "platform_figure",
    """
客服 = agent_id = 店铺汇总值 | 店铺平均值 | 小灯{n}
客服在线天数 = online_days = 30 | 28
接待会话量 = received_sessions = 330 | 420
待回复会话量 = pending_sessions = 0 | 1
已接待人数 = received_customers = 318 | 409
转出会话量 = transferred_out = 3 | 5
有效评价数 = ratings = 100 | 120
有效好评数 = good_ratings = 90 | 100
有效差评数 = bad_ratings = 3 | 5
全天不满意率 = dissatisfaction_rate = 2.1% | 3.0%
全天满意率 = satisfaction_rate = 92.3% | 88.0%
全天平响时长 = average_response_seconds = 2分30秒 | 45秒
全天首响时长 = first_response_seconds = 11秒 | 9秒
全天3分钟回复率 = three_minute_rate = 97.2% | 95.0%
询单人数 = inquiry_customers = 120 | 133
下单人数 = ordering_customers = 80 | 95
支付人数 = paying_customers = 70 | 90
退款人数 = refunding_customers = 4 | 5
客服询单支付额 = inquiry_payment_amount = 35120.5 | 41002
退款金额 = refund_amount = 1299 | 640
退款后销售额 = net_sales_amount = 33821.5 | 40362
询单转化率 = conversion_rate = 37.5% | 32.4%
""",
)

KUAISHOU = Documented(
    "快手_客服_考核数据",
    "platform_figure",
    """
客服昵称 = agent_id = 小灯{n}
三分钟回复率（人维度） = three_minute_rate = 97.2% | 95.0%
三分钟回复率（会话） = three_minute_session_rate = 96.2% | 94.0%
不服务率 = no_service_rate = 0.1% | 0.2%
咨询人数 = consulting_customers = 320 | 411
咨询人次 = consulting_sessions = 350 | 450
人工会话量 = human_sessions = 300 | 400
人工平均回复时长 = human_reply_seconds = 20 | 31
好评率（人维度） = good_rating_rate = 92.3% | 88.0%
好评率（会话） = good_rating_session_rate = 91.3% | 87.0%
差评率（人维度） = bad_rating_rate = 2.3% | 3.0%
差评率（会话） = bad_rating_session_rate = 2.1% | 2.8%
IM不满意率（人维度） = im_dissatisfaction_rate = 2.0% | 3.1%
询单人数 = inquiry_customers = 120 | 133
下单人数 = ordering_customers = 80 | 95
支付人数 = paying_customers = 70 | 90
询单转化率 = conversion_rate = 37.5% | 32.4%
询单客单价 = inquiry_order_value = 292.67 | 308.29
客服销售额 = sales_amount = 35120.5 | 41002
""",
)

PINDUODUO = Documented(
    "拼多多客服绩效",
    "platform_figure",
    """
店铺名 = shop = 灯笼专营店
客服账号 = agent_id = lantern{n}
咨询人数 = consulting_customers = 320 | 411
询单转化率 = conversion_rate = 37.5% | 32.4%
客服销售额 = sales_amount = 35120.5 | 41002
3分钟人工回复率(8-23点) = three_minute_rate = 97.2% | 95.0%
30秒应答率(8-23点) = thirty_second_rate = 90.2% | 89.0%
客服服务分 = service_score = 4.8 | 4.9
""",
)

JUSHUITAN_REFUNDS = Documented(
    "售后单",
    "return_case",
    """
店铺ID = - = 88001
主订单ID = order_id = 30012{n}0012345678
售后单号 = return_id = 18012{n}0098765432
用户ID = customer_id = u{n}
提交时间 = - = 2026-06-01 09:00:00 | 2026-06-02 10:00:00
支付时间 = - = 2026-06-01 09:01:00 | 2026-06-02 10:01:00
完成时间 = closed_at = 2026-06-09 09:01:00 | 2026-06-10 10:01:00
售后申请时间 = opened_at = 2026-06-05 09:01:00 | 2026-06-06 10:01:00
结算时间 = - = 2026-06-20 09:01:00 | 2026-06-21 10:01:00
订单状态 = - = 已完成 | 已关闭
售后状态 = status = 退款成功 | 待商家收货
售后原因 = cause = 质量问题 | 不想要了
售后备注 = - = 客户要求尽快
商品ID = product_id = 6789001 | 6789002
SKUID = - = 77001 | 77002
商品名称 = product_line = 护眼台灯 | 电热水壶
退款金额 = refund = 129.00 | 89.90
""",
)

JD_STOCK = Documented(
    "京东自营库存_20260601",
    "stock_level",
    """
SKU = product_id = 100{n}
库存件数 = - = 20 | 30
现货库存 = on_hand = 18 | 27
可用库存 = available = 15 | 25
采购未到货 = on_order = 10 | 0
不可售 = unsellable = 0 | 1
近7天出库商品件数 = - = 5 | 7
近30天出库商品件数 = issued_30d = 22 | 31
近90天出库商品件数 = - = 60 | 92
库存周转天数 = turnover_days = 24.5 | 26.1
""",
)

CASES = {name: one for name, one in globals().items() if isinstance(one, Documented)}
