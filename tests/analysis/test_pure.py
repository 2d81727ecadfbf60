"""No function changes what it is given, and the answer does not depend on the order of the rows."""

from datetime import date, timedelta

import pandas as pd
import pytest

import analysis

START, DAY = date(2022, 9, 1), date(2022, 10, 21)


@pytest.fixture
def facts(make_facts, hundred_days):
    tasks = [
        hundred_days(task=f"任务{i}", no=f"{i}", project=f"项目{i // 2}", lead_units=["甲局", "乙局"][: 1 + i % 2], towns=["太和镇"],
                     leaders=["区领导01"], weight=1.0 + i)
        for i in range(4)
    ]  # fmt: skip
    names = [task["task"] for task in tasks]
    days = [START + timedelta(days=7 * week) for week in range(1, 8)]
    return make_facts(
        tasks,
        progress=[
            {"task_id": name, "report_date": day, "percent": None if i == 2 else 3.0 * k + 5 * i, "status": "已完成" if k > 5 else None,
             "row": 10 * i + k}
            for i, name in enumerate(names) for k, day in enumerate(days)
        ],
        milestones=[
            {"task_id": name, "milestone": f"节点{k}", "planned_on": days[2 * k], "done": k == 0, "weight": 1.0 + k, "row": 9 + k}
            for name in names[:3] for k in range(3)
        ],
        visits=[{"task_id": name, "visited_on": days[5], "verified_percent": 10.0, "visit_score": 80.0} for name in names],
        problems=[{"task_id": name, "problem": "占道", "due_on": days[3], "severity": "一般"} for name in names],
        honours=[{"unit": "太和镇", "level": "省", "matter": "示范", "document_no": "1", "issued_on": days[0]}],
        orders=[{"task_id": names[i], "order_no": f"第0{i + 1}号", "issued_on": days[0], "leaders": ["区领导01"]} for i in (0, 2)],
        units=[{"unit": "太和镇", "kind": "镇"}, {"unit": "甲局", "kind": "部门"}],
    )  # fmt: skip


def _explained(facts, rules):
    return analysis.explain_task(facts, "任务1", as_of=DAY, rules=rules)


def _errata(facts, rules):
    said = analysis.period_content(facts, analysis.named_span("2022-10"), rules=rules)
    return analysis.errata(said, said, before=facts, after=facts)


def _coverage(facts, rules):
    span = analysis.named_span("2022-10")
    scores = analysis.standing_scores(facts, as_of=span.last, rules=rules)
    flags = analysis.flag_history(facts, days=[span.last], rules=rules)
    return analysis.coverage(facts, span, rules=rules, scores=scores, flags=flags, today=date(2022, 11, 9))


ENTRIES = {
    "score": lambda f, r: analysis.score(f, as_of=DAY, rules=r),
    "history": lambda f, r: analysis.history(f, days=[START, DAY], rules=r, of="units"),
    "review_days": lambda f, r: analysis.review_days(f, as_of=DAY),
    "explain_task": _explained,
    "trace": lambda f, r: analysis.trace(_explained(f, r), f),
    "plan_curve": lambda f, r: analysis.plan_curve(f, "任务1", rules=r),
    "standings": lambda f, r: analysis.standings(f, as_of=DAY, rules=r),
    "standing_scores": lambda f, r: analysis.standing_scores(f, as_of=DAY, rules=r),
    "flag_history": lambda f, r: analysis.flag_history(f, days=[START, DAY], rules=r),
    "vetoes_known": lambda f, r: analysis.vetoes_known(f, as_of=DAY, rules=r),
    "point_entries": lambda f, r: analysis.balances(analysis.point_entries(f, as_of=DAY, rules=r)),
    "bonus_entries": lambda f, r: analysis.bonus_entries(f, as_of=DAY, rules=r),
    "board_problems": lambda f, r: analysis.board_problems(f, as_of=DAY, rules=r),
    "class_verdicts": lambda f, r: analysis.class_verdicts(f, as_of=DAY, rules=r),
    "due_soon": lambda f, r: analysis.due_soon(f, as_of=DAY, rules=r),
    "visit_weeks": lambda f, r: analysis.visit_weeks(f, as_of=DAY, rules=r),
    "report_discipline": lambda f, r: analysis.report_discipline(f, as_of=DAY, rules=r),
    "period_content": lambda f, r: analysis.period_content(f, analysis.named_span("2022-10"), rules=r),
    "errata": lambda f, r: _errata(f, r),
    "coverage": lambda f, r: _coverage(f, r),
    "orders": lambda f, r: analysis.orders(f, as_of=DAY, rules=r),
    "order_problems": lambda f, r: analysis.order_problems(f, as_of=DAY, rules=r),
    "brand_problems": lambda f, r: analysis.brand_problems(f, as_of=DAY, rules=r),
    "leader_table": lambda f, r: analysis.leader_table(f, analysis.score(f, as_of=DAY, rules=r)),
    "official_facts": lambda f, r: analysis.official_facts(f, as_of=DAY, rules=r),
    "task_timeline": lambda f, r: analysis.task_timeline(f, "任务1", as_of=DAY, rules=r),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_tables_are_as_they_were(facts, rules, entry):
    before = {name: table.copy(deep=True) for name, table in facts.items()}
    ENTRIES[entry](facts, rules)
    for name, table in facts.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_scores_are_as_they_were(facts, rules):
    scores = analysis.standing_scores(facts, as_of=DAY, rules=rules)
    before = {name: getattr(scores, name).copy(deep=True) for name in ("tasks", "projects", "units", "leaders")}
    analysis.briefing(scores, scores)
    analysis.effect_sentence(analysis.changes(scores, scores))
    analysis.score_json(scores, "x")
    analysis.score_text(scores)
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(scores, name), table)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(facts, rules, seed):  # invariant 8
    mixed = {name: table.sample(frac=1, random_state=seed).reset_index(drop=True) for name, table in facts.items()}
    one, other = (analysis.score(each, as_of=DAY, rules=rules) for each in (facts, mixed))
    names = ["leaders", "lead_units", "towns", "support_units"]  # in the order of the ledger's rows, by definition
    pd.testing.assert_frame_equal(one.tasks.drop(columns=names), other.tasks.drop(columns=names), check_exact=True)
    for name in ("projects", "units", "leaders"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    for entry in (
        "point_entries", "board_problems", "class_verdicts", "due_soon", "report_discipline", "flag_history", "orders",
        "order_problems", "brand_problems", "leader_table", "official_facts",
    ):  # fmt: skip
        pd.testing.assert_frame_equal(*(ENTRIES[entry](each, rules) for each in (facts, mixed)))


def test_the_same_arguments_give_the_same_bytes(facts, rules):
    said = [analysis.score_json(analysis.standing_scores(facts, as_of=DAY, rules=rules), "x") for _ in range(2)]
    assert repr(said[0]) == repr(said[1])
