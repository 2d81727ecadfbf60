"""Numbers as people see them: figures, tables, cards, sentences. A table in; a figure, a table or text out."""

from reports.alerts import (
    acting_line,
    alert_labels,
    alert_rows,
    alert_table,
    alert_units,
    as_it_stands,
    chosen_alerts,
    level_words,
    must_act,
    near_labels,
    near_rows,
    reason_table,
    rung_counts,
)
from reports.asking import (
    RIGHT,
    WRONG,
    answer_table,
    answered,
    cells_place,
    column_place,
    column_question,
    column_table,
    decision_table,
    question_kind,
    question_list,
    row_place,
    sheet_place,
)
from reports.board import planned_against_actual
from reports.brandmarks import brand_ranks
from reports.brands import brand_cards, brand_figures, brand_titles, evidence_of, evidence_table
from reports.canvas import ready
from reports.cards import (
    board_cards,
    briefing_card,
    cell_grid,
    definition_list,
    flag_card,
    key_figures,
    lead_line,
    level_chip,
    phase_strip,
    question_card,
    reason_list,
    rung_strip,
    sentence_groups,
    table_card,
    task_head,
)
from reports.classes import class_cards, verdict_table, way_words
from reports.curve import plan_and_reports
from reports.evidence import ONLY_CLUES, fact_groups, fact_sources, officials
from reports.flagging import (
    CONFIRM,
    DECLINE,
    FLAG,
    added_flag,
    decisions_about,
    flag_decisions,
    flag_figures,
    flag_months,
    flag_name,
    flag_place,
    flag_rows,
    flag_rules,
    flag_table,
    flag_verdicts,
    flags_of,
    near_flag_labels,
    near_flag_table,
    over_quota,
    reading_decisions,
    stray_lines,
    unreasoned,
)
from reports.flagstrip import flag_strip
from reports.heat import lag_heat
from reports.leaders import load_and_lag
from reports.leading import force_list, leader_figures, leader_labels, leader_overview, leader_projects, leaders_figures
from reports.orders import (
    named_problems,
    order_cards,
    order_figures,
    order_leaders,
    order_page,
    order_task_labels,
    order_titles,
    problem_list,
    problems_of,
)
from reports.overview import movement
from reports.parts import index_parts
from reports.pointmarks import point_balances
from reports.points import (
    account_check,
    account_lines,
    balance_table,
    balances_of,
    bonuses_of,
    point_figures,
    point_tasks,
    point_units,
    reasoned_entries,
    unit_accounts,
)
from reports.racing import race, trend
from reports.ranking import standing
from reports.reckoning import (
    all_bonuses,
    bonus_line,
    month_table,
    open_table,
    proof_line,
    proof_table,
    statement_table,
)
from reports.rulebook import (
    TRIALS,
    Trial,
    mark_table,
    pack_head,
    pack_titles,
    rule_groups,
    trial_data,
    trial_error,
    trial_groups,
    trial_value,
)
from reports.selection import by_lag, categories, of_board, of_kind, one_task, one_unit, tasks_of_unit, urgent_tasks
from reports.slope import portfolio
from reports.strip import level_strip
from reports.tables import (
    Source,
    cell_table,
    change_table,
    explained_parts,
    finding_table,
    honour_sources,
    order_form,
    problem_table,
    refusal_line,
    refusal_table,
    sources_of,
    task_labels,
    task_table,
    task_titles,
    version_table,
    version_titles,
    visit_table,
)
from reports.tiles import intake_figures, overview_figures, task_figures, unit_figures
from reports.wall import board_waffle
from reports.words import board_count, data_note, effect_line, phase_marks, plain

__all__ = [
    "CONFIRM", "DECLINE", "FLAG", "ONLY_CLUES", "RIGHT", "TRIALS", "WRONG", "Source", "Trial", "account_check",
    "account_lines", "acting_line", "added_flag", "alert_labels", "alert_rows", "alert_table", "alert_units",
    "all_bonuses", "answer_table", "answered", "as_it_stands", "balance_table", "balances_of", "board_cards",
    "board_count", "board_waffle", "bonus_line", "bonuses_of", "brand_cards", "brand_figures", "brand_ranks",
    "brand_titles", "briefing_card", "by_lag", "categories", "cell_grid", "cell_table", "cells_place", "change_table",
    "chosen_alerts", "class_cards", "column_place", "column_question", "column_table", "data_note", "decision_table",
    "decisions_about", "definition_list", "effect_line", "evidence_of", "evidence_table", "explained_parts",
    "fact_groups", "fact_sources", "finding_table", "flag_card", "flag_decisions", "flag_figures", "flag_months",
    "flag_name", "flag_place", "flag_rows", "flag_rules", "flag_strip", "flag_table", "flag_verdicts", "flags_of",
    "force_list", "honour_sources", "index_parts", "intake_figures", "key_figures", "lag_heat", "lead_line",
    "leader_figures", "leader_labels", "leader_overview", "leader_projects", "leaders_figures", "level_chip",
    "level_strip", "level_words", "load_and_lag", "mark_table", "month_table", "movement", "must_act",
    "named_problems", "near_flag_labels", "near_flag_table", "near_labels", "near_rows", "of_board", "of_kind",
    "officials", "one_task", "one_unit", "open_table", "order_cards", "order_figures", "order_form", "order_leaders",
    "order_page", "order_task_labels", "order_titles", "over_quota", "overview_figures", "pack_head", "pack_titles",
    "phase_marks", "phase_strip", "plain", "plan_and_reports", "planned_against_actual", "point_balances",
    "point_figures", "point_tasks", "point_units", "portfolio", "problem_list", "problem_table", "problems_of",
    "proof_line", "proof_table", "question_card", "question_kind", "question_list", "race", "reading_decisions",
    "ready", "reason_list", "reason_table", "reasoned_entries", "refusal_line", "refusal_table", "row_place",
    "rule_groups", "rung_counts", "rung_strip", "sentence_groups", "sheet_place", "sources_of", "standing",
    "statement_table", "stray_lines", "table_card", "task_figures", "task_head", "task_labels", "task_table",
    "task_titles", "tasks_of_unit", "trend", "trial_data", "trial_error", "trial_groups", "trial_value",
    "unit_accounts", "unit_figures", "unreasoned", "urgent_tasks", "verdict_table", "version_table", "version_titles",
    "visit_table", "way_words",
]  # fmt: skip
