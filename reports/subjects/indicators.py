"""Words and tables of the page 指标: what an index is made of, in rows that a person edits, and what it says."""

import json
from collections.abc import Mapping

import pandas as pd

from analysis.composite import NORMALISATIONS, Composite
from analysis.composite.explaining import difference_sentence
from reports.words.wording import number

__all__ = [
    "SCHEME", "edited_scheme", "index_figures", "indicator_cells", "kept_scheme", "made_of", "saved_scheme",
    "scheme_changes", "scheme_editor", "told_difference", "weight_table", "what_if_table",
]  # fmt: skip

SCHEME = "scheme"
"""Kind of the decision that keeps a scheme; its scope is the sequence."""

_WAYS = {each.name: each.words for each in NORMALISATIONS}
_DIRECTION = {1: "越高越好", -1: "越低越好"}
_KEPT = ("weight", "direction", "normalisation", "low", "high", "target")
_POSTS = ("low", "high", "target")
_LABELS = {
    "name": "指标", "weight": "权重", "direction": "方向", "normalisation": "换算", "low": "下限", "high": "上限",
    "target": "目标",
}  # fmt: skip


def index_figures(found: Composite, sure: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Key figures: who leads, who is last, how many places are sure, how much is known."""
    index, rank = found.index, found.rank
    counted = int((found.scheme.weights[: len(found.scheme.leaves)] > 0).sum())
    told = [("计入指标", f"{counted} 项", f"另有 {len(found.scheme.leaves) - counted} 项只列不计")]
    if rank.notna().any():
        told += [
            _named("第一", rank.idxmin(), index, sure=sure),
            _named("最后", rank.idxmax(), index, sure=sure),
            ("名次不变的", f"{int(sure['low'].eq(sure['high']).sum())} 个", "权重上下 25%、换合成方法都不变"),
        ]
    known = found.known_share.mean()
    return [*told, ("已知份额", f"{known:.0%}", "没有数的指标不计，不当零分")]


def _named(word: str, unit: str, index: pd.Series, *, sure: pd.DataFrame) -> tuple[str, str, str]:
    """A unit at an end of the list is named where its place is the same in every run."""
    low, high = sure.loc[unit, "low"], sure.loc[unit, "high"]
    if low == high:
        return word, unit, f"{number(index[unit])} 分"
    return word, "不点名", f"可能在第 {number(low)} 到第 {number(high)}，断定不了"


def made_of(scheme: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """What the index is made of, matter by matter, in sentences."""
    groups = []
    names = scheme.set_index("code")["name"]
    leaves = scheme[scheme["level"] == 1]
    for parent, rows in leaves.groupby("parent", sort=False):
        heading = "单独计入" if scheme.loc[scheme["code"].eq(parent), "parent"].eq("").all() else names[parent]
        groups.append((heading, [_sentence(row) for row in rows.to_dict("records")]))
    return groups


def _sentence(row: Mapping) -> str:
    if not row["weight"]:
        return f"{row['name']}：只列不计"
    way = _WAYS.get(row["normalisation"], "按最低最高值")
    posts = f"（{number(row['low'])} 到 {number(row['high'])}）" if row["normalisation"] == "goalposts" else ""
    return f"{row['name']}：权重 {number(row['weight'], digits=2)}，{_DIRECTION[int(row['direction'])]}，{way}{posts}"


def scheme_editor(scheme: pd.DataFrame) -> pd.DataFrame:
    """The scheme as rows to edit: indicators and matters, in words."""
    rows = scheme[scheme["parent"] != ""]
    table = rows[["name", *_KEPT]].rename(columns=_LABELS)
    kinds = ["指标" if level == 1 else "事项" for level in rows["level"]]
    table.insert(1, "类型", kinds)
    posts = {_LABELS[name]: [number(value, digits=4, missing="") for value in rows[name]] for name in _POSTS}
    return table.assign(
        **posts,
        方向=[_DIRECTION[int(value)] for value in rows["direction"]],
        换算=[_WAYS.get(name, "") for name in rows["normalisation"]],
    ).set_axis(rows["code"].to_list())


def edited_scheme(scheme: pd.DataFrame, edited: pd.DataFrame) -> pd.DataFrame:
    """The scheme with what a person wrote into the rows of `scheme_editor` (index: code); ValueError with a sentence
    where a limit is no number."""
    ways = {words: name for name, words in _WAYS.items()}
    directions = {words: value for value, words in _DIRECTION.items()}
    told = edited.rename(columns={label: name for name, label in _LABELS.items()})
    told = told.assign(
        direction=told["direction"].map(directions).fillna(1), normalisation=told["normalisation"].map(ways).fillna("")
    )
    for name in _POSTS:
        told[name] = [_post(text, name) for text in told[name]]
    table = scheme.set_index("code")
    for name in _KEPT:
        table[name] = told[name].reindex(table.index).combine_first(table[name])
    return table.reset_index()[list(scheme.columns)]


def _post(text: str | None, name: str) -> float:
    """A limit as a number; NaN where none is written."""
    written = (text or "").strip()
    try:
        return float(written) if written else float("nan")
    except ValueError:
        raise ValueError(f"{_LABELS[name]}写的是“{written}”，不是数；请改成数，不设就空着。") from None


def scheme_changes(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """What differs between two schemes, one sentence each."""
    old, said = before.set_index("code"), []
    for row in after.to_dict("records"):
        was = old.loc[row["code"]]
        for name in _KEPT:
            one, other = _value(name, was[name]), _value(name, row[name])
            if one != other:
                said.append(f"{row['name']}：{_LABELS[name]}由{one}改为{other}")
    return said


def _value(name: str, value: object) -> str:
    if name == "direction":
        return _DIRECTION[int(value)]
    if name == "normalisation":
        return _WAYS.get(value, "按最低最高值")
    return number(value, digits=3, missing="不设")


def saved_scheme(scheme: pd.DataFrame) -> str:
    """What a person decided about the scheme, as text to keep."""
    rows = {
        row["code"]: {name: row[name] for name in _KEPT if not pd.isna(row[name])}
        for row in scheme.to_dict("records")
        if row["parent"]
    }
    return json.dumps(rows, ensure_ascii=False, sort_keys=True)


def kept_scheme(first: pd.DataFrame, text: str) -> pd.DataFrame:
    """`first` with what was kept by `saved_scheme`; indicators that are new since keep their first setting."""
    kept = json.loads(text)
    table = first.set_index("code")
    for code, told in kept.items():
        if code in table.index:
            for name in _KEPT:
                if name in told:
                    table.loc[code, name] = told[name]
    return table.reset_index()[list(first.columns)]


def told_difference(parts: pd.DataFrame, unit: str, other: str) -> str:
    """What makes two units differ, in a sentence to read aloud."""
    return difference_sentence(parts, unit, other)


def weight_table(found: Composite, by_data: pd.DataFrame) -> pd.DataFrame:
    """The weights of the counted indicators beside those that the data would give, as shares."""
    scheme = found.scheme
    own = pd.Series(scheme.weights[: len(scheme.leaves)], index=[node.code for node in scheme.leaves])
    whole = _effective(scheme)
    rows = by_data.index
    table = pd.DataFrame({"指标": [node.name for node in scheme.leaves if node.code in rows]})
    table["现用"] = [f"{whole[code]:.1%}" for code in rows]
    for name, words in (("entropy", "熵权"), ("critic", "CRITIC 权"), ("pca", "主成分权")):
        table[words.replace("CRITIC 权", "冲突权")] = ["算不出" if pd.isna(v) else f"{v:.1%}" for v in by_data[name]]
    return table[own.reindex(rows).gt(0).to_numpy()]


def _effective(scheme: object) -> dict[str, float]:
    """Each indicator's share of the whole index."""
    share = {scheme.top.code: 1.0}
    for place, parts in reversed(scheme.children):
        own = scheme.weights[parts]
        for part, weight in zip(parts, own / own.sum(), strict=True):
            share[scheme.nodes[part].code] = share[scheme.nodes[place].code] * weight
    return share


def what_if_table(table: pd.DataFrame) -> pd.DataFrame:
    """What another scheme would make of the places."""
    rows = table.sort_values(["rank_then", "rank"], na_position="last").reset_index(names="单位")
    moved = [
        "" if pd.isna(v) else "不变" if v == 0 else f"{'升' if v > 0 else '降'} {abs(int(v))} 位"
        for v in rows["change"]
    ]
    return pd.DataFrame(
        {
            "单位": rows["单位"], "现在": [_place(row, "") for row in rows.to_dict("records")],
            "改后": [_place(row, "_then") for row in rows.to_dict("records")], "变化": moved,
        }
    )  # fmt: skip


def _moved(change: float) -> str:
    if pd.isna(change):
        return ""
    return f"{'升' if change > 0 else '降'} {abs(int(change))} 位" if change else "不变"


def _place(row: Mapping, which: str) -> str:
    if pd.isna(row[f"rank{which}"]):
        return "不评"
    return f"第 {int(row[f'rank{which}'])}，{number(row[f'index{which}'])} 分"


def indicator_cells(cells: pd.DataFrame, unit: str, scores: pd.Series) -> pd.DataFrame:
    """The figures of a unit with their score and the cell that each came from."""
    own = cells[cells["unit"] == unit]
    return pd.DataFrame(
        {
            "指标": own["indicator"], "项": own["field"].map({"value": "完成值", "target_value": "目标值"}),
            "数": [number(value, digits=2) for value in own["number"]],
            "得分": [number(scores.get(name), missing="—") if what == "value" else "" for name, what in
                   zip(own["indicator"], own["field"], strict=True)],
            "原件": own["source"],
        }
    )  # fmt: skip
