"""文档: everything for a meeting in one press, kept and given out again; 导出 on the other pages."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from ledgers.papers import kept_bytes, papers_kept


def words(page: AppTest) -> str:
    return "\n".join(each.value for kind in ("caption", "success", "error", "markdown") for each in page.get(kind))


def test_one_press_makes_every_document_and_the_journal_says_who_made_it(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    page = run_page("documents")
    assert "还没有生成过文档" in words(page)
    page.text_input(key="documents_by").set_value("李四")
    page.button[0].click().run()
    assert not page.exception
    assert "生成了 6 份" in words(page)  # what fits a month; and nobody is told that an order failed that there is not
    assert [each.value for each in page.info] == ["责任令：台账里没有责任令；请先导入责任令台账。"]
    kept = papers_kept(store)
    assert [each.made_by for each in kept] == ["李四"] * 6
    assert all(kept_bytes(store, each.sha256, name=each.name) for each in kept)


def test_an_empty_store_leads_to_the_import_page(make_store: Callable, run_page: Callable) -> None:
    make_store(None)
    assert not run_page("documents").get("selectbox")


@pytest.mark.parametrize(("name", "tables"), [("overview", 4), ("board", 2), ("towns", 2), ("points", 2), ("rules", 0)])
def test_every_page_has_one_place_where_its_tables_are_given_out(
    make_store: Callable, run_page: Callable, name: str, tables: int
) -> None:
    make_store()
    page = run_page(name)
    assert not page.get("download_button")  # made for those who open the place
    page.session_state["export_door"] = True
    page.run()
    labels = [each.proto.label for each in page.get("download_button")]
    assert len([label for label in labels if "Excel" in label or "CSV" in label]) == tables
    assert "会议文件：幻灯片、挂图等" in [each.proto.label for each in page.get("page_link")]
