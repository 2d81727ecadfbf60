"""Scoring: what every task, project, unit and leader has reached at a day, by a rule pack, as pure functions of tables.

Nothing here knows the clock, files (other than rule packs), a database or a screen.
"""

from analysis.boards.boards import board_problems
from analysis.boards.brands import brand_evidence, brand_problems, brand_ranks, brands
from analysis.boards.classes import class_summary, class_verdicts
from analysis.boards.leading import leader_table, leader_tasks, task_forces
from analysis.boards.order_problems import order_problems
from analysis.boards.orders import next_order_no, order_lines, order_versions, orders
from analysis.boards.phases import due_soon, meeting_days, phase_on
from analysis.explaining.explain import explain_task
from analysis.explaining.sources import cells_of, trace
from analysis.facts.evaluations import evaluation_days, month_ends
from analysis.facts.periods import Span, named_span, previous_period_end, review_days, spans_between
from analysis.flagging.flag_vetoes import vetoes_known
from analysis.flagging.flags import flag_history, flag_periods, flag_subjects, proposals
from analysis.flagging.objections import (
    ACCEPTED,
    OBJECTION,
    OPENED,
    PERIOD_DRAFT,
    REFUSED,
    REPLY,
    draft_day,
    objection_window,
    objections,
    reply_name,
)
from analysis.freezing.coverage import BLOCKING, OK, OPEN, coverage, open_points
from analysis.freezing.errata import errata
from analysis.freezing.errata_cells import cells_behind, changed_values
from analysis.freezing.frozen import content_bytes, content_hash, period_content
from analysis.ladder.month_tables import task_periods, unit_periods
from analysis.ladder.published import followed, marked, rated
from analysis.memory.history import history
from analysis.memory.standing import standings
from analysis.memory.standing_words import near_next, worded
from analysis.oversight.cadence import visit_cadence, visit_weeks
from analysis.oversight.discipline import false_reports, report_discipline, reports_owed
from analysis.oversight.evidence import official_facts
from analysis.oversight.exemptions import exemptions_known
from analysis.oversight.interviews import (
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
from analysis.oversight.plausibility import plausibility
from analysis.oversight.problems import problem_ageing, problem_states
from analysis.oversight.supervision import STATES as SUPERVISION_STATES
from analysis.oversight.supervision import supervision_records, supervision_states
from analysis.oversight.supervision_steps import (
    STEPS,
    SUPERVISION,
    item_faults,
    new_item,
    step_faults,
    steps_of,
    stray_steps,
    supervision_step,
)
from analysis.oversight.visit_effects import effect_summary, visit_checks, visit_effects
from analysis.points.bonus import bonus_entries
from analysis.points.entries import balances, point_entries
from analysis.points.reconciling import monthly_points, open_charges, reconciliation, statement
from analysis.progress.schedule import earned_schedule, planned_percent
from analysis.progress.timeline import plan_curve, task_timeline
from analysis.rules.packtext import pack_text
from analysis.rules.rulecalendar import RULES, RuleCalendar, Rules, calendar_from_text, calendar_text, rule_calendar
from analysis.rules.ruleentries import RuleEntry, pack_differences, rule_entries
from analysis.rules.rulepack import (
    Phase,
    RulePack,
    RulePackError,
    checked_pack,
    pack_data,
    pack_names,
    read_rule_pack,
    rule_pack,
)
from analysis.rules.rulewords import pack_sentences
from analysis.scores.answers import score_json
from analysis.scores.briefing import briefing
from analysis.scores.changes import changes, effect_sentence
from analysis.scores.printing import score_text
from analysis.scores.scoring import Scores, score
from analysis.standing_scores import standing_scores

__all__ = [
    "ACCEPTED", "BLOCKING", "INTERVIEW", "INTERVIEW_KINDS", "OBJECTION", "OK", "OPEN", "OPENED", "PERIOD_DRAFT",
    "REFUSED", "REPLY", "RULES", "STEPS", "SUPERVISION", "SUPERVISION_STATES", "Phase", "RuleCalendar", "RuleEntry",
    "RulePack", "RulePackError", "Rules", "Scores", "Span", "balances", "board_problems", "bonus_entries",
    "brand_evidence", "brand_problems", "brand_ranks", "brands", "briefing", "calendar_from_text", "calendar_text",
    "cells_behind", "cells_of", "changed_values", "changes", "checked_pack", "class_summary", "class_verdicts",
    "content_bytes", "content_hash", "coverage", "draft_day", "due_soon", "earned_schedule", "effect_sentence",
    "effect_summary", "errata", "evaluation_days", "exemptions_known", "explain_task", "false_reports", "flag_history",
    "flag_periods", "flag_subjects", "followed", "held_interview", "history", "interview_faults", "interview_months",
    "interviews_due", "interviews_held", "item_faults", "leader_table", "leader_tasks", "marked", "meeting_days",
    "month_ends", "monthly_points", "months_at_level", "named_span", "near_next", "new_item", "next_order_no",
    "objection_window", "objections", "official_facts", "open_charges", "open_commitments", "open_points",
    "order_lines", "order_problems", "order_versions", "orders", "pack_data", "pack_differences", "pack_names",
    "pack_sentences", "pack_text", "period_content", "phase_on", "plan_curve", "planned_percent", "plausibility",
    "point_entries", "previous_period_end", "problem_ageing", "problem_states", "proposals", "rated", "read_rule_pack",
    "reconciliation", "reply_name", "report_discipline", "reports_owed", "review_days", "rule_calendar",
    "rule_entries", "rule_pack", "score", "score_json", "score_text", "spans_between", "standing_scores", "standings",
    "statement", "step_faults", "steps_of", "stray_steps", "supervision_records", "supervision_states",
    "supervision_step", "task_forces", "task_periods", "task_timeline", "trace", "unit_periods", "vetoes_known",
    "visit_cadence", "visit_checks", "visit_effects", "visit_weeks", "worded",
]  # fmt: skip
