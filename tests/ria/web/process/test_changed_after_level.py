"""What the page of a decision lists as changed once the computed level was known."""

from __future__ import annotations

from tests.forms.samples import by_section
from workflows.actions import Action


def test_what_was_changed_before_the_level_could_be_shown_is_not_listed(site):
    world, answers = site.world, by_section("media_policy")
    edition = world.in_screening()
    world.save("author", edition, "proposal", answers.pop("proposal"))
    world.save("author", edition, "reach", {**answers["reach"], "scale": "under_100"})
    for section, given in answers.items():
        world.save("author", edition, section, given, seen=int(section == "reach"))
    world.act("author", edition, Action.SUBMIT)
    decider = site.visitor("strategy")
    decider.get(f"/assessments/{edition.assessment_id}/decision")
    assert "Level that counts" in decider.text()
    assert "Changed after the level was seen" not in decider.text()
