"""各镇 means every town: who then answers, and who does not."""

import pandas as pd
import pytest

from analysis.facts.collective import everyone_named, sequence_named, without_collectives

UNITS = pd.DataFrame(
    {"unit": ["太和镇", "太平镇", "区教育局", "各镇"], "kind": ["镇", "镇", "部门", "其他"]},
)


def duties(*rows):
    return pd.DataFrame(rows, columns=["task", "role", "name"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("各镇", "镇"), ("各镇人民政府", "镇"), ("各镇(街)", "镇"), ("全区各乡镇", "镇"), ("各镇街", "镇"),
        ("区直各单位", "部门"), ("各部门", "部门"),
        ("各有关镇", None), ("区直有关单位", None), ("各成员单位", None), ("太和镇", None),
    ],
)  # fmt: skip
def test_only_words_for_all_of_a_sequence_stand_for_it(name, kind):
    assert sequence_named(name) == kind


def test_every_town_answers_where_all_of_them_are_named_and_none_twice():
    told = everyone_named(
        duties((0, "lead_unit", "各镇"), (0, "lead_unit", "太平镇"), (1, "leader", "各镇"), (1, "town", "太和镇")),
        UNITS,
    )
    assert told.to_numpy().tolist() == [
        [0, "lead_unit", "太和镇"], [0, "lead_unit", "太平镇"], [1, "leader", "各镇"], [1, "town", "太和镇"],
    ]  # fmt: skip


def test_a_sequence_of_which_no_unit_is_known_stays_a_name():
    people = duties((0, "lead_unit", "各镇"))
    nobody = UNITS[UNITS["kind"].eq("部门")]
    assert everyone_named(people, nobody).equals(people)
    assert without_collectives(UNITS[UNITS["unit"].eq("各镇")])["unit"].tolist() == ["各镇"]


def test_nothing_changes_where_nobody_stands_for_all():
    people = duties((0, "lead_unit", "太和镇"), (0, "town", "太和镇"))
    assert everyone_named(people, UNITS).equals(people)
    assert without_collectives(UNITS)["unit"].tolist() == ["太和镇", "太平镇", "区教育局"]
