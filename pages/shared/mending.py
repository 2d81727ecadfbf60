"""What a person can put right on the screen before a draft is published: columns nobody knew, names of units, cells
that say too little, rows that were held. All answers are given in one form; then the files are read again with them.
"""

from collections.abc import Iterable
from datetime import date

import pandas as pd
import streamlit as st

import reports
from pages.shared import data, drafts
from pages.shared.views import Asked, Draft

_LATER, _NEVER = "暂不读入", "不用读，以后也不再问"
_NEW_UNIT, _OWN_UNIT = "暂按新单位", "确是另一个单位"
_AS_IT_IS, _BLANK = "暂不改", "留空（未报）"
_COUNTS_ROWS = "serial"
"""How a 序号 that only counts rows is called; to people it is a 序号 like any other."""
_ONE_BY_ONE, _ROWS_SHOWN = 40, 200


def ask(draft: Draft) -> Draft | None:
    """Ask what is open about a draft; return the draft that the answers make, None while nothing was sent."""
    asked = drafts.asked(draft)
    if asked.is_empty and asked.understood.empty:
        return None
    with st.form(f"mending_{draft.snapshot}", border=True):
        st.subheader("请帮着认一认" if not asked.is_empty else "表头认对了吗", anchor=False)
        st.caption("答了的按答复读，没答的照旧；原件不改，答复连同原来的写法都留下记录，下个月同样的表不再问。")
        told_columns = _columns(asked, key=draft.snapshot)
        units = _first(asked.units, "单位写法")
        told_units = [_unit(row, asked.all_units, key=f"unit_{draft.snapshot}_{place}") for place, row in units]
        cells = _first(asked.cells, "说不准的单元格")
        told_cells = [_cell(row, key=f"cell_{draft.snapshot}_{place}") for place, row in cells]
        rows = [_rows(*each, key=f"held_{draft.snapshot}_{place}") for place, each in enumerate(asked.held)]
        sent = st.form_submit_button("按答复重新试算", icon=":material/calculate:")
    if not sent:
        return None
    return _again(draft, asked, told_columns=told_columns, told_units=told_units, told_cells=told_cells, rows=rows)


def _again(draft: Draft, asked: Asked, *, told_columns: list, told_units: list, told_cells: list, rows: list) -> Draft:
    decided = drafts.answered(
        asked,
        told_columns=_padded(told_columns, asked.columns, None),
        told_units=_padded(told_units, asked.units, (None, None)),
        told_cells=_padded(told_cells, asked.cells, None),
        rows=rows,
    )
    if not decided:
        st.toast("没有要改的，照原来的试算。")
        return draft
    with st.spinner("正在按答复重新读取…"):
        return drafts.read_again(draft, decided)


def _padded(given: list, questions: pd.DataFrame, nothing: object) -> list:
    """Questions beyond those that are shown stay unanswered."""
    return [*given, *[nothing] * (len(questions) - len(given))]


def _first(questions: pd.DataFrame, title: str) -> Iterable[tuple[int, dict]]:
    if questions.empty:
        return ()
    st.markdown(f"**{title} {len(questions)} 处**")
    if len(questions) > _ONE_BY_ONE:
        st.caption(f"先列出前 {_ONE_BY_ONE} 处，答完再列其余的。")
    return enumerate(questions.head(_ONE_BY_ONE).to_dict("records"))


# -- columns -----------------------------------------------------------------------------------------------------------


def _columns(asked: Asked, *, key: str | None) -> list[str | None]:
    """Answers for the columns that were not understood, one by one, then for those that were, in a table."""
    first = _first(asked.unknown, "没有认出的列")
    unknown = [_column(row, key=f"column_{key}_{place}") for place, row in first]
    return [*_padded(unknown, asked.unknown, None), *_understood(asked.understood, key=f"understood_{key}")]


def _column(row: dict, *, key: str) -> str | None:
    labels = drafts.field_choices(row["kind"])
    wanted = row["earlier"] if row["earlier"] is not None else row["proposed"] or None
    options = [None, "", *labels]
    said, choice = st.columns([5, 3], gap="small", vertical_alignment="center")
    said.html(reports.question_card(reports.column_place(row), reports.column_question(row, labels)))
    return choice.selectbox(
        "读作", options, index=options.index(wanted) if wanted in options else 0, key=key,
        format_func=lambda name: labels.get(name, _LATER if name is None else _NEVER), label_visibility="collapsed",
    )  # fmt: skip


def _understood(columns: pd.DataFrame, *, key: str) -> list[str | None]:
    """Let a person correct what a column was read as; return one answer a row, None where nothing was changed."""
    if columns.empty:
        return []
    labels = drafts.field_choices(None)
    shown = reports.column_table(columns, labels | {_COUNTS_ROWS: labels["no"]})
    with st.expander(f"已认出的 {len(columns)} 列，认错了可以改"):
        told = st.data_editor(
            shown, hide_index=True, disabled=["表", "列", "表头", "例子"],
            column_config={"读作": st.column_config.SelectboxColumn(options=[_NEVER, *labels.values()], required=True)},
            key=key, width="stretch", placeholder="",
        )  # fmt: skip
    names = {label: name for name, label in labels.items()} | {_NEVER: ""}
    both = zip(shown["读作"], told["读作"], strict=True)
    return [None if now == before else names[now] for before, now in both]


# -- units -------------------------------------------------------------------------------------------------------------


def _unit(row: dict, units: tuple[str, ...], *, key: str) -> tuple[str | None, date | None]:
    name, alike = row["unit"], row["candidates"]
    others = [unit for unit in units if unit != name and unit not in alike]
    options = [None, name, *alike, *others]
    said, choice, when = st.columns([5, 3, 2], gap="small", vertical_alignment="center")
    said.html(reports.question_card(reports.row_place(row), f"单位表中没有“{name}”；它和“{'”“'.join(alike)}”相像。"))
    meant = choice.selectbox(
        "就是", options, key=key, label_visibility="collapsed",
        format_func=lambda unit: _NEW_UNIT if unit is None else _OWN_UNIT if unit == name else f"就是{unit}",
    )  # fmt: skip
    day = when.date_input(
        "改名或并入的日期", value=None, key=f"{key}_day", format="YYYY-MM-DD", label_visibility="collapsed",
        help="改名或并入的日期，没有改过名就不填",
    )  # fmt: skip
    return meant, day


# -- cells and rows ----------------------------------------------------------------------------------------------------


def _cell(row: dict, *, key: str) -> str | None:
    options = [_AS_IT_IS, *row["choices"], _BLANK]
    said, choice = st.columns([5, 3], gap="small", vertical_alignment="center")
    said.html(reports.question_card(reports.cells_place(row), row["message"]))
    told = choice.selectbox(
        "改成", options, key=key, accept_new_options=True, label_visibility="collapsed",
        help="可以选，也可以直接填写",
    )  # fmt: skip
    return {_AS_IT_IS: None, None: None, _BLANK: ""}.get(told, told)


def held_before() -> Draft | None:
    """Offer the rows that earlier ledgers left behind, a sheet at a time; return the draft that mending them makes."""
    held = drafts.held_before()
    if held.empty:
        return None
    with st.expander(f"以前暂存的行 {held['rows'].sum()} 行，可以在这里补录", icon=":material/edit_note:"):
        sheets = held.to_dict("records")
        where = st.selectbox(
            "哪一张表", sheets, format_func=lambda each: f"{reports.sheet_place(each)}（{each['rows']} 行）"
        )
        with st.form("held_before", border=False):
            before = drafts.held_rows(data.current(), where)
            after = _rows(where, before, key=f"before_{where['import_id']}_{where['sheet']}")
            by = st.text_input("经办人", value=st.session_state.get("by", ""), key="by_mending", max_chars=30)
            if not st.form_submit_button("补录并试算", icon=":material/calculate:"):
                return None
        draft = drafts.mend_rows(where, before, after, by=by or "未署名")
        if draft is None:
            st.toast("没有改动，没有要补录的。")
        return draft


def _rows(where: dict, rows: pd.DataFrame, *, key: str) -> pd.DataFrame:
    """Let a person mend held rows as they stand in the sheet; return all of them, mended or not."""
    st.markdown(f"**暂存的行 {len(rows)} 行** · {reports.plain(reports.sheet_place(where))}")
    st.caption("错误的单元格直接改；行号和表头同原表一样。")
    headings = {letter: f"{letter} {name}" for letter, name in rows.attrs["headings"].items()}
    told = st.data_editor(
        rows.head(_ROWS_SHOWN), key=key, width="stretch",
        column_config={letter: st.column_config.TextColumn(name) for letter, name in headings.items()}
        | {"row": st.column_config.NumberColumn("行", disabled=True, format="%d")}, placeholder="",
    )  # fmt: skip
    return pd.concat([told, rows.iloc[_ROWS_SHOWN:]])
