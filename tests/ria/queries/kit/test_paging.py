"""Pages of long lists."""

from __future__ import annotations

import pytest

from ria.queries.kit.paging import From, sliced


@pytest.mark.parametrize(
    ("found", "start", "rows", "after", "before"),
    [
        ([], From(), [], None, None),
        ([1, 2], From(), [1, 2], None, None),
        ([1, 2, 3], From(), [1, 2], 2, None),
        ([3, 4], From(after=2), [3, 4], None, 3),
        ([3, 4, 5], From(after=2), [3, 4], 4, 3),
        ([4, 3, 2], From(before=5), [3, 4], 4, 3),
        ([2, 1], From(before=3), [1, 2], 2, None),
        ([], From(after=9), [], None, None),
    ],
)
def test_a_page_knows_its_neighbours(found, start, rows, after, before):
    page = sliced(found, start, lambda row: row, size=2)
    assert (page.rows, page.after, page.before) == (rows, after, before)
