"""Where two answers differ: only the rows, the groups and the cells that do."""

from __future__ import annotations

from forms.answers.differences import Part, changed_parts
from tests.forms.samples import form_set, screening, screening_answers

LIMBS = screening().question("race_effects")


def test_only_the_group_and_the_cell_that_changed_are_told():
    old = screening_answers("stop_and_search")["race_effects"]
    group = next(iter(old))
    changed = {**old, group: {**old[group], "about": "no", "advance": "no"}}
    changed[group]["disadvantage"] = "no"
    (part,) = changed_parts(LIMBS, old, changed)
    assert part.title == next(g.label for g in LIMBS.groups if g.value == group)
    told = {key for key in changed[group] if changed[group][key] != old[group].get(key)}
    assert len(part.after) == len(told & {column.key for column in LIMBS.columns})
    assert changed_parts(LIMBS, old, old) == ()


def test_a_group_added_or_taken_out_is_told_by_its_name():
    old = screening_answers("stop_and_search")["race_effects"]
    group = next(iter(old))
    less = {key: row for key, row in old.items() if key != group}
    (gone,) = changed_parts(LIMBS, old, less)
    (come,) = changed_parts(LIMBS, less, old)
    assert gone.after == come.before == ("Not answered",)
    assert gone.before == come.after and gone.title == come.title != ""


def test_a_row_is_known_again_by_its_id():
    changes = form_set("consultation").question("changes")
    rows = [
        {"id": f"r{n}", "change": f"Change number {n}.", "accepted": "yes", "due": "2027-01-01"}
        for n in (1, 2, 3)
    ]
    (gone,) = changed_parts(changes, rows, rows[1:])
    assert gone.title == "A row taken out" and "Change number 1." in gone.before[0]
    later = [rows[0], {**rows[1], "due": "2027-02-01"}, rows[2]]
    assert changed_parts(changes, rows, later) == (
        Part("Row 2", ("By when? 1 January 2027",), ("By when? 1 February 2027",)),
    )


def test_a_plain_answer_is_told_whole():
    scale = screening().question("scale")
    (part,) = changed_parts(scale, "under_100", None)
    assert part == Part("", ("Fewer than 100",), ("Not answered",))
