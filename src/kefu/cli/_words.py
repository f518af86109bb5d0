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
    "additivity": ("可加性", "adding up"),
    "analysis": ("分析", "analysis"),
    "as_shown": ("当时数值", "as shown"),
    "assumes": ("前提", "takes for granted"),
    "better": ("方向", "direction"),
    "clean": ("有效", "clean"),
    "columns": ("所用字段", "columns"),
    "connection": ("连接", "connection"),
    "content": ("内容", "content"),
    "credited": ("归属", "credited to"),
    "data": ("所用数据", "data"),
    "dating": ("归期", "period of a row"),
    "digest": ("摘要", "digest"),
    "dimensions": ("可用维度", "sliced by"),
    "entity": ("数据表", "table"),
    "expression": ("计算口径", "expression"),
    "figure_id": ("编号", "id"),
    "facts_later": (
        "数据已入库；由此计算的指标明细在首次查询或出报告时计算",
        "The rows are in; what figures are made of is computed when something is first asked",
    ),
    "facts_owed": ("正在计算新导入的数据…", "computing what was imported …"),
    "file": ("文件", "file"),
    "formula": ("公式", "formula"),
    "from": ("起", "from"),
    "imported_at": ("导入时间", "imported"),
    "input": ("输入", "input"),
    "interval": ("95%区间", "95 % interval"),
    "meaning": ("含义", "meaning"),
    "metric": ("指标", "metric"),
    "method": ("方法", "method"),
    "minimum_sample": ("最小样本", "minimum n"),
    "missing": ("缺失值", "missing"),
    "months_missing": ("缺少的月份", "months missing"),
    "name": ("名称", "name"),
    "note": ("说明", "note"),
    "now": ("当前数值", "now"),
    "number": ("序号", "no."),
    "origin": ("来源", "origin"),
    "owner": ("负责人", "owner"),
    "period": ("时期", "period"),
    "preset_of": ("所属默认指标", "preset of"),
    "profile": ("模板", "profile"),
    "question": ("回答的问题", "question"),
    "rank": ("名次", "rank"),
    "reader": ("读取方式", "reader"),
    "reference": ("依据", "reference"),
    "relevant_change": ("值得关注的变化", "change worth knowing"),
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
    "teams": ("班组", "teams"),
    "timezone": ("时区", "time zone"),
    "title": ("标题", "title"),
    "to": ("止", "to"),
    "unit": ("单位", "unit"),
    "value": ("数值", "value"),
    "version": ("版本", "version"),
    "why": ("原因", "why"),
    "why_not": ("不可用的原因", "why not"),
    # kefu publish
    "version_line": (
        "{period} {kind} 第{number}版：{state}（已批准{approved}/{needed}）",
        "{period} {kind} version {number}: {state} ({approved} of {needed} approvals)",
    ),
    "backed_up": ("{file}：{files} 个文件，{size}字节", "{file}: {files} files, {size} bytes"),
    "restored": (
        "{folder}：已恢复 {made_at} 的备份（{files} 个文件，逐个核对无误）",
        "{folder}: restored the backup of {made_at} ({files} files, each held against its digest)",
    ),
    "demo_people": ("演示账号（密码均为 {password}）：", "People of the demo, all with the password {password}:"),
    "first_administrator": (
        "还没有管理员：请打开 {address}，用一次性口令 {token} 创建第一个管理员",
        "Nobody administers yet: open {address} and make the first administrator with the token {token}",
    ),
    "serving": ("工作台已启动：{address}（按 Ctrl+C 停止）", "The workbench is open at {address} (Ctrl+C stops it)"),
    "state_submitted": ("待审批", "waits for approval"),
    "state_returned": ("已退回", "returned"),
    "state_published": ("已发布", "published"),
    "step_submitted": ("提交", "submitted"),
    "step_approved": ("批准", "approved"),
    "step_returned": ("退回", "returned"),
    "rebuilt_same": ("与存档逐字节一致", "the same bytes as in the archive"),
    "rebuilt_other": ("与存档不同", "differs from the archive"),
    # kefu send
    "send_to": ("{channel}（{kind}）→ {to}：{audience}", "{channel} ({kind}) → {to}: {audience}"),
    "send_group": ("机器人所在的群", "the robot's group"),
    "send_size": ("{size}字节，上限{limit}", "{size} bytes of {limit}"),
    "send_would": ("试运行：没有发送任何内容；确认无误后加上 --yes", "Dry run: nothing was sent; add --yes to send it"),
    "send_done": ("{channel} → {to}：已发送", "{channel} → {to}: sent"),
    "send_failed": ("{channel} → {to}：未发送，{fault}", "{channel} → {to}: not sent, {fault}"),
    "send_known": (
        "{channel} → {to}：{at} 已发送过同一内容（再发请加 --again）",
        "{channel} → {to}: got the same on {at} (--again sends it once more)",
    ),
    "send_log": ("{fault}次未送达，记录在 {log}", "{fault} not sent; see {log}"),
    # kefu report
    "model_fault": (
        "语言模型未改写（{fault}），措辞保持原样",
        "the language model {fault}; the sentences stand as told",
    ),
    # kefu schedule
    "schedule_zone": (
        "时区 {zone}；不认识 CRON_TZ 的 cron 按系统时区运行",
        "time zone {zone}; a cron that does not know CRON_TZ goes by the system's",
    ),
    "schedule_next": (
        "保存两个文件后启用：systemctl --user enable --now {name}.timer",
        "With both files saved: systemctl --user enable --now {name}.timer",
    ),
    "schedule_waits": (
        "已提交，等待审批；批准后用 kefu send 发送",
        "submitted and waiting for approval; once approved, send it with kefu send",
    ),
    # kefu theme
    "theme_cover": ("封面版式", "cover"),
    "theme_page": ("内页版式", "page"),
    "theme_brand": ("主色", "brand"),
    "theme_ground": ("底色", "ground"),
    "theme_latin": ("西文字体", "Latin font"),
    "theme_han": ("中文字体", "Chinese font"),
    "theme_no_cover": ("没有封面版式，封面使用内页版式", "it has no layout for a cover; that of a page is used"),
    "theme_no_title_only": (
        "没有只含标题的版式，内页上多余的占位符会被去掉",
        "no layout has a title only; further placeholders are taken out of pages",
    ),
    "theme_no_han_font": ("主题没有中文字体，使用微软雅黑", "its theme has no Chinese font; Microsoft YaHei is used"),
    "theme_no_eyebrow": (
        "标题上方没有空位，不显示栏目名",
        "no room above the title; the name of the section is left out",
    ),
    "theme_no_source": ("页脚没有空位，不显示数据来源", "no room at the foot; the source of the data is left out"),
    "theme_no_number": ("内页版式没有页码", "the layout of pages has no slide number"),
    "theme_ground_unseen": (
        "背景是图片或渐变，按主题底色推算文字颜色，请检查是否清晰",
        "the background is a picture or a gradient; text is coloured for the theme's ground, so look whether it reads",
    ),
    "theme_brand_darkened": (
        "主色在底色上不够清晰，文字使用调整后的主色",
        "the brand colour does not read on its ground; a darker or lighter shade of it is used",
    ),
    "theme_little_room": (
        "内页正文空间较小，部分页面会续页",
        "pages have little room; some will go on on the next slide",
    ),
    "theme_use": ("在kefu.yaml中写入「theme: {name}」即可使用", 'to use it, write "theme: {name}" in kefu.yaml'),
    # kefu verify
    "verified": ("{file}：{numbers}处数字全部核对一致。", "{file}: all {numbers} numbers hold."),
    "verified_not": (
        "{file}：{numbers}处数字中有{faults}处问题。",
        "{file}: of {numbers} numbers, {faults} points do not hold.",
    ),
    "verified_differs": (
        "{place}：报告为「{found}」，数据为「{expected}」",
        "{place}: says “{found}”, the data “{expected}”",
    ),
    "verified_untraced": ("{place}：「{found}」中的数字没有来源", "{place}: a number in “{found}” comes from nowhere"),
    "verified_more": ("另有{count}处。", "and {count} more."),
    "verified_edited": (
        "{edited}处文字被改动，{removed}处被删除；其中的数字仍可追溯。",
        "Words were edited in {edited} places and removed in {removed}; numbers there were traced all the same.",
    ),
    "untraced": (
        "点评（{section}）中的数字{number}在该节中找不到，请核对。",
        "commentary on {section}: the number {number} stands nowhere in that section; please check it.",
    ),
    # Words in cells
    "all_others": ("（其余合计）", "(all others)"),
    "better_higher": ("越高越好", "higher is better"),
    "better_lower": ("越低越好", "lower is better"),
    "better_neither": ("无好坏之分", "neither high nor low is better"),
    "built_in": ("内置", "built in"),
    "can_be_measured": ("可以计算", "can be measured here"),
    "everybody_else": ("其余各组", "everybody else"),
    "changed": ("有变化：{what}", "Changed since: {what}"),
    "imported": ("已导入", "imported"),
    "incomplete": ("时期不完整", "incomplete"),
    "known": ("此前已导入（{when}）", "already imported ({when})"),
    "left_out": ("不含 {said}", "not {said}"),
    "not_stated": ("未填写", "not stated"),
    "own": ("自定义", "own"),
    "partition_changed": ("有变化", "changed"),
    "partition_same": ("未变化", "unchanged"),
    "the_definition": ("指标口径", "the definition"),
    # Dimensions that are computed
    "dimension_hour": ("发生的小时，00–23", "hour of the day, 00–23"),
    "dimension_hour_slot": ("三小时时段的起始小时，00、03……21", "first hour of three, 00, 03 … 21"),
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
    "more_compared": (
        "显示相差最大的{shown}项，共{all}项；--json 有全部",
        "The {shown} furthest apart of {all}; --json has all of them",
    ),
    "more_rows": (
        "共{all}行，显示前{shown}行；用 --export FILE.xlsx 导出全部",
        "The first {shown} of {all} rows; --export FILE.xlsx writes all of them",
    ),
    "no_findings": ("没有需要说明的结论。", "There is nothing to tell."),
    "no_imports": (
        "尚未导入任何文件；用 kefu import FILE 导入",
        "Nothing was imported yet; bring files in with kefu import FILE",
    ),
    "no_rows_of": ("没有{table}的数据", "no rows of {table}"),
    "none": ("（无）", "(none)"),
    "none_set_aside": ("没有被隔离的行", "No row was set aside"),
    "nothing_in_period": ("所选时期和范围内没有可计算的行", "no row in this period and slice counts for it"),
    "nothing_new": ("没有新数据", "nothing new"),
    "nothing_stated": ("没有一行同时符合条件并填写了所需字段", "no row counts for it and states what it is made of"),
    "nothing_taken": ("没有可以导入的文件", "no file could be taken"),
    "rows_behind": ("构成该数字的行（共{all}行，显示{shown}行）", "Rows behind the number ({shown} of {all})"),
    "see_quarantine": ("查看被隔离的行：kefu quarantine", "See the rows set aside: kefu quarantine"),
    "skipped": ("已跳过 {reason}", "skipped {reason}"),
    "small_sample": ("* 样本量小，仅供参考", "* small sample, not to be relied on"),
    "unchanged": (
        "数据与口径均未变化，数值可以重现。",
        "Neither the data nor the definition have changed: the number is reproduced.",
    ),
    "watch_ended": ("已停止监视，共处理{count}个文件", "Stopped watching; files taken: {count}"),
    "watch_took": (
        "{file}（{profile}）：{rows}行，有效{clean}行，隔离{set_aside}行",
        "{file} ({profile}): {rows} rows, {clean} clean, {set_aside} set aside",
    ),
    "watching": ("正在监视 {folder}，按 Ctrl-C 结束", "Watching {folder}; Ctrl-C ends it"),
    "why_set_aside": ("隔离原因", "Why rows were set aside"),
    # Files that are read for the first time, rows that are corrected
    "accepted": ("已接受", "accepted"),
    "columns_absent": ("{profile}：文件中没有以下列：{columns}", "{profile}: the file has no {columns}"),
    "columns_kept": (
        "{profile}：以下列没有对应字段，已原样保留，可用于分组：{columns}",
        "{profile}: kept as they are, to slice by: {columns}",
    ),
    "correct_and_bring_back": (
        "更正后重新提交：kefu quarantine --bring-back {path}",
        "Correct them and take them in: kefu quarantine --bring-back {path}",
    ),
    "how_to_correct": (
        "导出更正：kefu quarantine --export corrections.xlsx",
        "Write them to a sheet to correct: kefu quarantine --export corrections.xlsx",
    ),
    "mapping_kept": ("对应关系已保存：{path}", "Mapping kept: {path}"),
    "still_wrong": ("仍有问题", "still wrong"),
    "untouched": ("未改动", "untouched"),
    # The quality of the data
    "quality_age": ("距今（天）", "age (days)"),
    "quality_beyond": ("超出kefu.yaml的quality上限：", "Beyond a limit of quality: in kefu.yaml:"),
    "quality_computed": (
        "另有{count}项由其他数字算出，其中{affected}项随之变化",
        "{count} more are computed from other figures; {affected} of them change with these",
    ),
    "quality_difference": ("相差", "difference"),
    "quality_found": ("需要核对：", "To look at:"),
    "quality_heading": (
        "数据质量（时效算至{as_of}，变化看{month}）",
        "Quality of the data (ages to {as_of}, changes of {month})",
    ),
    "quality_limit": ("上限{name}为{limit}，实际{value}：{said}", "{name} is {limit}, the data have {value}: {said}"),
    "quality_missing": ("缺失最多的字段", "emptiest field"),
    "quality_newest": ("截至", "until"),
    "quality_nothing": ("各来源未见异常", "Nothing unusual in any source"),
    "quality_orphans": ("无归属行", "orphans"),
    "quality_platform": ("平台", "platform"),
    "quality_reconciliation": (
        "平台口径与重算对照（口径不同，差异不是错误）",
        "Platform figures beside the records (definitions differ; no error)",
    ),
    "quality_recomputed": ("重算", "records"),
    "quality_repeated": ("重复", "repeated"),
    "quality_stated": ("平台口径", "as stated"),
    "quality_within": ("全部在kefu.yaml的quality上限之内", "Everything is within the limits of quality: in kefu.yaml"),
    # Stages of long work
    "stage_analyse": ("分析", "analysing"),
    "stage_facts": ("计算派生数据", "computing facts"),
    "stage_measure": ("计算指标", "measuring"),
    "stage_write": ("撰写", "writing"),
    # Restatement
    "restated_change": ("变化", "change"),
    "restated_heading": (
        "{period}月报（{kind}，第{sequence}次导入时写出）：{all}项数字中{changed}项有变化",
        "Report of {period} ({kind}, written as of import {sequence}): {changed} of {all} figures changed",
    ),
    "restated_more": (
        "显示变化最大的{shown}项；--all 显示全部{all}项",
        "The {shown} that moved most; --all shows all {all}",
    ),
    "restated_then": ("发布时", "as published"),
    "restated_undefined": ("这些指标已不存在，未重新计算：{metrics}", "No longer defined, not measured: {metrics}"),
    # Who is who
    "confidence_high": ("高", "high"),
    "confidence_low": ("低", "low"),
    "confidence_medium": ("中", "medium"),
    "decided_automatic": ("自动", "automatic"),
    "decided_user": ("人工", "by a person"),
    "doubt_apart": ("各自已由人工认定为不同的人", "people decided they belong to different persons"),
    "doubt_case": ("同一份导出文件中大小写两种写法并存", "one export has both spellings"),
    "doubt_chain": ("经由其他账号相连，但姓名或地区不同", "linked by way of others, with different names or regions"),
    "doubt_generic": ("通用昵称", "a nick every shop has"),
    "doubt_line": ("不是中国大陆手机号", "not a mobile number of mainland China"),
    "doubt_name": ("姓名不同", "different names"),
    "doubt_namesake": ("可能重名", "perhaps namesakes"),
    "doubt_region": ("地区不同", "different regions"),
    "doubt_role": ("公用邮箱", "an address of nobody in particular"),
    "doubt_shared": ("{count}位客户共用", "shared by {count} customers"),
    "evidence_email": ("邮箱相同", "same e-mail"),
    "evidence_id": ("账号写法不同而已", "same id, written differently"),
    "evidence_name": ("姓名相同", "same name"),
    "evidence_name_and_nick": ("一方的姓名与另一方的昵称相同", "one's name is the other's nick"),
    "evidence_nick": ("店铺名后的昵称相同", "same nick behind the shop's name"),
    "evidence_phone": ("电话相同", "same telephone"),
    "identity_confidence": ("可信度", "confidence"),
    "identity_decided": ("由谁认定", "decided"),
    "identity_doubts": ("疑点", "doubt"),
    "identity_evidence": ("依据", "evidence"),
    "identity_first": ("账号一", "one id"),
    "identity_first_rows": ("行数一", "its rows"),
    "identity_kind": ("类别", "kind"),
    "identity_none_likely": ("没有需要核对的账号", "No pair is likely to be one person"),
    "identity_none_linked": ("没有合并任何账号", "No two ids count as one person"),
    "identity_person": ("本人", "person"),
    "identity_rows": ("行数", "rows"),
    "identity_second": ("账号二", "other id"),
    "identity_second_rows": ("行数二", "its rows"),
    "identity_source_id": ("来源账号", "id of the source"),
    "identity_to_review": (
        "另有{count}对账号可能是同一人：kefu identity --review",
        "{count} pairs more may be one person: kefu identity --review",
    ),
    "identity_unknown": (
        "identities/{kind}s.csv 第{line}行：没有任何一行数据使用账号{source_id}",
        "identities/{kind}s.csv: line {line}: no row names the id {source_id}",
    ),
    "identity_written": ("已写入{folder}（{count}个账号）", "Written to {folder} ({count} ids)"),
    "kind_agent": ("坐席", "agent"),
    "kind_customer": ("客户", "customer"),
    # Steps of the demo
    "step_exports": ("写出演示公司的导出文件", "exports of the company written"),
    "step_import": ("导入", "imported"),
    "step_report_en": ("英文月报", "report in English"),
    "step_report_zh": ("中文月报", "report in Chinese"),
    # Proposed mappings
    "map_accepted": (
        "已采用，今后同样表头的文件不再询问",
        "Accepted; files with these headers are not asked about again",
    ),
    "map_ask": (
        "[回车] 采用  [列号] 修改一列  [t] 换一种数据表  [s] 跳过此文件 > ",
        "[Enter] accept  [number] change a column  [t] another table  [s] skip the file > ",
    ),
    "map_ask_field": (
        "“{column}”是哪个字段？输入序号或字段名，0为不对应（仍保留） > ",
        'Which field is "{column}"? Its number or name, 0 for none (the column is kept) > ',
    ),
    "map_ask_order": (
        "“{column}”中的{sample}是 1) {dmy}（日在前）还是 2) {mdy}（月在前）？[{proposed}] > ",
        'In "{column}", is {sample} 1) {dmy} (day first) or 2) {mdy} (month first)? [{proposed}] > ',
    ),
    "map_ask_table": ("每一行是什么？输入序号 > ", "What is one row? Its number > "),
    "map_column": ("列", "column"),
    "map_confidence": ("把握", "sure"),
    "map_day_first": ("日在前", "day first"),
    "map_days": ("天", "days"),
    "map_field": ("字段", "field"),
    "map_hours": ("小时", "hours"),
    "map_how": (
        "未导入：在终端中运行 kefu import 可逐列确认；加 --yes 直接采用上述建议",
        "Not imported: run kefu import in a terminal to confirm it, or with --yes to take it as it is",
    ),
    "map_kept": ("（保留）", "(kept)"),
    "map_made": (
        "没有{field}一列，由{columns}共同区分各行",
        "There is no {field}; {columns} together tell the rows apart",
    ),
    "map_placed": (
        "没有{field}一列，以文件名和行号区分各行",
        "There is no {field}; the file's name and the number of the row tell the rows apart",
    ),
    "map_minutes": ("分钟", "minutes"),
    "map_missing": (
        "缺少必需的字段：{fields}；指定对应的列之后才能导入",
        "Required and without a column: {fields}; the file can be imported once each has one",
    ),
    "map_month_first": ("月在前", "month first"),
    "map_not_understood": ("无法识别：{answer}", "not understood: {answer}"),
    "map_nothing": ("这些列与“{table}”没有对应", "None of the columns is one of {table}"),
    "map_one_row_per": ("多行共用一个{field}，合并为一行", "Rows that share one {field} become one row"),
    "map_order_taken": (
        "“{column}”按{order}读取（两种读法都说得通）",
        'Dates in "{column}" are read {order}; both readings are possible',
    ),
    "map_percent": ("百分数", "percent"),
    "map_samples": ("样例", "samples"),
    "map_skipped": ("已跳过", "Skipped"),
    "map_strange": ("“{column}”中有不认识的取值：{values}", 'Values of "{column}" without a code: {values}'),
    "map_title": (
        "{file}：没有见过的表头（第{row}行），建议按“{table}”读取，把握{confidence}",
        "{file}: headers not seen before (row {row}); proposed to be read as {table}, {confidence} sure",
    ),
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
