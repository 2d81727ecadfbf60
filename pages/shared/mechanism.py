"""责任令, 亮点牌, 项目长 and the board's judgement as the published ledgers have them; kept by what they rest on."""

import pandas as pd

import analysis
import reports
from pages.shared import data, standing
from pages.shared.keeping import once, shared
from pages.shared.views import View


def orders(view: View) -> pd.DataFrame:
    """Return every order and task as it stands at the view's day."""
    return data.reckoned(view, analysis.orders)


def order_problems(view: View) -> pd.DataFrame:
    """Return what is wrong with the orders."""
    return data.reckoned(view, analysis.order_problems)


@once
def order_lines(view: View, order_no: str) -> pd.DataFrame:
    """Return every version of one order with the cells that it stands in."""
    known = data.facts(view)
    return analysis.trace(analysis.order_lines(known, order_no, as_of=view.as_of), known)


def board_problems(view: View) -> pd.DataFrame:
    """Return what is wrong with the boards: how many tasks, who is in charge, nothing on two at once."""
    return data.reckoned(view, analysis.board_problems)


@once
def verdicts(view: View) -> pd.DataFrame:
    """Return the verdict of every task of 任务榜, each class judged in its own way."""
    found = data.reckoned(view, analysis.class_verdicts, over_days=True)
    return found[found["board"].eq("任务榜")]


def evidence(view: View) -> pd.DataFrame:
    """Return what proves the brands: ranks, praise, instructions, press."""
    return data.reckoned(view, analysis.brand_evidence)


@once
def brands(view: View) -> pd.DataFrame:
    """Return the brands with rank, change and how much proves each."""
    return analysis.brands(data.scores(view).tasks, evidence(view))


def brand_problems(view: View) -> pd.DataFrame:
    """Return what is wrong with the brands."""
    return data.reckoned(view, analysis.brand_problems)


def evidence_cells(view: View, rows: pd.DataFrame) -> list[reports.Source]:
    """Return the cells in which rows of evidence stand."""
    return reports.honour_sources(rows, data.facts(view))


def leaders(view: View) -> pd.DataFrame:
    """Return load and state of every 项目长."""
    return _leaders(*data.grounded(view))


@once
def leader_tasks(view: View, leader: str) -> pd.DataFrame:
    """Return the tasks of one 项目长 with what comes next and who was there last."""
    return analysis.leader_tasks(data.facts(view), data.scores(view), leader)


@once
def task_forces(view: View, leader: str) -> pd.DataFrame:
    """Return the task force of each project of one 项目长."""
    return analysis.task_forces(data.facts(view), data.scores(view), leader)


@once
def proof(view: View) -> pd.DataFrame:
    """Return for every unit whether the sum of its entries is its balance."""
    return analysis.reconciliation(standing.entries(view), standing.balances(view))


@shared(most=30)
def _leaders(ground: data.Ground, _facts: dict, _pack: analysis.Rules) -> pd.DataFrame:
    return analysis.leader_table(_facts, data.scored(ground, _facts, _pack), weeks_by=_pack)
