"""The waiting list's offers: what becomes of an entry when the cart that it was offered is ordered, lapses or is given
up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from events.models import Event
from orders import locks, rules
from orders.models import Cart, WaitingListEntry, WaitingStatus
from orders.models.waiting import OPEN_WAITING
from orders.steps import mails

# Whoever lets one offer lapse may have missed a mail; whoever lets two, does not come.
MOST_OFFERS = 2


def accept(cart: Cart, *, now: datetime) -> None:
    """The offer is ordered."""
    if cart.waiting_entry_id is None:
        return
    for entry in locks.waiting_entries([cart.waiting_entry_id]):
        if entry.is_open:
            entry.status = WaitingStatus.ACCEPTED
            entry.save(update_fields=["status"])


def end(carts: Sequence[Cart], *, now: datetime) -> None:
    """These carts hold nothing any more. Of those that were offers, one whose time was over has lapsed, else declined.

    Whoever lets an offer lapse keeps the place in line and is passed over for a while; the second time it is over.
    """
    offered = {cart.waiting_entry_id: cart for cart in carts if cart.waiting_entry_id is not None}
    if not offered:
        return
    for entry in locks.waiting_entries(offered):
        if entry.status != WaitingStatus.OFFERED:
            continue
        if offered[entry.pk].expires_at > now:
            entry.status = WaitingStatus.DECLINED
            entry.save(update_fields=["status"])
        elif entry.offer_count >= MOST_OFFERS or rules.event_sale_ends_at(entry.event) <= now:
            entry.status = WaitingStatus.LAPSED
            entry.save(update_fields=["status"])
            mails.queue_waiting_ended(entry, "lapsed_for_good", now=now)
        else:
            wait_on(entry, now=now)
            mails.queue_waiting_ended(entry, "lapsed", now=now)


def wait_on(entry: WaitingListEntry, *, now: datetime) -> None:
    """Back into the line, at the same place; no offer is made again for as long as one holds."""
    entry.status = WaitingStatus.WAITING
    entry.not_before = now + timedelta(hours=entry.event.waiting_list_hours)
    entry.save(update_fields=["status", "not_before"])


def call_off(event: Event) -> None:
    """Take everybody off the list of an event that does not take place; what they were offered is released next."""
    waiting = WaitingListEntry.objects.filter(event=event, status__in=OPEN_WAITING)
    for entry in locks.waiting_entries(list(waiting.values_list("pk", flat=True))):
        entry.status = WaitingStatus.REMOVED
        entry.save(update_fields=["status"])
