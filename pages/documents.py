"""文档: everything that a meeting needs on paper, from one version, in one go; what was made before."""

import streamlit as st

from pages.shared import documents, filed, session, widgets, wordings


def show() -> None:
    """Show what can be made of the chosen period, what was made, and the office's templates."""
    view = session.view()
    widgets.head("文档", "选一期，一次生成会议要用的全部文件；数字都出自同一个版本。", view=view)
    if widgets.is_empty(view):
        return
    about = filed.made(view, documents.choose(view))
    documents.make(view, about)
    wordings.issue(view, about)
    wordings.words(view, about)
    wordings.office(view)
    documents.history()
    documents.templates(view)
    documents.fonts()


if __name__ == "__main__":
    st.switch_page("app.py")
