"""Finding people, tickets and orders by what somebody types, fast at a hundred thousand of them.

Names and parts of e-mail addresses go through one index that begins with the tenant; whole addresses, ticket codes and
order numbers through those that they have.
"""

import re
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchQueryField, SearchVector
from django.db.models import BooleanField, ExpressionWrapper, Func, Q, QuerySet, Value
from django.db.models.functions import Cast

from events.search import WordsQuery
from orders.models import Attendee, Buyer, Order, Ticket
from orders.models.sale import person_words
from tenants.access import Member
from tenants.models import Tenant
from ticketing.core.tokens import normalize_code, normalize_ticket_code

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


def orders_found(member: Member, words: str) -> Q:
    """An order's number, a ticket's code, the beginning of an address and, where names may be read, the buyer's names.

    Each has an index of its own, which all of them joined by "or" still use.
    """
    matching = Q(buyer_email__startswith=words.lower())
    if "@" in words:
        return matching
    if " " not in words:
        code = Ticket.objects.filter(tenant=member.tenant, code=normalize_ticket_code(words)).exclude(order=None)
        matching |= Q(order_number=normalize_code(words.removeprefix("#")))
        if found := code.values_list("order", flat=True).first():
            matching |= Q(pk=found)
    return matching | Q(_has_name(words)) if member.may("orders.read") else matching


def _has_name(words: str) -> "ExpressionWrapper[Any]":
    match = Func(
        SearchVector("buyer_name", config="foyer"),
        WordsQuery(Value(words)),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return ExpressionWrapper(match, output_field=BooleanField())


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
