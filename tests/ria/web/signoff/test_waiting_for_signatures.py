"""While an approval waits for signatures: who holds it, and what a committee decides about a
project.
"""

from __future__ import annotations

from forms.answers.display import day_in_words
from ria.models import Committee, SignatureKind, SignOff
from ria.queries.assessment.editions import policy_by_reference
from tests.ria import road
from tests.ria.web.signoff.test_signing import MEETING, at_field, day, high, page_of, plan, signing
from workflows.review_cycle import add_months

__all__ = ["high", "plan"]


def test_of_a_project_the_committee_sets_the_day_of_its_review(site):
    world = site.world
    edition = road.in_monitoring_plan(world, subject_type="project")
    plan_answers = road.ANSWERS["monitoring_plan"](road.HIGH)
    road.fill_form(world, edition, "monitoring_plan", plan_answers)
    road.hand_in(world, edition)
    today = world.clock.now().date()
    latest, usual = add_months(world.row(edition).assessed_on, 36), add_months(today, 12)
    secretary, address = site.visitor("secretary"), signing(edition, "committee")
    secretary.get(address)
    assert f"No later than {day_in_words(latest)}" in secretary.text()
    assert f"If you leave it empty it is {day_in_words(usual)}" in secretary.text()
    assert secretary.page.find(attrs={"name": "interval_months"}) is None
    too_late = {**MEETING, **day("decided_on", today), **day("review_on", add_months(latest, 1))}
    secretary.submit(too_late, action=address, status=422)
    assert list(at_field(secretary)) == ["#review_on-day"]
    assert "no later than" in at_field(secretary)["#review_on-day"]
    wanted = add_months(today, 9)
    secretary.submit(day("review_on", wanted), action=address)
    assert world.all(SignOff)[-1].review_on == wanted
    secretary.get(page_of(edition, "decision"))
    assert f"Post-implementation review on {day_in_words(wanted)}" in secretary.text()
    decider = site.visitor("strategy", "10.0.0.7")
    decider.get(page_of(edition, "decision"))
    assert f"post-implementation review by {day_in_words(wanted)}" in decider.text()
    with world.store.read_session() as session:
        committee_id = policy_by_reference(session, edition.reference).committee_id
    secretary.get(f"/committees/{committee_id}/agenda")
    assert f"Post-implementation review on {day_in_words(wanted)}" in secretary.text()


def test_the_panel_says_with_whom_it_is_while_an_approval_waits(site, high, plan):
    world = site.world
    visitor = site.visitor("strategy", "10.0.0.8")

    def panel(edition):
        visitor.get(f"/policies/{edition.reference}")
        return " ".join(visitor.page.select_one(".ria-now").text.split())

    assert "Now with those asked to sign" in panel(high)
    assert "Must sign the assessment form by" in panel(high)
    assert "Then: the Strategy Unit approves or returns it." in panel(high)
    for who in ("adviser", "legal"):
        road.sign_as(world, high, "assessment", who, SignatureKind(who))
    assert "Now with the Strategy Unit" in panel(high)
    assert "Must decide on the assessment form by" in panel(high)
    with world.store.read_session() as session:
        committee = session.get_one(Committee, world.committee_id).name
    assert f"Now with {committee}" in panel(plan)
    assert "Must decide on the monitoring plan form by" in panel(plan)
