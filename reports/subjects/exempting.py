"""Exemptions and what looks implausible, as people read them: figures, cards, a form's answers, links with cells.

Input is `analysis.exemptions_known` and `analysis.oversight.plausibility`, both traced (with source and letter).
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from reports.pieces.tables import Source
from reports.words.wording import day, listed

__all__ = [
    "GROUNDS",
    "approval_line",
    "exempt_figures",
    "exempt_labels",
    "exempt_lines",
    "exempt_table",
    "exemption_entry",
    "exemption_faults",
    "exemption_groups",
    "finding_groups",
    "finding_labels",
    "finding_source",
    "kept_line",
]  # fmt: skip

GROUNDS = ("不可抗力", "上级调整", "其他")
WHOLE = "整项任务"


def exempt_figures(exemptions: pd.DataFrame, findings: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures: exemptions by state, and how much there is to ask about."""
    counts = exemptions["state"].value_counts()
    tasks = exemptions.loc[exemptions["state"].eq("生效中"), "task_id"].nunique()
    return [
        ("生效中", f"{counts.get('生效中', 0)} 项", f"涉及 {tasks} 项任务，期内不评"),
        ("尚未开始", f"{counts.get('尚未开始', 0)} 项", "批准日期在数据日期以后"),
        ("已结束", f"{counts.get('已结束', 0)} 项", "恢复按原定时限评"),
        ("不计", f"{counts.get('不计', 0)} 项", "不符合条件，照常评"),
        ("核查提示", f"{len(findings)} 条", "只提示，不扣分"),
    ]


def exemption_groups(exemptions: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return (state, its rows) of every state that has any, those in force or to come first."""
    states = exemptions["state"].drop_duplicates().tolist()
    return [(state, exemptions[exemptions["state"].eq(state)]) for state in states]


def exempt_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return exemptions as people read them: what, why, who approved, until when, document, what else to know."""
    said = rows.to_dict("records")
    return pd.DataFrame(
        {
            "任务": [_what(row) for row in said],
            "事由": [_reason(row) for row in said],
            "批准": [_approved(row) for row in said],
            "期限": [_span(row) for row in said],
            "登记": [_entered(row) for row in said],
            "说明": [row["why"] or row["note"] or "—" for row in said],
        }
    )


def _approved(row: Mapping) -> str:
    who, document = _text(row["approver"], "未写批准人"), _text(row["document_no"], "没有文号")
    return f"{who}，{day(row['approved_on'])}，{document}"


def _span(row: Mapping) -> str:
    until, original = day(row["until"], missing="未写"), day(row["original"], missing="未知")
    return f"至 {until}（原定时限 {original}）"


def _what(row: Mapping) -> str:
    node = row["milestone"]
    return f"{row['task']}（节点“{node}”）" if isinstance(node, str) and node else str(row["task"])


def _reason(row: Mapping) -> str:
    said = _text(row["reason"], "没有写事由")
    return said if said.startswith(row["ground"]) else f"{row['ground']}：{said}"


def _entered(row: Mapping) -> str:
    by = row["entered_by"]
    where = f"{by or '未署名'}在屏幕上录入" if isinstance(by, str) else row["source"]
    return f"{where}，{day(row['entered_on'])}起有效" if pd.notna(row["entered_on"]) else where


def _text(value: object, missing: str) -> str:
    return value if isinstance(value, str) and value.strip() else missing


def exempt_lines(exemptions: pd.DataFrame, task_id: str) -> list[str]:
    """Say which exemptions of a task are in force, one sentence each."""
    held = exemptions[exemptions["task_id"].eq(task_id) & exemptions["in_force"].astype(bool)]
    return [_sentence(row) for row in held.to_dict("records")]


def _sentence(row: Mapping) -> str:
    node = row["milestone"]
    what = f"节点“{node}”" if isinstance(node, str) and node else WHOLE
    after = "不计超期，也不计准时得分" if what != WHOLE else "期内不评、不预扣"
    return (
        f"{what}豁免中（{_reason(row)}）：{_text(row['approver'], '')} {day(row['approved_on'])}批准，"
        f"至 {day(row['until'])}；{after}，时限不后移。"
    )


def exempt_labels(exemptions: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (task_id, line) for links: what is exempt now, until when, why."""
    held = exemptions[exemptions["in_force"].astype(bool)]
    return [
        (row["task_id"], f"◎ 豁免  {_what(row)} —— 至{day(row['until'], year=False)}，{_reason(row)}")
        for row in held.to_dict("records")
    ]


def exemption_entry(
    task_id: str,
    *,
    node: str,
    ground: str,
    reason: str,
    approver: str,
    days: tuple[date | None, date | None],
    document_no: str,
) -> dict:
    """Return what the form says as the fields of an exemption; `days`: approved on, until.

    >>> exemption_entry("1", node="整项任务", ground="不可抗力", reason=" 台风 ", approver="区领导01",
    ...                 days=(None, None), document_no="")["reason"]
    '不可抗力：台风'
    """
    said = reason.strip()
    return {
        "task_id": task_id, "milestone": "" if node == WHOLE else node,
        "reason": f"{ground}：{said}" if said else "", "approver": approver.strip(), "approved_on": days[0],
        "until": days[1], "document_no": document_no.strip(),
    }  # fmt: skip


def exemption_faults(entry: Mapping) -> list[str]:
    """Say what is missing or cannot be in an exemption that somebody wants to enter; [] when it can be kept."""
    wanted = (
        ("reason", "没有写事由"), ("approver", "没有写批准人，豁免须由具名的领导批准"),
        ("approved_on", "没有选批准日期"), ("until", "没有选截止日期，豁免必须有期限"),
    )  # fmt: skip
    found = [said for name, said in wanted if not entry[name]]
    if entry["approved_on"] and entry["until"] and entry["until"] < entry["approved_on"]:
        found.append("截止日期早于批准日期")
    return found


def approval_line(original: object) -> str:
    """Say by when an exemption of a task must have been approved.

    >>> approval_line(pd.Timestamp("2022-12-10"))
    '整项任务须在 2022年12月10日 以前批准；豁免节点的，须早于节点的计划日期。时限不因豁免后移。'
    >>> approval_line(None)
    '这项任务没有原定时限，无法核对是否先于时限批准：只登记，不作豁免。'
    """
    if pd.isna(original):
        return "这项任务没有原定时限，无法核对是否先于时限批准：只登记，不作豁免。"
    return f"整项任务须在 {day(original)} 以前批准；豁免节点的，须早于节点的计划日期。时限不因豁免后移。"


def kept_line(entry: Mapping, *, original: object, today: date) -> str:
    """Say what an exemption that was just entered does: from when on, or why it does nothing.

    >>> entry = {"approved_on": date(2022, 10, 5), "until": date(2022, 11, 5)}
    >>> kept_line(entry, original=pd.Timestamp("2022-12-10"), today=date(2022, 10, 8))
    '已登记，自今天起生效，至 2022年11月5日；回看以前的日期不受影响。'
    """
    if pd.notna(original) and pd.Timestamp(entry["approved_on"]) >= original:
        return f"已登记。批准日期不早于原定时限 {day(original)}，不作豁免，照常评。"
    if entry["until"] < today:
        return "已登记。截止日期在今天以前，对任何一天的评分都没有影响。"
    first = "今天" if entry["approved_on"] <= today else f" {day(entry['approved_on'])}"
    return f"已登记，自{first}起生效，至 {day(entry['until'])}；回看以前的日期不受影响。"


def finding_groups(findings: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return (name of the pattern, its findings) of every pattern that found anything, in order."""
    names = findings["what"].drop_duplicates().tolist()
    return [(name, findings[findings["what"].eq(name)].reset_index(drop=True)) for name in names]


def finding_labels(rows: pd.DataFrame) -> list[tuple[str | None, str, str]]:
    """Return (task_id or None, line, the cell it stands on) of findings: about a task, a unit or a 项目长."""
    return [
        (row["task_id"] if isinstance(row["task_id"], str) else None, _finding(row), row["source"])
        for row in rows.to_dict("records")
    ]


def _finding(row: Mapping) -> str:
    who = next((row[name] for name in ("unit", "leader", "task") if isinstance(row[name], str)), "")
    lead = listed(row["lead_units"], missing="") if isinstance(row["task_id"], str) else ""
    return f"{who}：{row['message']}" + (f"（{lead}）" if lead else "")


def finding_source(row: Mapping) -> Source | None:
    """Return the cell of one finding, None where no row of a ledger is known."""
    if row["row"] is None or pd.isna(row["row"]):
        return None
    return Source(row["import_id"], row["sheet"], row["source"].rsplit("!", 1)[0], ((int(row["row"]), row["letter"]),))
