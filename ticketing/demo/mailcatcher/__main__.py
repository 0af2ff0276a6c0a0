"""`python -m ticketing.demo.mailcatcher --smtp-port P --http-port Q --folder F`: take mail and show it."""

import argparse
from pathlib import Path

from ticketing.demo.mailcatcher import smtp, web
from ticketing.demo.mailcatcher.store import Store


def main() -> None:
    """Serve both sides; the process ends with a signal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    store = Store(options.folder)
    smtp.controller(store, options.smtp_port).start()
    web.server(store, options.http_port).serve_forever()


if __name__ == "__main__":
    main()
