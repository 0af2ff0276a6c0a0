"""One's data."""

from tests.site.addresses import ACCOUNT

TABLE = {
    "account:data": ACCOUNT,
    "account:request_export": ACCOUNT,
    "account:export_file": ACCOUNT,
    "account:deletion": ACCOUNT,
}
