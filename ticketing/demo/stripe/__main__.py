"""`python -m ticketing.demo.stripe --port 4242 --state stripe.sqlite --webhook-url http://…/webhooks/stripe/`"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from ticketing.demo.stripe.server import Server
from ticketing.demo.stripe.store import Store
from ticketing.demo.stripe.worker import Worker


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ticketing.demo.stripe", description="A stand-in for Stripe.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4242, help="0 takes any free one; the first line printed says it")
    parser.add_argument("--state", type=Path, required=True, help="the SQLite file that keeps everything")
    parser.add_argument("--webhook-url", default="", help="where events are sent; empty: nowhere")
    parser.add_argument("--webhook-secret", default="whsec_foyer_demo")
    parser.add_argument("--secret-key", default="sk_test_foyer_demo", help="the only API key that is let in")
    parser.add_argument("--public-url", default="", help="the address under which browsers reach the pages")
    return parser.parse_args()


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    given = _arguments()
    given.state.parent.mkdir(parents=True, exist_ok=True)
    store = Store(given.state)
    worker = Worker(store, url=given.webhook_url, secret=given.webhook_secret)
    address = (given.host, given.port)
    try:
        server = Server(address, store=store, worker=worker, secret_key=given.secret_key, public_url=given.public_url)
    except OSError as problem:
        sys.exit(f"The Stripe stand-in cannot listen on {given.host}:{given.port}: {problem.strerror}.")
    worker.start()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    print(f"Stripe stand-in on {server.public_url}", flush=True)
    stop.wait()
    server.shutdown()
    # Waits for the transaction at work, if any; what comes after is as if it had been killed, which it survives.
    store.close()


if __name__ == "__main__":
    main()
