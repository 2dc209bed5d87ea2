"""Whether a mail is still needed and its reader may still be told. Asked again when it is sent."""

from __future__ import annotations

from sqlmodel import Session, col, select

from ria.models import (
    InvitedContributor,
    MailState,
    Message,
    Policy,
    PublishedReport,
    SignatureRequest,
    SignOff,
    User,
)
from ria.notify.mails.context import Judge, MailContext
from ria.queries.accounts.people import absent_for
from workflows.roles import Role
from workflows.stages import APPROVAL, form_stage


def always(_session: Session, _matter: MailContext) -> bool:
    """Always needed: it reports something that happened."""
    return True


def awaits_decision(_session: Session, context: MailContext) -> bool:
    """Nobody has decided yet."""
    _, assessment = context.case
    return assessment.stage in APPROVAL and context.is_of_this_stage


def in_the_same_stage(_session: Session, context: MailContext) -> bool:
    """The edition is still in the stage in which the mail was written."""
    return context.is_of_this_stage


def report_not_public(session: Session, context: MailContext) -> bool:
    """The report has not been published yet."""
    query = select(PublishedReport.id).where(
        col(PublishedReport.report_id) == context.message.details["report_id"]
    )
    return session.exec(query).first() is None


def mails_still_failed(session: Session, context: MailContext) -> bool:
    """At least one of the mails is still failed."""
    query = select(Message.id).where(
        col(Message.id).in_(context.message.details["mails"]),
        col(Message.state) == MailState.FAILED,
    )
    return session.exec(query).first() is not None


def awaits_signature(session: Session, context: MailContext) -> bool:
    """The signature has not been given by anybody, and the stage has not passed."""
    _, assessment = context.case
    if not context.is_of_this_stage:
        return False
    query = select(SignOff.id).where(
        col(SignOff.assessment_id) == assessment.id,
        col(SignOff.stage) == form_stage(assessment.stage),
        col(SignOff.kind) == context.message.details.get("signature"),
        col(SignOff.signed_at) >= assessment.in_stage_since,
    )
    return session.exec(query).first() is None


def still_due(_session: Session, context: MailContext) -> bool:
    """Something is still due, from the reader or from others."""
    return bool(context.items) or context.is_due_with_others


def has_items(_session: Session, context: MailContext) -> bool:
    """Something is still due from the reader."""
    return bool(context.items)


def has_no_password(_session: Session, context: MailContext) -> bool:
    """The reader has not chosen a password yet."""
    return not context.recipient.password


def holds(*roles: Role) -> Judge:
    """The reader still has one of these roles."""

    def judge(_session: Session, context: MailContext) -> bool:
        return any(grant.role in roles for grant in context.recipient.grants)

    return judge


def readers(session: Session, context: MailContext) -> frozenset[int]:
    """The reader, and those for whom they stand in today."""
    assert context.recipient.id is not None
    absent = absent_for(session, context.recipient.id, context.today)
    return absent | {context.recipient.id}


def answers_for_it(session: Session, context: MailContext) -> bool:
    """The reader is the policy's owner or deputy, submitted the form, stands in for one of them, or
    is the equality adviser; or is a member of the Strategy Unit, while neither owner nor deputy can
    be reached.
    """
    policy, assessment = context.case
    authors = (policy.owner_id, policy.deputy_id, assessment.submitted_by)
    is_adviser = any(grant.role is Role.ADVISER for grant in context.recipient.grants)
    if is_adviser or any(reader in authors for reader in readers(session, context)):
        return True
    return is_of_the_unit(session, context) and not reached_keepers(session, policy)


def answers_or_decides(session: Session, context: MailContext) -> bool:
    """The reader is responsible for the policy, or is a member of the Strategy Unit."""
    return is_of_the_unit(session, context) or answers_for_it(session, context)


def was_asked(session: Session, context: MailContext) -> bool:
    """The reader is still asked for the signature."""
    _, assessment = context.case
    query = select(SignatureRequest.id).where(
        col(SignatureRequest.assessment_id) == assessment.id,
        col(SignatureRequest.asked_id) == context.recipient.id,
    )
    return session.exec(query).first() is not None


def has_it_in_hand(_session: Session, context: MailContext) -> bool:
    """The reader still holds the claim on it."""
    _, assessment = context.case
    return assessment.claimed_by == context.recipient.id


def was_invited(session: Session, context: MailContext) -> bool:
    """The reader is still invited to contribute to this edition."""
    _, assessment = context.case
    query = select(InvitedContributor.id).where(
        col(InvitedContributor.assessment_id) == assessment.id,
        col(InvitedContributor.user_id) == context.recipient.id,
    )
    return session.exec(query).first() is not None


def reached_keepers(session: Session, policy: Policy) -> list[User]:
    """The owner and the deputy, as far as mail reaches them."""
    ids = [user_id for user_id in (policy.owner_id, policy.deputy_id) if user_id is not None]
    return [user for user_id in ids if (user := session.get_one(User, user_id)).is_reached]


def is_of_the_unit(session: Session, context: MailContext) -> bool:
    """The reader is a member of the Strategy Unit."""
    return holds(Role.STRATEGY_UNIT)(session, context)
