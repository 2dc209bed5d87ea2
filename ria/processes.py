"""How other processes of this product are started, and that they do not outlive who did."""

from __future__ import annotations

import ctypes
import signal
import sys

CELERY = ("-m", "celery", "--quiet", "-A", "worker.app")
WORKER = (
    *CELERY, "worker", "--without-gossip", "--without-mingle", "--without-heartbeat",
    "--loglevel", "WARNING",
)  # fmt: skip
BEAT = (*CELERY, "beat", "--loglevel", "WARNING")
"""What Python is given to be a Celery worker, or a beat: see `worker.app`."""

_PR_SET_PDEATHSIG = 1


def die_with_parent(how: int = signal.SIGTERM) -> None:
    """Ask the kernel to signal this process when its parent dies, even of `kill -9`.

    Linux only; elsewhere it does nothing, and stopping the parent in an orderly way still works.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)
