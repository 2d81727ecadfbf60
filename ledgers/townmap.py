"""Where the towns lie: a table of rows and columns, or their borders, read from two files in the store's folder.

`towns.csv` (镇,行,列) places a tile for every town; without it the table of the first district is taken.
`towns.geojson` gives borders instead. Both are hostile until checked; nothing is fetched from anywhere.
"""

import csv
import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ledgers.store import Store

__all__ = ["BORDERS", "PLACES", "TownMap", "stamp", "town_map"]

PLACES, BORDERS = "towns.csv", "towns.geojson"
_OURS = Path(__file__).with_name(PLACES)
_MOST_BYTES, _MOST_POINTS, _RING_POINTS = 8 << 20, 200_000, 300
_MOST_PLACES, _FURTHEST = 200, 40
_NAMES = ("镇", "名称", "name", "NAME", "Name")

Ring = tuple[tuple[float, float], ...]


class TownMap(NamedTuple):
    """places: (row, column) of each town, from 1; rings: borders by town, each a closed line of (x, y), empty where no
    file gives them; problem: one sentence about a file that could not be used, which is then left out; stamp: what
    tells this map from that of other files."""

    places: dict[str, tuple[int, int]]
    rings: dict[str, tuple[Ring, ...]]
    problem: str | None = None
    stamp: str = ""


def stamp(store: Store) -> str:
    """Return what changes when a file about the towns is put there, changed or taken away."""
    found = [path.stat() for name in (PLACES, BORDERS) if (path := store.path / name).is_file()]
    return " ".join(f"{each.st_mtime_ns}:{each.st_size}" for each in found)


def town_map(store: Store) -> TownMap:
    """Read where the towns lie; a file that is wrong is left out and named."""
    problems, places, rings = [], {}, {}
    try:
        places = _places(store.path / PLACES)
    except ValueError as error:
        problems.append(f"镇位置表 {PLACES} 没有用上：{error}请改好后放回数据文件夹。")
    try:
        rings = _rings(store.path / BORDERS)
    except ValueError as error:
        problems.append(f"镇界文件 {BORDERS} 没有用上：{error}请改好后放回数据文件夹。")
    return TownMap(places or _places(_OURS), rings, "".join(problems) or None, stamp(store))


def _text(path: Path) -> str:
    """The words of a file of bearable size; nothing where there is none."""
    try:
        raw = path.read_bytes() if path.is_file() and path.stat().st_size <= _MOST_BYTES else None
    except OSError as error:
        raise ValueError("文件打不开。") from error
    if raw is None:
        if path.is_file():
            raise ValueError(f"文件超过 {_MOST_BYTES >> 20} MB。")
        return ""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _places(path: Path) -> dict[str, tuple[int, int]]:
    text = _text(path)
    if not text.strip():
        return {}
    found: dict[str, tuple[int, int]] = {}
    rows = csv.DictReader(io.StringIO(text))
    if not {"镇", "行", "列"} <= set(rows.fieldnames or ()):
        raise ValueError("第一行应为“镇,行,列”。")
    for line, row in enumerate(rows, start=2):
        name, place = (row["镇"] or "").strip(), (_whole(row["行"]), _whole(row["列"]))
        if not name or None in place:
            raise ValueError(f"第 {line} 行应有镇名，行和列应为 1 到 {_FURTHEST} 的整数。")
        if place in found.values() or name in found:
            raise ValueError(f"第 {line} 行的镇或位置重复。")
        found[name] = place
        if len(found) > _MOST_PLACES:
            raise ValueError(f"超过 {_MOST_PLACES} 行。")
    return found


def _whole(text: str | None) -> int | None:
    """A place in the table, None for anything else.

    >>> _whole(" 3 "), _whole("0"), _whole("三"), _whole(None)
    (3, None, None, None)
    """
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= _FURTHEST else None


def _rings(path: Path) -> dict[str, tuple[Ring, ...]]:
    text = _text(path)
    if not text.strip():
        return {}
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("不是 JSON 文件。") from error
    if not isinstance(read, dict) or not isinstance(read.get("features"), list):
        raise ValueError("应为带 features 的要素集合。")
    found: dict[str, tuple[Ring, ...]] = {}
    points = 0
    for place, feature in enumerate(read["features"], start=1):
        name, rings = _feature(feature, place)
        points += sum(map(len, rings))
        if points > _MOST_POINTS:
            raise ValueError(f"超过 {_MOST_POINTS} 个点。")
        found[name] = found.get(name, ()) + tuple(map(_thinned, rings))
    return found


def _feature(feature: object, place: int) -> tuple[str, list[Ring]]:
    """Name and outer rings of one feature."""
    feature = feature if isinstance(feature, dict) else {}
    told, geometry = feature.get("properties"), feature.get("geometry")
    told, geometry = (each if isinstance(each, dict) else {} for each in (told, geometry))
    name = next((told[key].strip() for key in _NAMES if isinstance(told.get(key), str) and told[key].strip()), None)
    if name is None:
        raise ValueError(f"第 {place} 个要素没有镇名（properties 里的“镇”或“name”）。")
    shapes = {"Polygon": lambda given: [given], "MultiPolygon": lambda given: given}.get(geometry.get("type"))
    given = geometry.get("coordinates")
    if shapes is None or not isinstance(given, list):
        raise ValueError(f"“{name[:12]}”不是面（Polygon 或 MultiPolygon）。")
    rings = [tuple(_ring(polygon, name)) for polygon in shapes(given)]
    if any(len(ring) < 4 for ring in rings) or not rings:
        raise ValueError(f"“{name[:12]}”的边界不足四个点。")
    return name, rings


def _ring(polygon: object, name: str) -> Iterator[tuple[float, float]]:
    """The points of a polygon's outer ring; its holes do not matter here."""
    ring = polygon[0] if isinstance(polygon, list) and polygon and isinstance(polygon[0], list) else []
    for point in ring:
        numbers = point[:2] if isinstance(point, list) else []
        plain = [v for v in numbers if isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e9]
        if len(plain) != 2 or not all(map(math.isfinite, plain)):
            raise ValueError(f"“{name[:12]}”里有一个点不是坐标。")
        yield float(plain[0]), float(plain[1])


def _thinned(ring: Ring) -> Ring:
    """Every so many-th point: on a screen more are not seen."""
    step = -(-len(ring) // _RING_POINTS)
    kept = ring[::step]
    return kept if kept[-1] == ring[-1] else (*kept, ring[-1])
