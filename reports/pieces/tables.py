"""Tables for people: Chinese headings, words for what is not known, one row per thing. Values in, a DataFrame out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reports.words.levels import badge
from reports.words.wording import day, lag_words, listed, number, percent
from reports.words.words import between

__all__ = [
    "cell_table", "change_table", "explained_parts", "finding_table", "honour_sources", "order_form", "places",
    "problem_table",
    "refusal_line", "refusal_table", "sources_of", "task_labels", "task_table", "task_titles", "version_table",
    "version_titles", "visit_table",
]  # fmt: skip

_FILES_NAMED = 3
"""So many files of a version are named in the list of versions."""

SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}


@dataclass(frozen=True)
class Source:
    """Cells of one sheet that a number came from; `place` is file!sheet as people read it."""

    import_id: str
    sheet: str
    place: str
    cells: tuple[tuple[int, str], ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that the cells stand in, each once."""
        return tuple(sorted({row for row, _ in self.cells}))


def task_table(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return tasks as a board shows them; percentages 0–100, unknown stays empty."""
    return pd.DataFrame(
        {
            "等级": _level_words(tasks),
            "任务": tasks["task"],
            "计划": tasks["planned"],
            "实际": tasks["actual"],
            "滞后": tasks["lag"],
            "指数": tasks["index"],
            "基准时限": tasks["deadline"],
            "牵头单位": tasks["lead_units"].map(listed),
            "项目长": tasks["leaders"].map(listed),
        }
    )


def task_titles(tasks: pd.DataFrame) -> list[str]:
    """Return one line per task for a list to choose from: board, number and name."""
    numbers = tasks["no"].fillna("")
    return [
        f"{board} {no} · {task}" if no else f"{board} · {task}"
        for board, no, task in zip(tasks["board"], numbers, tasks["task"], strict=True)
    ]


def task_labels(tasks: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (task_id, line): level, name, how far behind, who answers."""
    lines = zip(tasks["task_id"], _level_words(tasks), tasks["task"], tasks["lag"], tasks["lead_units"], strict=True)
    return [(key, f"{level}  {task} —— {lag_words(lag)}，{listed(units)}") for key, level, task, lag, units in lines]


def order_form(facts: Mapping[str, pd.DataFrame], task: pd.Series) -> dict[str, str]:
    """Return the 责任令 of a task as a form; without an order the ledger's own entries stand in it."""
    orders = facts["orders"]
    order = orders[orders["task_id"].eq(task["task_id"])].sort_values("seq").tail(1)
    issued = order.iloc[0] if len(order) else pd.Series({"order_no": "", "issued_on": None, "target": None})
    duties = facts["responsibilities"]
    duties = duties[duties["task_id"].eq(task["task_id"])]
    amended = task["amended_deadline"]
    moved = f"（现改为 {day(amended)}，评分仍按基准）" if pd.notna(amended) and amended != task["deadline"] else ""
    return {
        "令号": issued["order_no"] or "尚未下达",
        "签发": day(issued["issued_on"]) if len(order) else "",
        "项目": _text(task["project"]),
        "项目长": listed(task["leaders"], missing=""),
        "牵头单位": listed(task["lead_units"], missing=""),
        "单位责任人": _role(duties, "lead_person"),
        "配合单位": _role(duties, "support_unit"),
        "属地": listed(task["towns"], missing=""),
        "起止": f"{day(task['start'])}{'（台账未写，按规则包）' if task['start_assumed'] else ''} 至 "
        f"{day(task['deadline'])}{moved}",
        "目标效果": _text(issued["target"]) or _text(task["target"]),
    }


def visit_table(facts: Mapping[str, pd.DataFrame], task_id: str, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the visits to a task up to a day, newest first."""
    visits = _of_task(facts["visits"], task_id, "visited_on", as_of)
    return pd.DataFrame(
        {
            "日期": visits["visited_on"].map(_short_day),
            "走访人": visits["visitor"].fillna("未填"),
            "核实进度": visits["verified_percent"].map(lambda value: percent(value, missing="未核")),
            "现场评分": visits["visit_score"].map(lambda value: "未评" if pd.isna(value) else f"{value:.0f}"),
            "发现": visits["problem"].fillna(visits["remark"]).fillna("—"),
        }
    )


def problem_table(facts: Mapping[str, pd.DataFrame], task_id: str, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the problems of a task up to a day, open ones first."""
    problems = _of_task(facts["problems"], task_id, "opened_on", as_of)
    closed = problems["closed_on"].where(problems["closed_on"].le(pd.Timestamp(as_of)))
    overdue = closed.isna() & problems["due_on"].lt(pd.Timestamp(as_of))
    state = pd.Series("整改中", index=problems.index).mask(closed.notna(), "已销号").mask(overdue, "逾期未销号")
    table = pd.DataFrame(
        {
            "状态": state,
            "问题": problems["problem"],
            "程度": problems["severity"].fillna("未填"),
            "发现": problems["opened_on"].map(_short_day),
            "应销号": problems["due_on"].map(_short_day),
            "销号": closed.map(_short_day),
        }
    )
    return table.assign(_open=closed.isna()).sort_values("_open", ascending=False, kind="stable").drop(columns="_open")


def finding_table(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings as a clerk reads them: errors first, then where and what to do."""
    order = findings["severity"].map({name: place for place, name in enumerate(SEVERITIES)})
    sorted_findings = findings.assign(_order=order).sort_values("_order", kind="stable")
    return pd.DataFrame(
        {
            "级别": sorted_findings["severity"].map(SEVERITIES),
            "位置": places(sorted_findings),
            "原值": sorted_findings["value"].fillna(""),
            "说明": sorted_findings["message"],
        }
    )


def refusal_table(files: Iterable[str], reasons: Iterable[str]) -> pd.DataFrame:
    """Return the files of an upload that were refused, each with the reason, which need not repeat its name.

    >>> refusal_table(["太和镇/空.xlsx"], ["太和镇/空.xlsx 是空文件；请重新导出。"]).iloc[0].tolist()
    ['太和镇/空.xlsx', '是空文件；请重新导出。']
    """
    rows = [(file, reason.removeprefix(file).lstrip("： ")) for file, reason in zip(files, reasons, strict=True)]
    return pd.DataFrame(rows, columns=["文件", "原因"])


def refusal_line(*, read: int, refused: int) -> str:
    """Return how many files of an upload went in and how many did not.

    >>> refusal_line(read=487, refused=13)
    '读入 487 份、拒收 13 份。拒收的没有计入，也不影响其余；改好后只需重新上传这几份。'
    """
    return f"读入 {read} 份、拒收 {refused} 份。拒收的没有计入，也不影响其余；改好后只需重新上传这几份。"


def change_table(changes: pd.DataFrame) -> pd.DataFrame:
    """Return what an upload would change, one row per task or unit."""
    return pd.DataFrame(
        {
            "对象": changes["what"],
            "名称": changes["name"],
            "等级": _pairs(changes["level_before"], changes["level_after"], badge),
            "名次": _ranks(changes),
            "指数": _pairs(
                changes["index_before"], changes["index_after"], lambda index: number(index, missing="不评")
            ),
        }
    )


def cell_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Return changed cells (`ledgers.cell_changes`) for people: what, which column, both values, where it stands."""
    return pd.DataFrame(
        {
            "事项": cells["subject"],
            "列": cells["label"],
            "原来": cells["before"].fillna("（没有写）"),
            "现在": cells["after"].fillna("（没有写）"),
            "位置": cells["sheet"] + "!" + cells["row"].map("第 {} 行".format),
        }
    )


def version_table(history: pd.DataFrame) -> pd.DataFrame:
    """Return the versions of the store, newest first."""
    newest = history.iloc[::-1]
    return pd.DataFrame(
        {
            "状态": newest["state"],
            "时间": newest["made_at"].map(lambda made: f"{made:%Y-%m-%d %H:%M}"),
            "经办人": newest["made_by"],
            "台账": newest["files"].map(_some_files),
            "读入": newest["rows_loaded"],
            "暂存": newest["rows_held"],
            "版本号": newest["snapshot"],
        }
    )


def _some_files(files: Sequence[str]) -> str:
    """The names of few files; of many the first and how many there are."""
    return listed(files) if len(files) <= _FILES_NAMED else f"{files[0]}等 {len(files)} 份"


def version_titles(history: pd.DataFrame) -> dict[str, str]:
    """Return one line per version for a list to choose from, newest first: snapshot -> state, when, who, files."""
    newest = history.iloc[::-1]
    rows = zip(newest["snapshot"], newest["state"], newest["made_at"], newest["made_by"], newest["files"], strict=True)
    return {
        snapshot: f"{state} · {made:%Y-%m-%d %H:%M} · {who} · {files[0] if len(files) == 1 else f'{len(files)} 份台账'}"
        for snapshot, state, made, who, files in rows
    }


def explained_parts(lines: pd.DataFrame) -> list[tuple[str, str, pd.DataFrame]]:
    """Return (part, its first number in words, its lines as a table) in the order of the explanation."""
    return [(part, _first_number(rows.iloc[0]), _explained(rows)) for part, rows in lines.groupby("part", sort=False)]


def sources_of(lines: pd.DataFrame, part: str) -> list[Source]:
    """Return the cells that one number came from, sheet by sheet."""
    cells = lines[lines["part"].eq(part) & lines["row"].notna()]
    return [
        Source(
            *place,
            rows["source"].iat[0].rsplit("!", 1)[0],
            tuple(zip(rows["row"].astype(int), rows["letter"], strict=True)),
        )
        for place, rows in cells.groupby(["import_id", "sheet"], sort=False)
    ]


def honour_sources(rows: pd.DataFrame, facts: Mapping[str, pd.DataFrame]) -> list[Source]:
    """Return the cells in which rows of the honours ledger stand: matter, rank and points."""
    files = facts["imports"].set_index("import_id")["file"]
    columns = facts["source_columns"]
    found = []
    for (import_id, sheet), own in rows.groupby(["import_id", "sheet"], sort=False):
        here = columns[columns["import_id"].eq(import_id) & columns["sheet"].eq(sheet)]
        letters = here[here["field"].isin(["matter", "city_rank", "points"])]["letter"].dropna().unique()
        cells = tuple((int(row), letter) for row in own["row"] for letter in letters)
        found.append(Source(import_id, sheet, f"{files.get(import_id, '已移走的台账')}!{sheet}", cells))
    return found


def _first_number(line: pd.Series) -> str:
    what = line["part"] if line["item"] == line["part"] else f"{line['part']} · {line['item']}"
    return f"{what}  {line['value']}"


def _explained(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"项": rows["item"], "值": rows["value"], "规则": rows["rule"], "来源": rows["source"]})


def places(findings: pd.DataFrame) -> list[str]:
    """file!sheet!cell, without what a finding does not name."""
    parts = zip(findings["file"], findings["sheet"], findings["cell"], strict=True)
    return ["!".join(part for part in place if part) for place in parts]


def _level_words(tasks: pd.DataFrame) -> list[str]:
    return [badge(level, state) for level, state in zip(tasks["level"], tasks["state"], strict=True)]


def _ranks(changes: pd.DataFrame) -> list[str]:
    """Ranks before and after, with the places between which the later one lies."""
    words = _pairs(changes["rank_before"], changes["rank_after"], lambda rank: f"第{int(rank)}")
    ends = [
        changes.get(f"rank_{end}_after", pd.Series(index=changes.index, dtype="float64")) for end in ("low", "high")
    ]
    return [word + between(low, high) for word, low, high in zip(words, *ends, strict=True)]


def _pairs(before: pd.Series, after: pd.Series, write) -> list[str]:
    said = [["—" if pd.isna(value) else write(value) for value in values] for values in (before, after)]
    return [was if was == now else f"{was} → {now}" for was, now in zip(*said, strict=True)]


def _of_task(rows: pd.DataFrame, task_id: str, day: str, as_of: pd.Timestamp) -> pd.DataFrame:
    mine = rows[rows["task_id"].eq(task_id) & rows[day].le(pd.Timestamp(as_of))]
    return mine.sort_values([day, "seq"]).drop_duplicates([day, "problem"], keep="last").iloc[::-1]


def _role(duties: pd.DataFrame, role: str) -> str:
    mine = duties[duties["role"].eq(role)]
    return listed(dict.fromkeys(mine.loc[mine["seq"].eq(mine["seq"].max()), "name"]), missing="")


def _short_day(when: pd.Timestamp) -> str:
    return day(when, year=False, missing="—")


def _text(value: str | None) -> str:
    return "" if pd.isna(value) else str(value)
