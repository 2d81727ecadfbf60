"""The kinds of official papers as the register of documents takes them: a situation and a wish in, bytes out."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analysis.explaining.causes import level_causes
from reports.documents.bulletin import Issue, bulletin
from reports.documents.dispatch import quarterly, yearend
from reports.documents.fonts import Typefaces, font_folders, typefaces
from reports.documents.notices import Sending, notice_papers, order_papers
from reports.documents.pdf_paper import paper_pdf
from reports.documents.word_paper import paper_docx
from reports.documents.word_template import with_annexes
from reports.pieces.paper import Desk, DocumentError, Head, Line, NothingToMake, Paper, Para, reworded, stale_words
from reports.subjects.order_paper import unprintable_orders

if TYPE_CHECKING:
    from reports.documents.register import Wish
    from reports.documents.situation import Situation

__all__ = ["OFFICIAL", "REWORDED", "Official", "paper_fields", "ruled_paper", "stale_sentences"]

Fill = Callable[[bytes, Mapping[str, str | Sequence[str]]], bytes]
_THEN = (1980, 1, 1, 0, 0, 0)
_TEMPLATED = "docx"


@dataclass(frozen=True)
class Official:
    """One kind of paper: its name in commands, its title, the endings of its files, what makes it; of papers that are
    many, how a file ends that holds only the one whose number is given."""

    kind: str
    title: str
    endings: tuple[str, ...]
    write: Callable[["Situation", "Wish"], Paper | list[tuple[str, Paper]]]
    single: tuple[str, ...] = ()

    @property
    def templates(self) -> tuple[str, ...]:
        """The endings for which the office may give a template: of papers that are one file."""
        return (_TEMPLATED,) if _TEMPLATED in self.endings else ()

    def build(self, made: "Situation", wish: "Wish", fill: Fill | None = None) -> bytes:
        """Return the file; `fill` puts words into the fields of the office's template. Raises DocumentError."""
        paper = self.write(made, wish)
        if not isinstance(paper, Paper) and wish.ending not in self.single:
            return _together(paper, _faces(wish), formal=wish.formal)
        if not isinstance(paper, Paper):
            paper = _only(paper, wish, title=self.title)
        if wish.ending == "pdf":
            return paper_pdf(paper, _faces(wish), formal=wish.formal)
        if wish.template and fill:
            return with_annexes(fill(wish.template, paper_fields(paper)), paper)
        return paper_docx(paper)


def paper_fields(paper: Paper) -> dict[str, str | list[str]]:
    """The words of a paper as the fields of the office's template: its text a paragraph each."""
    text = [
        block.text if isinstance(block, Head) else block.lead + block.text
        for block in paper.blocks if isinstance(block, Head | Para)
    ]  # fmt: skip
    return {
        "标题": paper.name, "发文机关": paper.issuer, "发文字号": paper.number, "主送机关": paper.addressee,
        "正文": text,
        "附件": [f"{number}. {annex.title}" for number, annex in enumerate(paper.annexes, 1)], "落款": paper.signer,
        "日期": paper.signed, "版本": paper.mark, "数据日期": paper.mark.rpartition("数据日期")[2],
    }  # fmt: skip


def stale_sentences(made: "Situation", wish: "Wish", *, kind: str = "bulletin") -> list[Line]:
    """The sentences of a paper whose numbers have changed since somebody reworded them, as the rules say them."""
    return _told(made, kind, wish)[1]


def ruled_paper(made: "Situation", kind: str, dated: date, *, desk: Desk) -> Paper:
    """A paper of `REWORDED` as the rules say it, without anybody's own words."""
    return made.ruled(_RULED[kind], Issue("", dated, desk))


def _told(made: "Situation", kind: str, wish: "Wish") -> tuple[Paper, list[Line]]:
    """The paper with somebody's own words in it, and those that are stale; without a number a blank is left for it."""
    desk, dated = wish.desk, wish.dated or made.as_of
    issue = Issue(wish.number or f"{desk.code}〔{dated.year}〕　号", dated, desk)
    return reworded(made.ruled(_RULED[kind], issue), wish.words)


def _reported(kind: str) -> Callable:
    """A paper about a period: a formal one is of frozen data, and none of its sentences is stale."""

    def paper(made: "Situation", wish: "Wish") -> Paper:
        told, stale = _told(made, kind, wish)
        if wish.formal and not made.frozen:
            raise DocumentError(f"没有出正式文件：{made.words}的数据还没有冻结；请先在“周期”页冻结，或出送审稿。")
        if wish.formal and stale:
            raise DocumentError(f"没有出正式文件：{stale_words(stale)}")
        return told

    return paper


def _notices(made: "Situation", wish: "Wish") -> list[tuple[str, Paper]]:
    """Every notice, or the one of a number."""
    called = made.alerts[made.alerts["level"].ge(1)] if len(made.alerts) else made.alerts
    causes = level_causes(made.facts, called) if len(called) else pd.DataFrame(columns=["task_id"])
    mine = dict(list(causes.groupby("task_id")))
    found = list(
        notice_papers(made, Sending(wish.dated or made.as_of, wish.desk, given=wish.numbers), mine.__getitem__)
    )
    return _chosen(
        found, wish.number, nothing=f"{made.words}没有需要发的通知：没有提醒以上等级的任务，也没有逾期的督查事项。"
    )


def _orders(made: "Situation", wish: "Wish") -> list[tuple[str, Paper]]:
    """Every order that can be printed, or the one of a number."""
    bare = "".join(unprintable_orders(made.orders)[:1])
    return _chosen(list(order_papers(made)), wish.number, nothing=bare or "台账里没有责任令；请先导入责任令台账。")


def _chosen(found: list[tuple[str, Paper]], number: str, *, nothing: str) -> list[tuple[str, Paper]]:
    if not found:
        raise NothingToMake(nothing)
    mine = [each for each in found if not number or each[1].number == number]
    if not mine:
        raise DocumentError(f"没有“{number}”这个文号；现有 {found[0][1].number} 等 {len(found)} 份，请核对。")
    return mine


def _only(papers: list[tuple[str, Paper]], wish: "Wish", *, title: str) -> Paper:
    """The one paper that a file of its own can hold."""
    if not wish.number:
        raise DocumentError(f"{title}有{len(papers)}份，一个 .{wish.ending} 只放一份；请写明文号，或用 .zip 一次全出。")
    return papers[0][1]


def _faces(wish: "Wish") -> Typefaces:
    return typefaces(font_folders(wish.fonts), formal=wish.formal)


def _together(papers: list[tuple[str, Paper]], faces: Typefaces, *, formal: bool) -> bytes:
    """All papers in one zip, each as Word file and as PDF."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in _files(papers, faces, formal=formal):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            held.writestr(entry, content)
    return out.getvalue()


def _files(papers: list[tuple[str, Paper]], faces: Typefaces, *, formal: bool) -> Iterator[tuple[str, bytes]]:
    for name, paper in papers:
        yield f"{name}.docx", paper_docx(paper)
        yield f"{name}.pdf", paper_pdf(paper, faces, formal=formal)


_RULED = {"bulletin": bulletin, "dispatch": quarterly, "yearend": yearend}
REWORDED = tuple(_RULED)
"""The kinds that have a number, a day and sentences of which people may write some themselves."""

OFFICIAL = (
    Official("bulletin", "月通报", ("docx", "pdf"), _reported("bulletin")),
    Official("dispatch", "季调度报告", ("docx", "pdf"), _reported("dispatch")),
    Official("yearend", "年终对账通报", ("docx", "pdf"), _reported("yearend")),
    Official("notice", "提醒预警约谈通知", ("zip",), _notices, single=("docx", "pdf")),
    Official("order", "责任令", ("zip",), _orders, single=("docx", "pdf")),
)
"""Every kind of official paper; one more is one more entry here."""
