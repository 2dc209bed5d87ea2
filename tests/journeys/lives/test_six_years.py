"""Six years of a policy, with every mail: who is told, when, why, and once.

`six_years.txt` has a line for each thing that a mail told: the day, to whom, about what. It was
read line by line against sections 4 and 5 of the process:

- The ladder is 90, 30 and 7 days before and the day itself, brought forward to a working day;
  after it +1 to the owner, then weekly, which a high level halves: +4, +7 (with the chair), +11,
  +14, +15 (with Strategy Unit and adviser) and so on. Good Friday 2027 and the bank holidays of
  2026 move steps.
- What is filed, decided or revoked is told of no more: the report of December ends with its
  filing on the 10th, the review of 2028 on the day it is decided, everything with the revocation
  but the task to end the policy's use, and that on the day its end is recorded.
- A holding report moves the ladder to the new day. An earlier step that was told is not told
  again.
- The system begins the reviews ninety days before. The review of 2027 called for a change, so
  that the new edition is due in its place until it is published. The first edition's reports stay
  due till then.
- Publishing a report is with the Strategy Unit: its two members, in the owner's place.
- The owner is told of each approval; adviser, legal adviser, chair and secretary when they are
  asked.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from flask import request

from ria.models import StageChange
from ria.notify.delivery.deliver import deliver
from ria.services.deadlines.rebuild import rebuild_schedule
from tests.journeys.lives.six_years import live
from tests.journeys.lives.years import Years
from tests.ria.building import build_world
from tests.ria.web.conftest import build_site
from workflows.stages import Stage

TABLE = Path(__file__).with_name("six_years.txt")
BEGIN = dt.datetime(2026, 2, 27, 12, tzinfo=dt.UTC)


@pytest.fixture
def years(either_database, tmp_path, smtp_sink):
    world = build_world(either_database, tmp_path / "data", at=BEGIN, smtp_url=smtp_sink.url)
    site = build_site(world)
    let_mails_go_out(site)
    yield Years(site, smtp_sink)
    world.store.close()


def let_mails_go_out(site):
    """Whatever people do sends its mails ten seconds later at most."""

    @site.app.after_request
    def go_out(response):
        if request.method == "POST":
            deliver(site.world.store)
        return response


@pytest.mark.long  # `test_whole_life` lives through six years each time
@pytest.mark.timeout(600)
def test_every_mail_of_six_years(years, tmp_path):
    live_and_assert(years, tmp_path)


def live_and_assert(years, folder):
    """Live the six years; every mail went out once, and the first edition ended with the second's
    publication. `folder` gets the table, to look at when it is not as wanted."""
    try:
        live(years)
    finally:
        table = years.table()
        (folder / TABLE.name).write_text("\n".join(table) + "\n")
    wanted = [line for line in TABLE.read_text().splitlines() if line and line[0] != "#"]
    assert [line for line, times in Counter(table).items() if times > 1] == []
    assert table == wanted
    changes = [(one.assessment_id, one.to_stage) for one in years.site.world.all(StageChange)]
    first, second = sorted({assessment_id for assessment_id, _ in changes})
    ended = changes.index((first, Stage.SUPERSEDED))
    assert changes.index((second, Stage.CURRENT)) == ended + 1
    assert rebuild_schedule(years.site.world.store) == []
    assert years.site.world.faults() == []
