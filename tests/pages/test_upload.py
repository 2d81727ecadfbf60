"""Many files through the screen: a zip becomes its ledgers, what is refused is a table, a run that was cut off is told."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.upload import DRAFT
from tests.ledgers.zips import zipped
from tests.pages.conftest import ROWS, ledger

ZIP = "application/zip"


def uploaded(run_page: Callable, members: dict[str, bytes]) -> AppTest:
    page = run_page("intake")
    page.file_uploader[0].upload("报送.zip", zipped(members, encoding="gbk"), ZIP)
    page.button[0].click().run()
    assert not page.exception, page.exception
    return page


def html(page: AppTest) -> str:
    return " ".join(each.proto.body for each in page.get("html"))


def changed(number: int) -> bytes:
    return ledger(((*ROWS[0][:3], f"任务{number}", *ROWS[0][4:]),))


def test_a_zip_is_read_file_by_file_under_the_names_in_it(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = uploaded(run_page, {"太和镇/台账.xlsx": changed(1), "太平镇/台账.xlsx": changed(2)})
    draft = page.session_state[DRAFT]
    assert (draft.files, draft.refused) == (2, ())
    assert [name for name, _ in draft.originals] == ["太和镇/台账.xlsx", "太平镇/台账.xlsx"]
    assert not page.get("progress")  # gone when it is done


@pytest.mark.parametrize("good", [0, 2])
def test_many_refused_files_are_counted_and_listed_with_their_reasons(
    make_store: Callable, run_page: Callable, good: int
) -> None:
    make_store()
    bad = {f"太和镇/坏{place}.xlsx": b"no workbook %d" % place for place in range(5)}
    page = uploaded(run_page, bad | {f"{place}.xlsx": changed(place) for place in range(good)})
    assert [each.value[:13] for each in page.error] == [f"读入 {good} 份、拒收 5 份"]
    said = html(page)
    assert "太和镇/坏4.xlsx" in said
    assert "不是 Excel 工作簿" in said


def test_few_refused_files_are_said_one_by_one(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = uploaded(run_page, {"太和镇/坏.xlsx": b"no workbook", "a.xlsx": changed(1)})
    assert [each.value.partition(" ")[0] for each in page.error] == [r"太和镇/坏\.xlsx"]


def test_a_run_that_was_cut_off_while_reading_is_told_once(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("intake")
    page.session_state["reading"] = True
    page.run()
    assert ["没有做完" in each.value for each in page.warning] == [True]
    page.run()
    assert not page.warning


def test_a_folder_can_be_chosen_instead(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("intake")
    page.session_state["upload_from"] = "整个文件夹"
    page.run()
    assert not page.exception
    assert "文件夹" in page.file_uploader[0].label
