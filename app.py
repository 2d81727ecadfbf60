"""Open the dashboard: page settings, the choices that hold for every page, and which pages there are."""

import streamlit as st

from pages import (
    alerts,
    board,
    brands,
    departments,
    discipline,
    documents,
    evidence,
    exemptions,
    flags,
    hindsight,
    indicators,
    intake,
    leaders,
    meeting,
    orders,
    overview,
    periods,
    points,
    rules,
    task,
    towns,
    versions,
    visits,
)
from pages.shared import chinese, data, exports, favourites, finder, kiosk, session, states, widgets

st.set_page_config(page_title="施工图", page_icon="📐")  # style.css makes it wide: a change of layout would be a jump
session.note_address()  # before the screen can answer: that may be faster than the list of pages below
with widgets.unseen():
    chinese.speak_chinese()
    is_laid_out = widgets.apply_style()
if kiosk.asked():
    kiosk.run()
    st.stop()
page = session.navigate(
    {
        "看板": {
            "overview": st.Page(overview.show, title="总览", icon=":material/dashboard:", default=True),
            "board": st.Page(board.show, title="任务榜", icon=":material/checklist:", url_path="board"),
            "brands": st.Page(brands.show, title="亮点牌", icon=":material/star:", url_path="brands"),
            "orders": st.Page(orders.show, title="责任令", icon=":material/assignment_turned_in:", url_path="orders"),
            "leaders": st.Page(leaders.show, title="项目长", icon=":material/supervisor_account:", url_path="leaders"),
            "towns": st.Page(towns.show, title="各镇", icon=":material/location_city:", url_path="towns"),
            "departments": st.Page(departments.show, title="各部门", icon=":material/domain:", url_path="departments"),
            "indicators": st.Page(indicators.show, title="指标", icon=":material/monitoring:", url_path="indicators"),
            "meeting": st.Page(meeting.show, title="会议", icon=":material/slideshow:", url_path="meeting"),
            "task": st.Page(task.show, title="任务详情", icon=":material/assignment:", url_path="task"),
        },
        "奖惩": {
            "alerts": st.Page(alerts.show, title="预警与约谈", icon=":material/warning:", url_path="alerts"),
            "hindsight": st.Page(hindsight.show, title="预警成效", icon=":material/query_stats:", url_path="hindsight"),
            "flags": st.Page(flags.show, title="红黄旗", icon=":material/flag:", url_path="flags"),
            "points": st.Page(points.show, title="加扣分", icon=":material/account_balance:", url_path="points"),
            "exemptions": st.Page(
                exemptions.show, title="豁免与核查", icon=":material/fact_check:", url_path="exemptions"
            ),
            "rules": st.Page(rules.show, title="规则", icon=":material/gavel:", url_path="rules"),
            **(
                {"evidence": st.Page(evidence.show, title="考察材料", icon=":material/lock:", url_path="evidence")}
                if data.evidence_refused() is None
                else {}
            ),
        },
        "工作": {
            "visits": st.Page(visits.show, title="走访督查", icon=":material/directions_walk:", url_path="visits"),
            "discipline": st.Page(
                discipline.show, title="报送", icon=":material/outgoing_mail:", url_path="discipline"
            ),
            "intake": st.Page(intake.show, title="台账导入", icon=":material/upload_file:", url_path="intake"),
            "periods": st.Page(periods.show, title="周期", icon=":material/event_available:", url_path="periods"),
            "documents": st.Page(documents.show, title="文档", icon=":material/description:", url_path="documents"),
            "versions": st.Page(versions.show, title="版本", icon=":material/history:", url_path="versions"),
        },
    },
    shown=is_laid_out,
)
session.stay_on(page, shown=is_laid_out)
if is_laid_out and states.is_sound():
    finder.beside_the_menu()
    session.choose_view()
    favourites.beside_the_menu()
    page.run()
    exports.offer()
