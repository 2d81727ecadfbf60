"""Scoring: what every task, project, unit and leader has reached at a day, by a rule pack, as pure functions of tables.

Nothing here knows the clock, files (other than rule packs), a database or a screen.
"""

from analysis.answers import score_json
from analysis.boards import board_problems
from analysis.bonus import bonus_entries
from analysis.brands import brand_evidence, brand_problems, brand_ranks, brands
from analysis.briefing import briefing
from analysis.cadence import visit_cadence, visit_weeks
from analysis.changes import changes, effect_sentence
from analysis.classes import class_summary, class_verdicts
from analysis.discipline import false_reports, report_discipline
from analysis.entries import balances, point_entries
from analysis.evaluations import evaluation_days, month_ends
from analysis.evidence import official_facts
from analysis.explain import explain_task
from analysis.flag_vetoes import vetoes_known
from analysis.flags import flag_history, flag_periods, flag_subjects, proposals
from analysis.history import history
from analysis.leading import leader_table, leader_tasks, task_forces
from analysis.month_tables import task_periods, unit_periods
from analysis.order_problems import order_problems
from analysis.orders import next_order_no, order_lines, order_versions, orders
from analysis.periods import previous_period_end, review_days
from analysis.phases import due_soon, meeting_days, phase_on
from analysis.printing import score_text
from analysis.published import followed, marked, rated
from analysis.reconciling import monthly_points, open_charges, reconciliation, statement
from analysis.rulepack import (
    Phase,
    RulePack,
    RulePackError,
    checked_pack,
    pack_data,
    pack_names,
    read_rule_pack,
    rule_pack,
)
from analysis.rulewords import pack_sentences
from analysis.schedule import earned_schedule, planned_percent
from analysis.scoring import Scores, score
from analysis.sources import trace
from analysis.standing import standing_scores, standings
from analysis.standing_words import near_next
from analysis.supervision import supervision_states
from analysis.timeline import plan_curve, task_timeline

__all__ = [
    "Phase", "RulePack", "RulePackError", "Scores", "balances", "board_problems", "bonus_entries", "brand_evidence",
    "brand_problems", "brand_ranks", "brands", "briefing", "changes", "checked_pack", "class_summary",
    "class_verdicts", "due_soon", "earned_schedule", "effect_sentence", "evaluation_days", "explain_task",
    "false_reports", "flag_history", "flag_periods", "flag_subjects", "followed", "history", "leader_table",
    "leader_tasks", "marked", "meeting_days", "month_ends", "monthly_points", "near_next", "next_order_no",
    "official_facts", "open_charges", "order_lines", "order_problems", "order_versions", "orders", "pack_data",
    "pack_names", "pack_sentences", "phase_on", "plan_curve", "planned_percent", "point_entries",
    "previous_period_end", "proposals", "rated", "read_rule_pack", "reconciliation", "report_discipline",
    "review_days", "rule_pack", "score", "score_json", "score_text", "standing_scores", "standings", "statement",
    "supervision_states", "task_forces", "task_periods", "task_timeline", "trace", "unit_periods", "vetoes_known",
    "visit_cadence", "visit_weeks",
]  # fmt: skip
