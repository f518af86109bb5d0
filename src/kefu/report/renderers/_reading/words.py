"""The few words a renderer needs around the blocks; the document's own ``words`` win over these."""

from __future__ import annotations

from kefu.report.document import Document

DEFAULTS = {
    "zh": {
        "contents": "目录", "continued": "（续）", "measure": "措施：",
        "figures": "数字登记", "note": "备注", "data": "数据", "search": "查找数字",
        "skip": "跳到正文",
        "category": "项目", "total": "合计", "indicator": "指标", "value": "数值", "status": "状态", "target": "目标",
        "attainment": "达成", "trend": "近期走势", "id": "编号", "name": "名称", "slice": "范围", "period": "期间",
        "shown": "显示", "sample": "样本", "interval": "区间", "definition": "口径", "source": "来源", "step": "事项",
        "detail": "说明", "meta": "负责与期限", "organisation": "单位", "generated": "数据日期", "back": "返回目录",
        "summary": "摘要",
        "directory": "正文方括号中的数字即下列序号。每条依次为编号、名称、范围、期间（未注明的为{}）、数值、区间、"
        "样本量 n（与数值相同的不注）和口径；kefu explain 加编号可查到公式的各项输入和原始记录。",
        "lines": "数字", "as_line": "同第 {} 行", "as_entry": "口径同 {}", "in_brackets": "（{}）",
        "exhibit": "图", "table": "表",
        "level": "水平", "base": "底座", "above": "零上", "below": "零下", "top": "顶端",
        "share": "占比", "change": "较上期", "gap": "与目标差",
        "in_points": "{}（百分点）", "cut": "纵轴不从零起", "month": "月份", "day": "日期",
        "folded": "图中数字已折叠，点击行号旁的“+”展开",
        "reach_below": "至下限", "reach_above": "至上限", "short_month": 'm"月"',
        "month_of_year": 'm"月" yyyy',
        "line": "数字",
    },
    "en": {
        "contents": "Contents", "continued": "(cont.)", "measure": "Measure: ",
        "figures": "Figures", "note": "Notes", "data": "Data", "search": "Find a figure",
        "skip": "Skip to the report", "category": "Item", "total": "Total", "indicator": "Indicator", "value": "Value",
        "status": "Status", "target": "Target", "attainment": "Attainment", "trend": "Recent months", "id": "Id",
        "name": "Name", "slice": "Slice", "period": "Period", "shown": "Shown", "sample": "Sample",
        "interval": "Interval", "definition": "Definition", "source": "Source", "step": "Item", "detail": "Detail",
        "meta": "Owner and date", "organisation": "Organisation", "generated": "Data as of", "back": "Contents",
        "summary": "Summary",
        "directory": "A number in brackets in the text is one of those below. An entry gives id, name, slice, period "
        "({} where none is told), value, interval, sample n (where it is not the value itself) and definition; kefu "
        "explain with the id leads to all inputs of a formula and to the records.",
        "lines": "Figures", "as_line": "as line {}", "as_entry": "as {}", "in_brackets": " ({})",
        "exhibit": "Exhibit", "table": "Table",
        "level": "Level", "base": "Base", "above": "Above zero", "below": "Below zero", "top": "Top",
        "share": "Share", "change": "Change", "gap": "Against target",
        "in_points": "{} (pp)", "cut": "axis does not start at zero", "month": "Month", "day": "Day",
        "folded": "The numbers of the chart are folded: the + beside the row numbers opens them",
        "reach_below": "To lower limit", "reach_above": "To upper limit", "short_month": "[$-409]mmm",
        "month_of_year": "[$-409]mmm yyyy",
        "line": "Figure",
    },
}  # fmt: skip


def words(document: Document) -> dict[str, str]:
    """Return every word in the document's language, as the document says it where it does."""
    return {**DEFAULTS[document.language], **document.words}
