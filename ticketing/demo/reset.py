"""Throws the demo's data away: database, mails, uploads, the stand-in's state. Asks first, unless YES=1 is set."""

import os
import shutil
import sys

from ticketing.demo import environment, processes
from ticketing.demo.environment import HOME


def main() -> int:
    """Empty the demo's folder; 1 if the person thought better of it."""
    if not HOME.exists():
        print("There is nothing to throw away.")
        return 0
    if os.environ.get("YES") != "1" and input(f"Throw away all data in {HOME}? [y/N] ").strip().lower() != "y":
        print("Nothing was changed.")
        return 1
    processes.reclaim(HOME)
    if (HOME / "postgres").exists():
        server = environment.demo_server()
        server.stop()
        shutil.rmtree(server.folder)
    shutil.rmtree(HOME)
    print("The demo's data is gone; `make demo` begins anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
