"""Workbooks as offices keep them, made cell by cell: plain rows, merged ranges, number formats."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Row = Sequence[Any]


def save(
    path: Path,
    sheets: Mapping[str, Iterable[Row]],
    *,
    merges: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
) -> Path:
    """Write a workbook. Merges and number formats ("D5" -> "0%") are those of the first sheet; None leaves a cell out."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    first = book.worksheets[0]
    for cells in merges:
        first.merge_cells(cells)
    for cell, number_format in (formats or {}).items():
        first[cell].number_format = number_format
    book.save(path)
    return path


def wide_ledger(path: Path) -> Path:
    """Title, date line, two merged heading rows, category merged down, month columns, a total, a footer."""
    rows = [
        ["清新区2022年执行力建设年任务榜工作台账"],
        ["填报单位：区府办", None, None, None, None, None, None, None, "填报日期：2022年10月31日"],
        [
            "序号",
            "任务类别",
            "重点任务",
            "责任单位",
            None,
            "时限",
            None,
            "各月形象进度（%）",
            None,
            "目前进展情况",
            "备注",
        ],
        [None, None, None, "牵头单位", "配合单位", "启动时间", "完成时限", "8月", "9月", None, None],
        [
            1,
            "重要改革",
            "推进广清接合片区改革",
            "区发改局",
            "区财政局、太和镇",
            "2022年8月",
            "2022年12月底前",
            20,
            35.5,
            "方案已印发",
            None,
        ],
        [2, None, "农村宅基地改革试点", "区农业农村局", "各镇", "2022.9", "长期坚持", "30%", "——", None, "/"],
        [3, "攻城拔寨", "太和工业园扩园", "太和镇\n区工信局", "/", "2022/9/5", "第四季度", 10, None, "征地完成", None],
        ["合计", None, "3项", None, None, None, None, 60, 35.5, None, None],
        [],
        ["填报人：张三", None, None, "审核人：李四", None, None, "联系电话：0763-1234567"],
    ]
    merges = ["A1:K1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:I3", "J3:J4", "K3:K4", "B5:B6"]
    return save(path, {"任务榜": rows}, merges=merges)


def order_ledger(path: Path) -> Path:
    rows = [
        ["责任令签发登记表"],
        ["责任令编号", "签发日期", "项目长", "牵头单位", "重点任务", "目标效果", "完成时限"],
        [
            "清执责〔2022〕1号",
            "2022年9月5日",
            "区领导01",
            "区发改局",
            "推进广清接合片区改革",
            "形成可复制经验",
            "2022-12-20",
        ],
        [
            "清执责〔2022〕2号",
            "2022.9.6",
            "区领导02 ",
            "区工业和信息化局、太和镇",
            "太和工业园扩园\n规上工业培育",
            "全面完成",
            "2022年12月20日",
        ],
    ]
    return save(path, {"责任令": rows}, merges=["A1:G1"])


def milestone_ledger(path: Path) -> Path:
    rows = [
        ["倒排工期表（2022年）"],
        ["序号", "任务名称", "关键节点", "计划完成时间", "权重", "实际完成时间", "是否完成"],
        [1, "太和工业园扩园", "完成征地", "9月30日", 30, "2022-09-28", "是"],
        [2, None, "完成三通一平", "10月底前", 30, None, "否"],
        [3, None, "主体开工", "12月20日", 40, "未完成", None],
        [4, "农村宅基地改革试点", "出台方案", "2022.9", 50, "已完成", "√"],
    ]
    return save(path, {"倒排工期": rows}, merges=["A1:G1", "B3:B5"])


def plain_tasks(path: Path, percents: Sequence[Any], *, heading: str = "完成率", formats: Sequence[int] = ()) -> Path:
    """One task a row with its percent in column D; `formats` are Excel rows shown as percents."""
    rows = [
        ["序号", "工作任务", "责任单位", heading],
        *([place + 1, f"任务{place + 1}", "区教育局", raw] for place, raw in enumerate(percents)),
    ]
    return save(path, {"2022年9月": rows}, formats={f"D{row}": "0%" for row in formats})
