"""The mails of a waiting list, built when they are sent; nothing where there is nothing left to tell."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from orders.documents import waiting_mails
from orders.documents.waiting_mails import WaitingFacts
from orders.models import WaitingListEntry
from orders.queries.documents import event_facts, organizer_facts
from orders.queries.waiting import Place, place_of
from tenants.hooks import MailBuilder
from ticketing.core.mail import MailMessage

Context = Mapping[str, Any]


def waiting_joined(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """The way to one's place in line; nothing to whoever has left it meanwhile, or has an offer already."""
    place = _place(context)
    if place.position is None:
        return None
    return waiting_mails.joined(_facts(place), position=place.position, message_id=message_id)


def waiting_offer(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """Places are kept; nothing where that very offer is over."""
    place = _place(context)
    if place.cart is None or str(place.cart.pk) != context["cart"]:
        return None
    items = tuple((item.quantity, item.ticket_type.name) for item in place.items)
    return waiting_mails.offered(_facts(place), items=items, until=place.cart.expires_at, message_id=message_id)


def waiting_ended(context: Context, *, to: str, message_id: str) -> MailMessage | None:
    """An offer, or the waiting, is over."""
    return waiting_mails.ended(_facts(_place(context)), why=context["why"], message_id=message_id)


def _place(context: Context) -> Place:
    entries = WaitingListEntry.objects.select_related("event__venue", "event__tenant__settings")
    return place_of(entries.get(pk=context["entry"]), now=timezone.now())


def _facts(place: Place) -> WaitingFacts:
    entry, event = place.entry, place.entry.event
    with translation.override(entry.locale):
        about = event_facts(event)
    return WaitingFacts(
        email=entry.email,
        name=entry.name,
        locale=entry.locale,
        url=settings.BASE_URL + reverse("orders:waiting_place", kwargs={"token": entry.token}),
        wishes=tuple(place.wishes),
        quantity=entry.quantity,
        least_quantity=entry.least_quantity,
        event=about,
        organizer=organizer_facts(event.tenant, event),
    )


BUILDERS: dict[str, MailBuilder] = {
    "waiting_joined": waiting_joined,
    "waiting_offer": waiting_offer,
    "waiting_ended": waiting_ended,
}
