"""Red and yellow flags in 月通报: what the praised did, how far the lagging are behind, why, who, by when; exemptions
and corrections."""

from collections.abc import Iterable, Mapping

import pandas as pd

from reports.pieces.paper import Line
from reports.words.prose import named, quoted, tight
from reports.words.wording import day, lag_words, listed, number

__all__ = ["corrections_told", "exemptions_told", "flags_told", "proposed_line", "stories"]

RED, YELLOW = "红旗", "黄旗"
OPEN = "待确认"
_KINDS = ("项目", "镇", "部门")
_SHOWN = 2
"""So many tasks of a subject are told."""


def stories(facts: Mapping[str, pd.DataFrame], bonus: pd.DataFrame, *, as_of: pd.Timestamp) -> dict[str, dict]:
    """What ledgers say of each task in their own words, newest report first: task_id -> progress, problem, next_step;
    and of each unit and project what it was praised for: ("单位", name) and ("项目", name) -> matters."""
    told: dict = {}
    rows = facts["progress"]
    rows = rows[rows["report_date"].le(as_of) & rows["entered_on"].le(as_of)].sort_values(["report_date", "seq"])
    for name in ("progress_text", "problem", "next_step"):
        last = rows[rows[name].notna()].drop_duplicates("task_id", keep="last")
        for task_id, text in zip(last["task_id"], last[name], strict=True):
            told.setdefault(task_id, {})[name] = str(text)
    praised = bonus[bonus["kind"].eq("加分")] if len(bonus) else bonus
    for row in praised.to_dict("records"):
        for key in (("单位", row["unit"]), ("项目", row.get("project"))):
            if isinstance(key[1], str):
                told.setdefault(key, {}).setdefault("praise", []).append(str(row["matter"]))
    return told


def flags_told(
    flagged: pd.DataFrame, flag: str, *, tasks: pd.DataFrame, told: Mapping, as_of: pd.Timestamp
) -> list[tuple[str, list[tuple[str, list[Line]]]]]:
    """The flags of one colour, sequence by sequence: (sequence and how many, [(name and who answers, sentences)]).
    Those that nobody has confirmed yet are only 拟评; those that were declined are left out. What is said of a task is
    said once."""
    mine = flagged[flagged["flag"].eq(flag) & flagged["state"].ne("不同意")]
    said: set[str] = set()
    groups = []
    for kind in dict.fromkeys([*_KINDS, *mine["kind"]]):
        rows = mine[mine["kind"].eq(kind)].to_dict("records")
        one = [_flag(row, _tasks_of(row, tasks), told=told, said=said, as_of=as_of) for row in rows]
        if one:
            groups.append((f"{kind}{flag}{len(one)}面", one))
    return groups


def proposed_line(flagged: pd.DataFrame, flag: str) -> list[Line]:
    """Say how many flags there are, and that those which nobody has confirmed do not stand yet."""
    mine = flagged[flagged["flag"].eq(flag) & flagged["state"].ne("不同意")]
    open_ = int(mine["state"].eq(OPEN).sum())
    if mine.empty:
        return [Line(f"{flag}.没有", f"本期没有达到{flag}条件的项目和单位。", (0,))]
    wait = f"，其中{open_}面由规则提名、尚待确认，名称后注明“拟评”，以确认为准" if open_ else "，均已确认"
    return [Line(f"{flag}.面数", f"本期{flag}{len(mine)}面{wait}。", (len(mine), open_))]


def _flag(row: Mapping, mine: pd.DataFrame, *, told: Mapping, said: set, as_of: pd.Timestamp) -> tuple[str, list[Line]]:
    if row["flag"] == RED:
        return _praise(row, mine, told=told)
    return _lagging(row, mine, told=told, said=said, as_of=as_of)


def _tasks_of(row: Mapping, tasks: pd.DataFrame) -> pd.DataFrame:
    """The tasks that stand behind a flag, furthest behind first."""
    if row["kind"] == "项目":
        found = tasks["project"].where(tasks["project"].notna(), tasks["task"]).eq(row["subject"])
        if row.get("board"):
            found &= tasks["board"].eq(row["board"])
    else:
        pairs = zip(tasks["lead_units"], tasks["towns"], strict=True)
        found = pd.Series(
            [row["subject"] in lead or row["subject"] in towns for lead, towns in pairs], index=tasks.index
        )
    return tasks[found].sort_values(["lag", "task_id"], ascending=[False, True], na_position="last")


def _who(row: Mapping, mine: pd.DataFrame) -> str:
    """Name, and of a project who answers for it."""
    draft = "（拟评）" if row["state"] == OPEN else ""
    if row["kind"] != "项目" or mine.empty:
        return f"{row['subject']}{draft}。"
    units, leaders = (named(dict.fromkeys(mine[name].explode().dropna()), "") for name in ("lead_units", "leaders"))
    answer = "，".join(
        part for part in (f"{units}牵头" if units else "", f"项目长{leaders}" if leaders else "") if part
    )
    return f"{row['subject']}{f'（{answer}）' if answer else ''}{draft}。"


def _place(row: Mapping) -> str:
    """A place only where the sequence gives one."""
    if isinstance(row.get("held_back"), str):
        return f"{row['held_back']}，不排名次"
    return f"连续{int(row['running'])}个月{row['flag']}" if row["running"] > 1 else ""


def _values(row: Mapping) -> tuple[str, tuple]:
    values = row["values"] if isinstance(row["values"], Mapping) else {}
    index, lag = values.get("index"), values.get("lag")
    parts = [f"指数{number(index)}"] if pd.notna(index) else []
    parts += [_lag(lag)] if pd.notna(lag) else []
    parts += [_place(row)] if _place(row) else []
    return "，".join(parts), (row["flag"], row["state"], index, lag, row["running"])


def _lag(lag: float) -> str:
    return "与序时进度持平" if abs(lag) < 0.05 else tight(lag_words(lag))


def _key(row: Mapping, what: str) -> str:
    board = row.get("board") or ""
    return f"{row['flag']}.{row['kind']}{board}.{row['subject']}.{what}"


def _praise(row: Mapping, mine: pd.DataFrame, *, told: Mapping) -> tuple[str, list[Line]]:
    """What somebody is praised for: numbers, what was done, what others said of it."""
    values, numbers = _values(row)
    lines = [Line(_key(row, "数字"), f"{values}。", numbers)]
    done = int(mine["state"].eq("已完成").sum())
    first = [told[task_id]["progress_text"] for task_id in mine["task_id"] if "progress_text" in told.get(task_id, {})]
    if row["kind"] != "项目":
        calm = "，没有超过提醒等级的" if mine["level"].max() <= 1 else ""
        lines.append(Line(_key(row, "做法"), f"承担任务{len(mine)}项，已完成{done}项{calm}。", (len(mine), done, calm)))
    elif first:
        lines.append(Line(_key(row, "做法"), _sentence(first[0]), (first[0],)))
    praise = told.get(("单位" if row["kind"] != "项目" else "项目", row["subject"]), {}).get("praise", [])
    if praise:
        lines.append(Line(_key(row, "肯定"), f"获得：{'；'.join(praise[-_SHOWN:])}。", tuple(praise[-_SHOWN:])))
    return _who(row, mine), lines


def _lagging(
    row: Mapping, mine: pd.DataFrame, *, told: Mapping, said: set, as_of: pd.Timestamp
) -> tuple[str, list[Line]]:
    """How far somebody is behind, with what, why, and what by when."""
    values, numbers = _values(row)
    lines = [Line(_key(row, "差距"), f"{values}。", numbers)]
    for one in mine[mine["lag"].gt(0.05) | mine["level"].ge(3)].head(_SHOWN).to_dict("records"):
        known = one["task_id"] in said
        said.add(one["task_id"])
        lines += _known(row, one) if known else _task_told(row, one, told=told.get(one["task_id"], {}), as_of=as_of)
    return _who(row, mine), lines


def _known(row: Mapping, one: Mapping) -> Iterable[Line]:
    """A task of which it was said before why it is behind."""
    text = f"{quoted(one['task'])}{tight(lag_words(one['lag']))}，原因和要求同前。"
    yield Line(_key(row, f"差距.{one['task']}"), text, (one["lag"],))


def _task_told(row: Mapping, one: Mapping, *, told: Mapping, as_of: pd.Timestamp) -> Iterable[Line]:
    name = one["task"]
    late = f"，节点{quoted(one['late_node'])}超期{int(one['late_days'])}天" if isinstance(one["late_node"], str) else ""
    lead = f"（{listed(one['lead_units'], missing='台账没有写牵头单位')}牵头）" if row["kind"] != "项目" else ""
    reason = (
        f"原因：{_sentence(told['problem'])}" if "problem" in told else "台账没有填写存在问题，请牵头单位书面说明原因。"
    )
    node = one["late_node"] if isinstance(one["late_node"], str) else None
    text = f"{quoted(name)}{lead}{tight(lag_words(one['lag']))}{late}。"
    yield Line(_key(row, f"差距.{name}"), text, (one["lag"], node, one["late_days"]))
    yield Line(_key(row, f"原因.{name}"), reason, (told.get("problem"),))
    yield Line(
        _key(row, f"要求.{name}"), _by_when(one["deadline"], as_of), (str(one["deadline"]), one["deadline"] <= as_of)
    )


def _by_when(deadline: object, as_of: pd.Timestamp) -> str:
    if pd.isna(deadline):
        return "台账没有写完成时限，请牵头单位核对补上。"
    if pd.Timestamp(deadline) <= as_of:
        return f"完成时限{day(deadline)}已到，要立即组织攻坚，并书面说明。"
    return f"须于{day(deadline)}前完成。"


def _sentence(text: str) -> str:
    """Words of a ledger as a sentence: one full stop at the end, none of its breaks."""
    plain = " ".join(str(text).split())
    return plain if plain[-1:] in "。！？" else f"{plain.rstrip('，；、.')}。"


def exemptions_told(exemptions: pd.DataFrame) -> list[Line]:
    """Every exemption in force, and how many do not count; that there are none, where there are none."""
    held = exemptions[exemptions["in_force"].astype(bool)] if len(exemptions) else exemptions
    refused = int(exemptions["state"].eq("不计").sum()) if len(exemptions) else 0
    lines = []
    for row in held.to_dict("records"):
        node = f"节点{quoted(row['milestone'])}" if isinstance(row["milestone"], str) and row["milestone"] else ""
        until, when = day(row["until"]), day(row["approved_on"])
        reason = str(row["reason"])
        reason = reason if reason.startswith(row["ground"]) else f"{row['ground']}：{reason}"
        paper = f"，{row['document_no']}" if isinstance(row["document_no"], str) else "，没有文号"
        said = (
            f"{quoted(row['task'])}{node}因{reason}，经{row['approver']}于{when}批准（{paper[1:]}），"
            f"至{until}不评、不预扣，时限不后移。"
        )
        lines.append(Line(f"豁免.{row['task']}{node}", said, (until, when, reason)))
    count = f"本期生效的豁免{len(held)}项。" if len(held) else "本期没有生效的豁免。"
    tail = (
        [Line("豁免.不计", f"另有{refused}项登记不符合先批、具名、有期限的条件，不作豁免，照常评定。", (refused,))]
        if refused
        else []
    )
    return [Line("豁免", count, (len(held),)), *lines, *tail]


def corrections_told(errata: pd.DataFrame, objections: pd.DataFrame, *, frozen: bool) -> list[Line]:
    """What was objected and how it was answered, and what ledgers say otherwise since the period was frozen."""
    answered = objections["answer"].notna() if len(objections) else pd.Series(dtype=bool)
    kept = int(objections["answer"].eq("采纳").sum()) if len(objections) else 0
    if len(objections):
        said = f"公示期间收到异议{len(objections)}件，已答复{int(answered.sum())}件，其中采纳{kept}件。"
    else:
        said = "公示期间没有收到异议。" if frozen else "本期还没有收到异议。"
    lines = [Line("异议", said, (len(objections), int(answered.sum()), kept))]
    if len(errata):
        files = named(dict.fromkeys(errata["brought_by"].dropna()), "份台账")
        source = f"，来自{files}" if files else ""
        lines.append(
            Line(
                "勘误",
                f"本期冻结以后，台账更正带来{len(errata)}处不同{source}；已通报的数字不改，另列勘误。",
                (len(errata),),
            )
        )
    elif frozen:
        lines.append(Line("勘误", "冻结以后没有勘误。", (0,)))
    return lines
