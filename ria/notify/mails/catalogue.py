"""Every kind of mail that this product sends, by subject.

To add one: an entry in the file of its subject under `kinds`, a folder of its name under
`templates/emails` with `subject.txt`, `body.txt` and `body.html`, a section in
`docs/reference/mails.md`, and a call of `ria.outbox.enqueue` where the event happens.
"""

from __future__ import annotations

from ria.notify.mails.context import MailContext
from ria.notify.mails.kinds import accounts, deadlines, process, signoff
from ria.notify.mails.mail_kind import MailKind

_KINDS: tuple[MailKind, ...] = (
    *process.KINDS,
    *signoff.KINDS,
    *accounts.KINDS,
    *deadlines.KINDS,
)

CATALOGUE = {kind.id: kind for kind in _KINDS}
"""Every kind of mail by its id."""


def written_as(context: MailContext) -> MailKind:
    """The kind whose templates and reasons apply to a mail. A reminder becomes a digest if it
    covers several due items, or one whose reader gets digests only.
    """
    alone = len(context.items) == 1 and context.items[0].is_told_alone
    if context.message.kind == "falls_due" and context.items and not alone:
        return CATALOGUE["digest"]
    return CATALOGUE[context.message.kind]
