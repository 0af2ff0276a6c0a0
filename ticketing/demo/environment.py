"""Where the demo keeps its things, and the environment that it gives to each of its processes."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from ticketing.core.embedded_database import Server
from ticketing.demo import processes

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".foyer"
DATABASE = "foyer"
# Known to both sides of the stand-in, and to nobody's real account.
STANDIN_KEY = "sk_test_foyer_demo"
STANDIN_WEBHOOK_SECRET = "whsec_foyer_demo"


def demo_server() -> Server:
    """The demo's own PostgreSQL, with full durability."""
    HOME.mkdir(exist_ok=True)
    return Server.at(HOME / "postgres", durable=True)


def secret_key() -> str:
    """SECRET_KEY from the environment, else one of the demo's own, made once."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = HOME / "secret_key"
    if not kept.exists():
        HOME.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(60))
    return kept.read_text()


def base_url(port: int) -> str:
    """BASE_URL from the environment, else this machine's own address."""
    return os.environ.get("BASE_URL", f"http://localhost:{port}").rstrip("/")


def for_children(ports: dict[str, int], database_url: str) -> dict[str, str]:
    """What every child gets: the caller's environment, with the demo's answer to what it leaves open."""
    base = base_url(ports["web"])
    host = urlsplit(base).hostname or "localhost"
    answers = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": secret_key(),
        "BASE_URL": base,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys([host, "localhost", "127.0.0.1"])),
        "EMAIL_URL": f"smtp://127.0.0.1:{ports['smtp']}",
        # Behind a tunnel or proxy of one's own, which alone can reach us; the stand-in calls us without TLS.
        "SECURE_SSL_REDIRECT": "0",
        "TRUST_PROXY_HEADERS": "1" if base.startswith("https://") else "0",
        # The sample admin is there to be tried at once.
        "REQUIRE_ADMIN_TWO_FACTOR": "0",
        "PROMETHEUS_MULTIPROC_DIR": str(HOME / "metrics"),
    }
    if uses_standin():
        answers |= {
            "STRIPE_SECRET_KEY": STANDIN_KEY,
            "STRIPE_WEBHOOK_SECRET": STANDIN_WEBHOOK_SECRET,
            "STRIPE_API_BASE": f"http://127.0.0.1:{ports['stripe']}",
        }
    given = {name: value for name, value in os.environ.items() if value}
    return {**answers, **given, processes.MARKER: str(HOME), "PYTHONUNBUFFERED": "1"}


def uses_standin() -> bool:
    """Whether payments go to the stand-in: unless a key of the real Stripe is given."""
    return not os.environ.get("STRIPE_SECRET_KEY")


def uses_mail_catcher() -> bool:
    """Whether mail is caught here: unless a mail server is given."""
    return not os.environ.get("EMAIL_URL")
