"""Events of the demonstration that belong to no policy: an absence, the committees' meetings."""

from __future__ import annotations

from collections.abc import Callable

from ria.demo.organisation.places import Places
from ria.demo.story.people import People
from ria.demo.story.timeline import working_day
from ria.services.accounts.absence import AbsenceInput, set_away
from ria.services.committees.meetings import set_meeting


def be_away(people: People, _places: Places) -> None:
    """The second developer is away, and the first stands in."""
    who = "developer2"
    given = AbsenceInput(
        away_from=people.today,
        away_until=people.in_days(12),
        stand_in_ref=people.refs["developer"],
    )
    actor_id, token = people.ids[who], people.token()
    set_away(people.store, ref=people.refs[who], actor_id=actor_id, given=given, token=token)


def set_meetings(people: People, places: Places) -> None:
    """The secretary sets the committees' next meetings: one for each in each of three months."""
    for number, committee_id in enumerate(sorted(places.committees.values())):
        for month in range(3):
            on = working_day(people.in_days(10 + 28 * month + number % 5))
            given = {"committee_id": committee_id, "actor_id": people.ids["secretary"]}
            set_meeting(people.store, **given, on=on, token=people.token())


EVENTS: tuple[tuple[int, Callable[[People, Places], None]], ...] = ((1, be_away), (2, set_meetings))
"""How many days ago, and what is done."""
