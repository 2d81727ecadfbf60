"""亮点牌 as people read it: cards of the brands, what proves each, problems.

Input is `analysis.boards.brands`, `analysis.brand_evidence` and `analysis.brand_problems`.
"""

import pandas as pd

from reports.words.levels import badge
from reports.words.wording import day, lag_words, listed, percent

__all__ = ["brand_cards", "brand_figures", "brand_titles", "evidence_of", "evidence_table"]

_COUNTED = ("表彰", "批示", "媒体")


def brand_figures(brands: pd.DataFrame, *, wanted: int | None) -> list[tuple[str, str, str]]:
    """Return the key figures of the brands; `wanted` is how many the notice asks for."""
    first, up = int(brands["rank"].eq(1).sum()), int(brands["change"].gt(0).sum())
    down, told = int(brands["change"].lt(0).sum()), int(brands["rank"].notna().sum())
    proofs = [f"{kind} {int(brands[kind].sum())}" for kind in _COUNTED[:2]]
    against = "" if wanted is None else "与方案一致" if wanted == len(brands) else f"方案为 {wanted} 个"
    return [
        ("亮点品牌", f"{len(brands)} 个", against),
        ("全市第一", f"{first} 个", f"{told} 个有全市排名"),
        ("名次变化", f"▲{up} ▼{down}", "与上一次公布比"),
        ("表彰与批示", f"{int(brands[list(_COUNTED[:2])].to_numpy().sum())} 项", " · ".join(proofs)),
        ("典型宣传", f"{int(brands['媒体'].sum())} 篇", "媒体报道和典型案例"),
    ]


def brand_cards(brands: pd.DataFrame) -> list[dict]:
    """Return a card a brand for `reports.board_cards`: rank and its change, what proves it, progress."""
    return [
        {
            "head": row["task"], "chip": _rank(row), "note": f"{_number(row)}{listed(row['lead_units'])}",
            "lines": [
                f"名次：{_change(row)}",
                f"佐证：{_proof(row)}",
                f"进度：{badge(row['level'], row['state'])}  {percent(row['actual'], missing='未报')}，"
                f"{lag_words(row['lag']) if pd.notna(row['lag']) else '没有序时计划可比'}",
            ],
        }
        for row in brands.to_dict("records")
    ]  # fmt: skip


def brand_titles(brands: pd.DataFrame) -> dict[str, str]:
    """Return one line a brand to choose from: task_id -> number and name."""
    return {row["task_id"]: f"{_number(row)}{row['task']}" for row in brands.to_dict("records")}


def evidence_of(evidence: pd.DataFrame, task_id: str) -> pd.DataFrame:
    """Return the evidence of one brand, newest first."""
    return evidence[evidence["task_id"].eq(task_id)].iloc[::-1]


def evidence_table(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return evidence as people read it."""
    return pd.DataFrame(
        {
            "日期": evidence["issued_on"].map(day),
            "种类": evidence["kind"],
            "级别": evidence["level"].fillna("未填"),
            "事项": evidence["matter"].fillna("未填"),
            "全市排名": evidence["city_rank"].map(lambda rank: "—" if pd.isna(rank) else f"第 {rank:.0f}"),
            "文号": [_paper(*pair) for pair in zip(evidence["document_no"], evidence["kind"], strict=True)],
            "单位": evidence["unit"],
        }
    )


def _paper(number: object, kind: str) -> str:
    """The document's number; only praise and instructions must have one."""
    return number if isinstance(number, str) else "—" if kind in ("排名", "媒体") else "没有文号"


def _number(row: dict) -> str:
    return f"第 {row['no']} 项 · " if isinstance(row["no"], str) else ""


def _rank(row: dict) -> str:
    return "" if pd.isna(row["rank"]) else f"全市第 {row['rank']:.0f}"


def _change(row: dict) -> str:
    if pd.isna(row["rank"]):
        return "还没有全市排名"
    when = f"{row['rank_month'].year}年{row['rank_month'].month}月第 {row['rank']:.0f}"
    if pd.isna(row["change"]):
        return f"{when}，首次公布"
    moved = row["change"]
    words = "与上次相同" if moved == 0 else f"{'▲ 上升' if moved > 0 else '▼ 下降'} {abs(moved):.0f} 位"
    return f"{when}，{words}，最好第 {row['best']:.0f}"


def _proof(row: dict) -> str:
    return "、".join(f"{kind} {row[kind]}" for kind in (*_COUNTED, "批评") if row[kind]) or "还没有"
