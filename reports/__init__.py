"""Numbers as people see them: figures, tables, cards, sentences. A table in; a figure, a table or text out."""

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
from reports.canvas import ready
from reports.cards import (
    briefing_card,
    cell_grid,
    definition_list,
    key_figures,
    lead_line,
    level_chip,
    phase_strip,
    question_card,
    reason_list,
    table_card,
    task_head,
)
from reports.curve import plan_and_reports
from reports.heat import lag_heat
from reports.leaders import load_and_lag
from reports.overview import movement
from reports.parts import index_parts
from reports.racing import race, trend
from reports.ranking import standing
from reports.selection import by_lag, categories, of_board, of_kind, one_task, one_unit, tasks_of_unit, urgent_tasks
from reports.slope import portfolio
from reports.tables import (
    Source,
    cell_table,
    change_table,
    explained_parts,
    finding_table,
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
    "RIGHT", "WRONG", "Source", "answer_table", "answered", "board_count", "board_waffle", "briefing_card", "by_lag",
    "categories", "cell_grid", "cell_table", "cells_place", "change_table", "column_place", "column_question",
    "column_table", "data_note", "decision_table", "definition_list", "effect_line", "explained_parts",
    "finding_table", "index_parts", "intake_figures", "key_figures", "lag_heat", "lead_line", "level_chip",
    "load_and_lag", "movement", "of_board", "of_kind", "one_task", "one_unit", "order_form", "overview_figures",
    "phase_marks", "phase_strip", "plain", "plan_and_reports", "planned_against_actual", "portfolio", "problem_table",
    "question_card", "question_kind", "question_list", "race", "ready", "reason_list", "refusal_line", "refusal_table",
    "row_place", "sheet_place", "sources_of", "standing", "table_card", "task_figures", "task_head", "task_labels",
    "task_table", "task_titles", "tasks_of_unit", "trend", "unit_figures", "urgent_tasks", "version_table",
    "version_titles", "visit_table",
]  # fmt: skip
