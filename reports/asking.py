"""Questions to the publisher of a draft: as a table to fill in, as answers to keep, as a record."""

from dataclasses import dataclass

import pandas as pd

from reports.tables import places

__all__ = ["RIGHT", "WRONG", "Answered", "answer_table", "answered", "question_table"]

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


def question_table(questions: pd.DataFrame) -> pd.DataFrame:
    """Return what the publisher is asked, with room for an answer and a reason."""
    return pd.DataFrame(
        {
            "位置": places(questions),
            "情况": questions["message"],
            "答复": pd.Series([None] * len(questions), dtype="object"),
            "说明": "",
        }
    )


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


def answered(questions: pd.DataFrame, given: pd.DataFrame, *, all_right: bool, reason: str) -> Answered:
    """Read the filled-in `question_table`; `all_right` answers what is open, `reason` stands where none is written."""
    said = given["答复"].astype("object").where(given["答复"].notna(), RIGHT if all_right else None)
    why = given["说明"].fillna("").replace("", reason)
    known = questions[["file", "sheet", "cell", "code", "message"]]
    rows = known.assign(answer=said.to_list(), reason=why.to_list()).to_dict("records")
    return Answered(tuple(rows), open=int(said.isna().sum()), wrong=int(said.eq(WRONG).sum()))
