"""Scoring: what every task, project, unit and leader has reached at a day, by a rule pack, as pure functions of tables.

Nothing here knows the clock, files (other than rule packs), a database or a screen.
"""

from analysis.answers import score_json
from analysis.briefing import briefing
from analysis.changes import changes, effect_sentence
from analysis.explain import explain_task
from analysis.history import history
from analysis.periods import previous_period_end, review_days
from analysis.printing import score_text
from analysis.rulepack import Phase, RulePack, RulePackError, read_rule_pack, rule_pack
from analysis.schedule import earned_schedule, planned_percent
from analysis.scoring import Scores, score
from analysis.sources import trace
from analysis.timeline import plan_curve, task_timeline

__all__ = [
    "Phase", "RulePack", "RulePackError", "Scores", "briefing", "changes", "earned_schedule", "effect_sentence",
    "explain_task", "history", "plan_curve", "planned_percent", "previous_period_end", "read_rule_pack", "review_days",
    "rule_pack", "score", "score_json", "score_text", "task_timeline", "trace",
]  # fmt: skip
