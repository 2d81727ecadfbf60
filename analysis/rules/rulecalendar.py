"""Which rule pack is in force on which day. A pack that the district brings into force holds from its day on; what was
reckoned for the days before stays as it was."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.rules.packtext import kept_pack, pack_text
from analysis.rules.rulepack import RulePack, rule_pack

__all__ = ["RULES", "RuleCalendar", "Rules", "all_packs", "calendar_from_text", "calendar_text", "rule_calendar"]

RULES = "rules"
"""Kind of the decision that brings a pack into force: subject its title, answer its whole text, since its first day."""


@dataclass(frozen=True)
class RuleCalendar:
    """Packs by the first day on which each is in force, the oldest first. The first one holds before its day as well:
    there is no day without rules."""

    packs: tuple[tuple[date, RulePack], ...]

    def at(self, day: date | pd.Timestamp) -> RulePack:
        """The pack in force on a day.

        >>> from analysis.rules.rulepack import rule_pack
        >>> calendar = RuleCalendar(((date.min, rule_pack()), (date(2022, 11, 1), rule_pack("wuhan"))))
        >>> [calendar.at(date(2022, month, 1)).name for month in (10, 11)]
        ['default', 'wuhan']
        """
        wanted = pd.Timestamp(day).date()
        begun = [pack for since, pack in self.packs if since <= wanted]
        return begun[-1] if begun else self.packs[0][1]

    @property
    def digest(self) -> str:
        """Which packs from which days: that of the pack where there is only one."""
        if len(self.packs) == 1:
            return self.packs[0][1].digest
        told = "\n".join(f"{since} {pack.digest}" for since, pack in self.packs)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def activated(self, pack: RulePack, *, since: date) -> "RuleCalendar":
        """The calendar with this pack in force from that day to the day of the next one; it takes the place of one
        that begins on the same day."""
        packs = dict(self.packs) | {since: pack}
        return RuleCalendar(tuple(sorted(packs.items(), key=lambda held: held[0])))


Rules = RulePack | RuleCalendar
"""What reckonings over several days take: each day goes by `rules.at(day)`. A pack is the calendar of itself."""


def all_packs(rules: Rules) -> tuple[RulePack, ...]:
    """Every pack that is in force on some day, the oldest first.

    >>> [pack.name for pack in all_packs(rule_pack("wuhan"))]
    ['wuhan']
    """
    return tuple(pack for _, pack in rules.packs) if isinstance(rules, RuleCalendar) else (rules,)


def rule_calendar(decisions: pd.DataFrame, *, base: RulePack) -> RuleCalendar:
    """The packs that people brought into force, in the table of decisions (kind, subject, answer, since, seq), over
    `base`, which holds until the first of them. Of two from the same day the later decision counts. Raises
    RulePackError when one of them can no longer be read."""
    calendar = RuleCalendar(((date.min, base),))
    for row in decisions[decisions["kind"].eq(RULES)].sort_values("seq").itertuples():
        since = date.min if pd.isna(row.since) else pd.Timestamp(row.since).date()
        calendar = calendar.activated(kept_pack(row.answer, name=row.subject, spare=base), since=since)
    return calendar


def calendar_text(rules: Rules) -> str:
    """All packs with their days as one text, so that a frozen period can be made again whatever becomes of the packs.

    >>> calendar_from_text(calendar_text(rule_pack("wuhan"))).at(date(2022, 10, 1)) == rule_pack("wuhan")
    True
    """
    packs = rules.packs if isinstance(rules, RuleCalendar) else ((date.min, rules),)
    told = [
        {"since": since.isoformat(), "name": pack.name, "digest": pack.digest, "pack": pack_text(pack)}
        for since, pack in packs
    ]
    return json.dumps(told, ensure_ascii=False)


def calendar_from_text(text: str) -> RuleCalendar:
    """The packs that `calendar_text` wrote. A rule that packs did not have then is as in today's default: nothing was
    judged by it, and the hash of the period says whether that is still so."""
    spare = rule_pack()
    return RuleCalendar(
        tuple(
            (
                date.fromisoformat(each["since"]),
                replace(kept_pack(each["pack"], name=each["name"], spare=spare), digest=each["digest"]),
            )
            for each in json.loads(text)
        )
    )
