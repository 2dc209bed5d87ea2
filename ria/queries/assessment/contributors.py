"""Who works on an edition: its owner and deputy, whoever was invited, and who wrote what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ria.models import Assessment, Comment, Contributor, InvitedContributor, Policy, User
from ria.queries.accounts.people import active_people
from workflows.stages import Stage


@dataclass(frozen=True)
class Worker:
    """One contributor to an edition. `forms` are those they wrote in. `invited_at` is None for
    people who were not invited, or are no longer.
    """

    ref: str
    name: str
    part: str
    forms: tuple[Stage, ...]
    invited_at: datetime | None = None


def workers(session: Session, policy: Policy, assessment: Assessment) -> list[Worker]:
    """The owner, the deputy, the invited in order of invitation, then other contributors."""
    invited = session.exec(
        select(InvitedContributor)
        .where(col(InvitedContributor.assessment_id) == assessment.id)
        .order_by(col(InvitedContributor.id))
    ).all()
    wrote = session.exec(
        select(Contributor)
        .where(col(Contributor.assessment_id) == assessment.id)
        .order_by(col(Contributor.id))
    ).all()
    since = {row.user_id: row.invited_at for row in invited}
    parts = {row.user_id: "Contributed" for row in wrote}
    parts |= dict.fromkeys(since, "Invited")
    parts |= {policy.deputy_id: "Deputy"} if policy.deputy_id else {}
    parts[policy.owner_id] = "Owner"
    users = {
        user.id: user for user in session.exec(select(User).where(col(User.id).in_(list(parts))))
    }
    order = ("Owner", "Deputy", "Invited", "Contributed").index
    return [
        Worker(
            ref=users[user_id].ref,
            name=users[user_id].name,
            part=part,
            forms=tuple(Stage(row.stage) for row in wrote if row.user_id == user_id),
            invited_at=since.get(user_id),
        )
        for user_id, part in sorted(parts.items(), key=lambda pair: order(pair[1]))
    ]


def who_can_be_invited(session: Session, listed: list[Worker]) -> dict[str, str]:
    """Return everybody with an active account who is not a contributor yet, by reference."""
    there = {worker.ref for worker in listed if worker.part != "Contributed"}
    return {user.ref: user.name for user in active_people(session) if user.ref not in there}


def comments_on(
    session: Session, assessment_id: int, form: str, question: str
) -> list[tuple[Comment, str]]:
    """Every comment on a question with its author's name, oldest first, resolved ones too."""
    query = (
        select(Comment, User.name)
        .join(User, col(User.id) == col(Comment.author_id))
        .where(
            col(Comment.assessment_id) == assessment_id,
            col(Comment.form) == form,
            col(Comment.question) == question,
        )
        .order_by(col(Comment.id))
    )
    return [(comment, name) for comment, name in session.exec(query)]
