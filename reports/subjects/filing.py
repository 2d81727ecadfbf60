"""Documents that were made and kept: what there is, what was made when by whom, of which version.

Input are rows of the journal (`ledgers.papers.Paper`) with the times of the office's clock.
"""

from collections.abc import Sequence

import pandas as pd

import analysis
from reports.words.wording import day

__all__ = ["latest_papers", "paper_labels", "paper_table", "period_words"]


def period_words(period: str) -> str:
    """The name of a period as people say it; a day is written out.

    >>> period_words("2022-10"), period_words("2022-11-18")
    ('2022年10月', '2022年11月18日')
    """
    return day(period) if len(period) == len("2022-11-18") else analysis.named_span(period).words


def paper_table(papers: Sequence) -> pd.DataFrame:
    """Return the documents as people read them, in the order given."""
    return pd.DataFrame(
        {
            "何时": [f"{each.made_at:%Y-%m-%d %H:%M}" if each.made_at else "—" for each in papers],
            "谁": [each.made_by or "—" for each in papers],
            "周期": [period_words(each.period) for each in papers],
            "文件": [each.name for each in papers],
            "台账版本": [each.snapshot for each in papers],
            "内容校验": [each.fingerprint[:12] for each in papers],
        }
    )


def latest_papers(papers: Sequence, period: str, fingerprint: str) -> list:
    """Return of a period, as its content is now, the newest of every kind and ending; papers: the newest first."""
    mine = [each for each in papers if each.period == period and each.fingerprint == fingerprint]
    found: dict[tuple[str, str], object] = {}
    for each in mine:
        found.setdefault((each.kind, each.name.rpartition(".")[2]), each)
    return list(found.values())


def paper_labels(papers: Sequence) -> list[str]:
    """Return a line for each document in a list to choose from."""
    table = paper_table(papers)
    return [
        f"{when} · {who} · {name}" for when, who, name in zip(table["何时"], table["谁"], table["文件"], strict=True)
    ]
