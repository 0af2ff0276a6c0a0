"""`python -m ticketing.demo.with_database manage.py …`: one command on the demo's database, started if need be."""

import os
import subprocess
import sys

from ticketing.demo import environment


def main(command: list[str]) -> int:
    """Run the command in the demo's environment; answers its exit code."""
    variables = {"SECRET_KEY": environment.secret_key(), "EMAIL_URL": "consolemail://", **os.environ}
    if os.environ.get("DATABASE_URL"):
        return subprocess.run([sys.executable, *command], env=variables).returncode
    server = environment.demo_server()
    was_running = server.is_running()
    server.start()
    server.create_database(environment.DATABASE)
    try:
        variables["DATABASE_URL"] = server.url(environment.DATABASE)
        return subprocess.run([sys.executable, *command], env=variables).returncode
    finally:
        if not was_running:
            server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
