"""What makes a table a ledger of one kind, as data. No functions.

A group of fields is written as one text of names: "task project" means one of the two.
"""

__all__ = ["AGAINST", "CALLED", "CONTEXT", "KEYS", "LABELS", "MARKS", "REFERRING", "RULES", "WEIGHTS"]

RULES = {
    "units": ("unit", "category aliases"),
    "tasks": ("task", "lead_units leaders deadline target category lead_people support_units towns start weight"),
    "orders": ("order_no issued_on", "task project no target", "order_no leaders lead_units"),
    "milestones": ("milestone", "task project no", "planned_on done_on status weight"),
    "progress": ("task project", "percent progress_text month"),
    "visits": ("visited_on", "task project no", "visitor verified_percent visit_score problem remark"),
    "problems": ("problem", "opened_on due_on closed_on severity"),
    "honours": ("unit", "matter level", "points level document_no city_rank issued_on"),
    "supervisions": ("matter", "issued_on due_on report_date visited_on closed_on progress_text status"),
    "indicators": ("unit", "indicator", "value target_value"),
    "exemptions": ("task project", "until approved_on", "reason approver document_no"),
}
"""Kind -> groups of fields; a table can be of that kind only with one field out of every group. `month` is a column
whose heading carries its own day."""

MARKS = {
    "orders": "order_no issued_on",
    "supervisions": "due_on visited_on closed_on",
    "exemptions": "until approved_on",
}
"""Kind -> fields of which one must have a word of its own over its column (编号 and 日期 stand in every ledger, and a
list of tasks may call them 督办事项), unless the sheet's name or title speaks for the kind."""

KEYS = {
    "units": ("unit",),
    "tasks": ("task",),
    "orders": ("task project", "order_no"),
    "milestones": ("milestone", "task project"),
    "progress": ("task project",),
    "visits": ("task project",),
    "problems": ("problem", "task project"),
    "honours": ("unit", "matter level points"),
    "supervisions": ("matter",),
    "indicators": ("unit", "indicator"),
    "exemptions": ("task project",),
}
"""Kind -> groups of fields; a row needs a value out of every group of which the table has a column, or it is held."""

WEIGHTS = {
    "units": {"unit": 1, "category": 1.5, "aliases": 4},
    "tasks": dict.fromkeys(("task", "target", "start"), 2)
    | dict.fromkeys(
        ("category", "lead_units", "support_units", "towns", "weight", "lead_people", "project", "board"), 1
    )
    | dict.fromkeys(("percent", "progress_text", "month", "problem", "next_step"), 0.5)
    | {"deadline": 4, "leaders": 3},
    "orders": {"order_no": 9, "issued_on": 3, "leaders": 2, "lead_units": 1, "target": 2, "task": 1, "deadline": 2},
    "milestones": {"milestone": 5, "planned_on": 4, "done_on": 2, "lead_units": 0.5}
    | dict.fromkeys(("weight", "status", "task", "project"), 1),
    "progress": dict.fromkeys(("percent", "month", "report_date"), 3)
    | dict.fromkeys(("task", "problem", "next_step"), 1)
    | {"progress_text": 2, "status": 0.5},
    "visits": dict.fromkeys(("visitor", "verified_percent", "visit_score"), 3)
    | {"visited_on": 6, "problem": 1, "task": 1},
    "problems": dict.fromkeys(("problem", "due_on", "severity"), 3)
    | {"opened_on": 4, "closed_on": 4, "task": 1, "status": 1},
    "honours": dict.fromkeys(("level", "document_no"), 3)
    | {"matter": 4, "points": 4, "city_rank": 2, "unit": 1, "issued_on": 1},
    "supervisions": dict.fromkeys(("lead_units", "support_units", "lead_people", "towns", "category"), 1)
    | dict.fromkeys(("issued_on", "report_date", "closed_on"), 4)
    | dict.fromkeys(("due_on", "visited_on"), 3)
    | dict.fromkeys(("progress_text", "status", "problem", "next_step", "task"), 1)
    | {"matter": 10, "leaders": 3},
    "indicators": dict.fromkeys(("value", "target_value", "period", "direction"), 3) | {"indicator": 4, "unit": 1},
    "exemptions": dict.fromkeys(("reason", "approver", "approved_on"), 4)
    | dict.fromkeys(("task", "project", "milestone", "document_no"), 1)
    | {"until": 6},
}
"""Kind -> how much each field speaks for it; the best sum wins."""

AGAINST = {
    "units": (
        "task matter percent progress_text deadline problem points level issued_on month done_on value indicator "
        "milestone"
    ),
    "progress": "milestone visited_on order_no",
    "tasks": "order_no visited_on closed_on opened_on visitor verified_percent",
    "honours": "deadline percent month milestone visited_on",
    "supervisions": (
        "visitor verified_percent visit_score opened_on severity milestone planned_on percent month points level unit"
    ),
    "indicators": (
        "task deadline leaders lead_people project percent category milestone planned_on problem visited_on opened_on"
    ),
    "exemptions": "percent month visited_on visitor opened_on closed_on points level unit indicator planned_on",
}
"""Kind -> fields that speak against it."""

CONTEXT = {
    "units": ("单位", "机构", "名录"),
    "tasks": ("任务", "亮点", "台账", "榜", "分解"),
    "orders": ("责任令", "任务令"),
    "milestones": ("节点", "倒排", "工期", "里程碑", "挂图"),
    "progress": ("进度", "进展", "月报", "填报", "通报"),
    "visits": ("走访", "督导", "核验", "调研"),
    "problems": ("问题", "堵点", "销号"),
    "honours": ("加扣分", "加分", "荣誉", "表彰", "奖惩", "批示", "加减分"),
    "supervisions": ("督查", "督办", "交办"),
    "indicators": ("指标", "经济"),
    "exemptions": ("豁免", "不可抗力"),
}
"""Words in a sheet's name or title that speak for a kind when the columns leave it open."""

REFERRING = ("orders", "milestones", "progress", "visits", "problems", "honours", "supervisions", "exemptions")
"""Kinds whose rows refer to tasks; there a 序号 that counts rows is no task's number."""

CALLED = {
    "units": "单位", "tasks": "任务", "orders": "责任令", "milestones": "节点", "progress": "进度", "visits": "走访",
    "problems": "问题", "honours": "加扣分", "supervisions": "督查", "indicators": "指标",
    "exemptions": "豁免",
}  # fmt: skip
"""How a kind is called in messages."""

LABELS = {
    "task": "任务名称", "project": "项目名称", "no": "序号", "unit": "单位", "milestone": "节点名称", "problem": "问题",
    "matter": "事项", "level": "级别", "points": "加扣分", "deadline": "完成时限", "lead_units": "责任单位",
    "percent": "完成百分比", "progress_text": "进展情况", "category": "类别", "board": "榜单",
    "planned_on": "计划完成时间",
    "order_no": "责任令编号", "visited_on": "走访日期", "leaders": "项目长", "lead_people": "责任人",
    "target": "目标效果",
    "support_units": "配合单位", "towns": "属地镇", "start": "启动时间", "done_on": "实际完成时间", "weight": "权重",
    "status": "状态", "next_step": "下一步打算", "remark": "备注", "issued_on": "签发日期", "visitor": "走访人",
    "verified_percent": "核验进度", "visit_score": "走访评分", "opened_on": "发现日期", "due_on": "整改时限",
    "closed_on": "办结日期", "severity": "严重程度", "document_no": "文号", "city_rank": "全市排名", "aliases": "简称",
    "report_date": "填报日期", "serial": "序号", "indicator": "指标", "period": "期间", "value": "完成值",
    "target_value": "目标值", "direction": "指标方向", "reason": "豁免事由", "approver": "批准人",
    "approved_on": "批准日期", "until": "豁免至",
}  # fmt: skip
"""How a field is called in messages."""
