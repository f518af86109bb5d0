"""Every word the command line says, in Chinese and English; numbers and names are filled in."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]


def word(key: str, language: Language, /, **values: object) -> str:
    """The words for ``key`` in the language, with ``{name}`` replaced by the value of that name."""
    zh, en = WORDS[key]
    return (zh if language == "zh" else en).format(**values)


# key -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    # Heads of columns and lines
    "as_shown": ("当时数值", "as shown"),
    "clean": ("有效", "clean"),
    "content": ("内容", "content"),
    "digest": ("摘要", "digest"),
    "entity": ("数据表", "table"),
    "expression": ("计算口径", "expression"),
    "figure_id": ("编号", "id"),
    "file": ("文件", "file"),
    "formula": ("公式", "formula"),
    "from": ("起", "from"),
    "imported_at": ("导入时间", "imported"),
    "input": ("输入", "input"),
    "interval": ("95%区间", "95 % interval"),
    "meaning": ("含义", "meaning"),
    "metric": ("指标", "metric"),
    "months_missing": ("缺少的月份", "months missing"),
    "name": ("名称", "name"),
    "note": ("说明", "note"),
    "now": ("当前数值", "now"),
    "number": ("序号", "no."),
    "origin": ("来源", "origin"),
    "period": ("时期", "period"),
    "profile": ("模板", "profile"),
    "question": ("回答的问题", "question"),
    "reader": ("读取方式", "reader"),
    "replaced": ("替换", "replaced"),
    "row": ("行号", "row"),
    "rows": ("行数", "rows"),
    "set_aside": ("隔离", "set aside"),
    "slice": ("范围", "slice"),
    "snapshot": ("数据分区", "data read"),
    "state": ("状态", "state"),
    "suffix": ("扩展名", "suffix"),
    "suffixes": ("扩展名", "suffixes"),
    "table": ("数据表", "table"),
    "tables": ("数据表", "tables"),
    "title": ("标题", "title"),
    "to": ("止", "to"),
    "unit": ("单位", "unit"),
    "value": ("数值", "value"),
    "why": ("原因", "why"),
    "why_not": ("不可用的原因", "why not"),
    # Words in cells
    "built_in": ("内置", "built in"),
    "changed": ("有变化：{what}", "Changed since: {what}"),
    "imported": ("已导入", "imported"),
    "known": ("此前已导入（{when}）", "already imported ({when})"),
    "not_stated": ("未填写", "not stated"),
    "own": ("自定义", "own"),
    "partition_changed": ("有变化", "changed"),
    "partition_same": ("未变化", "unchanged"),
    "the_definition": ("指标口径", "the definition"),
    # Dimensions that are computed
    "dimension_hour": ("发生的小时，00–23", "hour of the day, 00–23"),
    "dimension_response_band": (
        "响应时长分段（kefu.yaml 的 response_bands）",
        "span of the response time (response_bands)",
    ),
    "dimension_weekday": ("星期，1为星期一", "day of the week, 1 is Monday"),
    # Sentences
    "censored": ("另有{count}行尚无数值", "{count} rows without a value yet"),
    "exported": ("已将{count}行写入{file}", "{count} rows written to {file}"),
    "explain_hint": ("追溯数字：kefu explain {id}", "Where a number comes from: kefu explain {id}"),
    "files_behind": ("这些行来自以下文件", "Files these rows came from"),
    "made_project": ("已新建项目：{folder}", "Made the project {folder}"),
    "measurable": ("{all}项指标中有{count}项可以计算", "{count} of {all} metrics can be measured"),
    "metric_gone": (
        "指标{metric}已不存在，无法按当前数据重新计算。",
        "The metric {metric} is no longer defined, so it cannot be measured on today's data.",
    ),
    "metrics_unread": (
        "自定义指标有误，改正后才能判断哪些指标可以计算。",
        "Which metrics can be measured is told once the wrong metric files are mended.",
    ),
    "more_columns": (
        "还有{count}列未显示；用 --export FILE.csv 查看全部",
        "{count} more columns; --export FILE.csv has all of them",
    ),
    "more_rows": (
        "共{all}行，显示前{shown}行；用 --export FILE.csv 导出全部",
        "The first {shown} of {all} rows; --export FILE.csv writes all of them",
    ),
    "no_imports": (
        "尚未导入任何文件；用 kefu import FILE 导入",
        "Nothing was imported yet; bring files in with kefu import FILE",
    ),
    "no_rows_of": ("没有{table}的数据", "no rows of {table}"),
    "none": ("（无）", "(none)"),
    "none_set_aside": ("没有被隔离的行", "No row was set aside"),
    "nothing_in_period": ("所选时期和范围内没有可计算的行", "no row in this period and slice counts for it"),
    "nothing_stated": ("没有一行同时符合条件并填写了所需字段", "no row counts for it and states what it is made of"),
    "nothing_taken": ("没有可以导入的文件", "no file could be taken"),
    "rows_behind": ("构成该数字的行（共{all}行，显示{shown}行）", "Rows behind the number ({shown} of {all})"),
    "see_quarantine": ("查看被隔离的行：kefu check --quarantine", "See the rows set aside: kefu check --quarantine"),
    "skipped": ("已跳过 {reason}", "skipped {reason}"),
    "small_sample": ("* 样本量小，仅供参考", "* small sample, not to be relied on"),
    "unchanged": (
        "数据与口径均未变化，数值可以重现。",
        "Neither the data nor the definition have changed: the number is reproduced.",
    ),
    "why_set_aside": ("隔离原因", "Why rows were set aside"),
    # Steps of the demo
    "step_exports": ("写出演示公司的导出文件", "exports of the company written"),
    "step_import": ("导入", "imported"),
    "step_report_en": ("英文月报", "report in English"),
    "step_report_zh": ("中文月报", "report in Chinese"),
    # What next
    "after_demo": (
        "\n接下来可以：\n"
        "  kefu explain --project {folder} {id}\n"
        "  kefu check --project {folder}\n"
        "  kefu query --project {folder} csat ticket_volume --by team",
        "\nNext:\n"
        "  kefu explain --project {folder} {id}\n"
        "  kefu check --project {folder}\n"
        "  kefu query --project {folder} csat ticket_volume --by team",
    ),
    "after_new": (
        "\n接下来：\n"
        "  kefu list profiles  可识别的导出文件\n"
        "  kefu import --project {folder} FILE  导入数据\n"
        "  kefu report --project {folder}  生成月报",
        "\nNext:\n"
        "  kefu list profiles  (the exports Kefu recognises)\n"
        "  kefu import --project {folder} FILE  (bring data in)\n"
        "  kefu report --project {folder}  (write the monthly report)",
    ),
}
