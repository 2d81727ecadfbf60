"""考察材料: facts about one official, kind by kind, each with its cell. Clues for people; nothing here is added up.

Input is `analysis.official_facts`.
"""

import pandas as pd

from reports.pieces.tables import Source, sources_of
from reports.words.wording import day

__all__ = ["ONLY_CLUES", "fact_groups", "fact_sources", "officials"]

ONLY_CLUES = "仅作线索，不作评分：事实照台账列出，不加总、不排名；是不是本人的作为，由考察组核实。"


def officials(facts: pd.DataFrame) -> list[str]:
    """Return everybody the facts are about, by name."""
    return sorted(facts["name"].unique())


def fact_groups(facts: pd.DataFrame, name: str) -> list[tuple[str, pd.DataFrame]]:
    """Return (kind, its facts as a table with the cell of each) of one official, kinds in their order."""
    mine = facts[facts["name"].eq(name)]
    return [
        (
            kind,
            pd.DataFrame(
                {
                    "日期": own["on"].map(lambda when: day(when, missing="—")), "身份": own["role"],
                    "对象": own["subject"], "事实": own["said"], "来源": own["source"],
                }
            ),
        )
        for kind, own in mine.groupby("kind", sort=False)
    ]  # fmt: skip


def fact_sources(facts: pd.DataFrame, name: str, kind: str) -> list[Source]:
    """Return the cells in which the facts of one kind about one official stand, sheet by sheet."""
    return sources_of(facts[facts["name"].eq(name)].rename(columns={"kind": "part"}), kind)
