"""Uploaded files, for those who may read their policy's drafts or see their source."""

from __future__ import annotations

import re

from flask import Blueprint, Response
from sqlmodel import col, select
from werkzeug.exceptions import NotFound

from ria.models import Policy, StoredFile
from ria.permissions.map import Permission
from ria.queries.evidence.access import permission_for
from ria.queries.evidence.evidence import source_of_file
from ria.web.evidence.send import as_attachment
from ria.web.request.access import requires, the_policy
from ria.web.request.session import read_session

pages = Blueprint("downloads", __name__)

_KEY = re.compile(r"[0-9a-f]{40}")


@pages.get("/files/<key>")
@requires(Permission.DRAFT_READ)
def download(key: str) -> Response:
    """Send a file as it was uploaded, never shown in the browser. 404 both for a file that does not
    exist and for one that this person may not read; 410 for one that no longer has the contents
    that were uploaded.
    """
    return as_attachment(_file(key))


def _file(key: str) -> StoredFile:
    if not _KEY.fullmatch(key):
        raise NotFound
    row = (
        read_session()
        .exec(select(StoredFile, Policy).join(Policy).where(col(StoredFile.key) == key))
        .first()
    )
    if row is None:
        raise NotFound
    found, policy = row
    if not the_policy(policy.reference, Permission.POLICY_SUMMARY).may(_wanted(found, policy)):
        raise NotFound
    return found


def _wanted(found: StoredFile, policy: Policy) -> Permission:
    """The permission needed to read this file: that of a source's audience, or else that of the
    policy's drafts.
    """
    assert found.id is not None
    evidence = source_of_file(read_session(), found.id)
    return permission_for(evidence, policy) if evidence is not None else Permission.DRAFT_READ
