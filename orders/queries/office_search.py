"""Finding people, tickets and orders by what somebody types, fast at a hundred thousand of them.

Names and parts of e-mail addresses go through one index that begins with the tenant; whole addresses, ticket codes and
order numbers through those that they have.
"""

import re
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import BooleanField, Func, QuerySet, Value
from django.db.models.functions import Cast

from orders.models import Attendee, Buyer, Order, Ticket
from orders.models.sale import person_words
from tenants.models import Tenant

Ids = QuerySet[Any, Any]
P = TypeVar("P", Attendee, Buyer)

SHORTEST = 2
SHORTEST_CODE = 4
_WORD = re.compile(r"[^\W_]+")


def is_too_short(words: str) -> bool:
    """Whether there is less to go by than two letters or figures."""
    return bool(words) and sum(len(word) for word in _WORD.findall(words)) < SHORTEST


def tickets_found(tenant: Tenant, words: str) -> Ids:
    """The ids of a tenant's tickets: by attendee, by buyer, by code, by order number. For use as `pk__in`."""
    tickets = Ticket.objects.filter(tenant=tenant)
    if "@" in words:
        address = words.lower()
        by_attendee = Attendee.objects.filter(tenant=tenant, email=address).values("ticket_id")
        by_order = tickets.filter(order__in=Order.objects.filter(tenant=tenant, buyer_email=address)).values("pk")
        return by_attendee.union(by_order)
    by_words: Ids = _people(Attendee.objects.all(), tenant, words).values("ticket_id")
    buyers = _people(Buyer.objects.all(), tenant, words)
    by_buyer = tickets.filter(order__in=Order.objects.filter(buyer__in=buyers)).values("pk")
    by_number = tickets.filter(order__in=Order.objects.filter(order_number=words.upper())).values("pk")
    found: list[Ids] = [by_buyer, by_number]
    if len(words) >= SHORTEST_CODE:
        found.append(tickets.filter(code__startswith=words.upper()).values("pk"))
    return by_words.union(*found)


def orders_found(tenant: Tenant, words: str) -> Ids:
    """The ids of a tenant's orders: by number, by e-mail, by buyer's name, by ticket code. For use as `pk__in`."""
    orders = Order.objects.filter(tenant=tenant)
    if "@" in words:
        return orders.filter(buyer_email=words.lower()).values("pk")
    by_buyer = orders.filter(buyer__in=_people(Buyer.objects.all(), tenant, words)).values("pk")
    found: list[Ids] = [orders.filter(order_number__startswith=words.upper()).values("pk")]
    if len(words) >= SHORTEST_CODE:
        tickets = Ticket.objects.filter(code__startswith=words.upper(), tenant=tenant, order__isnull=False)
        found.append(tickets.values("order_id"))
    return by_buyer.union(*found)


def buyers_found(tenant: Tenant, words: str) -> Ids:
    """The ids of a tenant's buyers: by name or e-mail. For use as `pk__in`."""
    if "@" in words:
        return Buyer.objects.filter(tenant=tenant, email=words.lower()).values("pk")
    return _people(Buyer.objects.all(), tenant, words).values("pk")


def _people(people: QuerySet[P], tenant: Tenant, words: str) -> QuerySet[P]:
    """Those of whom each word begins a word of their name or e-mail address."""
    typed = " & ".join(f"'{word}':*" for word in _WORD.findall(words))
    asked = SearchQuery(typed, config="foyer", search_type="raw")
    ours = Cast(Value(f"'{tenant.pk}'"), SearchQueryField())
    both = Func(ours, asked, template="(%(expressions)s)", arg_joiner=" && ", output_field=SearchQueryField())
    match = Func(person_words(), both, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
    return people.filter(match)
