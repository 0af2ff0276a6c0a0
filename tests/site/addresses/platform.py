"""What belongs to nobody in particular."""

from tests.site.addresses import PUBLIC

TABLE = {
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "metrics": PUBLIC,  # by token or on loopback: tests/tooling/test_observing.py
    "set_language": PUBLIC,
    "api_schema": PUBLIC,
    "api_docs": PUBLIC,
    "sitemap": PUBLIC,
    "styleguide": PUBLIC,
    "robots": PUBLIC,
    "media": PUBLIC,
    "discovery": PUBLIC,
}
