"""Finding people, tickets and orders by what somebody types, fast at a hundred thousand of them.

Names and parts of e-mail addresses go through one index that begins with the tenant; whole addresses, ticket codes and
order numbers through those that they have.
"""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet
from django.db.models.lookups import Lookup

from orders.models import Attendee, Buyer, Order, Ticket
from orders.models.sale import person_words
from tenants.models import Tenant
from ticketing.core.models import BaseQuerySet

SHORTEST = 2
SHORTEST_CODE = 4
_WORD = re.compile(r"[^\W_]+")
_PREFIXES_OF_CODES = ("TKT-",)


class _Has(Lookup[Model]):
    """A text vector matches a query: Django's own operator, for use as a condition."""

    lookup_name = "has"

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[object]]:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}", [*left_parameters, *right_parameters]


def is_too_short(words: str) -> bool:
    """Whether there is less to go by than two letters or figures."""
    return bool(words) and sum(len(word) for word in _WORD.findall(words)) < SHORTEST


def tickets_found(tenant: Tenant, words: str) -> "QuerySet[Ticket, dict[str, object]]":
    """The ids of a tenant's tickets: by attendee, by buyer, by code, by order number. For use as `pk__in`."""
    tickets = Ticket.objects.filter(tenant=tenant)
    if "@" in words:
        address = words.lower()
        by_attendee = Attendee.objects.filter(tenant=tenant, email=address).values("ticket_id")
        by_order = tickets.filter(order__in=Order.objects.filter(tenant=tenant, buyer_email=address)).values("pk")
        return by_attendee.union(by_order)
    by_attendee = _people(Attendee.objects.all(), tenant, words).values("ticket_id")
    buyers = _people(Buyer.objects.all(), tenant, words)
    by_buyer = tickets.filter(order__in=Order.objects.filter(buyer__in=buyers)).values("pk")
    by_number = tickets.filter(order__in=Order.objects.filter(order_number=words.upper())).values("pk")
    found = [by_buyer, by_number]
    if len(words) >= SHORTEST_CODE:
        found.append(tickets.filter(_code_begins(words)).values("pk"))
    return by_attendee.union(*found)


def orders_found(tenant: Tenant, words: str) -> "QuerySet[Order, dict[str, object]]":
    """The ids of a tenant's orders: by number, by e-mail, by buyer's name, by ticket code. For use as `pk__in`."""
    orders = Order.objects.filter(tenant=tenant)
    if "@" in words:
        return orders.filter(buyer_email=words.lower()).values("pk")
    by_buyer = orders.filter(buyer__in=_people(Buyer.objects.all(), tenant, words)).values("pk")
    found = [orders.filter(order_number__startswith=words.upper()).values("pk")]
    if len(words) >= SHORTEST_CODE:
        tickets = Ticket.objects.filter(_code_begins(words), tenant=tenant, order__isnull=False)
        found.append(tickets.values("order_id"))
    return by_buyer.union(*found)


def buyers_found(tenant: Tenant, words: str) -> QuerySet[Buyer]:
    """A tenant's buyers by name or e-mail."""
    if "@" in words:
        return Buyer.objects.filter(tenant=tenant, email=words.lower())
    return _people(Buyer.objects.all(), tenant, words)


def _code_begins(words: str) -> Q:
    typed = words.upper()
    starts = Q(code__startswith=typed)
    # The part of a code after its year is what people read out.
    return starts


def _people(people: BaseQuerySet, tenant: Tenant, words: str) -> QuerySet:
    """Those of whom each word begins a word of their name or e-mail address."""
    wanted = " & ".join([f"'{tenant.pk}'", *(f"'{word}':*" for word in _WORD.findall(words))])
    return people.filter(_Has(person_words(), SearchQuery(wanted, config="foyer", search_type="raw")))
