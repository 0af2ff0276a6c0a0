"""The ports that the demo listens on: the same at each start where they are free, others where they are not."""

import errno
import json
import socket
from pathlib import Path

PREFERRED = {"web": 8000, "mail": 8025, "smtp": 1025, "stripe": 8090}
TRIES = 50


class PortTaken(Exception):
    """Another program listens on the port that was asked for."""


def choose(memory: Path, *, demanded: dict[str, int]) -> dict[str, int]:
    """A free port for each part of the demo, remembered in a file for the next start.

    A demanded port is used or refused (PortTaken), never replaced: who names one has put it into an address somewhere.
    """
    remembered = _read(memory)
    chosen: dict[str, int] = {}
    for part, preferred in PREFERRED.items():
        if part in demanded:
            chosen[part] = _demand(demanded[part])
            continue
        first = remembered.get(part, preferred)
        candidates = [first, *range(preferred, preferred + TRIES)]
        chosen[part] = next(port for port in candidates if port not in chosen.values() and is_free(port))
    memory.write_text(json.dumps(chosen))
    return chosen


def is_free(port: int) -> bool:
    """Whether nobody listens on the port, on any of this machine's own addresses."""
    for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # As servers do: what only lingers from the last run is not taken.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as refusal:
            # A machine without IPv6 refuses its address for another reason.
            if refusal.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
    return True


def _demand(port: int) -> int:
    if not is_free(port):
        raise PortTaken(f"Port {port} is taken by another program. Stop that one, or choose: make demo PORT=8001")
    return port


def _read(memory: Path) -> dict[str, int]:
    try:
        remembered = json.loads(memory.read_text())
        return {part: int(port) for part, port in remembered.items() if part in PREFERRED}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}
