"""An index on the command line: CSV tables in, text or JSON out."""

import math
from pathlib import Path

import pandas as pd

from analysis.composite.engine import Composite
from analysis.composite.scheme import Scheme

__all__ = ["TableError", "index_json", "index_text", "read_table", "unit_table"]

_UNITS = ("unit", "ucode", "单位", "单位名称")
_ENCODINGS = ("utf-8-sig", "gb18030")


class TableError(Exception):
    """A table cannot be read; the message is one Chinese sentence."""


def read_table(path: Path) -> pd.DataFrame:
    """A CSV file as text and numbers, UTF-8 or GBK; TableError with a sentence when it is none."""
    for encoding in _ENCODINGS:
        try:
            return pd.read_csv(path, encoding=encoding)
        except UnicodeDecodeError:
            continue
        except FileNotFoundError:
            raise TableError(f"找不到文件 {path}；请核对路径。") from None
        except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError) as error:
            raise TableError(f"{path} 读不成表格：{error}；请另存为 CSV。") from error
    raise TableError(f"{path} 的编码既不是 UTF-8 也不是 GBK；请另存为 UTF-8 的 CSV。")


def unit_table(table: pd.DataFrame, scheme: Scheme, *, name: str) -> pd.DataFrame:
    """The data with units as its index: the column called unit (uCode, 单位), else the first that is no indicator."""
    own = next((column for column in table if str(column).strip().lower() in _UNITS), None)
    own = own or next((column for column in table if column not in scheme.codes), None)
    if own is None:
        raise TableError(f"{name} 里没有单位那一列；请加一列 unit。")
    return table.set_index(table[own].astype("str")).drop(columns=own)


def index_json(found: Composite) -> dict:
    """The index as JSON: unknown is null. Units in the order of the data."""
    codes = list(found.scheme.codes)
    units = [
        {
            "unit": unit, "index": _plain(found.index[unit]), "rank": _whole(found.rank[unit]),
            "known_share": _plain(found.known_share[unit]),
            "scores": {code: _plain(found.scores.at[unit, code]) for code in codes},
            "ranks": {code: _whole(found.ranks.at[unit, code]) for code in codes},
        }
        for unit in found.scores.index
    ]  # fmt: skip
    nodes = [
        {"code": node.code, "name": node.name, "level": node.level, "parent": node.parent, "weight": node.weight}
        for node in found.scheme.nodes
    ]
    return {"index": found.scheme.top.code, "nodes": nodes, "units": units}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def index_text(found: Composite) -> str:
    """The ranking in lines, the best first."""
    order = found.index.sort_values(ascending=False, na_position="last", kind="stable").index
    lines = [f"{found.scheme.top.name}：{len(order)} 个单位，{len(found.scheme.leaves)} 项指标。"]
    for unit in order:
        known = f"已知 {found.known_share[unit]:.0%}"
        if math.isnan(found.index[unit]):
            lines.append(f"  不评  {unit}（{known}）")
        else:
            lines.append(f"  {int(found.rank[unit]):>3}  {unit}  {found.index[unit]:.4f}（{known}）")
    return "\n".join(lines)
