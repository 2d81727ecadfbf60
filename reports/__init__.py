"""Numbers as people see them: figures, tables, cards, sentences. A table in; a figure, a table or text out."""

from reports.drawing.board import planned_against_actual
from reports.drawing.brandmarks import brand_ranks
from reports.drawing.canvas import enlarged, ready
from reports.drawing.curve import plan_and_reports
from reports.drawing.flagstrip import flag_strip
from reports.drawing.heat import lag_heat
from reports.drawing.indexing import difference_bars, figure_heat, loss_steps, moving_parts, sure_places
from reports.drawing.leaders import load_and_lag
from reports.drawing.overview import movement
from reports.drawing.parts import index_parts
from reports.drawing.pointmarks import point_balances
from reports.drawing.racing import race, trend
from reports.drawing.ranking import place_intervals, standing
from reports.drawing.slope import portfolio
from reports.drawing.strip import level_strip
from reports.drawing.visitmarks import before_and_after, reported_and_verified
from reports.drawing.wall import board_waffle
from reports.pieces.cards import (
    board_cards,
    briefing_card,
    cell_grid,
    check_list,
    definition_list,
    flag_card,
    key_figures,
    lead_line,
    level_chip,
    month_grid,
    phase_strip,
    question_card,
    reason_list,
    rung_strip,
    sentence_groups,
    table_card,
    task_head,
)
from reports.pieces.grids import card_list, flow_strip, status_grid
from reports.pieces.selection import (
    by_lag,
    categories,
    of_board,
    of_kind,
    one_task,
    one_unit,
    tasks_of_unit,
    urgent_tasks,
)
from reports.pieces.tables import (
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
from reports.pieces.tiles import final_figures, intake_figures, overview_figures, task_figures, unit_figures
from reports.subjects.agenda import due_line, due_table, month_cells, month_title
from reports.subjects.alerts import (
    acting_line,
    alert_labels,
    alert_rows,
    alert_table,
    alert_units,
    chosen_alerts,
    level_words,
    must_act,
    near_labels,
    near_rows,
    reason_table,
    rung_counts,
)
from reports.subjects.asking import (
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
from reports.subjects.brands import brand_cards, brand_figures, brand_titles, evidence_of, evidence_table
from reports.subjects.classes import class_cards, verdict_table, way_words
from reports.subjects.discipline import discipline_figures, discipline_grid, discipline_line, false_titles, owed_table
from reports.subjects.evidence import ONLY_CLUES, fact_groups, fact_sources, officials
from reports.subjects.exempting import (
    GROUNDS,
    approval_line,
    exempt_figures,
    exempt_labels,
    exempt_lines,
    exempt_table,
    exemption_entry,
    exemption_faults,
    exemption_groups,
    finding_groups,
    finding_labels,
    finding_source,
    kept_line,
)
from reports.subjects.flagging import (
    CONFIRM,
    DECLINE,
    FLAG,
    added_flag,
    decisions_about,
    flag_decisions,
    flag_figures,
    flag_months,
    flag_name,
    flag_names,
    flag_place,
    flag_rows,
    flag_rules,
    flag_table,
    flag_verdicts,
    flags_of,
    given_flags,
    near_flag_labels,
    near_flag_table,
    reading_decisions,
    stray_lines,
    tie_lines,
    unreasoned,
)
from reports.subjects.indicators import (
    SCHEME,
    edited_scheme,
    index_figures,
    indicator_cells,
    kept_scheme,
    made_of,
    saved_scheme,
    scheme_changes,
    scheme_editor,
    told_difference,
    weight_table,
    what_if_table,
)
from reports.subjects.interviewing import (
    interview_cards,
    interview_choices,
    interview_grid,
    interview_line,
    interview_table,
    kept_promise,
    promise_choices,
    promise_table,
)
from reports.subjects.leading import (
    force_list,
    leader_figures,
    leader_labels,
    leader_overview,
    leader_projects,
    leaders_figures,
)
from reports.subjects.orders import (
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
from reports.subjects.periods import (
    FROZEN,
    FROZEN_CODES,
    check_rows,
    coverage_figures,
    errata_groups,
    errata_lead,
    errata_subjects,
    errata_value_table,
    frozen_form,
    joined_sources,
    months_frozen,
    months_line,
    objection_choices,
    objection_lines,
    objection_name,
    objection_tasks,
    period_labels,
    period_line,
    period_state,
    period_steps,
    period_table,
    point_table,
    source_place,
)
from reports.subjects.placing import (
    BEFORE,
    how_placed,
    lost_labels,
    named_line,
    reweighed_table,
    runs_line,
    runs_title,
    weight_names,
)
from reports.subjects.points import (
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
from reports.subjects.reckoning import (
    all_bonuses,
    bonus_line,
    month_table,
    open_table,
    proof_line,
    proof_table,
    statement_table,
)
from reports.subjects.rulebook import (
    Trial,
    activation_problem,
    activation_title,
    first_free_day,
    flag_moves,
    mark_table,
    pack_head,
    pack_titles,
    pack_versions,
    point_moves,
    rule_groups,
    trial_data,
    trial_error,
    trial_groups,
    trial_value,
)
from reports.subjects.supervising import (
    chosen_items,
    item_cards,
    item_titles,
    line_sources,
    line_table,
    stray_step_lines,
    supervision_flow,
    supervision_line,
)
from reports.subjects.visiting import (
    ageing_grid,
    cadence_line,
    leader_grid,
    open_problems,
    problem_grid,
    problem_line,
    problem_titles,
    visit_effect_line,
    visit_figures,
    visit_rows,
    visit_titles,
    with_tasks,
)
from reports.words.words import board_count, data_note, effect_line, phase_marks, plain

__all__ = [
    "BEFORE", "CONFIRM", "DECLINE", "FLAG", "FROZEN", "FROZEN_CODES", "GROUNDS", "ONLY_CLUES", "RIGHT", "SCHEME",
    "WRONG", "Source", "Trial", "account_check", "account_lines", "acting_line", "activation_problem",
    "activation_title", "added_flag", "ageing_grid", "alert_labels", "alert_rows", "alert_table", "alert_units",
    "all_bonuses", "answer_table", "answered", "approval_line", "balance_table", "balances_of", "before_and_after",
    "board_cards", "board_count", "board_waffle", "bonus_line", "bonuses_of", "brand_cards", "brand_figures",
    "brand_ranks", "brand_titles", "briefing_card", "by_lag", "cadence_line", "card_list", "categories", "cell_grid",
    "cell_table", "cells_place", "change_table", "check_list", "check_rows", "chosen_alerts", "chosen_items",
    "class_cards", "column_place", "column_question", "column_table", "coverage_figures", "data_note",
    "decision_table", "decisions_about", "definition_list", "difference_bars", "discipline_figures", "discipline_grid",
    "discipline_line", "due_line", "due_table", "edited_scheme", "effect_line", "enlarged", "errata_groups",
    "errata_lead", "errata_subjects", "errata_value_table", "evidence_of", "evidence_table", "exempt_figures",
    "exempt_labels", "exempt_lines", "exempt_table", "exemption_entry", "exemption_faults", "exemption_groups",
    "explained_parts", "fact_groups", "fact_sources", "false_titles", "figure_heat", "final_figures", "finding_groups",
    "finding_labels", "finding_source", "finding_table", "first_free_day", "flag_card", "flag_decisions",
    "flag_figures", "flag_months", "flag_moves", "flag_name", "flag_names", "flag_place", "flag_rows", "flag_rules",
    "flag_strip", "flag_table", "flag_verdicts", "flags_of", "flow_strip", "force_list", "frozen_form", "given_flags",
    "honour_sources", "how_placed", "index_figures", "index_parts", "indicator_cells", "intake_figures",
    "interview_cards", "interview_choices", "interview_grid", "interview_line", "interview_table", "item_cards",
    "item_titles", "joined_sources", "kept_line", "kept_promise", "kept_scheme", "key_figures", "lag_heat",
    "lead_line", "leader_figures", "leader_grid", "leader_labels", "leader_overview", "leader_projects",
    "leaders_figures", "level_chip", "level_strip", "level_words", "line_sources", "line_table", "load_and_lag",
    "loss_steps", "lost_labels", "made_of", "mark_table", "month_cells", "month_grid", "month_table", "month_title",
    "months_frozen", "months_line", "movement", "moving_parts", "must_act", "named_line", "named_problems",
    "near_flag_labels", "near_flag_table", "near_labels", "near_rows", "objection_choices", "objection_lines",
    "objection_name", "objection_tasks", "of_board", "of_kind", "officials", "one_task", "one_unit", "open_problems",
    "open_table", "order_cards", "order_figures", "order_form", "order_leaders", "order_page", "order_task_labels",
    "order_titles", "overview_figures", "owed_table", "pack_head", "pack_titles", "pack_versions", "period_labels",
    "period_line", "period_state", "period_steps", "period_table", "phase_marks", "phase_strip", "place_intervals",
    "plain", "plan_and_reports", "planned_against_actual", "point_balances", "point_figures", "point_moves",
    "point_table", "point_tasks", "point_units", "portfolio", "problem_grid", "problem_line", "problem_list",
    "problem_table", "problem_titles", "problems_of", "promise_choices", "promise_table", "proof_line", "proof_table",
    "question_card", "question_kind", "question_list", "race", "reading_decisions", "ready", "reason_list",
    "reason_table", "reasoned_entries", "refusal_line", "refusal_table", "reported_and_verified", "reweighed_table",
    "row_place", "rule_groups", "rung_counts", "rung_strip", "runs_line", "runs_title", "saved_scheme",
    "scheme_changes", "scheme_editor", "sentence_groups", "sheet_place", "source_place", "sources_of", "standing",
    "statement_table", "status_grid", "stray_lines", "stray_step_lines", "supervision_flow", "supervision_line",
    "sure_places", "table_card", "task_figures", "task_head", "task_labels", "task_table", "task_titles",
    "tasks_of_unit", "tie_lines", "told_difference", "trend", "trial_data", "trial_error", "trial_groups",
    "trial_value", "unit_accounts", "unit_figures", "unreasoned", "urgent_tasks", "verdict_table", "version_table",
    "version_titles", "visit_effect_line", "visit_figures", "visit_rows", "visit_table", "visit_titles", "way_words",
    "weight_names", "weight_table", "what_if_table", "with_tasks",
]  # fmt: skip
