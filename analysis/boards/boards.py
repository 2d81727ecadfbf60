"""Whether the boards are as the notice has them: how many tasks, who is in charge, nothing on two boards at once."""

from datetime import date

import pandas as pd

from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack

__all__ = ["board_problems"]

_COLUMNS = ["what", "board", "subject", "found", "wanted", "message"]
_ROLES = (("leader", "leaders", "项目长"), ("lead_person", "lead_people", "牵头单位负责人"))


def board_problems(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """One row for each thing that is not as it should be: what (榜单数量 | 榜单名称 | 项目长人数 | 牵头单位负责人人数 |
    两榜重复), board, subject (the project; None for a whole board), found, wanted (in words), message (a Chinese
    sentence that says what to do). By the pack in force on `as_of`."""
    rules = rules.at(as_of)
    seen = known(facts, as_of=as_of, rules=rules)
    tasks = seen.tasks.assign(subject=_projects(seen.tasks), board=seen.tasks["board"].astype("object"))
    rows = [*_counts(tasks, rules), *_staff(tasks, seen, rules), *_twice(tasks)]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _projects(tasks: pd.DataFrame) -> pd.Series:
    return tasks["project"].astype("object").where(tasks["project"].notna(), tasks["task"])


def _counts(tasks: pd.DataFrame, rules: RulePack) -> list[tuple]:
    held, rows = tasks["board"].value_counts(), []
    for board, wanted in rules.boards.expected:
        found = int(held.get(board, 0))
        if found != wanted:
            more = f"多 {found - wanted} 项" if found > wanted else f"少 {wanted - found} 项"
            message = f"{board}应有 {wanted} 项，现有 {found} 项，{more}；请核对台账，或在规则包里改应有数。"
            rows.append(("榜单数量", board, None, found, f"{wanted} 项", message))
    known_boards = [board for board, _ in rules.boards.expected]
    for board in sorted(set(tasks["board"].dropna()) - set(known_boards)):
        message = f"“{board}”不是规则包里的榜，有 {held[board]} 项任务；请改用{'或'.join(known_boards)}。"
        rows.append(("榜单名称", board, None, int(held[board]), "、".join(known_boards), message))
    return rows


def _staff(tasks: pd.DataFrame, seen: Known, rules: RulePack) -> list[tuple]:
    """Projects with too few or too many in charge; several tasks of one project share their people."""
    projects = tasks[["board", "subject"]].drop_duplicates()
    people = seen.people.assign(
        **{name: tasks[name].to_numpy()[seen.people["task"].to_numpy()] for name in ("board", "subject")}
    )
    rows = []
    for role, setting, word in _ROLES:
        least, most = getattr(rules.staffing, setting)
        names = people[people["role"] == role].groupby(["board", "subject"], dropna=False)["name"].unique()
        for board, subject in projects.itertuples(index=False):
            found = list(names.get((board, subject), ()))
            if not least <= len(found) <= most:
                who = f"现有 {len(found)} 名（{'、'.join(sorted(found))}）" if found else "一名也没有"
                message = f"{board}“{subject}”的{word}应为 {least}–{most} 名，{who}；请在台账里补正。"
                rows.append((f"{word}人数", board, subject, len(found), f"{least}–{most} 名", message))
    return rows


def _twice(tasks: pd.DataFrame) -> list[tuple]:
    """A project on two boards would be counted twice."""
    pairs = tasks[["board", "subject"]].drop_duplicates().groupby("subject")["board"].agg(list)
    rows = []
    for subject, boards in pairs.items():
        if len(boards) > 1:
            both = "、".join(boards)
            message = f"“{subject}”同时列在{both}，会重复计算；请只留一处。"
            rows.append(("两榜重复", both, subject, len(boards), "一个榜", message))
    return rows
