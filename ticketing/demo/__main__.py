"""`python -m ticketing.demo`: everything that Foyer consists of, on this machine, until Ctrl-C."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

from ticketing.core.embedded_database import DatabaseUnavailable, Server
from ticketing.demo import environment, ports, preparation, processes
from ticketing.demo.environment import HOME, ROOT
from ticketing.demo.processes import Child

READY_SECONDS = 60


class Trouble(Exception):
    """The demo cannot go on; the text says why."""


def main() -> int:
    """Run the demo; 0 when it was stopped on purpose."""
    os.chdir(ROOT)
    for name in ("logs", "metrics"):
        (HOME / name).mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    running = (HOME / "demo.lock").open("a+")
    if not _take(running):
        print("The demo of this folder is already running; stop it there with Ctrl-C first.")
        return 1
    try:
        return _run()
    except KeyboardInterrupt:
        return 0
    except (Trouble, ports.PortTaken, processes.ChildKeepsDying, DatabaseUnavailable) as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1


def _take(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run() -> int:
    if left := processes.reclaim(HOME):
        print(f"Ended {left} processes that an earlier demo left behind.")
    shutil.rmtree(HOME / "metrics")
    (HOME / "metrics").mkdir()
    chosen = ports.choose(HOME / "ports.json", demanded=_demanded_ports())
    server: Server | None = None
    children: list[Child] = []
    try:
        if not os.environ.get("DATABASE_URL"):
            print("Starting PostgreSQL", flush=True)
            server = environment.demo_server()
            server.start()
            server.create_database(environment.DATABASE)
        url = server.url(environment.DATABASE) if server else os.environ["DATABASE_URL"]
        variables = environment.for_children(chosen, url)
        children = _children(chosen, variables)
        if server is None:
            _prepare(variables)
        elif not preparation.is_done(server.folder):
            _prepare(variables)
            preparation.note_done(server.folder)
        for child in children:
            child.start()
        _wait_until_ready(f"http://127.0.0.1:{chosen['web']}/readyz", children)
        _welcome(chosen)
        while True:
            time.sleep(0.5)
            for child in children:
                child.mend()
            if server and not server.is_alive():
                print("PostgreSQL stopped; starting it again.", flush=True)
                server.start()
    finally:
        print("\nStopping …", flush=True)
        processes.stop(children)
        if server:
            server.stop()


def _demanded_ports() -> dict[str, int]:
    given = os.environ.get("PORT")
    if not given:
        return {}
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {given!r}.")
    return {"web": int(given)}


def _children(chosen: dict[str, int], variables: dict[str, str]) -> list[Child]:
    """The parts, in the order they start."""
    python = sys.executable
    commands: dict[str, tuple[str, list[str]]] = {}
    if environment.uses_mail_catcher():
        listen = ["--smtp-port", str(chosen["smtp"]), "--http-port", str(chosen["mail"])]
        module = [python, "-m", "ticketing.demo.mailcatcher"]
        commands["mail"] = ("The mail catcher", [*module, *listen, "--folder", str(HOME / "mail")])
    if environment.uses_standin():
        webhook = f"http://127.0.0.1:{chosen['web']}/webhooks/stripe/"
        state = ["--state", str(HOME / "stripe.sqlite3"), "--webhook-url", webhook]
        state += [
            "--webhook-secret",
            variables["STRIPE_WEBHOOK_SECRET"],
            "--secret-key",
            variables["STRIPE_SECRET_KEY"],
        ]
        module = [python, "-m", "ticketing.demo.stripe"]
        commands["stripe"] = ("The Stripe stand-in", [*module, "--port", str(chosen["stripe"]), *state])
    web = ["--interface", "wsgi", "--host", os.environ.get("HOST", "127.0.0.1"), "--port", str(chosen["web"])]
    web += ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "ticketing.wsgi:application"]
    commands["web"] = ("The web server", [python, "-m", "granian", *web])
    commands["worker"] = ("The task worker", [python, "manage.py", "procrastinate", "worker"])
    children = []
    for name, (title, command) in commands.items():
        log = HOME / "logs" / f"{name}.log"
        log.write_bytes(b"")
        children.append(Child(title, command, variables, log))
    return children


def _prepare(variables: dict[str, str]) -> None:
    logins = HOME / "logins.txt"
    first = "" if logins.exists() else " (the first time this takes a minute or two)"
    print(f"Preparing the database and sample data{first}", flush=True)
    command = [sys.executable, "-m", "ticketing.demo.prepare", str(logins)]
    # The thousands of sales of the samples are no news.
    quiet = {**variables, "LOG_LEVEL": "WARNING"}
    preparing = subprocess.Popen(command, env=quiet, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        if preparing.wait() != 0:
            raise Trouble("The database could not be prepared; the lines above say why.")
    finally:
        processes.end_group(preparing.pid)


def _wait_until_ready(url: str, children: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        for child in children:
            child.mend()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    words = "\n".join(child.last_words() for child in children if child.title == "The web server")
    raise Trouble(f"The web server did not become ready. The end of its log:\n{words}")


def _welcome(chosen: dict[str, int]) -> None:
    base = environment.base_url(chosen["web"])
    mail = f"http://localhost:{chosen['mail']}/" if environment.uses_mail_catcher() else "goes to your EMAIL_URL"
    stripe = (
        f"http://localhost:{chosen['stripe']}/_control/" if environment.uses_standin() else "go to your Stripe account"
    )
    print(
        f"""
Foyer is running.

  Foyer       {base}/
  Mail        {mail}
  Payments    {stripe}
  Logs        {HOME / "logs"}

{(HOME / "logins.txt").read_text().rstrip()}

Try first
  1. Buy: open {base}/, choose an event, and pay. The payment page is a stand-in: no money moves.
  2. Read the confirmation mail, with the tickets as a PDF: {mail}
  3. Admit: log in as a steward at {base}/checkin/ and scan the ticket's QR code with the camera, or type its code.
  4. Run the door: log in as a manager at {base}/checkin/, give a phone its token, look guests up, undo an admission.
  5. Take visits: log in as a manager at {base}/manage/, look at the museum's slots, set up a series, print tickets.
  6. Run the platform: log in as the platform admin at {base}/admin/ and approve the organizer who waits.

Ctrl-C stops everything; the data stays. `make reset` throws it away.""",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
