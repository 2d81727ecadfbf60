"""Scoring: what every task, project, unit and leader has reached at a day, by a rule pack, as pure functions of tables.

Nothing here knows the clock, files (other than rule packs), a database or a screen.
"""

from analysis.answers import score_json
from analysis.boards import board_problems
from analysis.bonus import bonus_entries
from analysis.briefing import briefing
from analysis.cadence import visit_cadence, visit_weeks
from analysis.changes import changes, effect_sentence
from analysis.classes import class_summary, class_verdicts
from analysis.discipline import false_reports, report_discipline, reports_owed
from analysis.entries import balances, point_entries
from analysis.evaluations import evaluation_days, month_ends
from analysis.exemptions import exemptions_known
from analysis.explain import explain_task
from analysis.flag_vetoes import vetoes_known
from analysis.flags import flag_history, flag_periods, flag_subjects, proposals
from analysis.history import history
from analysis.interviews import (
    INTERVIEW,
    INTERVIEW_KINDS,
    held_interview,
    interview_faults,
    interview_months,
    interviews_due,
    interviews_held,
    months_at_level,
    open_commitments,
)
from analysis.month_tables import task_periods, unit_periods
from analysis.periods import previous_period_end, review_days
from analysis.phases import due_soon, meeting_days, phase_on
from analysis.plausibility import plausibility
from analysis.printing import score_text
from analysis.problems import problem_ageing, problem_states
from analysis.published import followed, marked, rated
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
from analysis.sources import cells_of, trace
from analysis.standing import standing_scores, standings
from analysis.standing_words import near_next
from analysis.supervision import STATES as SUPERVISION_STATES
from analysis.supervision import supervision_records, supervision_states
from analysis.supervision_steps import (
    STEPS,
    SUPERVISION,
    item_faults,
    new_item,
    step_faults,
    steps_of,
    stray_steps,
    supervision_step,
)
from analysis.timeline import plan_curve, task_timeline
from analysis.visit_effects import effect_summary, visit_checks, visit_effects

__all__ = [
    "INTERVIEW", "INTERVIEW_KINDS", "STEPS", "SUPERVISION", "SUPERVISION_STATES", "Phase", "RulePack", "RulePackError",
    "Scores", "balances", "board_problems", "bonus_entries", "briefing", "cells_of", "changes", "checked_pack",
    "class_summary", "class_verdicts", "due_soon", "earned_schedule", "effect_sentence", "effect_summary",
    "evaluation_days", "exemptions_known", "explain_task", "false_reports", "flag_history", "flag_periods",
    "flag_subjects", "followed", "held_interview", "history", "interview_faults", "interview_months", "interviews_due",
    "interviews_held", "item_faults", "marked", "meeting_days", "month_ends", "months_at_level", "near_next",
    "new_item", "open_commitments", "pack_data", "pack_names", "pack_sentences", "phase_on", "plan_curve",
    "planned_percent", "plausibility", "point_entries", "previous_period_end", "problem_ageing", "problem_states",
    "proposals", "rated", "read_rule_pack", "report_discipline", "reports_owed", "review_days", "rule_pack", "score",
    "score_json", "score_text", "standing_scores", "standings", "step_faults", "steps_of", "stray_steps",
    "supervision_records", "supervision_states", "supervision_step", "task_periods", "task_timeline", "trace",
    "unit_periods", "vetoes_known", "visit_cadence", "visit_checks", "visit_effects", "visit_weeks",
]  # fmt: skip
