"""Seeded sample tables with the columns of `analysis.Scores` and of the store; every story in them is invented."""

import numpy as np
import pandas as pd
import pytest

AS_OF = pd.Timestamp("2022-11-30")
NOTE = "演示数据 · 数据日期 2022年11月30日 · 规则包 默认（2022） · 已知份额 86%"
NAMES = (
    "建立城乡有序流动的人口迁徙制度", "农村集体经营性建设用地入市制度改革", "完善农村产权抵押担保权能",
    "搭建城中村改造合作平台", "搭建城乡产业协同发展平台", "广清接合片区生态产品价值实现机制", "太和镇工业园区扩建",
    "禾云镇广清产业园二期征地拆迁及配套道路建设", "省道354线清新段改建", "区人民医院异地新建",
    "三坑温泉文旅综合体", "太平镇现代农业产业园", "龙颈镇抽水蓄能电站前期工作", "招商引资到位资金80亿元",
    "规上工业增加值增长8%", "营商环境改革攻坚", "全域旅游示范区创建", "城区污水管网提质增效",
    "浸潭镇高标准农田建设", "石潭镇圩镇改造提升", "安全生产零重大事故", "森林防火", "疫情防控常态化",
    "信访积案化解", "耕地保护与违法图斑整改", "食品药品安全", "中小学学位新增3000个", "镇级卫生院标准化建设",
    "电网防灾能力提升", "防汛抗旱责任落实",
)  # fmt: skip
TOWNS = ("太和镇", "太平镇", "三坑镇", "禾云镇", "山塘镇", "龙颈镇", "浸潭镇", "石潭镇")
DEPARTMENTS = (
    "区委办公室", "区委宣传部", "区委政法委", "市公安局清新分局", "区工业和信息化局", "区交通运输局", "区卫生健康局",
    "区城市管理综合执法局", "区市场监管局", "区供电局", "区发展和改革局", "区农业农村局", "区教育局",
)  # fmt: skip


def level_of(lag: float) -> int:
    return int(sum(lag >= bound for bound in (5, 10, 20, 30))) if lag == lag else 0


def task_table(count: int = 30, *, seed: int = 7, silent: float = 0.1) -> pd.DataFrame:
    """`Scores.tasks` of `count` tasks, the share `silent` of them 未报."""
    dice = np.random.default_rng(seed)
    planned = dice.uniform(35, 100, count).round(1)
    lag = np.where(dice.random(count) < 0.45, dice.normal(-2, 4, count), dice.gamma(2, 9, count)).round(1)
    actual = np.clip(planned - lag, 0, 122.6)
    actual[dice.random(count) < silent] = np.nan
    lag = planned - actual
    pd_days = dice.integers(60, 320, count).astype(float)
    classes = ["重要改革"] * (count // 5) + ["攻城拔寨"] * (count // 2)
    index = np.clip(100 - 2 * np.clip(lag, 0, None) + dice.normal(0, 4, count), 0, 100)
    return pd.DataFrame({
        "task_id": [f"{i:012x}" for i in range(count)], "no": [str(i + 1) for i in range(count)], "board": "任务榜",
        "category": [*classes, *["底线必保"] * (count - len(classes))], "target": "按期完成",
        "project": [NAMES[i % 30] for i in range(count)], "task": [NAMES[i % 30] for i in range(count)],
        "weight": dice.choice([1.0, 2.0, 3.0], count),
        "start": AS_OF - pd.Timedelta(days=90), "start_assumed": False, "deadline": AS_OF + pd.Timedelta(days=20),
        "amended_deadline": [AS_OF + pd.Timedelta(days=50) if i % 9 == 0 else pd.NaT for i in range(count)],
        "lead_units": [[DEPARTMENTS[i % 13]] for i in range(count)], "towns": [[TOWNS[i % 8]] for i in range(count)],
        "leaders": [[f"区领导{i % 9 + 1:02d}"] for i in range(count)],
        "state": ["未报" if a != a else "进行中" for a in actual], "planned": planned, "reported": actual + 2,
        "reported_on": AS_OF, "milestone_percent": actual,
        "verified": np.where(dice.random(count) < 0.5, actual - 1, np.nan),
        "verified_on": AS_OF - pd.Timedelta(days=6), "actual": actual,
        "cut": ["填报高于节点" if i % 7 == 0 else None for i in range(count)], "lag": lag, "es_days": pd_days * 0.5,
        "at_days": pd_days * np.clip(planned / 100 + dice.normal(0, 0.06, count), 0, 1.2),
        "pd_days": pd_days, "spi_t": 0.9, "tspi": 1.1, "forecast_finish": AS_OF + pd.Timedelta(days=33),
        "s1": index, "s2": 80.0, "s3": np.nan, "s4": np.nan, "index": index, "level": [level_of(v) for v in lag],
        "known_share": np.where(np.isnan(actual), 0.2, 0.85), "deduction": 0.5,
        "triggers": [[f"滞后 {v:.1f} 个百分点"] if v >= 5 else [] for v in lag],
    })  # fmt: skip


def unit_table(units: tuple[str, ...] = TOWNS, *, kind: str = "镇", seed: int = 3, unrated: int = 1) -> pd.DataFrame:
    """`Scores.units` of one sequence, the last `unrated` of them 不评."""
    dice = np.random.default_rng(seed)
    index = dice.normal(80, 7, len(units)).clip(0, 104).round(1)
    index[len(units) - unrated :] = np.nan
    table = pd.DataFrame({
        "unit": units, "kind": kind, "projects": dice.integers(2, 9, len(units)),
        "tasks": dice.integers(3, 12, len(units)),
        "index": index, "shrunk_index": np.nan, "rank": pd.Series(index).rank(ascending=False, method="min"),
        "rank_low": np.nan, "rank_high": np.nan, "level": dice.integers(0, 5, len(units)), "flag": None,
        "lag": dice.normal(6, 8, len(units)).round(1), "deduction": dice.choice([0, 0.5, 2], len(units)), "bonus": 0.5,
        "known_share": dice.uniform(0.3, 1, len(units)), "unreported": dice.integers(0, 3, len(units)),
    })  # fmt: skip
    placed = table["rank"].notna()
    return table.assign(
        shrunk_index=table["index"], spread=np.where(placed, 3.0, np.nan), effective=table["projects"].astype(float),
        rank_low=np.maximum(table["rank"] - 2, 1), rank_high=np.minimum(table["rank"] + 3, placed.sum()), named=None,
        held_back=np.where(placed, None, "不评"), final=table["index"] + table["bonus"] - table["deduction"],
        **{f"levels_{i}": 1 for i in range(5)},
    )  # fmt: skip


def unit_history(units: tuple[str, ...] = TOWNS, *, kind: str = "镇", periods: int = 12) -> pd.DataFrame:
    """`unit_table` on `periods` Fridays, each unit drifting; one is 不评 for a while."""
    dice, frames = np.random.default_rng(11), []
    index = dice.normal(80, 6, len(units))
    for week in range(periods):
        index = index + dice.normal(0, 2.2, len(units))
        shown = np.where((np.arange(len(units)) == 4) & (week in (5, 6)), np.nan, index).round(1)
        table = unit_table(units, kind=kind, unrated=0)
        ranks = pd.Series(shown).rank(ascending=False, method="min")
        frames.append(table.assign(index=shown, rank=ranks, as_of=AS_OF - pd.Timedelta(weeks=periods - 1 - week)))
    return pd.concat(frames, ignore_index=True)


def task_history(count: int = 30, *, periods: int = 14) -> pd.DataFrame:
    """`task_table` week by week: lags drift, some weeks are not reported."""
    dice, frames, base = np.random.default_rng(5), [], task_table(count)
    for week in range(periods):
        lag = base["lag"].fillna(8) * (week + 4) / (periods + 3) + dice.normal(0, 3, count)
        lag = lag.mask(dice.random(count) < 0.1)
        frames.append(base.assign(lag=lag, as_of=AS_OF - pd.Timedelta(weeks=periods - 1 - week)))
    return pd.concat(frames, ignore_index=True)


def change_table() -> pd.DataFrame:
    """What moved between two periods: tasks and units, one of them new, one no longer rated."""
    rows = [
        ("任务", None, NAMES[7], "a", 1, 3, np.nan, np.nan, 82.0, 61.5, 6.0, 21.0),
        ("任务", None, NAMES[9], "b", 2, 0, np.nan, np.nan, 70.1, 88.0, 12.0, 2.0),
        ("任务", None, NAMES[13], "c", 0, 4, np.nan, np.nan, 91.0, 40.2, 1.0, 34.0),
        ("任务", None, NAMES[20], "d", np.nan, 1, np.nan, np.nan, np.nan, 84.0, np.nan, 7.0),
        ("任务", None, NAMES[22], "e", 1, np.nan, np.nan, np.nan, 80.0, np.nan, 5.5, np.nan),
        ("单位", "镇", "太和镇", "太和镇", 1, 1, 3.0, 1.0, 83.0, 86.5, 4.0, 1.0),
        ("单位", "部门", "区城市管理综合执法局", "区城市管理综合执法局", 2, 3, 2.0, 5.0, 81.0, 77.5, 8.0, 12.0),
    ]
    sides = [f"{name}_{side}" for name in ("level", "rank", "index", "lag") for side in ("before", "after")]
    table = pd.DataFrame(rows, columns=["what", "kind", "name", "key", *sides])
    return table.assign(rank_low_after=[*[np.nan] * 5, 1.0, 4.0], rank_high_after=[*[np.nan] * 5, 4.0, 7.0])


def leader_table(count: int = 12) -> pd.DataFrame:
    """`Scores.leaders`; the last one has nothing reported."""
    dice = np.random.default_rng(2)
    lag = dice.gamma(1.5, 6, count).round(1) - 3
    lag[-1] = np.nan
    return pd.DataFrame({
        "leader": [f"区领导{i + 1:02d}" for i in range(count)], "projects": dice.integers(1, 6, count),
        "tasks": dice.integers(1, 12, count), "index": 90 - lag, "lag": lag, "level": [level_of(v) for v in lag],
        "deduction": 0.5, "known_share": 0.8,
    })  # fmt: skip


def timeline() -> dict:
    """Arguments of the task curve."""
    days = pd.to_datetime(["2022-09-01", "2022-09-30", "2022-10-31", "2022-11-25", "2022-12-20"])
    return {
        "curve": pd.DataFrame({
            "day": days, "planned": [0.0, 25.0, 55.0, 85.0, 100.0], "node": [None, "立项", "开工", "主体", "验收"],
        }),
        "reports": pd.DataFrame({
            "report_date": pd.to_datetime(["2022-09-15", "2022-09-30", "2022-10-15", "2022-10-31", "2022-11-15"]),
            "percent": [8.0, 22.0, 30.0, np.nan, 52.0],
            "progress_text": [
                "完成立项批复，正在办理用地预审", "完成招标", "施工单位进场，完成场地平整", "正在推进",
                "主体施工至二层，受雨天影响进度放缓",
            ],
        }),
        "visits": pd.DataFrame({
            "visited_on": pd.to_datetime(["2022-10-08", "2022-11-18"]), "verified_percent": [20.0, 45.0],
            "visit_score": [82.0, 75.0], "visitor": ["区领导01", None],
        }),
        "milestones": pd.DataFrame({
            "milestone": ["立项批复", "施工单位进场", "主体封顶", "竣工验收"], "planned_on": days[1:],
            "weight": [25.0, 30.0, 30.0, 15.0],
            "status_known": [True, True, True, True], "done": [True, True, False, False],
            "done_on": pd.to_datetime(["2022-10-02", None, None, None]),
            "state": ["已核验", "仅填报", "已过期", "未到期"],
        }),
        "as_of": AS_OF, "deadline": pd.Timestamp("2022-12-20"), "amended_deadline": pd.Timestamp("2023-01-15"),
        "forecast": (pd.Timestamp("2023-01-05"), pd.Timestamp("2023-02-10")),
    }  # fmt: skip


def week_table(count: int = 12, *, periods: int = 9) -> pd.DataFrame:
    """`standings`: tasks that climb, come down, wait; one of them 未报."""
    dice, frames, base = np.random.default_rng(13), [], task_table(count, silent=0.0)
    level = dice.integers(0, 3, count)
    for week in range(periods):
        before, level = level, np.clip(level + dice.integers(-1, 2, count), 0, 4)
        raw = np.clip(level + dice.integers(-1, 1, count), 0, 4)
        frames.append(base.assign(
            as_of=AS_OF - pd.Timedelta(weeks=periods - 1 - week), level=level, raw_level=raw, before=before, how="不变",
            why=[f"维持{each}：落后序时进度 12.0 个百分点（预警线：10 个百分点）" for each in level],
            late_entry=False, state=["未报" if i == 3 else "进行中" for i in range(count)],
        ))  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def flag_table(units: tuple[str, ...] = TOWNS) -> pd.DataFrame:
    """`flag_history` of the towns in two months: a red flag confirmed, one proposed, a yellow one, one near."""
    rows = []
    for month, before in ((pd.Timestamp("2022-10-31"), {}), (AS_OF, {unit: i + 1.0 for i, unit in enumerate(units)})):
        for i, unit in enumerate(units):
            flag = {0: "红旗", 1: "红旗", 2: "红旗", len(units) - 1: "黄旗"}.get(i)
            near, given = i == 2, i == 0
            state = None if flag is None else "差一项" if near else "已确认" if given else "待确认"
            rank = float(i + 1) if not before else float((i + 1) % len(units) + 1)
            rows.append({
                "period": month, "subject": unit, "kind": "镇", "flag": flag, "rank": rank,
                "rank_before": before.get(unit, np.nan), "change": before.get(unit, np.nan) - rank,
                "running": 1 if flag and not near else 0, "proposed": flag is not None and not near, "near": near,
                "place": float(i + 1), "reasons": ["指数 95.0，达到 90", "镇第 3 名，不在前 2 名之内"] if flag else None,
                "values": None, "answer": "确认" if given else None, "reason": "现场会推广" if given else None,
                "decided_by": "张三" if given else None, "decided_at": AS_OF if given else pd.NaT, "state": state,
                "final": flag if given else None,
            })  # fmt: skip
    return pd.DataFrame(rows)


def balance_table() -> pd.DataFrame:
    """`balances`: one at the cap, one with a return, one with praise alone."""
    rows = [
        ("区交通运输局", 2022, 10.0, 0.0, 0.0, 17.7, 0.5, 1.0, 10.0, -0.5),
        ("太和镇", 2022, 8.125, 1.0, 0.5, 0.0, 0.0, 0.0, 6.625, -0.5),
        ("区供电局", 2022, 0.0, 0.0, 0.0, 0.0, 1.5, 0.0, 0.0, 1.5),
    ]
    names = ["unit", "year", "charged", "returned", "confirmed", "lost", "bonus", "criticism", "held", "net"]
    return pd.DataFrame(rows, columns=names)


def check_table() -> pd.DataFrame:
    """`visit_checks` with names: two beyond the margin, one below, one without a report."""
    rows = [(52.0, 70.0), (61.0, 69.0), (80.0, 80.0), (90.0, 85.0), (30.0, np.nan)]
    table = task_table(len(rows))[["task_id", "no", "task"]].assign(
        verified=[seen for seen, _ in rows], reported=[told for _, told in rows], visited_on=AS_OF,
        reported_on=AS_OF, score=[60.0, 70.5, 88.0, np.nan, 91.0], visitor="区领导01", visits=3,
    )  # fmt: skip
    gap = table["reported"] - table["verified"]
    return table.assign(gap=gap, over=gap > 5)


def effect_table() -> pd.DataFrame:
    """`visit_effects` with names: faster, slower, the same, one side unknown."""
    pace = [(1.0, 3.5), (4.0, 2.0), (2.0, 2.0), (np.nan, 3.0)]
    table = task_table(len(pace))[["task_id", "no", "task"]].assign(
        visited_on=AS_OF, visitor=["区领导01", "区领导02", None, "区领导03"], opened=[2, 0, 0, 1], closed=[1, 0, 0, 0],
        before=[before for before, _ in pace], after=[after for _, after in pace],
    )  # fmt: skip
    return table.assign(change=table["after"] - table["before"])


def rank_table() -> pd.DataFrame:
    """`analysis.brand_ranks` of three brands: one the first for two months, one without a rank in October."""
    months = pd.to_datetime(["2022-09-30", "2022-10-31", "2022-11-30"])
    rows = [
        ("a", months[0], 2.0),
        ("a", months[1], 1.0),
        ("a", months[2], 1.0),
        ("b", months[0], 3.0),
        ("b", months[2], 4.0),
    ]
    return pd.DataFrame(rows, columns=["task_id", "month", "rank"])


def brand_table() -> pd.DataFrame:
    """`analysis.boards.brands`: the city's first, one that fell, one without a rank."""
    nothing = dict.fromkeys(("表彰", "批示", "媒体", "排名", "批评"), 0)
    rows = [
        {"task_id": "a", "no": "1", "task": "擦亮用电报装“四办”服务品牌", "rank": 1.0, "rank_before": 1.0, "best": 1.0},
        {"task_id": "b", "no": "2", "task": "打造漂流温泉之乡文旅名片", "rank": 4.0, "rank_before": 3.0, "best": 3.0},
        {"task_id": "c", "no": None, "task": "讲好故事", "rank": np.nan, "rank_before": np.nan, "best": np.nan},
    ]
    table = pd.DataFrame(rows).assign(
        **nothing, lead_units=[["区供电局"], ["太和镇"], []], rank_month=[AS_OF, AS_OF, pd.NaT], level=[0, 3, 0],
        state="进行中", actual=[90.0, 70.0, np.nan], lag=[-1.0, 22.0, np.nan],
    )  # fmt: skip
    return table.assign(change=table["rank_before"] - table["rank"])


def case_sample() -> pd.DataFrame:
    """`analysis.backtest.alarms`: two hits of the same week, a false alarm, a miss by silence, one in time."""
    days = ["2022-10-20", "2022-11-10", None, "2022-10-21", None]
    ends = ["2022-12-20", "2022-12-01", None, "2022-12-15", "2022-12-05"]
    table = pd.DataFrame({
        "task_id": list("abcde"), "task": ["甲路", "<b>乙路</b>", "丙路", "丁路", "戊路"],
        "units": [("甲局",), ("甲局", "乙镇"), ("乙镇",), (), ("丙镇",)], "start": pd.Timestamp("2022-09-01"),
        "deadline": pd.Timestamp("2022-12-10"), "finished_on": pd.to_datetime(ends),
        "late": [True, False, True, True, False], "heard": [True, True, False, True, True],
        "pd_days": 100.0, "alarm_on": pd.to_datetime(days), "warned": [True, True, False, True, False],
    })  # fmt: skip
    return table.assign(lead_days=(table["deadline"] - table["alarm_on"]).dt.days)


def quality_table() -> pd.DataFrame:
    """Rows of `quality_marks`: one signal with its ranges, one that never fired."""
    known = {"name": "等级达到黄牌", "tasks": 13, "late": 10, "warned": 8, "hits": 6, "precision": 0.75, "recall": 0.6,
             "precision_low": 0.5, "precision_high": 1.0, "recall_low": 0.2, "recall_high": 0.9}  # fmt: skip
    silent = known | {"name": "落后 10 个百分点", "warned": 0, "hits": 0, "precision": np.nan, "recall": 0.0}
    return pd.DataFrame([known, silent | dict.fromkeys(("precision_low", "precision_high"), np.nan)])


def band_table() -> pd.DataFrame:
    """`analysis.backtest.error_band`: nothing known of the beginning, twelve tasks of the rest."""
    return pd.DataFrame({
        "from": [0.0, 0.25], "to": [0.25, np.inf], "tasks": [0, 12], "low": [np.nan, -0.1], "middle": [np.nan, -0.02],
        "high": [np.nan, 0.2], "few": True,
    })  # fmt: skip


def part_table() -> pd.DataFrame:
    """Lines of `explain_task`: one row with a weight a part, source rows without."""
    rows = [
        ("进度", 72.0, 0.50), ("进度", np.nan, np.nan), ("节点准时", 91.5, 0.20), ("现场质量", np.nan, 0.15),
        ("问题整改", 60.0, 0.15),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["part", "score", "weight"])


@pytest.fixture(name="timeline")
def timeline_of_one_task() -> dict:
    return timeline()


@pytest.fixture(scope="session")
def samples() -> dict:
    """Every sample by name, and the builder `task_table` for boards of any size.

    Made once: no figure may change its table, which a test of its own watches.
    """
    return {
        "tasks": task_table(),
        "task_history": task_history(),
        "changes": change_table(),
        "units": unit_table(),
        "unit_history": unit_history(),
        "leaders": leader_table(),
        "parts": part_table(),
        "weeks": week_table(),
        "flags": flag_table(),
        "balances": balance_table(),
        "checks": check_table(),
        "effects": effect_table(),
        "brands": brand_table(),
        "cases": case_sample(),
        "quality": quality_table(),
        "errors": band_table(),
        "task_table": task_table,
    }
