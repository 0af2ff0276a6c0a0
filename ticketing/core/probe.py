"""`python -m ticketing.core.probe`: exits 0 if the web server of this container answers `/healthz`; for HEALTHCHECK."""

import os
import urllib.request
from urllib.parse import urlsplit

if __name__ == "__main__":
    # The server answers only to its own name, and this call comes by number.
    host = urlsplit(os.environ.get("BASE_URL", "http://localhost")).hostname or "localhost"
    address = f"http://127.0.0.1:{os.environ.get('GRANIAN_PORT', '8000')}/healthz"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host}), timeout=4):
        pass
