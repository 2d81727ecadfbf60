"""Questions to the publisher of a draft: as a list, as answers to keep, as a record."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reports.tables import places

__all__ = ["RIGHT", "WRONG", "Answered", "answer_table", "answered", "question_list"]

RIGHT, WRONG = "属实", "有误"
"""What can be answered: the ledger says what is the case, or it is mistaken."""


@dataclass(frozen=True)
class Answered:
    """How far the answers are: one dict each (finding, answer, reason), how many are open, how many say 有误."""

    answers: tuple[dict[str, str], ...]
    open: int
    wrong: int

    @property
    def may_publish(self) -> bool:
        """Every question is answered, and none says that the ledger is wrong."""
        return not self.open and not self.wrong


def question_list(questions: pd.DataFrame) -> list[dict[str, str]]:
    """Return what the publisher is asked, one by one: place (file!sheet!cell) and message."""
    return pd.DataFrame({"place": places(questions), "message": questions["message"]}).to_dict("records")


def answer_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return what was answered, newest first."""
    newest = answers.iloc[::-1]
    return pd.DataFrame(
        {
            "时间": newest["at"].map(lambda made: f"{made:%Y-%m-%d %H:%M}"),
            "谁": newest["who"],
            "位置": places(newest),
            "情况": newest["message"],
            "答复": newest["answer"],
            "说明": newest["reason"].replace("", None),
        }
    )


def answered(
    questions: pd.DataFrame, given: Sequence[tuple[str | None, str]], *, all_right: bool, reason: str
) -> Answered:
    """Join answer and reason, `given` for the first questions, to all; `all_right` answers what is open, `reason`
    stands where none is written."""
    told = [*given, *[(None, "")] * (len(questions) - len(given))]
    said = [answer or (RIGHT if all_right else None) for answer, _ in told]
    known = questions[["file", "sheet", "cell", "code", "message"]]
    rows = known.assign(answer=said, reason=[why or reason for _, why in told]).to_dict("records")
    return Answered(tuple(rows), open=said.count(None), wrong=said.count(WRONG))
