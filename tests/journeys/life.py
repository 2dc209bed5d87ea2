"""The steps of a policy's life, taken page by page as a person takes them."""

from __future__ import annotations

from tests.ria.building import Edition
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site
from tests.ria.web.filling import REGISTRATION, address, fill_in

RETURN = {
    "decision": "return",
    "return_reason": "Say for whom the policy is.",
    "due_on-day": "4",
    "due_on-month": "1",
    "due_on-year": "2027",
}


def register_and_start(author: Visitor, title: str, **fields: str) -> Edition:
    """Register a policy and start its screening from its page."""
    author.get("/policies/new")
    author.submit({**REGISTRATION, "title": title, **fields}, action="/policies/new")
    page = author.response.headers["Location"]
    author.follow()
    (start,) = [f for f in author.page.find_all("form") if f["action"].endswith("/start")]
    author.submit(action=start["action"])
    _, _, number, _ = author.response.headers["Location"].split("/")
    author.follow()
    return Edition(page.rpartition("/")[2], int(number))


def hand_in(author: Visitor, edition: Edition) -> None:
    """Submit the form from its "check your answers" page."""
    author.get(address(edition, "check"))
    author.submit(action=address(edition))
    author.follow()


def decide(visitor: Visitor, edition: Edition, fields: dict[str, str], status: int = 303) -> None:
    """Send the form of the decision page."""
    page = f"/assessments/{edition.assessment_id}/decision"
    visitor.get(page)
    visitor.submit(fields, action=page, status=status)


def comment(visitor: Visitor, edition: Edition, question: str, text: str) -> None:
    """Comment on an answer on the decision page."""
    page = f"/assessments/{edition.assessment_id}"
    visitor.get(f"{page}/decision")
    form = visitor.form(f"{page}/decision")
    fields = {**visitor.filled(form), f"comment-{question}": text}
    visitor.post(f"{page}/comments?question={question}", fields)


def sign_second(unit: Visitor, signer: Visitor, edition: Edition, ref: str) -> None:
    """The Strategy Unit asks for a second signature, and it is given."""
    asking = f"/assessments/{edition.assessment_id}/signatures"
    unit.get(asking)
    unit.submit({"kind": "second", "asked": ref}, action=asking)
    signer.get(f"{asking}/second")
    typed = {"verdict": "agree", "reason": "I would have come to the same level."}
    signer.submit(typed, action=f"{asking}/second")


def to_assessment(site: Site) -> Edition:
    """A policy screened, returned with a comment, mended, handed in again and approved."""
    author, unit = site.visitor("author"), site.visitor("strategy")
    edition = register_and_start(author, "Contacts with the press and the public")
    fill_in(author, edition, "media_policy", site.world.refs["author"])
    hand_in(author, edition)
    comment(unit, edition, "purpose", "For whom is it?\r\nThe public should see that.")
    decide(unit, edition, RETURN)
    author.get(address(edition, "purpose"))
    better = author.filled(author.form(address(edition, "purpose")))["purpose"][0]
    dealt_with = author.page.select_one('#answers button[value^="dealt-with-"]')["value"]
    typed = {"purpose": f"{better} It is for reporters and for the public.", "then": dealt_with}
    author.submit(typed, action=address(edition, "purpose"))
    hand_in(author, edition)
    decide(unit, edition, {"decision": "approve", "due_regard": "yes"})
    return edition


def to_screened_out(site: Site) -> Edition:
    """A policy found not relevant, with a second signature, and published so."""
    author, unit = site.visitor("author"), site.visitor("strategy")
    edition = register_and_start(author, "Patching of servers")
    fill_in(author, edition, "server_patching", site.world.refs["author"])
    hand_in(author, edition)
    decide(unit, edition, {"decision": "approve", "due_regard": "yes"}, status=422)
    sign_second(unit, site.visitor("adviser"), edition, site.world.refs["adviser"])
    decide(unit, edition, {"decision": "approve", "due_regard": "yes"})
    return edition
