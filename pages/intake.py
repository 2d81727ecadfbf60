"""台账导入: upload ledgers, see cell by cell what was found and what would change, then publish or drop."""

import streamlit as st

from pages.shared import intake, session, upload, widgets


def show() -> None:
    """Show the steps of taking ledgers in: choose files, look at the draft, publish or drop it."""
    widgets.head("台账导入", "台账原样上传，不用改表头、不用合并；先试算看影响，再决定发布。")
    if session.is_old():
        st.info("正在看旧版：先点上面的“回到最新版本”，再导入台账。", icon=":material/history:")
        return
    upload.choose_files()
    intake.draft()
    intake.held_before()
    intake.blank_ledgers()


if __name__ == "__main__":
    st.switch_page("app.py")
