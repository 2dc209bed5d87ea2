"""The command `ria`. Only click is imported here: whatever a command needs, it imports itself."""

from __future__ import annotations

import click

from ria import __version__
from ria.cli.audit import audit
from ria.cli.database import db
from ria.cli.demo import demo
from ria.cli.diagram import diagram
from ria.cli.doctor import doctor
from ria.cli.mail import deliver, tick
from ria.cli.plain import PlainGroup
from ria.cli.routes import routes
from ria.cli.serve import serve
from ria.cli.user import user
from ria.cli.work import worker


@click.group(cls=PlainGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ria")
def main() -> None:
    """Race-equality impact assessment: serve it, run its clock, look after its record.

    Settings come from the environment (RIA_…); `ria doctor` says what is wrong with them.
    """


for command in (
    demo, serve, worker, tick, deliver, db, user, audit, routes, diagram, doctor,
):  # fmt: skip
    main.add_command(command)
