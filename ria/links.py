"""The addresses of pages: absolute in mails and feeds, built from RIA_BASE_URL and never from a
request's Host header; only their paths within the pages themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Links:
    """Builds the addresses of pages below a base address."""

    base_url: str

    def to(self, path: str) -> str:
        """The address of a path that begins with a slash."""
        return f"{self.base_url}{path}"

    @property
    def host(self) -> str:
        """The host of the base address."""
        return urlsplit(self.base_url).hostname or "localhost"

    def calendar(self, token: str) -> str:
        """A person's private calendar."""
        return self.to(f"/calendar/{quote(token, safe='')}.ics")

    def work(self) -> str:
        """A person's own work."""
        return self.to("/work")

    def policy(self, reference: str) -> str:
        """A policy's page."""
        return self.to(f"/policies/{quote(reference, safe='')}")

    def decision(self, assessment_id: int) -> str:
        """The page on which an approval is decided."""
        return self.to(f"/assessments/{assessment_id}/decision")

    def stage(self, assessment_id: int, stage: str) -> str:
        """The task list of a stage's form."""
        return self.to(f"/assessments/{assessment_id}/{stage}")

    def signatures(self, assessment_id: int) -> str:
        """The page on which signatures are asked for."""
        return self.to(f"/assessments/{assessment_id}/signatures")

    def sign(self, assessment_id: int, kind: str) -> str:
        """The page on which a signature is given."""
        return self.to(f"/assessments/{assessment_id}/signatures/{kind}")

    def condition(self, assessment_id: int, condition_id: int) -> str:
        """The page of a condition, on which it is recorded as met."""
        return self.to(f"/assessments/{assessment_id}/conditions/{condition_id}")

    def ratification(self, assessment_id: int, item: int) -> str:
        """The page on which a committee's decision to ratify an urgent action is recorded."""
        return self.to(f"/assessments/{assessment_id}/ratification/{item}")

    def reports(self, assessment_id: int) -> str:
        """The monitoring reports of an edition."""
        return self.to(f"/assessments/{assessment_id}/reports")

    def report_to_publish(self, assessment_id: int, report_id: int) -> str:
        """The page on which a monitoring report is checked and published."""
        return self.to(f"/assessments/{assessment_id}/reports/{report_id}/publish")

    def welcome(self, token: str) -> str:
        """The page on which a person sets a password, through a link that works once."""
        return self.to(f"/welcome/{quote(token, safe='')}")

    def register(self, reference: str) -> str:
        """A policy's public page."""
        return self.to(f"/register/{quote(reference, safe='')}")


PATHS = Links("")
"""The same addresses as paths, for links and redirects between our own pages."""
