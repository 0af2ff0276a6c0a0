"""Leading people back to their orders."""

from datetime import datetime

from django.db import transaction

from tenants.steps import queue_mail
from ticketing.core.errors import TooManyRequests
from ticketing.core.throttles import throttle

MOST_MAILS, MAILS_SECONDS = 3, 900


def mail_my_tickets(*, email: str, locale: str, now: datetime) -> bool:
    """Queue the mail that leads to all orders of an address; whether it was queued.

    One address is written to a few times in a quarter of an hour at most; who asks more often is told the same. Whether
    there are orders is looked up when the mail is built, so asking takes the same time either way.
    """
    address = email.strip().lower()
    try:
        throttle(f"my-tickets-mail:{address}", limit=MOST_MAILS, window_seconds=MAILS_SECONDS, now=now)
    except TooManyRequests:
        return False
    return _queue(address=address, locale=locale, now=now)


@transaction.atomic(durable=True)
def _queue(*, address: str, locale: str, now: datetime) -> bool:
    return queue_mail(
        tenant=None,
        template="my_tickets",
        recipient=address,
        dedupe_key=f"my-tickets:{address[:150]}:{now.isoformat()}",
        target=None,
        context={"locale": locale},
        now=now,
    )
