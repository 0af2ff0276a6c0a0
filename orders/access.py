"""Who may reach which row of a sale. Strangers are told 404: they learn nothing, not even that there is something."""

from uuid import UUID

from django.http import Http404

from events.models import Event
from orders.models import Cart, Order, WaitingListEntry
from ticketing.core.prepared import Prepared, Slot
from ticketing.core.tokens import hash_token


def order_by_token(token: str) -> Order:
    """The order whose link this is, with its event, venue, tenant and settings. Whoever has the link may see it."""
    order = _ORDER_BY_TOKEN.first(token=token) if token else None
    if order is None:
        raise Http404
    return order


def cart_by_token(token: str, event: Event) -> Cart | None:
    """The cart that this visitor's cookie opens at this event, whatever became of it; None without one."""
    if not token:
        return None
    cart = _CART_BY_TOKEN.first(token_hash=hash_token(token), event=event.pk)
    if cart is not None:
        cart.event = event
    return cart


def waiting_entry_by_token(token: str) -> WaitingListEntry:
    """The place in line whose link this is, with its event, venue, tenant and settings. Raises Http404."""
    found = WaitingListEntry.objects.select_related("event__venue", "event__hero_image", "event__tenant__settings")
    entry = found.filter(token=token).first() if token else None
    if entry is None:
        raise Http404
    return entry


def waiting_entry_of(event: Event, pk: UUID) -> WaitingListEntry:
    """Somebody on the waiting list of an event that a member reaches. Raises Http404."""
    entry = event.waiting_list.filter(pk=pk).first()
    if entry is None:
        raise Http404
    entry.event = event
    return entry


_ORDER_BY_TOKEN = Prepared(
    lambda: Order.objects.select_related(
        "event__venue", "event__hero_image", "tenant__settings", "event__tenant__settings", "buyer"
    ).filter(lookup_token=Slot("token"))
)
_CART_BY_TOKEN = Prepared(lambda: Cart.objects.filter(token_hash=Slot("token_hash"), event=Slot("event")))
