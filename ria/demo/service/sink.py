"""The demonstration's mail server: accepts every mail and stores it as a file for the
administrator.

`python -m ria.demo.service.sink FD FOLDER`: FD is a listening socket that the parent has opened.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
import warnings
from itertools import count
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from aiosmtpd.smtp import SMTP

LARGEST = 10 * 2**20


class Keeper:
    """Writes each mail as a whole, under a name that sorts by arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep one mail."""
        name = f"{time.time_ns():020}-{next(self._numbers):06}.eml"
        partial = self.folder / f"{name}.partial"
        partial.write_bytes(envelope.original_content)
        partial.replace(self.folder / name)
        return "250 Kept"


async def serve(listener: socket.socket, folder: Path) -> None:
    """Accept mails until stopped."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keeper = Keeper(folder)

    def speak() -> SMTP:
        return SMTP(keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost")

    async with await loop.create_server(speak, sock=listener):
        await stop.wait()


def main() -> None:
    """The entry point of the process."""
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1])), folder))


if __name__ == "__main__":
    main()
