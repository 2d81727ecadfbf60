"""The three classes of 任务榜, each judged in its own way: reform by milestones and result, hard projects by quantity
and milestones, baselines by zero incidents. For the board's own page; the index of a task is
`analysis.scores.index`."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import as_date
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.progress.measures import measures
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.rules.ruleparts import Classes, TaskClass
from analysis.scores.index import composite, task_index

__all__ = ["class_of", "class_summary", "class_verdicts"]

UNCLASSED = "未分类"


def class_of(category: pd.Series, rules: RulePack) -> pd.Series:
    """The class that a ledger's 类别 means, 未分类 where it says none; the longest word of the pack that is in it wins.

    >>> from analysis.rules.rulepack import rule_pack
    >>> class_of(pd.Series(["一、重要改革类", "攻城拔寨项目", None]), rule_pack()).tolist()
    ['重要改革', '攻城拔寨', '未分类']
    """
    words = sorted(((word, each.name) for each in rules.classes.each for word in each.words), key=lambda w: -len(w[0]))
    said = category.astype("object").fillna("")
    return said.map(lambda text: next((name for word, name in words if word in text), UNCLASSED)).astype("object")


def class_verdicts(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """One row per task: task_id, task, board, class, way, weight (of the class), score (0–100, NaN not known), verdict
    (a word), incidents (of the calendar year), reasons (Chinese sentences).

    A result counts only once its deadline has passed or it is there; quantity against the plan and nodes as in the
    index; an incident stays one after it was closed. What is not known is left out, and a task of which nothing is
    known has no score. Without a report or a visit of this year zero incidents is not known either.
    An incident costs what the pack in force on its day says; everything else goes by the pack of `as_of`."""
    pack = rules.at(as_of)
    seen = known(facts, as_of=as_of, rules=pack)
    found = measures(seen, pack)
    scores = task_index(found, seen, pack)
    named = class_of(seen.tasks["category"], pack)
    table = seen.tasks[["task_id", "task", "board"]].assign(**{"class": named}, way=None, weight=np.nan)
    table = table.assign(score=np.nan, verdict="未分类，不评", incidents=0, reasons=[[] for _ in range(len(table))])
    for each in pack.classes.each:
        mine = (named == each.name).to_numpy()
        judged = _WAYS[each.way](seen, found.join(scores[["s1", "s2"]]), each=each, rules=rules)
        columns = {"way": each.way, "weight": each.weight} | judged
        for name, values in columns.items():
            table[name] = pd.Series(values, index=table.index, dtype=table[name].dtype).where(mine, table[name])
    exempt = found["exempt"].to_numpy(bool)
    return table.assign(score=table["score"].mask(exempt), verdict=table["verdict"].mask(exempt, "豁免，不评"))


def _milestones(seen: Known, found: pd.DataFrame, *, each: TaskClass, rules: Rules) -> dict:
    """Nodes on time, and the result: there, or not there when it was due."""
    done, due = found["finished"].to_numpy(bool), (seen.day > found["deadline"]).to_numpy(bool)
    told = found["actual"].notna().to_numpy()
    result = np.where(done, 100.0, np.where(due & told, 0.0, np.nan))
    return _weighted(found["s2"], result, each, words=("节点准时", "成果"))


def _quantity(seen: Known, found: pd.DataFrame, *, each: TaskClass, rules: Rules) -> dict:
    """Quantity or investment against the plan, and nodes on time."""
    return _weighted(found["s2"], found["s1"].to_numpy(), each, words=("节点准时", "完成量"))


def _weighted(nodes: pd.Series, main: np.ndarray, each: TaskClass, *, words: tuple[str, str]) -> dict:
    parts = pd.DataFrame({"nodes": nodes.to_numpy(), "main": main})
    score, _ = composite(parts, pd.Series({"nodes": each.nodes, "main": 1 - each.nodes}), min_known=0.0)
    reasons = [
        [f"{word} {value:.1f} 分" for word, value in zip(words, pair, strict=True) if not np.isnan(value)]
        for pair in parts.itertuples(index=False)
    ]
    verdict = np.select([score.isna(), score >= 100 - 1e-9], ["未知", "达到要求"], default="有欠账")
    return {"score": score.to_numpy(), "verdict": verdict.astype("object"), "reasons": reasons}


def _incidents(seen: Known, found: pd.DataFrame, *, each: TaskClass, rules: Rules) -> dict:
    """Deduct only: 100 less what each incident of the year costs."""
    count, january = len(found), pd.Timestamp(pd.Timestamp(seen.until, unit="D").year, 1, 1)
    rows = seen.problems[~(seen.problems["opened_on"] < january)]
    told = zip(rows["opened_on"], rows["problem"], rows["severity"], strict=True)
    by_day = [(rules.at(as_date(seen.until) if pd.isna(day) else day).classes, *said) for day, *said in told]
    cost = np.array([_cost(rule, said, grave) for rule, said, grave in by_day], dtype="float64")
    rows, cost = rows[~np.isnan(cost)], cost[~np.isnan(cost)]
    task = rows["task"].to_numpy()
    lost, number = np.bincount(task, weights=cost, minlength=count), np.bincount(task, minlength=count)
    looked = _looked(seen, january)
    score = np.where(looked | (number > 0), np.maximum(0, 100 - lost), np.nan)
    reasons = [[] for _ in range(count)]
    for i, said, points in zip(task, rows["problem"], cost, strict=True):
        reasons[i].append(f"“{said}”，扣 {points:g} 分")
    verdict = np.select([number > 0, looked], ["发生事件", "零事件"], default="未知").astype("object")
    return {"score": score, "verdict": verdict, "incidents": number, "reasons": reasons}


def _cost(rule: Classes, problem: object, severity: object) -> float:
    """What a problem costs by a pack, NaN where it is no incident."""
    said = problem if isinstance(problem, str) else ""
    costs = dict(rule.incident)
    return costs.get(severity, costs["其他"]) if any(word in said for word in rule.incident_words) else np.nan


def _looked(seen: Known, january: pd.Timestamp) -> np.ndarray:
    """Tasks that anyone reported on or visited since the day."""
    first = (january - pd.Timestamp(0)).days
    tasks = [seen.reports.task[seen.reports.day >= first], seen.visits["task"][seen.visits["day"] >= first]]
    return np.bincount(np.concatenate(tasks).astype("int64"), minlength=len(seen.tasks)) > 0


_WAYS = {"milestones": _milestones, "quantity": _quantity, "incidents": _incidents}


def class_summary(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Per class in the order of its first task: tasks, known, score (mean of the known), incidents, weight."""
    columns = {"tasks": ("task_id", "size"), "known": ("score", "count"), "score": ("score", "mean")}
    columns |= {"incidents": ("incidents", "sum"), "weight": ("weight", "first")}
    return verdicts.groupby("class", sort=False).agg(**columns).reset_index()
