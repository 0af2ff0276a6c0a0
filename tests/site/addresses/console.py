"""The console's own entrance."""

from tests.site.addresses import ACCOUNT

TABLE = {
    "console": ACCOUNT,
    "tenant_console": "events.read",
    "live_figures": "events.read",
}
