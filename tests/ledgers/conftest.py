"""A small store made by the real way in: two workbooks, read in a child process, published."""

import shutil
from datetime import date, datetime

import pytest

from ledgers.loading import load
from ledgers.store import Store
from tests.ledgers.workbooks import save

HEADINGS = ["序号", "任务类别", "重点任务", "项目长", "牵头单位", "属地镇", "完成时限", "目前完成率"]
TASKS = [
    [1, "重要改革", "六项改革", "区领导01", "区财政局", "太和镇", "2022-12-20", "20%"],
    [2, "攻城拔寨", "扩园", "区领导02", "太和镇", "太和镇", "2022-11-30", "35%"],
]


def task_book(path, *, month, percents, tasks=TASKS):
    """A task ledger of one month: the rows above with other percents (a text that is no percent holds its row)."""
    rows = [[*task[:-1], percent] for task, percent in zip(tasks, percents, strict=True)]
    return save(path, {"任务榜": [[f"2022年任务榜（截至2022年{month}月30日）"], HEADINGS, *rows]})


@pytest.fixture(scope="session")
def _loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    store = Store(folder / "store")
    book = task_book(folder / "任务榜9月.xlsx", month=9, percents=["20%", "35%"])
    load([book], store=store, by="张三", today=date(2022, 10, 1), at=datetime(2022, 10, 1, 8))
    return store


@pytest.fixture
def store(_loaded, tmp_path):
    """A store of its own for each test: September is published."""
    shutil.copytree(_loaded.path, tmp_path / "store")
    return Store(tmp_path / "store")


@pytest.fixture
def october(tmp_path):
    return task_book(tmp_path / "任务榜10月.xlsx", month=10, percents=["50%", "60%"])


@pytest.fixture
def november(tmp_path):
    return task_book(tmp_path / "任务榜11月.xlsx", month=11, percents=["70%", "abc"])
