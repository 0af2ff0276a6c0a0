"""Discovery and the sale."""

from tests.site.addresses import ACCOUNT, PUBLIC, TOKEN

TABLE = {
    "events:organizer": PUBLIC,
    "events:theme": PUBLIC,
    "events:event_theme": PUBLIC,
    "events:calendar": PUBLIC,
    "events:poster": PUBLIC,
    "events:poster_for_previews": PUBLIC,
    "events:access": PUBLIC,
    "orders:event": PUBLIC,
    "orders:hold": PUBLIC,
    "orders:details": PUBLIC,
    "orders:extension": PUBLIC,
    "orders:removal": PUBLIC,
    "orders:payment": PUBLIC,
    "orders:webhook": PUBLIC,  # by signature: tests/orders/checkout/test_webhooks.py
    "orders:my_tickets": PUBLIC,
    "orders:account": ACCOUNT,
    "orders:my_orders": TOKEN,
    "orders:order": TOKEN,
    "orders:resend": TOKEN,
    "orders:order_pdf": TOKEN,
    "orders:order_calendar": TOKEN,
    "orders:ticket": TOKEN,
    "orders:attendee": TOKEN,
    "orders:payment_return": TOKEN,
    "orders:payment_state": TOKEN,
    "orders:answer_file": TOKEN,
    "orders:answer_file_for_members": "orders.read",
}
