"""Tables as CSV: nothing in a cell is run, and nothing is lost."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from ria.exchange.spreadsheet import FORMULA, as_csv

CELLS = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers(), st.none())


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_cell_is_read_back_and_none_is_a_formula(rows):
    head, *read = csv.reader(io.StringIO(as_csv(("one", "two"), rows), newline=""))
    assert head == ["one", "two"]
    flat = [cell for row in rows for cell in map(str, row)]
    back = [cell for row in read for cell in row]
    assert [cell.removeprefix("'") for cell in back] == [cell.removeprefix("'") for cell in flat]
    assert not any(cell.startswith(FORMULA) for cell in back)
