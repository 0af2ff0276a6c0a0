"""The orders of a person, over all organizers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from orders.models import Order, OrderStatus, TicketStatus
from tenants.models import User

SHOWN = (OrderStatus.PENDING, OrderStatus.AWAITING_APPROVAL, OrderStatus.CONFIRMED, OrderStatus.CANCELLED)


def orders_of_address(email: str) -> QuerySet[Order]:
    """What was bought with an e-mail address, the next event first. What merely lapsed is left out."""
    return _for_lists(Order.objects.filter(buyer_email=email.strip().lower()))


def orders_of_user(user: User, *, now: datetime, is_past: bool) -> QuerySet[Order]:
    """What a user bought, signed in or with an address that is proven to be theirs: to come, or over (latest first)."""
    mine = _for_lists(Order.objects.filter(Q(user=user) | Q(buyer_email__in=_proven_addresses(user))))
    if is_past:
        return mine.filter(event__ends_at__lt=now).order_by("-event__starts_at", "-pk")
    return mine.filter(event__ends_at__gte=now)


def _for_lists(orders: QuerySet[Order]) -> QuerySet[Order]:
    good = Q(tickets__status__in=(TicketStatus.VALID, TicketStatus.USED))
    return (
        orders.filter(status__in=SHOWN)
        .select_related("event__venue", "event__tenant", "event__hero_image")
        .annotate(good_tickets=Count("tickets", filter=good))
        .order_by("event__starts_at", "pk")
    )


def _proven_addresses(user: User) -> Iterable[str]:
    # allauth's table: it is reached through the user, since only `site` knows about allauth.
    addresses = cast(Any, user).emailaddress_set.filter(verified=True).values_list("email", flat=True)
    return [address.lower() for address in addresses]
