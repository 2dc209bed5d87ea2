"""The command `ria`. Only click is imported here: each command imports what it needs itself."""

from __future__ import annotations

import click

from ria import __version__
from ria.cli.audit import audit
from ria.cli.database import db
from ria.cli.demo import demo
from ria.cli.diagram import diagram
from ria.cli.doctor import doctor
from ria.cli.kit.plain import PlainGroup
from ria.cli.kit.surroundings import data_dir_option, give_data_dir
from ria.cli.mail import deliver, tick
from ria.cli.routes import routes
from ria.cli.schedule import schedule
from ria.cli.search import search
from ria.cli.serve import serve
from ria.cli.user import user
from ria.cli.work import worker


@click.group(
    cls=PlainGroup,
    params=[data_dir_option()],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="ria")
def main() -> None:
    """Race-equality impact assessment: serve it, run its clock, look after its history.

    Settings come from the environment (RIA_…), and from a demonstration (`ria demo`) if there is
    one; `ria doctor` says what is wrong with them.
    """


for command in (serve, worker, tick, deliver, schedule, db, search, user, audit, doctor):
    give_data_dir(command)
    main.add_command(command)

for command in (demo, routes, diagram):  # the first passes on its settings, the others need none
    main.add_command(command)
