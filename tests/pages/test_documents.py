"""文档: everything for a meeting in one press, kept and given out again; 导出 on the other pages."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from ledgers.papers import kept_bytes, papers_kept
from ledgers.store import facts, open_snapshot
from reports.subjects.desks import desk_kept
from reports.subjects.own_words import own_words


def words(page: AppTest) -> str:
    return "\n".join(
        each.value for kind in ("caption", "success", "info", "error", "markdown") for each in page.get(kind)
    )


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


def test_a_sentence_that_is_changed_is_kept_under_a_name_and_can_be_taken_back(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    page = run_page("documents")
    page.session_state["words_bulletin"] = True
    page.run()
    reason = next(each for each in page.text_area if each.label == "缘由")
    ruled = reason.value
    reason.set_value("现通报如下。").run()
    assert "要具名" in words(page)
    assert own(store) == {}
    page.text_input(key="words_by_bulletin").set_value("李四").run()
    next(each for each in page.text_area if each.label == "缘由").set_value("现将进展通报如下。").run()
    assert [(each.text, each.by) for each in own(store).values()] == [("现将进展通报如下。", "李四")]
    assert f"规则的句子：{ruled}" in words(page)
    next(each for each in page.button if each.label == "改用规则的句子").click().run()
    assert not page.exception
    assert own(store) == {}


def own(store) -> dict:
    found = {}
    for month in ("2022-10", "2022-11"):
        found |= own_words(facts(open_snapshot(store))["decisions"], "bulletin", month)
    return found


def test_number_and_day_of_a_bulletin_are_asked_and_kept(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    page = run_page("documents")
    next(each for each in page.text_input if each.label == "发文字号").set_value("清执办〔2022〕9号")
    next(each for each in page.button if each.label == "登记").click().run()
    assert not page.exception
    assert any("清执办〔2022〕9号" in each.label for each in page.expander)
    told = facts(open_snapshot(store))["decisions"]
    assert told.loc[told["kind"].eq("issue"), "answer"].str.contains("清执办〔2022〕9号").all()


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


def test_the_office_that_signs_is_set_on_the_page_and_stands_on_what_is_made_next(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    page = run_page("documents")
    page.text_input(key="office_issuer").set_value("银江区督查室")
    page.text_input(key="office_code").set_value("银督")
    next(each for each in page.button if each.key and "office" in each.key).click().run()
    assert "换发文单位要具名" in "\n".join(each.value for each in page.warning)
    page.text_input(key="office_by").set_value("李四")
    next(each for each in page.button if each.key and "office" in each.key).click().run()
    assert not page.exception
    found = desk_kept(facts(open_snapshot(store))["decisions"])
    assert (found.issuer, found.code, found.replies["约谈"]) == ("银江区督查室", "银督", 3)
    assert "银江区督查室" in next(each.label for each in page.expander if each.label.startswith("发文单位"))
