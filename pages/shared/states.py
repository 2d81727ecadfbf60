"""What a page says instead of its content: nothing published yet, a kind of ledger missing, a version that cannot be
opened, a link to what is not there. One sentence of what is missing and what to do, and the way there.
"""

from collections.abc import Sequence

import streamlit as st

import reports
from pages.shared import data, drafts, session

__all__ = ["MISSING", "is_sound", "lost", "missing", "nothing_published"]

MISSING = {
    "任务": ("还没有任务台账", "每项任务的计划、进度、等级和得分", "任务榜或亮点牌台账"),
    "亮点牌": ("还没有亮点牌", "每个品牌的全市排名、变化和佐证", "亮点牌台账，或在任务台账里写明属于亮点牌"),
    "责任令": ("还没有责任令", "每道令的项目长、牵头单位、首次签发的时限和后来的变更", "责任令台账"),
    "项目长": ("台账里还没有项目长", "每位项目长领办的任务、节点、走访和专班", "填了“项目长”一列的任务台账"),
    "走访": ("还没有走访记录", "每位项目长逐周走访、填报与现场的差别", "走访台账"),
    "问题": ("还没有问题台账", "哪些问题没有销号、拖了多久", "问题整改台账"),
    "督查": ("还没有督查事项", "从交办、反馈、核查到销号走到哪一步", "督查台账，或在下面登记一件"),
    "指标": (
        "还没有指标台账",
        "各镇、各部门的指标合成的指数和名次",
        "“单位、指标、期间、完成值”的台账，或一列一个指标的经济指标表",
    ),
    "镇": ("台账里还没有镇", "各镇的指数、名次和走势", "填了牵头单位或属地的任务台账，或单位表"),
    "部门": ("台账里还没有部门", "各部门的指数、名次和走势", "填了牵头单位的任务台账，或单位表"),
}
"""What a page rests on -> what is missing, what it would show, which ledger to import."""

_COMMANDS = "python -m ledgers verify\npython -m ledgers rollback {}"
_TRIED = 10
"""So many earlier versions are looked at for one that can be opened."""


def nothing_published() -> None:
    """Say where to begin."""
    st.info(
        "还没有已发布的台账。请到“台账导入”上传工作台账，试算后发布，这里就会显示进展。",
        icon=":material/upload_file:",
    )
    _way_in()


def missing(what: str) -> None:
    """Say of a page that rests on one kind of ledger what it would show and which ledger brings it."""
    lacks, shows, ledger = MISSING[what]
    st.info(
        f"{lacks}，所以这里是空的，不是零。请到“台账导入”上传{ledger}；发布后这里显示{shows}。", icon=":material/inbox:"
    )
    _way_in()


def lost(key: str, options: Sequence[str], *, what: str) -> None:
    """Say that the address names something for the list `key` which this version does not have, until another entry of
    the list is chosen: the address itself is put right at once."""
    asked, mark = st.query_params.get(key), f"lost_{key}"
    if asked and asked not in options:
        st.session_state[mark] = (asked, None)
    if mark not in st.session_state:
        return
    asked, at = st.session_state[mark]
    now = st.session_state.get(key)
    if at not in (None, now):
        del st.session_state[mark]
        return
    st.session_state[mark] = (asked, now)
    st.warning(
        f"链接里的{what}“{reports.plain(asked[:40])}”在这一版台账里找不到：可能改了名或并到别处，也可能链接没有复制全。"
        f"请在下面另选一个。",
        icon=":material/link_off:",
    )


def is_sound() -> bool:
    """Whether the version that is looked at can be opened; if not, say why and show the ways on."""
    wanted = session.wanted_version()
    reason = data.cannot_open(wanted)
    if reason is None:
        return True
    st.title("这一版台账打不开", anchor=False)
    st.error(reports.plain(reason), icon=":material/database_off:")
    st.html(reports.lead_line("上传过的原件都在，没有丢。可以先看打得开的一版，再请管理员在服务器上核对和退回："))
    st.code(_COMMANDS.format(_whole(wanted) or "版本号"), language=None, wrap_lines=True)
    _ways_on(wanted)
    return False


def _whole(broken: str) -> str | None:
    """The newest published version beside this one that can be opened."""
    others = sorted(drafts.published() - {broken}, reverse=True)
    return next((each for each in others[:_TRIED] if data.cannot_open(each) is None), None)


def _ways_on(broken: str) -> None:
    if broken != data.current():
        st.button("回到最新版本", icon=":material/update:", on_click=session.forget_version)
    elif whole := _whole(broken):
        st.page_link(
            session.page(session.here() or "overview"), label=f"先看 {session.made(whole)} 的一版",
            icon=":material/history:", query_params={session.VERSION: whole},
        )  # fmt: skip


def _way_in() -> None:
    st.page_link(session.page("intake"), label="去导入台账", icon=":material/upload_file:")
