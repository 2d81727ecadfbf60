"""Red flags (praise) and yellow flags of a month: proposals by rule, decided by a person.

A red flag asks for an absolute standard *and* a place within the quota of the own sequence, and is vetoed by criticism
about safety, environment or integrity; a yellow flag asks for being behind *and* standing last. Who misses by one
condition is listed too. Towns, departments and projects are sequences of their own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.sifting import Facts
from analysis.flagging.flag_decisions import decisions_about, flag_decisions, overlaid, with_board
from analysis.flagging.flag_vetoes import vetoes_known
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.rules.ruleparts import Flags
from analysis.scores.scoring import Scores
from analysis.standing_scores import standing_scores

__all__ = ["flag_history", "flag_periods", "flag_subjects", "flags_decided", "proposals"]

PROJECT = "项目"
_COLUMNS = ["subject", "kind", "board", "index", "lag", "level", "known_share", "projects", "rank", "held_back"]
_WHO = ["subject", "kind", "board"]


def flag_subjects(scores: Scores) -> pd.DataFrame:
    """Who can get a flag: every project, and every unit of a ranked kind: subject, kind, board (of a project), index,
    lag, level, known_share, projects, rank (of units, by the drawn index; projects are not ranked), held_back (why a
    unit has no rank)."""
    projects = with_board(scores.projects.rename(columns={"project": "subject"}))
    projects = projects.assign(kind=PROJECT, projects=1, rank=np.nan, held_back=None)
    units = scores.units.rename(columns={"unit": "subject"}).assign(board="")
    units = units[units["kind"].isin(scores.rules.ranking.kinds)]
    return pd.concat([projects[_COLUMNS], units[_COLUMNS]], ignore_index=True)


def proposals(
    subjects: pd.DataFrame,
    *,
    rules: RulePack,
    vetoes: pd.DataFrame | None = None,
    decisions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row for each flag that is proposed, missed by one condition, or given by a person: subject, kind, board,
    flag, proposed, near, reasons (Chinese sentences, what is not met last), values (what they rest on), place (rank
    from the top; yellow: from the bottom), and what was decided: answer, state, final (the flag that stands, or None),
    reason, decided_by, decided_at.

    subjects: as `flag_subjects` gives them. vetoes: subject, kind, matter (`vetoes_known`). decisions: kind (which
    flag), sequence (the subject's kind), subject, answer (确认 | 不同意), reason, decided_by, decided_at; the last
    answer counts, other kinds are not looked at. Nothing stands without a confirmation.
    """
    quotas = {quota.kind: quota for quota in rules.flags.quotas}
    table = with_board(subjects[subjects["kind"].isin(quotas)].reset_index(drop=True))
    judged = table["index"].round(9).where(table["known_share"] >= rules.flags.min_known - 1e-9)
    groups = judged.groupby(table["kind"])
    table = table.assign(
        from_top=groups.rank(method="min", ascending=False),
        from_bottom=groups.rank(method="min"),
        veto=_vetoed(table, vetoes),
    )
    rows = [row for one in table.to_dict("records") for row in _of_subject(one, quotas[one["kind"]], rules)]
    columns = [*_WHO, "flag", "proposed", "near", "place", "reasons", "values"]
    found = pd.DataFrame(rows, columns=columns)
    return overlaid(found, decisions, flags=(rules.flags.red, rules.flags.yellow), subjects=table)


def _vetoed(table: pd.DataFrame, vetoes: pd.DataFrame | None) -> list[list[str]]:
    """Per subject the matters that veto; projects and units of one name are two, projects of two boards as well."""
    held: dict[tuple[bool, str, str], list[str]] = {}
    if vetoes is not None:
        for row in with_board(vetoes).itertuples():
            held.setdefault((row.kind == PROJECT, row.subject, row.board), []).append(row.matter)
    rows = table[_WHO].itertuples(index=False)
    return [held.get((row.kind == PROJECT, row.subject, row.board), []) for row in rows]


def _of_subject(one: dict, quota: object, rules: RulePack) -> list[dict]:
    """The red and the yellow row of one subject, each only where it is proposed or missed by one condition."""
    flags, rows = rules.flags, []
    red = (flags.red, one["from_top"], [_known(one, flags), *_red(one, flags, rules), _in_front(one, quota.red)])
    yellow = (flags.yellow, one["from_bottom"], [_behind(one, flags, rules), _at_the_end(one, quota.yellow)])
    for (flag, place, conditions), full in zip((red, yellow), (quota.red, quota.yellow), strict=True):
        missed = [said for holds, said in conditions if not holds]
        if full and len(missed) <= 1:
            met = [said for holds, said in conditions if holds]
            values = {name: one[name] for name in ("index", "lag", "level", "known_share", "from_top", "from_bottom")}
            rows.append(
                {
                    **{name: one[name] for name in _WHO}, "flag": flag, "proposed": not missed,
                    "near": bool(missed), "place": place, "reasons": met + missed, "values": values,
                }
            )  # fmt: skip
    return rows


def _known(one: dict, flags: Flags) -> tuple[bool, str]:
    enough = one["known_share"] >= flags.min_known - 1e-9 and one["projects"] >= flags.min_projects
    share = "未知" if np.isnan(one["known_share"]) else f"{one['known_share']:.0%}"
    return enough, f"已知份额 {share}，{'不少于' if enough else '须达到'} {flags.min_known:.0%}"


def _red(one: dict, flags: Flags, rules: RulePack) -> list[tuple[bool, str]]:
    words = rules.ladder.words
    index, lag, level = one["index"], one["lag"], int(one["level"])
    good, ahead, calm = index >= flags.red_index - 1e-9, lag <= flags.red_lag + 1e-9, level <= flags.red_level
    return [
        (good, f"指数 {_said(index)}，{'达到' if good else '未达到'} {flags.red_index:g}"),
        (ahead, _lag_words(lag, ahead=ahead, limit=flags.red_lag)),
        (calm, f"等级为{words[level]}，{'不高于' if calm else '高于'}{words[flags.red_level]}"),
        (not one["veto"], f"一票否决：{'、'.join(one['veto'])}" if one["veto"] else "没有一票否决的情形"),
    ]


def _lag_words(lag: float, *, ahead: bool, limit: float) -> str:
    if np.isnan(lag):
        return "落后多少未知"
    return f"{_distance(max(lag, 0))}，{'不超过' if ahead else '超过'} {limit:g} 个百分点"


def _distance(lag: float) -> str:
    """Behind or ahead, in words.

    >>> _distance(3.25), _distance(-20), _distance(-0.04), _distance(float("nan"))
    ('落后 3.2 个百分点', '超前 20.0 个百分点', '落后 0.0 个百分点', '落后多少未知')
    """
    if np.isnan(lag):
        return "落后多少未知"
    return f"{'超前' if lag <= -0.05 else '落后'} {abs(lag):.1f} 个百分点"


def _in_front(one: dict, quota: int) -> tuple[bool, str]:
    place = one["from_top"]
    if np.isnan(place):
        return False, "指数未知，不排名次"
    return place <= quota, f"{one['kind']}第 {place:.0f} 名，{'在' if place <= quota else '不在'}前 {quota} 名之内"


def _behind(one: dict, flags: Flags, rules: RulePack) -> tuple[bool, str]:
    words, level, lag = rules.ladder.words, int(one["level"]), one["lag"]
    far = lag >= flags.yellow_lag - 1e-9
    if far or level < flags.yellow_level:
        least = "达到" if far else "未达到"
        return far, f"{_distance(lag)}，{least} {flags.yellow_lag:g} 个百分点" + (
            "" if far else f"，等级为{words[level]}，未达到{words[flags.yellow_level]}"
        )
    return True, f"等级为{words[level]}，达到{words[flags.yellow_level]}"


def _at_the_end(one: dict, quota: int) -> tuple[bool, str]:
    place = one["from_bottom"]
    if np.isnan(place):
        return False, "指数未知，不排名次"
    return place <= quota, f"{one['kind']}倒数第 {place:.0f} 名，{'在' if place <= quota else '不在'}末 {quota} 名之内"


def _said(value: float) -> str:
    return "未知" if np.isnan(value) else f"{value:.1f}"


def flag_history(
    facts: Facts, *, days: Sequence[date], rules: Rules, decisions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The flags of every period that ends with one of `days` (oldest first): period, the columns of `proposals`, rank
    (of projects by the index; of units by the drawn index, unknown where a unit has no place), rank_before (of the
    period before), change (places gained, below 0: lost) and running (for how many periods running the same flag has
    been proposed or given). Every subject has a row in every period; flag is None where there is neither a flag nor a
    near miss. Each period goes by the pack in force on its day. decisions: as in `proposals`, with period ("2022-10").
    """
    months = _judged(facts, days, rules=rules, scores=lambda day: standing_scores(facts, as_of=day, rules=rules))
    return flag_periods(months, rules=rules, decisions=decisions)


def flags_decided(
    facts: Facts, days: Iterable[date], *, rules: Rules, scores: Callable[[date], Scores]
) -> pd.DataFrame:
    """`flag_history` with what people decided, as the facts have it; `scores` gives the `standing_scores` of a day."""
    months = _judged(facts, days, rules=rules, scores=scores)
    told = decisions_about(flag_decisions(facts["decisions"]), {day: subjects for day, subjects, _ in months})
    return flag_periods(months, rules=rules, decisions=told)


def _judged(
    facts: Facts, days: Iterable[date], *, rules: Rules, scores: Callable[[date], Scores]
) -> list[tuple[date, pd.DataFrame, pd.DataFrame]]:
    """What the flags of each period rest on: its last day, who can get one, what vetoes."""
    return [(day, flag_subjects(scores(day)), vetoes_known(facts, as_of=day, rules=rules)) for day in days]


def flag_periods(
    months: Sequence[tuple[date, pd.DataFrame, pd.DataFrame]],
    *,
    rules: Rules,
    decisions: pd.DataFrame | None = None,
    packs: Mapping[date, Rules] | None = None,
) -> pd.DataFrame:
    """`flag_history` from what each period rests on, oldest first: (last day, subjects, vetoes). Whoever keeps these
    need not score again when only a decision is new. packs: the rules of days that were judged by others (frozen)."""
    tables = []
    for day, given, vetoes in months:
        subjects = with_board(given)
        own = None if decisions is None else decisions[decisions["period"] == f"{day:%Y-%m}"]
        by = (packs or {}).get(day, rules).at(day)
        found = proposals(subjects, rules=by, vetoes=vetoes, decisions=own)
        rank = subjects.groupby("kind")["index"].rank(method="min", ascending=False)
        rank = subjects["rank"].where(subjects["kind"].ne(PROJECT), rank)
        table = subjects[_WHO].assign(rank=rank, held_back=subjects.get("held_back")).merge(found, on=_WHO, how="left")
        tables.append(table.assign(period=pd.Timestamp(day)))
    if not tables:
        return pd.DataFrame(columns=["period", *_WHO, "flag", "rank", "rank_before", "change", "running"])
    return _compared(tables)


def _compared(tables: list[pd.DataFrame]) -> pd.DataFrame:
    ranks: dict[tuple[str, str, str], float] = {}
    runs: dict[tuple[str, str, str, str], int] = {}
    compared = []
    for table in tables:
        keys = list(table[_WHO].itertuples(index=False, name=None))
        before = np.array([ranks.get(key, np.nan) for key in keys])
        stands = table["final"].notna() | table["proposed"].eq(True)
        held = [(*key, flag) if on else None for key, flag, on in zip(keys, table["flag"], stands, strict=True)]
        runs = {key: runs.get(key, 0) + 1 for key in held if key}
        running = [runs[key] if key else 0 for key in held]
        compared.append(table.assign(rank_before=before, change=before - table["rank"], running=running))
        ranks = dict(zip(keys, table["rank"], strict=True))
    first = ["period", "subject", "kind", "flag", "rank", "rank_before", "change", "running"]
    whole = pd.concat(compared, ignore_index=True)
    return whole[[*first, *(name for name in whole.columns if name not in first)]]
