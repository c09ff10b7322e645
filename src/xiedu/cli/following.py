"""Processes that end with the one that started them, even if that one is killed and cannot end them itself."""

import os
import signal
import sys
from collections.abc import Mapping

PARENT = "XIEDU_PARENT"
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux; kept through exec, so the web server has it too


def followed() -> Mapping[str, str]:
    """The environment for a process that shall end with this one."""
    return {**os.environ, PARENT: str(os.getpid())}


def follow() -> None:
    """Ask the kernel for SIGTERM when the parent dies, if the environment says that we follow it.

    Systems other than Linux cannot be asked. Ends at once when the parent is gone already.
    """
    parent = os.environ.pop(PARENT, "")
    if not parent or not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGTERM))
    if str(os.getppid()) != parent:
        sys.exit(1)
