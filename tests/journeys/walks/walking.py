"""A random walk: people of every role do what they may and what they may not, over HTTP."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from random import Random

from ria.models import Evidence
from ria.notify.reminders.tick import tick
from ria.services.deadlines.rebuild import rebuild_schedule
from tests.forms import samples
from tests.journeys.walks.check import ALLOWED, REFUSED, Seen, faults, look, public_faults
from tests.journeys.walks.steps import Post, Walked
from tests.journeys.walks.wild import AnyMoves
from tests.ria import road
from tests.ria.building import Edition, World
from tests.ria.web.client import Visitor
from tests.ria.web.conftest import Site
from workflows.stages import OPEN, Stage

AT_ONCE = 5
EVERY = 50


class Walk:
    """One walk from one seed. `reached` and `answers` count what came about."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.seed, self.dice = site, seed, Random(seed)
        self.world: World = site.world
        self.visitors: dict[str, Visitor] = {}
        self.tokens: dict[str, str] = {}
        self.answers: Counter[tuple[str, int]] = Counter()
        self.log: list[str] = []
        self.walked, sources = begin(self.world)
        self.moves = AnyMoves(self.world, self.dice, sources)
        for who in ("", *self.world.ids):
            self._visitor(who)  # a sign-in is put on record too
        self.seen: Seen = look(self.world)
        self.began = set(self.seen.changes)

    def take(self, steps: int) -> None:
        """Take so many steps, each checked; the chain and the register every 50."""
        for number in range(1, steps + 1):
            self._step(number)
            if number % EVERY == 0:
                self._check_all()
        self._check_all()
        assert rebuild_schedule(self.world.store) == []  # the schedule is what the history says

    def _step(self, number: int) -> None:
        post = self._choose()
        if post.days:
            self.world.clock.at += dt.timedelta(days=post.days)
            tick(self.world.store)
            self.seen = look(self.world)
        status, where = self._send(post)
        self.log.append(f"{number}: {post.who or 'anonymous'} {post.name} {post.path} {status}")
        self.answers[post.name, status] += 1
        after = look(self.world)
        broken = faults(self.world, status, self.seen, after)
        assert not broken, self._story(post, broken)
        self.seen = after
        if post.name == "register" and status == 303:
            self._follow(where, str(post.fields["title"]))

    def _choose(self) -> Post:
        """Three times in five what makes sense next, mostly with one of the first few policies
        on their way, so that some come far; else anything, with any policy."""
        if self.dice.random() < 0.4:
            return self.moves.wild(self.dice.choice(self.walked))
        going = [one for one in self.walked if not self._at_an_end(one)][:AT_ONCE]
        if len(going) < AT_ONCE:
            return self.moves.registration()
        return self.moves.sensible(self.dice.choice(going))

    def _at_an_end(self, walked: Walked) -> bool:
        stage = self.seen.editions[walked.edition.assessment_id]["stage"]
        return stage not in OPEN

    def _send(self, post: Post) -> tuple[int, str]:
        visitor = self._visitor(post.who)
        fields = {"csrf_token": self.tokens[post.who], "token": secrets.token_hex(16)}
        response = visitor._send("POST", post.path, data={**fields, **post.fields})
        return response.status_code, response.headers.get("Location", "")

    def _visitor(self, who: str) -> Visitor:
        if who not in self.visitors:
            visitor = self.visitors[who] = self.site.visitor(who, f"10.0.0.{len(self.visitors)}")
            visitor.get("/work" if who else "/sign-in")
            form = visitor.page.find("form", method="post")
            self.tokens[who] = visitor.filled(form)["csrf_token"][0]
        return self.visitors[who]

    def _follow(self, where: str, title: str) -> None:
        """What was registered joins the walk, with the answers of the case it is named after."""
        reference = where.rpartition("/")[2]
        case = next(name for name in samples.NAMES if samples.case(name).title == title)
        number = max(self.seen.editions)
        self.walked.append(Walked(Edition(reference, number), case))

    def _check_all(self) -> None:
        broken = self.world.faults()
        broken += public_faults(self.world, self.site.app.test_client())
        assert not broken, self._story(None, broken)

    def _story(self, post: Post | None, broken: list[str]) -> str:
        steps = "\n".join(self.log[-12:])
        return f"seed {self.seed}: {'; '.join(broken)}\n{post}\n{steps}"

    # --- what came of it ----------------------------------------------------------------------

    @property
    def reached(self) -> set[Stage]:
        """Every stage that an edition left or came to on the walk."""
        changes = [c for key, c in self.seen.changes.items() if key not in self.began]
        return {stage for change in changes for stage in (change.from_stage, change.to_stage)}

    @property
    def done(self) -> int:
        """How many posts were carried out."""
        return sum(n for (_, status), n in self.answers.items() if status in ALLOWED - REFUSED)

    @property
    def refused(self) -> int:
        """How many posts were refused."""
        return sum(n for (_, status), n in self.answers.items() if status in REFUSED)


def begin(world: World) -> tuple[list[Walked], dict[str, dict[str, str]]]:
    """A handful of policies on their way, and under which numbers each case finds its sources."""
    first = Walked(road.in_monitoring_plan(world), road.HIGH)
    sources = {road.HIGH: {row.ref: row.ref for row in world.all(Evidence)}}
    low = Walked(road.in_assessment(world, road.LOW), road.LOW)
    road.add_sources(world, low.edition, road.LOW)
    refs = [row.ref for row in world.all(Evidence)][len(sources[road.HIGH]) :]
    named = [str(record["ref"]) for record in samples.evidence_records(road.LOW)]
    sources[road.LOW] = dict(zip(named, refs, strict=True))
    screening = world.in_screening(title=samples.case("media_policy").title)
    return [
        first,
        low,
        Walked(road.in_consultation(world), road.HIGH),
        Walked(road.assessed(world), road.HIGH),
        Walked(screening, "media_policy"),
        Walked(world.awaiting(), "server_patching"),
    ], sources
