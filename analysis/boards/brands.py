"""亮点牌: rank of each brand in the city month by month, and what proves it. Judged by these, apart from the classes of
任务榜 (`analysis.boards.classes`)."""

from datetime import date

import pandas as pd

from analysis.boards.boards import board_problems
from analysis.facts.honours import KINDS, PRAISE, evidence_kind
from analysis.facts.known import known
from analysis.facts.sifting import SOURCE, Facts, name_key
from analysis.rules.rulepack import RulePack

__all__ = ["BRANDS", "EVIDENCE", "brand_evidence", "brand_problems", "brand_ranks", "brands"]

BRANDS = "亮点牌"
EVIDENCE = (PRAISE, *(kind for kind, _ in reversed(KINDS)))
"""Kinds of evidence: 表彰, 批示, 媒体, 排名, 批评."""

_FROM_HONOURS = ["unit", "level", "matter", "document_no", "city_rank", "issued_on", "remark", *SOURCE]
_OF_TASK = [
    "task_id",
    "no",
    "task",
    "project",
    "target",
    "lead_units",
    "leaders",
    "state",
    "planned",
    "actual",
    "lag",
    "level",
]


def brand_evidence(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per row of the honours ledger that names a project, oldest first: board and subject (the project as its
    board has it; None: on no board), task_id (of a brand, else None), kind (one of EVIDENCE), named (as written), unit,
    level, matter, document_no, city_rank, issued_on, remark, and the place of the row.

    A name that stands on both boards means the brand, so that nothing is proof of two things."""
    seen = known(facts, as_of=as_of, rules=rules)
    rows = seen.honours[seen.honours["project"].notna()]
    named = _subjects(seen.tasks)
    found = [named.get(name_key(name), (None, None, None)) for name in rows["project"]]
    table = pd.DataFrame(found, columns=["board", "subject", "task_id"], index=rows.index, dtype="object")
    kinds = [evidence_kind(*pair) for pair in zip(rows["level"], rows["matter"], strict=True)]
    table = table.assign(kind=pd.Series(kinds, index=rows.index, dtype="object"), named=rows["project"])
    table = table.join(rows[_FROM_HONOURS])
    return table.sort_values(["issued_on", "sheet", "row"], kind="stable", ignore_index=True)


def _subjects(tasks: pd.DataFrame) -> dict[str, tuple]:
    """Name of a project or task -> board, the project's name, the brand's task_id; brands go before tasks."""
    named: dict[str, tuple] = {}
    for task in tasks.sort_values("board", key=lambda board: board.ne(BRANDS), kind="stable").to_dict("records"):
        subject = task["project"] if isinstance(task["project"], str) else task["task"]
        mine = (task["board"], subject, task["task_id"] if task["board"] == BRANDS else None)
        for name in (subject, task["task"]):
            named.setdefault(name_key(name), mine)
    return named


def brand_ranks(evidence: pd.DataFrame) -> pd.DataFrame:
    """Rank in the city by brand and month (its last day): task_id, month, rank, and the place of the row; of several
    ranks of a month the latest, of one day the one written last."""
    told = evidence[evidence["task_id"].notna() & evidence["city_rank"].notna() & evidence["issued_on"].notna()]
    told = told.assign(month=told["issued_on"] + pd.offsets.MonthEnd(0)).rename(columns={"city_rank": "rank"})
    last = told.drop_duplicates(["task_id", "month"], keep="last")
    return last[["task_id", "month", "rank", *SOURCE]].sort_values(["task_id", "month"], ignore_index=True)


def brands(tasks: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """One row per brand of scored `tasks` (`Scores.tasks`) in their order: what the board shows, rank and rank_month
    (the latest known), rank_before (of the month with a rank before it), change (places won, negative: lost), best, and
    how much evidence of each kind there is."""
    table = tasks[tasks["board"].eq(BRANDS)][_OF_TASK].reset_index(drop=True)
    ranks = brand_ranks(evidence).groupby("task_id", sort=False)
    known_ranks = pd.DataFrame(
        {
            "rank": ranks["rank"].last(), "rank_month": ranks["month"].last(), "best": ranks["rank"].min(),
            "rank_before": ranks["rank"].apply(lambda own: own.iloc[-2] if len(own) > 1 else float("nan")),
        }
    )  # fmt: skip
    table = table.join(known_ranks, on="task_id")
    counts = evidence.groupby(["kind", "task_id"]).size()
    for kind in EVIDENCE:
        own = counts.loc[kind] if kind in counts.index.get_level_values(0) else pd.Series(dtype="int64")
        table[kind] = table["task_id"].map(own).fillna(0).astype("int64")
    return table.assign(change=table["rank_before"] - table["rank"])


def brand_problems(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """What is not as it should be with the brands, as `board_problems` says it: its own entries about 亮点牌, and
    佐证缺失 (a brand without rank and evidence), 佐证无主 (evidence of a project on no board), 没有文号 (praise)."""
    told = board_problems(facts, as_of=as_of, rules=rules)
    told = told[told["board"].astype("str").str.contains(BRANDS)]
    evidence = brand_evidence(facts, as_of=as_of, rules=rules)
    tasks = known(facts, as_of=as_of, rules=rules).tasks
    rows = [
        (
            "佐证缺失", BRANDS, task.task, "没有", "排名或佐证",
            f"亮点牌“{task.task}”没有全市排名，也没有表彰、批示、宣传；请登记，确实没有的说明原因。",
        )
        for task in tasks[tasks["board"].eq(BRANDS) & ~tasks["task_id"].isin(evidence["task_id"])].itertuples()
    ]  # fmt: skip
    rows += [
        (
            "佐证无主", None, row.named, "不在榜上", "榜上的项目",
            f"“{row.named}”不在任何一个榜上，“{row.matter}”没有归处；请改成台账里的项目名称。",
        )
        for row in evidence[evidence["board"].isna()].itertuples()
    ]  # fmt: skip
    bare = evidence[evidence["task_id"].notna() & evidence["kind"].eq(PRAISE) & evidence["document_no"].isna()]
    rows += [
        (
            "没有文号",
            BRANDS,
            row.subject,
            "没有文号",
            "文号",
            f"“{row.subject}”的表彰“{row.matter}”没有文号；请补上文号。",
        )
        for row in bare.itertuples()
    ]
    more = pd.DataFrame(rows, columns=told.columns)
    return pd.concat([part for part in (told, more) if len(part)] or [told], ignore_index=True)
