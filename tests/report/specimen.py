"""One of each: a document with every block, every question and every awkward case a renderer can meet.

Renderers' tests draw it in both languages; a block or a case that is missing here is a case no format is tested for.
The numbers are made up and agree with each other only where a picture would look wrong otherwise.
"""

from __future__ import annotations

import struct
import zlib

from kefu.report.document import (
    Block,
    Callout,
    Card,
    Cell,
    Chart,
    Column,
    Delta,
    Document,
    FigureLine,
    FigureRow,
    Heading,
    Image,
    Language,
    MapLink,
    MapStep,
    Notes,
    PageBreak,
    Paragraph,
    ProcessMap,
    Question,
    Role,
    Series,
    Step,
    Steps,
    Table,
    Tone,
)

MONTHS = ("25/10", "11", "12", "26/01", "02", "03", "04", "05", "06", "07", "08", "09", "10")
VOLUME = (
    98000.0,
    122000.0,
    117000.0,
    96000.0,
    82000.0,
    100000.0,
    101000.0,
    105000.0,
    113000.0,
    107000.0,
    110000.0,
    114000.0,
    128460.0,
)
CSAT = (0.903, 0.889, 0.892, 0.907, 0.914, 0.917, None, 0.922, 0.92, 0.925, 0.928, 0.931, 0.934)


def _figure(number: int) -> str:
    return f"F-{number:08x}"


def _ids(first: int, count: int) -> tuple[str, ...]:
    return tuple(_figure(first + i) for i in range(count))


def _only(labels: dict[int, str], count: int) -> tuple[str, ...]:
    return tuple(labels.get(i, labels.get(i - count, "")) for i in range(count))


def _png(width: int = 320, height: int = 180) -> bytes:
    """A valid two-tone picture without needing a drawing library."""
    row = b"\0" + b"\x24\x56\xe6" * (width // 2) + b"\xe2\xe7\xee" * (width - width // 2)

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(row * height)) + part(b"IEND", b"")


class _Words:
    """The two wordings side by side, so that a case cannot exist in one language only."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en


def specimen(language: Language) -> Document:
    """Return the whole specimen in one language."""
    say = _Words(language)
    blocks: list[Block] = [*_summary(say), *_indicators(say), *_charts(say), *_mixed(say), *_tables(say), *_text(say)]
    return Document(
        title=say("客户服务月度报告", "Customer Service Monthly Report"),
        subtitle=say("服务量创新高，时效与满意度双升", "Record volume, faster answers, happier customers"),
        organisation=say("示例科技有限公司", "Example Technology Ltd."),
        period=say("2026 年 10 月", "October 2026"),
        language=language,
        blocks=tuple(blocks),
        figures=_register(say),
        cover=_cards(say)[:4],
        source=say(
            "来源：工单、呼叫中心、调研 · 2026-10-01 至 10-31（北京时间）· ds_20261101_0612",
            "Sources: tickets, call centre, survey · 2026-10-01 to 10-31 (Beijing time) · ds_20261101_0612",
        ),
        generated="2026-11-01",
        meta={"version": "1.2"},
        words=_renderer_words(say),
    )


def _renderer_words(say: _Words) -> dict[str, str]:
    return {
        "contents": say("目录", "Contents"),
        "continued": say("（续）", "(cont.)"),
        "figures": say("数字登记", "Figure register"),
        "note": say("注", "Note"),
        "generated": say("数据截至", "Data as of"),
        "page": say("第 {} 页", "Page {}"),
    }


def _summary(say: _Words) -> list[Block]:
    findings = (
        Callout(
            say("量增质稳", "More volume, same quality"),
            (
                say(
                    "首次响应时间 42 秒，环比下降 12.5%，主要由电话渠道贡献（-9.1%），达到目标 45 秒。",
                    "First response took 42 s, 12.5% less than last month, mostly from the phone channel (-9.1%).",
                ),
            ),
            Tone.GOOD,
            _ids(0x10, 2),
        ),
        Callout(
            say("口碑向上", "Word of mouth improves"),
            (
                say(
                    "CSAT 93.4%，环比上升 0.3 个百分点；NPS 45 分，连续 4 个月上升，推荐者占比 59.5%。",
                    "CSAT is 93.4%, up 0.3 points; NPS 45 after four rising months; 59.5% are promoters.",
                ),
            ),
            Tone.GOOD,
        ),
        Callout(
            say("一次解决率回落", "First contact resolution falls"),
            (
                say(
                    "一次解决率 76.8%，环比下降 1.3 个百分点，物流（-1.2pt）与退换货（-0.7pt）两类拖累。",
                    "76.8% were solved at first contact, down 1.3 points; logistics and returns weigh on it.",
                ),
            ),
            Tone.WARN,
        ),
        Callout(
            say("投诉反弹", "Complaints rebound"),
            (
                say(
                    "千单投诉 3.9 件，环比上升 21.9%；物流延误 162 件（+58），与 10-18 轨迹停更时间重合。",
                    "3.9 complaints per thousand orders, up 21.9%; 162 about late parcels (+58).",
                ),
            ),
            Tone.BAD,
        ),
    )
    scores = (
        (say("服务量", "Volume"), say("128,460 件", "128,460"), Tone.GOOD, say("达标", "Met")),
        (say("首次响应", "First response"), say("42 秒", "42 s"), Tone.GOOD, say("达标", "Met")),
        (say("一次解决率", "Solved first"), "76.8%", Tone.WARN, say("接近", "Near")),
        (say("千单投诉", "Complaints"), "3.9", Tone.BAD, say("未达", "Missed")),
    )
    table = Table(
        "scorecard",
        (
            Column(say("指标", "Indicator"), width=1.5),
            Column(say("本月", "Month"), "right"),
            Column(say("状态", "Status"), "center"),
        ),
        tuple((Cell(n), Cell(v, strong=True, figure=_figure(1)), Cell(s, tone=t)) for n, v, t, s in scores),
        title=say("指标达成", "Targets"),
    )
    return [
        Heading(
            2,
            say(
                "服务量创 13 个月新高而时效与满意度双升，物流与退款拖累一次解决率与投诉",
                "Volume is the highest in 13 months while speed and satisfaction both rise; logistics and refunds"
                " hold back resolution and complaints",
            ),
            say("摘要 · 一页看懂", "Summary · on one page"),
        ),
        *findings,
        table,
        Notes(("F-00000010 = 42 | first response time", "F-00000011 = -12.5% | change from last month")),
    ]


def _card(
    say: _Words,
    number: int,
    name: str,
    value: str,
    unit: str,
    tone: Tone,
    attainment: float | None,
    trend: tuple[float | None, ...],
    note: str = "",
) -> Card:
    status = {
        Tone.GOOD: say("达标", "Met"),
        Tone.WARN: say("接近", "Near"),
        Tone.BAD: say("未达", "Missed"),
        Tone.NEUTRAL: "",
    }[tone]
    share = "" if attainment is None else f"{attainment:.0%}"
    return Card(
        name=name,
        value=value,
        unit=unit,
        figure=_figure(number),
        tone=tone,
        status=status,
        target="" if attainment is None else say(f"目标 ≥120 · 达成 {share}", f"Target ≥120 · reached {share}"),
        attainment=attainment,
        trend=trend,
        trend_categories=MONTHS[: len(trend)],
        trend_figures=_ids(number * 16, len(trend)),
        deltas=(
            Delta(say("环比", "Last month"), "▲ 13.1%", Tone.GOOD, _figure(number + 1)),
            Delta(say("同比", "Last year"), "▼ 1.3pt", Tone.BAD, _figure(number + 2)),
            Delta(say("近3月", "3 months"), say("基本持平", "flat"), Tone.NEUTRAL, _figure(number + 3)),
        ),
        note=note,
    )


def _cards(say: _Words) -> tuple[Card, ...]:
    rise = tuple(v and v / 1000 for v in VOLUME)
    return (
        _card(say, 1, say("服务量", "Ticket volume"), "128,460", say("件", ""), Tone.GOOD, 1.07, rise),
        _card(say, 2, say("客户满意度 CSAT", "Customer satisfaction"), "93.4", "%", Tone.GOOD, 1.0, CSAT),
        _card(say, 3, say("净推荐值 NPS", "Net promoter score"), "45", say("分", "points"), Tone.GOOD, 1.02, rise),
        _card(say, 4, say("首次响应时间", "First response time"), "42", say("秒", "s"), Tone.GOOD, 1.07, rise[::-1]),
        _card(say, 5, say("一次解决率", "First contact resolution"), "76.8", "%", Tone.WARN, 0.98, CSAT[::-1]),
        _card(
            say,
            6,
            say("千单投诉", "Complaints per 1,000 orders"),
            "3.9",
            say("件", ""),
            Tone.BAD,
            0.9,
            rise,
            say("样本量小", "small sample"),
        ),
        _card(
            say,
            7,
            say("平均处理时长（含后处理）", "Average handling time incl. wrap-up"),
            "3:12:45",
            say("时:分:秒", "h:m:s"),
            Tone.NEUTRAL,
            None,
            (None,) * 13,
        ),
        Card(
            say("机器人独立解决率", "Solved by the bot alone"), "–", "", _figure(8), note=say("本月无数据", "no data")
        ),
    )


def _indicators(say: _Words) -> list[Block]:
    cards = _cards(say)
    eyebrow = say("一、总体概览", "1 Overview")
    return [
        Heading(1, say("一、总体概览", "1 Overview")),
        Heading(
            2,
            say("8 项核心指标 6 项达标：一次解决率差 1.2 个百分点", "Six of eight indicators meet their target"),
            eyebrow,
        ),
        FigureRow(cards),
        Notes(tuple(f"{c.figure} = {c.value} {c.unit} | {c.name}" for c in cards)),
        Heading(2, say("四项指标与判断同页", "Four indicators above a chart and a conclusion"), eyebrow),
        FigureRow(cards[:4]),
        _trend(say, "volume.trend"),
        Callout(say("判断", "Reading"), (say("产能随量增长。", "Capacity grew with volume."),)),
        Heading(2, say("三项指标", "Three indicators on their own"), eyebrow),
        FigureRow(cards[4:7]),
        Heading(2, say("只有一项指标", "One indicator and what follows from it"), eyebrow),
        FigureRow(cards[:1]),
        Paragraph(say("一张卡片也要占满一行，不显得空。", "A single card still fills its row."), _ids(1, 1)),
    ]


def _trend(say: _Words, name: str) -> Chart:
    return Chart(
        name,
        Question.TREND,
        say("服务量", "Ticket volume"),
        MONTHS,
        (
            Series(
                say("服务量", "Volume"),
                VOLUME,
                Role.MAIN,
                _only({0: say("9.8 万", "98.0k"), -1: say("12.8 万", "128.5k")}, 13),
                _ids(0x100, 13),
            ),
            Series(
                say("目标", "Target"), (120000.0,) * 13, Role.TARGET, _only({0: say("目标 12 万", "Target 120k")}, 13)
            ),
        ),
        alt=say("服务量近 13 个月走势，10 月 12.8 万为最高。", "Volume over 13 months; October is the highest."),
        unit=say("件，虚线为目标", "tickets, dashed: target"),
        number_format="#,##0",
        source=say("来源：工单系统", "Source: ticket system"),
    )


def _charts(say: _Words) -> list[Block]:
    eyebrow = say("二、图表各一", "2 One of each chart")
    judgement = Callout(
        say("关键判断", "Key reading"),
        (
            say(
                "量：10 月 128,460 件，环比 +13.1%，由国庆与预售叠加驱动，在线渠道贡献增量的 71%。",
                "Volume: 128,460 tickets, up 13.1%, driven by the holiday and pre-sale together; chat brought 71%.",
            ),
            say(
                "质：CSAT 93.4%，较 2025 年同期 +3.1pt，且未随峰值下滑。",
                "Quality: CSAT 93.4%, 3.1 points above last year, without a dip at the peak.",
            ),
        ),
        Tone.NEUTRAL,
        _ids(1, 2),
    )
    return [
        Heading(1, eyebrow),
        Heading(2, say("趋势：服务量同比 +30.8% 创新高", "Trend: volume is 30.8% above last year"), eyebrow),
        _trend(say, "trend"),
        judgement,
        Heading(2, say("趋势与对比：两张图加一个判断", "Trend with a gap, comparison and a reading"), eyebrow),
        _gap_trend(say),
        _comparison(say),
        judgement,
        Heading(2, say("构成与份额", "Composition and parts"), eyebrow),
        _composition(say),
        _parts(say),
        Heading(
            2, say("分布与明细：76% 的会话在 45 秒内得到首响", "Distribution and detail: 76% answered in 45 s"), eyebrow
        ),
        _distribution(say),
        _percentiles(say),
        Callout(
            say("建议", "Advice"),
            (
                say(
                    "邮件与社媒合并为异步队列，按 2 小时 SLA 单独考核。",
                    "Run mail and social as one queue with its own two-hour target.",
                ),
            ),
        ),
        Heading(
            2,
            say("变动归因：一次解决率回落 1.3 点", "Contribution: first contact resolution falls 1.3 points"),
            eyebrow,
        ),
        _waterfall(say),
        _across_zero(say),
        Heading(2, say("帕累托：投诉 501 件，前三类占 70%", "Pareto: three causes make 70% of complaints"), eyebrow),
        _pareto(say),
        Callout(say("判断", "Reading"), (say("物流延误为首因。", "Late parcels lead."),), Tone.BAD),
        Heading(2, say("排名与相关", "Ranking and relation"), eyebrow),
        _ranking(say),
        _relation(say),
        Heading(2, say("估计与区间：样本少的区间宽", "Estimates: fewer answers, wider intervals"), eyebrow),
        _whiskers(say),
        judgement,
        Heading(2, say("预测：11 月约 13.4 万件", "Forecast: about 134,000 in November"), eyebrow),
        _fan(say),
        judgement,
        Heading(2, say("四张小图", "Four small charts"), eyebrow),
        _distribution(say),
        _comparison(say),
        _ranking(say),
        _parts(say),
        Heading(2, say("缺数与一点", "Nothing measured, and a single point"), eyebrow),
        Chart(
            "empty",
            Question.TREND,
            say("全部缺失", "All missing"),
            MONTHS[:3],
            (Series("A", (None, None, None)),),
            alt=say("没有数据", "No data"),
        ),
        Chart(
            "single",
            Question.COMPARISON,
            say("一类", "One category"),
            (say("在线", "Chat"),),
            (Series("B", (5.0,), labels=("5",)),),
            alt=say("在线 5", "Chat 5"),
        ),
    ]


def _gap_trend(say: _Words) -> Chart:
    last_year = tuple(v and v - 0.03 for v in CSAT)
    return Chart(
        "csat.trend",
        Question.TREND,
        "CSAT",
        MONTHS,
        (
            Series(say("今年", "This year"), CSAT, Role.MAIN, _only({0: "90.3%", -1: "93.4%"}, 13), _ids(0x200, 13)),
            Series(say("去年", "Last year"), last_year, Role.COMPARE, _only({-1: "90.4%"}, 13)),
        ),
        alt=say("满意度上升，4 月缺数。", "Satisfaction rises; April is missing."),
        unit="%",
        number_format="0.0%",
    )


def _comparison(say: _Words) -> Chart:
    names = (("在线客服", "电话", "App", "邮件"), ("Live chat", "Phone", "App", "Mail"))
    categories = names[0] if say.language == "zh" else names[1]
    return Chart(
        "channels",
        Question.COMPARISON,
        say("渠道对比", "By channel"),
        categories,
        (
            Series(
                say("本月", "This month"),
                (71240.0, 32180.0, 16310.0, None),
                Role.MAIN,
                ("71,240", "32,180", "16,310", ""),
                _ids(0x300, 4),
            ),
            Series(
                say("上月", "Last month"),
                (60110.0, 33020.0, 14200.0, 5240.0),
                Role.COMPARE,
                ("60,110", "33,020", "14,200", "5,240"),
            ),
        ),
        alt=say("在线最多。", "Chat leads."),
        unit=say("件", "tickets"),
        number_format="#,##0",
    )


def _composition(say: _Words) -> Chart:
    months = MONTHS[-6:]
    rows = (
        (say("推荐者", "Promoters"), (55.0, 54.0, 56.0, 57.0, 58.0, 59.5)),
        (say("中立者", "Passives"), (29.0, 30.0, 28.0, 28.0, 27.0, 26.0)),
        (say("贬损者", "Detractors"), (16.0, 16.0, 16.0, 15.0, 15.0, 14.5)),
    )
    return Chart(
        "nps.mix",
        Question.COMPOSITION,
        say("NPS 构成", "NPS mix"),
        months,
        tuple(
            Series(n, v, Role.CATEGORY, tuple(f"{x:.1f}%" for x in v), _ids(0x400 + 16 * i, 6))
            for i, (n, v) in enumerate(rows)
        ),
        alt=say("推荐者升至 59.5%。", "Promoters rise to 59.5%."),
        unit=say("占比", "share"),
        number_format="0.0",
    )


def _parts(say: _Words) -> Chart:
    names = (
        ("尺寸 / 规格不符", "质量缺陷", "物流破损", "七天无理由", "错发漏发", "其他")
        if say.language == "zh"
        else ("Wrong size or specification", "Defect", "Transport damage", "Changed mind", "Wrong item", "Other")
    )
    return Chart(
        "returns.parts",
        Question.PARTS,
        say("退换货原因", "Reasons for returns"),
        names,
        (
            Series(
                say("件", "items"),
                (1240.0, 986.0, 731.0, 655.0, 318.0, 204.0),
                Role.CATEGORY,
                ("1,240 · 30%", "986 · 24%", "731 · 18%", "655 · 16%", "318 · 8%", "204 · 5%"),
                _ids(0x500, 6),
            ),
        ),
        alt=say("规格不符占三成。", "Wrong size makes 30%."),
        unit=say("4,134 单", "4,134 orders"),
        number_format="#,##0",
    )


def _distribution(say: _Words) -> Chart:
    return Chart(
        "frt.distribution",
        Question.DISTRIBUTION,
        say("首次响应时间分布", "First response time"),
        ("≤15", "15–30", "30–45", "45–60", "60–90", "90–180", ">180"),
        (
            Series(
                say("会话占比", "Share"),
                (0.245, 0.303, 0.211, 0.103, 0.077, 0.041, 0.019),
                Role.COMPARE,
                ("24.5%", "30.3%", "21.1%", "10.3%", "7.7%", "4.1%", "1.9%"),
                _ids(0x600, 7),
                (Role.MAIN, Role.MAIN, Role.MAIN, *(Role.COMPARE,) * 4),
            ),
        ),
        alt=say("76% 在 45 秒内。", "76% within 45 s."),
        unit=say("秒，蓝色为达标区间", "seconds, blue: within target"),
        number_format="0.0%",
    )


def _percentiles(say: _Words) -> Table:
    rows = (
        (say("在线", "Chat"), "71,240", "24", "95.1%", Tone.GOOD),
        (say("电话", "Phone"), "32,180", "38", "88.4%", Tone.WARN),
        ("App", "16,310", "31", "91.2%", Tone.GOOD),
        (say("邮件", "Mail"), "5,240", "512", "80.3%", Tone.WARN),
        (say("社媒", "Social"), "3,490", "88", "74.2%", Tone.BAD),
    )
    return Table(
        "frt.channels",
        (
            Column(say("渠道", "Channel")),
            Column(say("会话", "Sessions"), "right"),
            Column("P50", "right"),
            Column(say("达标率", "In target"), "right"),
        ),
        tuple(
            (
                Cell(a),
                Cell(b, float(b.replace(",", "")), "#,##0", figure=_figure(0x700 + i)),
                Cell(c, float(c), "0"),
                Cell(d, float(d[:-1]) / 100, "0.0%", t, _figure(0x710 + i)),
            )
            for i, (a, b, c, d, t) in enumerate(rows)
        ),
        title=say("各渠道分位数", "Percentiles by channel"),
        note=say("样本不足 100 的渠道未列。", "Channels below 100 are left out."),
    )


def _waterfall(say: _Words) -> Chart:
    names = (
        ("9 月", "咨询", "物流", "退换货", "质量", "账户", "其他", "10 月")
        if say.language == "zh"
        else ("Sep", "Enquiry", "Logistics", "Returns", "Quality", "Account", "Other", "Oct")
    )
    roles = (Role.START, Role.UP, Role.DOWN, Role.DOWN, Role.DOWN, Role.UP, Role.UP, Role.START)
    tones = (Tone.NEUTRAL, Tone.GOOD, Tone.BAD, Tone.BAD, Tone.BAD, Tone.GOOD, Tone.GOOD, Tone.NEUTRAL)
    return Chart(
        "fcr.contribution",
        Question.CONTRIBUTION,
        say("一次解决率变动归因", "What moved first contact resolution"),
        names,
        (
            Series(
                "FCR",
                (78.1, 0.4, -1.2, -0.7, -0.2, 0.3, 0.1, 76.8),
                Role.MAIN,
                ("78.1%", "+0.4", "-1.2", "-0.7", "-0.2", "+0.3", "+0.1", "76.8%"),
                _ids(0x800, 8),
                roles,
                tones,
            ),
        ),
        alt=say("物流拖累最大。", "Logistics weighs most."),
        unit=say("百分点", "points"),
        number_format="0.0",
    )


def _across_zero(say: _Words) -> Chart:
    roles = (Role.START, Role.DOWN, Role.DOWN, Role.UP, Role.START)
    return Chart(
        "net.contribution",
        Question.CONTRIBUTION,
        say("净变化（跨零）", "Net change across zero"),
        (say("期初", "Start"), "A", "B", "C", say("期末", "End")),
        (Series("N", (3.0, -5.0, -2.0, 6.5, 2.5), Role.MAIN, ("3.0", "-5.0", "-2.0", "+6.5", "2.5"), (), roles),),
        alt=say("先跌破零再回升。", "Falls below zero, then recovers."),
        number_format="0.0",
    )


def _pareto(say: _Words) -> Chart:
    names = (
        ("物流延误", "退款慢", "商品质量", "描述不符", "客服态度", "发票问题", "其他")
        if say.language == "zh"
        else ("Late parcel", "Slow refund", "Quality", "Description", "Attitude", "Invoice", "Other")
    )
    return Chart(
        "complaints.pareto",
        Question.PARETO,
        say("投诉类目帕累托", "Complaint causes"),
        names,
        (
            Series(
                say("件数", "Complaints"),
                (162.0, 108.0, 79.0, 52.0, 38.0, 27.0, 35.0),
                Role.COMPARE,
                ("162", "108", "79", "52", "38", "27", "35"),
                _ids(0x900, 7),
                (Role.MAIN,) * 3 + (Role.COMPARE,) * 4,
            ),
            Series(
                say("累计占比", "Cumulative"),
                (0.323, 0.539, 0.697, 0.8, 0.876, 0.93, 1.0),
                Role.CUMULATIVE,
                ("32%", "54%", "70%", "80%", "88%", "93%", "100%"),
                _ids(0x910, 7),
            ),
        ),
        alt=say("前三类占 70%。", "Three causes make 70%."),
        unit=say("柱 = 件数 / 线 = 累计占比", "bars: count, line: cumulative"),
        number_format="#,##0",
    )


def _ranking(say: _Words) -> Chart:
    names = (
        ("坐席专业度", "一次解决", "响应速度", "退款时效", "物流可查询性与准确性", "重复转接")
        if say.language == "zh"
        else (
            "Skill of the agent",
            "Solved at once",
            "Speed",
            "Refund time",
            "Parcel tracking is complete",
            "Transfers",
        )
    )
    values = (0.62, 0.58, 0.41, -0.47, -0.33, -0.29)
    return Chart(
        "csat.drivers",
        Question.RANKING,
        say("满意度驱动因素", "What drives satisfaction"),
        names,
        (
            Series(
                say("影响", "Effect"),
                values,
                Role.MAIN,
                tuple(f"{v:+.2f}" for v in values),
                _ids(0xA00, 6),
                tones=tuple(Tone.GOOD if v > 0 else Tone.BAD for v in values),
            ),
        ),
        alt=say("专业度最正面。", "Skill helps most."),
        unit=say("标准化影响系数", "standardised effect"),
        number_format="0.00",
    )


def _relation(say: _Words) -> Chart:
    names = ("李思远", "王晓琳", "谢宁", "马骏", "高翔") if say.language == "zh" else ("Li", "Wang", "Xie", "Ma", "Gao")
    return Chart(
        "agents.relation",
        Question.RELATION,
        say("坐席效率 × 质量", "Speed and quality of agents"),
        names,
        (
            Series(
                say("坐席", "Agents"),
                (0.968, 0.961, 0.887, 0.901, 0.893),
                Role.COMPARE,
                (names[0], "", names[2], "", names[4]),
                _ids(0xB00, 5),
                (Role.MAIN, *(Role.COMPARE,) * 4),
                x=(41.0, 46.2, 28.6, 42.3, 44.9),
            ),
        ),
        alt=say("量与质无明显相关。", "No clear relation."),
        unit=say("每点一名坐席", "one dot per agent"),
        number_format="0%",
        x_title=say("人均日处理量（件）", "Tickets per day"),
        y_title=say("满意度", "Satisfaction"),
    )


def _fan(say: _Words) -> Chart:
    """What was, what is expected, and two intervals; all that lies ahead begins at the last known value."""
    past, last = VOLUME[-6:], VOLUME[-1]
    gap = (None,) * 5

    def ahead(name: str, values: tuple[float, ...], role: Role, labels: tuple[str, ...] = ()) -> Series:
        return Series(name, (*gap, last, *values), role, labels, ("",) * 6 + _ids(0xC00, 3))

    return Chart(
        "ticket_volume.forecast",
        Question.FORECAST,
        say("工单量：近 6 个月与未来 3 个月", "Tickets: six months and the next three"),
        (*MONTHS[-6:], "11", "12", "27/01"),
        (
            Series(say("工单量", "Tickets"), (*past, None, None, None), figures=_ids(0x100, 6)),
            ahead(
                say("预测", "Forecast"), (134000.0, 121000.0, 118000.0), Role.EXPECTED, ("",) * 6 + ("134,000", "", "")
            ),
            ahead(say("95%下限", "95 % lower"), (124000.0, 108000.0, 102000.0), Role.LIMIT),
            ahead(say("80%下限", "80 % lower"), (128000.0, 113000.0, 108000.0), Role.LIMIT),
            ahead(say("80%上限", "80 % upper"), (140000.0, 129000.0, 128000.0), Role.LIMIT),
            ahead(say("95%上限", "95 % upper"), (144000.0, 134000.0, 134000.0), Role.LIMIT),
        ),
        alt=say(
            "预计 11 月为 134,000 件，95% 区间 124,000 至 144,000。",
            "134,000 expected, 95 % interval 124,000 to 144,000.",
        ),
        unit=say("件", "tickets"),
        number_format="#,##0",
    )


def _whiskers(say: _Words) -> Chart:
    """One estimate above zero, one below, and one that too few answers give no interval."""
    return Chart(
        "nps.by_channel",
        Question.INTERVAL,
        say("各渠道 NPS", "NPS by channel"),
        (say("在线客服", "Live chat"), say("电话", "Phone"), say("邮件", "Mail")),
        (
            Series("NPS", (45.0, -12.5, 20.0), Role.MAIN, ("45.0", "-12.5", "20.0"), _ids(0xF00, 3)),
            Series(say("95%下限", "95% lower limit"), (38.0, -30.0, None), Role.LIMIT),
            Series(say("95%上限", "95% upper limit"), (52.0, 5.0, None), Role.LIMIT),
        ),
        alt=say("在线最高，为 45。", "Live chat is highest with 45."),
        number_format="0.0",
    )


def heat_map(language: Language) -> Table:
    """Two weekdays by three spans of hours; the largest cell is 8, so 4 is half as strong."""
    say = _Words(language)
    columns = (Column(say("星期", "Day")), *(Column(span, "right") for span in ("09–12", "12–15", "15–18")))
    counts = ((say("周一", "Mon"), (4.0, 8.0, 0.0)), (say("周二", "Tue"), (2.0, 4.0, 1.0)))
    rows = tuple(
        (Cell(day, strong=True), *(Cell(f"{one:.0f}", one, "0", figure=_figure(0xF10), heat=one / 8) for one in values))
        for day, values in counts
    )
    return Table("hours", columns, rows, say("来访时段", "When customers come"))


def _mixed(say: _Words) -> list[Block]:
    """Combinations that no section plans but some report kind will have."""
    eyebrow = say("三、其他组合", "3 Other arrangements")
    long_text = say(
        "10-18 物流轨迹停更 9 小时 40 分，带来 2,730 次重复进线，解释物流降幅的约 8 成；退款二审平均 26 小时，"
        "客户在等待期平均再次进线 1.4 次，其中 38% 转为投诉，集中在 500 元以下的小额订单。",
        "Parcel tracking stood still for 9 h 40 min on 18 October and caused 2,730 repeat contacts, about four fifths"
        " of the fall; a second refund approval takes 26 hours, in which customers write again 1.4 times on average.",
    )
    return [
        Heading(1, eyebrow),
        Heading(2, say("表与图并排", "Table beside a chart"), eyebrow),
        _percentiles(say),
        _distribution(say),
        Heading(2, say("长文字的判断不会溢出", "Long readings do not spill over"), eyebrow),
        _waterfall(say),
        Callout(say("为什么", "Why"), (long_text, long_text, long_text), Tone.BAD),
        Heading(2, say("小标题与图片", "A small heading and a picture"), eyebrow),
        Heading(3, say("热力图", "Heat map")),
        Image("heat", _png(), "image/png", say("蓝灰两色图", "A picture in blue and grey")),
        Paragraph(say("图片按比例缩放，不变形。", "Pictures keep their proportions.")),
        Heading(2, say("三张图", "Three charts"), eyebrow),
        _trend(say, "t1"),
        _ranking(say),
        _composition(say),
        Heading(2, say("流程图", "A process map"), eyebrow),
        process_map(say.language),
        Callout(say("判断", "Reading"), (say("等待在处理中。", "The waiting is in the work."),)),
        Heading(2, say("太多内容会续页", "More than a slide holds goes on"), eyebrow),
        FigureRow(_cards(say)),
        _trend(say, "t2"),
        _pareto(say),
        _percentiles(say),
        Steps(_steps(say)[:2]),
        Heading(2, say("分页符之前", "Before the page break"), eyebrow),
        Paragraph(say("只有一句话。", "One sentence only.")),
        PageBreak(),
    ]


def process_map(language: Language) -> ProcessMap:
    """A flow with a way back, a way around, two ways between the same steps and a step nobody comes back from."""
    say = _Words(language)
    names = (
        say("提交", "Created"),
        say("处理中", "In work"),
        say("等待客户", "Waiting for customer"),
        say("解决", "Resolved"),
    )
    steps = (
        MapStep(say("开始", "Start"), role="start"),
        MapStep(names[0], ("241",), 1.0, figure=_figure(901)),
        MapStep(names[1], (say("228 次 · 40 人", "228 times · 40 people"), "↻ 12"), 0.9, figure=_figure(902)),
        MapStep(names[2], ("35",), 0.2, figure=_figure(903)),
        MapStep(names[3], ("249",), 1.0, figure=_figure(904)),
        MapStep(say("结束", "End"), role="end"),
    )
    links = (
        MapLink(0, 1, "241", share=1.0),
        MapLink(1, 2, "228", say("34 秒", "34 s"), 0.95, figure=_figure(905)),
        MapLink(2, 4, "190", say("3.0 小时", "3.0 h"), 0.8, Tone.BAD, _figure(906)),
        MapLink(2, 3, "35", say("1.0 小时", "1.0 h"), 0.15, Tone.WARN, _figure(907)),
        MapLink(3, 2, "20", say("8.2 小时", "8.2 h"), 0.1, figure=_figure(908)),
        MapLink(3, 4, "15", say("2.7 小时", "2.7 h"), 0.06, figure=_figure(909)),
        MapLink(1, 4, "10", say("2 分钟", "2 min"), 0.04, figure=_figure(910)),
        MapLink(4, 5, "232", share=1.0),
    )
    columns = (Column(say("从", "From")), Column(say("到", "To")), Column(say("次数", "Times"), "right"))
    rows = tuple(
        (
            Cell(steps[one.source].name),
            Cell(steps[one.target].name),
            Cell(one.text, float(one.text), "0", figure=one.figure),
        )
        for one in links
    )
    return ProcessMap(
        "process", say("工单的实际流转", "How tickets ran"), steps, links, Table("process.ways", columns, rows),
        say("处理中到解决等待最多", "Most waiting is between work and resolution"),
        say("虚线往回走。", "Broken lines lead back."),
    )  # fmt: skip


def _tables(say: _Words) -> list[Block]:
    eyebrow = say("四、表格", "4 Tables")
    columns = (
        Column(say("日期", "Date"), width=1.0),
        Column(say("级别", "Level"), "center", 0.7),
        Column(say("事件", "Incident"), width=2.2),
        Column(say("持续", "Length"), "right", 1.2),
        Column(say("影响客户", "Customers"), "right", 1.1),
        Column(say("根因与措施", "Cause and action"), width=3.4),
        Column(say("状态", "State"), "center", 1.1),
    )
    rows = tuple(
        (
            Cell(f"10-{i + 1:02d}"),
            Cell("P1" if i % 5 == 0 else "P2"),
            Cell(say("支付回调异常", "Payment callback failed"), strong=True),
            Cell(say("3 小时 12 分", "3 h 12 min")),
            Cell(f"{4186 - 7 * i:,}", 4186.0 - 7 * i, "#,##0", figure=_figure(0xC00 + i)),
            Cell(
                say(
                    "限流参数误改；已加变更双人复核"
                    + ("，并补充了灰度发布与回滚预案，纳入每周到期巡检" if i % 4 == 1 else ""),
                    "A limit was changed by mistake"
                    + ("; two people now review every change and releases are staged" if i % 4 == 1 else ""),
                )
            ),
            Cell(say("已关闭", "Closed") if i % 3 else say("处理中", "Open"), tone=Tone.GOOD if i % 3 else Tone.WARN),
        )
        for i in range(31)
    )
    return [
        Heading(1, eyebrow),
        Heading(2, say("长表续页并重复表头", "A long table continues with its header"), eyebrow),
        Table(
            "incidents",
            columns,
            rows,
            say("重大事件", "Incidents"),
            say("级别按影响客户数划分。", "Level by customers hit."),
        ),
        Heading(2, say("短表独占一页", "A short table on its own"), eyebrow),
        Table("short", columns, rows[:4]),
        Heading(2, say("热力图", "A heat map"), eyebrow),
        heat_map(say.language),
        Heading(2, say("空表", "An empty table"), eyebrow),
        Table("none", columns[:3], (), say("本月无事件", "No incidents this month")),
    ]


def _steps(say: _Words) -> tuple[Step, ...]:
    who = (say("李思远", "Li"), "11-15", say("物流投诉 -30%", "complaints -30%"))
    return (
        Step(
            say("物流延误主动告知", "Tell customers before they ask"),
            say(
                "轨迹断流 30 分钟自动外呼并发送短信，覆盖全部承运商。",
                "Call and text after 30 minutes without tracking.",
            ),
            who,
            Tone.WARN,
            _ids(0xD00, 1),
        ),
        Step(
            say("退款审批链缩短", "Shorten refund approval"),
            say("500 元以下免二审，T+1 到账。", "No second approval below 500."),
            (say("周婷", "Zhou"), "11-08", say("退款慢投诉 -40%", "refund complaints -40%")),
            Tone.GOOD,
        ),
        Step(
            say("电话组一次解决", "Phone: solve at once"),
            say("TOP20 场景话术与权限下放。", "Scripts and rights for 20 cases."),
            (say("赵敏", "Zhao"), "11-20", "FCR +1.5pt"),
            Tone.BAD,
        ),
        Step(
            say("知识库检索", "Search of the knowledge base"), say("重建索引。", "Rebuild the index."), (), Tone.NEUTRAL
        ),
        Step(
            say("配件安全库存", "Spare parts"),
            say("TOP50 配件预警。", "Warn on 50 parts."),
            (say("孙浩", "Sun"), "11-30"),
        ),
    )


def _text(say: _Words) -> list[Block]:
    eyebrow = say("五、行动与说明", "5 Actions and notes")
    prose = say(
        "本报告的数字全部由原始记录计算；口径见数字登记。比较默认对上一个完整月，同比对去年同月，近三月为简单平均。",
        "Every number in this report is computed from raw records; the register holds the definitions. Changes compare"
        " with the last full month, yearly changes with the same month of last year.",
    )
    return [
        Heading(1, eyebrow),
        Heading(2, say("五项改进行动预计拉回一次解决率 1.5 点", "Five actions should win back 1.5 points"), eyebrow),
        Steps(_steps(say), say("改进行动", "Actions")),
        Callout(
            say("所需资源", "Needed"),
            (say("临时坐席 24 人 × 12 天。", "24 temporary agents for 12 days."),),
            Tone.NEUTRAL,
        ),
        Heading(2, say("说明", "Notes on method"), eyebrow),
        Paragraph(prose),
        Paragraph(prose, muted=True),
        Paragraph(prose, _ids(1, 3)),
        Heading(2, say("两点提醒", "Two things to watch"), eyebrow),
        Callout(say("双 11 保障", "Peak"), (prose,), Tone.WARN),
        Callout(say("不做什么", "Not now"), (prose,), Tone.NEUTRAL),
    ]


def _register(say: _Words) -> tuple[FigureLine, ...]:
    return tuple(
        FigureLine(
            _figure(i),
            say("服务量", "Ticket volume"),
            say("渠道 = 在线", "channel = chat") if i % 2 else say("全部", "all"),
            "2026-10",
            "128,460" if i % 3 else "–",
            128460.0 if i % 3 else None,
            "#,##0",
            128460,
            "±1.2%" if i % 2 else "",
            say("当月新建的工单数，剔除机器人会话。", "Tickets opened in the month, without bot sessions."),
        )
        for i in range(1, 13)
    )
