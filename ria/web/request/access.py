"""Access control: every view declares its permission, and everything else is refused.

`requires` marks a view. `refuse_undeclared` stops the app from starting with an unmarked view, and
`guard` refuses it anyway. A permission on one policy is checked where the policy is loaded, by
`the_policy` or `the_assessment`. They answer 404 both for what does not exist and for what this
person may not see, and 403 for what they may see but not do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from flask import Flask, current_app, g, request
from werkzeug.exceptions import Forbidden, NotFound

from ria.models import Assessment, Policy
from ria.permissions.map import Permission, may
from ria.permissions.person import Person, Subject
from ria.queries.assessment.editions import latest_assessment, policy_by_reference
from ria.queries.assessment.subject import subject_of
from ria.web.request.identity import load_person
from ria.web.request.session import read_session

View = TypeVar("View", bound=Callable[..., object])
_MARK = "ria_permission"

ABOUT_A_POLICY = frozenset(
    {
        Permission.POLICY_CHANGE,
        Permission.POLICY_PLACE,
        Permission.POLICY_HANDOVER,
        Permission.EDITION_OPEN,
        Permission.DRAFT_READ,
        Permission.ANSWERS_EDIT,
        Permission.DECISION_TAKE,
        Permission.COMMENT_WRITE,
        Permission.CONTRIBUTORS_INVITE,
        Permission.SIGNATURE_ASK,
        Permission.SIGN_SECOND,
        Permission.SIGN_ADVISER,
        Permission.SIGN_LEGAL,
        Permission.SIGN_COMMITTEE,
        Permission.SIGN_UNIT,
        Permission.COMMITTEE_AGENDA,
        Permission.EVIDENCE_ADD,
        Permission.REMINDERS_PAUSE,
        Permission.REPORT_FILE,
    }
)
"""Permissions on a single policy, checked when it is loaded and not by `guard`."""


class UndeclaredRoute(Exception):
    """A route declares no permission. The app does not start."""


@dataclass(frozen=True)
class SeenPolicy:
    """A policy this person may see, with its leading edition and what the permission rules know of
    both.
    """

    policy: Policy
    assessment: Assessment | None
    subject: Subject
    person: Person

    def may(self, permission: Permission) -> bool:
        """Whether this person may do this to this policy."""
        return may(permission, self.person, self.subject)


@dataclass(frozen=True)
class SeenAssessment(SeenPolicy):
    """An edition of a policy's assessment, loaded through its policy."""

    assessment: Assessment


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it requires."""

    def mark(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission an endpoint's view was marked with."""
    return cast("Permission | None", getattr(app.view_functions[endpoint], _MARK, None))


def refuse_undeclared(app: Flask) -> None:
    """Raise `UndeclaredRoute` if any route's view names no permission."""
    for rule in app.url_map.iter_rules():
        if permission_of(app, rule.endpoint) is None:
            raise UndeclaredRoute(f"{rule.rule} ({rule.endpoint}) names no permission")


def current_person() -> Person | None:
    """Return the person signed in, with their present roles; None for the public."""
    if "ria_person" not in g:
        g.ria_person = load_person()
    return cast("Person | None", g.ria_person)


def known_person() -> Person | None:
    """Return the person if this request has already loaded them: error pages never query the
    database.
    """
    return cast("Person | None", g.get("ria_person"))


def signed_in() -> Person:
    """Return the person signed in, for views that require one."""
    person = current_person()
    if person is None:
        raise Forbidden
    return person


def guard() -> bool:
    """Check access before the view. Returns True if the person must sign in first.

    Raises `Forbidden` for a view without a permission, and for a permission this person lacks.
    """
    if request.endpoint is None:
        if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
            current_person()  # so that the page "not found" keeps its navigation
        return False
    permission = permission_of(current_app, request.endpoint)
    if permission is None:
        raise Forbidden
    if permission is Permission.PUBLIC:
        return False
    person = current_person()
    if person is None:
        return True
    if permission not in ABOUT_A_POLICY and not may(permission, person):
        raise Forbidden
    return False


def _needed_here() -> Permission:
    """The permission that the present route declares."""
    assert request.endpoint is not None
    permission = permission_of(current_app, request.endpoint)
    assert permission is not None  # `guard` has seen to it
    return permission


def the_policy(reference: str, permission: Permission | None = None) -> SeenPolicy:
    """The policy with this reference, for somebody with this permission on it (by default the
    route's own). 404 if there is none this person may see, else 403.
    """
    person, permission = signed_in(), permission or _needed_here()
    policy = policy_by_reference(read_session(), reference)
    if policy is None or policy.id is None:
        raise NotFound
    assessment = latest_assessment(read_session(), policy.id)
    subject = subject_of(read_session(), policy, assessment)
    if not may(permission, person, subject):
        raise (Forbidden if may(Permission.POLICY_SUMMARY, person, subject) else NotFound)
    return SeenPolicy(policy, assessment, subject, person)


def the_assessment(assessment_id: int, permission: Permission | None = None) -> SeenAssessment:
    """The edition with this id, for somebody with this permission on it (by default the route's
    own). 404 if there is none whose draft this person may read, else 403.
    """
    person, permission = signed_in(), permission or _needed_here()
    assessment = read_session().get(Assessment, assessment_id)
    policy = read_session().get(Policy, assessment.policy_id) if assessment is not None else None
    if assessment is None or policy is None:
        raise NotFound
    subject = subject_of(read_session(), policy, assessment)
    if not may(permission, person, subject):
        raise (Forbidden if may(Permission.DRAFT_READ, person, subject) else NotFound)
    return SeenAssessment(policy, assessment, subject, person)
