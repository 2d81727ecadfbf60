"""What a clerk does about a finding, by its code, as data. No functions."""

__all__ = ["ADVICE", "BY_SEVERITY", "WORDS"]

WORDS = {"error": "错误", "warning": "提醒", "info": "说明"}
"""Severities as the screens call them."""

BY_SEVERITY = {
    "error": "改正这个单元格后重新上传，整行才会读入。",
    "warning": "已读入，请核对；没有错就不用动。",
    "info": "不用改；与本意不同时再改。",
}

_DAY = "写成 2022-09-30 这样的日期。"
_PERCENT = "写成 65% 这样的百分比；没有数就留空。"
_YEAR = "在单元格、表头或标题里写明年份。"

ADVICE = {
    "ambiguous_date": _DAY, "bad_date": _DAY, "year_unknown": _YEAR, "month_without_year": _YEAR,
    "ambiguous_percent": _PERCENT, "bad_percent": _PERCENT,
    "bad_number": "只写数字；没有就留空。",
    "error_cell": "改正公式，或直接填写结果。",
    "formula_without_value": "用 Excel 打开，重新计算后保存。",
    "no_task": "填上任务名称，或删去这一行。", "no_project": "填上项目名称，或删去这一行。",
    "no_unit": "填上单位名称，或删去这一行。", "no_milestone": "填上节点名称，或删去这一行。",
    "no_problem": "写清是什么问题，或删去这一行。", "no_matter": "写清是什么事项，或删去这一行。",
    "no_visited_on": "填上走访日期。", "no_order_no": "填上责任令编号。",
    "unknown_task": "任务名称照任务台账写，或先载入任务台账。",
    "ambiguous_task": "写全任务名称，或写明所属项目、牵头单位。",
    "duplicate_task": "两行合成一行，或改成不同的名称。", "duplicate_row": "两行只留一行。",
    "duplicate_report": "同一任务同一天只留一个进度。", "duplicate_unit": "两行只留一行。",
    "unknown_unit": "照单位表写全称，或把这个写法报给区办公室登记。",
    "number_mismatch": "编号和任务名称对一下，改正写错的那个。",
    "future_report": "填报日期写错的改正；没有错就不用动。",
    "heading_conflict": "两列说的是一回事就删一列，不是一回事就改表头。",
    "no_ledger": "是台账的，把表头改成台账用语；不是台账的不用管。",
    "no_report_date": "在标题里写上数据日期，例如“截至2022年11月30日”。",
    "report_date_differs": "确认没有传错月份。",
    "hidden_sheet": "不该读入的，删去这张隐藏的表。",
    "merged_value_shared": "各行数不相同的，拆开合并的单元格分别填。",
    "names_unclear": "名称之间用顿号隔开。",
    "implausible_percent": "核对百分比；真的超过就不用动。",
    "two_percents": "只留累计完成的那个百分比。",
    "percent_in_text": "另设“完成率”一列填百分比。",
    "unknown_columns": "需要读入的列，把表头改成台账用语。",
    "no_day": "有明确日期的，" + _DAY,
}  # fmt: skip
"""Code -> what to do; a code that is missing has the advice of its severity."""
