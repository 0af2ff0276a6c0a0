"""What sales know about a person: for the export of their data, and for taking them out.

What was bought, paid and admitted stays, and so do the books. Whose name is at the door of an order with several
tickets? Attendees who have an address of their own, or a name other than the buyer's, are somebody else, and stay.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from orders import jobs, locks, papers
from orders.answers import files_in
from orders.models import (
    Attendee,
    Buyer,
    Cart,
    Order,
    OrderItem,
    Payment,
    Ticket,
    WaitingListEntry,
    WaitingStatus,
)
from orders.personal_work import forget_in_office
from orders.steps.offers import MOST_OFFERS
from tenants.hooks import Person, PersonalData, PersonalFile, Section
from tenants.models import address_of_nobody
from tenants.steps import redact_activity
from ticketing.core.models import BaseModel

NOBODY = "—"
"""Stands where an order, or a ticket's holder, has to have a name."""


def _export(person: Person) -> list[Section]:
    orders = list(
        Order.objects.filter(person.where(user="user", email="buyer_email"))
        .select_related("tenant", "event", "discount_code")
        .order_by("created_at")
    )
    attendees = list(
        Attendee.objects.filter(_named(person) | Q(ticket__order__in=orders))
        .select_related("ticket")
        .order_by("created_at")
    )
    return [
        Section(
            "buyers",
            list(Buyer.objects.filter(person.where(user="user", email="email")).order_by("created_at").values(*_BUYER)),
        ),
        Section(
            "orders",
            [_order(order) for order in orders],
            [PersonalFile(stored=file["file"], name=file["name"]) for file in _files(orders, attendees)],
        ),
        Section("order_items", list(OrderItem.objects.filter(order__in=orders).order_by("created_at").values(*_ITEM))),
        Section("payments", list(Payment.objects.filter(order__in=orders).order_by("created_at").values(*_PAYMENT))),
        Section(
            "tickets",
            list(
                Ticket.objects.filter(_held(person) | Q(order__in=orders) | Q(attendee__in=attendees))
                .order_by("created_at")
                .values(*_TICKET)
            ),
        ),
        Section("attendees", [_attendee(attendee) for attendee in attendees]),
        Section(
            "waiting_list",
            list(WaitingListEntry.objects.filter(_named(person)).order_by("created_at").values(*_WAITING)),
        ),
    ]


_BUYER = (
    "tenant__name",
    "email",
    "first_name",
    "last_name",
    "phone",
    "address",
    "marketing_consent_at",
    "marketing_consent_text",
    "created_at",
)
_ITEM = ("order__order_number", "name", "kind", "quantity", "unit_price_cents", "subtotal_cents", "discount_cents")
_PAYMENT = ("order__order_number", "provider", "method", "status", "amount_cents", "currency", "created_at")
_WAITING = ("tenant__name", "event__name", "email", "name", "quantity", "least_quantity", "status", "joined_at")
_TICKET = (
    "tenant__name",
    "event__name",
    "ticket_type__name",
    "order__order_number",
    "code",
    "status",
    "price_paid_cents",
    "purchased_at",
    "activated_at",
    "checked_in_at",
    "customer_email",
    "customer_phone",
)


def _order(order: Order) -> dict[str, Any]:
    return {
        "tenant": order.tenant.name,
        "event": order.event.name,
        "order_number": order.order_number,
        "created_at": order.created_at,
        "status": order.status,
        "buyer_email": order.buyer_email,
        "buyer_name": order.buyer_name,
        "discount_code": order.discount_code.code if order.discount_code else None,
        "total_cents": order.total_cents,
        "refunded_cents": order.refunded_cents,
        "currency": order.currency,
        "terms_accepted_at": order.terms_accepted_at,
        "answers": order.answers,
    }


def _attendee(attendee: Attendee) -> dict[str, Any]:
    return {
        "ticket": attendee.ticket.code,
        "first_name": attendee.first_name,
        "last_name": attendee.last_name,
        "email": attendee.email,
        "phone": attendee.phone,
        "demographics": attendee.demographics,
        "consents": attendee.consents,
        "answers": attendee.answers,
    }


def _anonymize(person: Person, now: datetime) -> list[str]:
    """Blank a person's data in the order of locks; the names of the files, uploaded or exported, that are to go."""
    exported = forget_in_office(person, now)
    carts = locks.carts_where(person.where(user="user", email="contact_email"))
    buyers = locks.buyers_where(person.where(user="user", email="email"))
    orders = locks.orders_where(person.where(user="user", email="buyer_email") | Q(buyer__in=buyers))
    waiting = locks.waiting_entries(WaitingListEntry.objects.filter(_named(person)).values_list("pk", flat=True))
    tickets = locks.tickets_where(_held(person) | Q(order__in=orders))
    attendees = _theirs(person, orders)
    files = [str(file["file"]) for file in _files(orders, attendees)]
    files += [papers.folder_of(order.order_number) for order in orders]
    payments = Payment.objects.filter(order__in=orders).values_list("provider_reference", "provider_intent")
    jobs.defer_redaction(sorted({reference for names in payments for reference in names if reference}))
    Cart.objects.filter(pk__in=_keys(carts)).update(contact_email="", user=None, updated_at=now)
    _blank_buyers(buyers, now)
    _blank_orders(orders, now)
    _blank_waiting(waiting)
    Ticket.objects.filter(pk__in=_keys(tickets)).update(user=None, customer_email="", customer_phone="", updated_at=now)
    Attendee.objects.filter(pk__in=_keys(attendees)).update(
        first_name=NOBODY,
        last_name="",
        email="",
        phone="",
        user=None,
        demographics={},
        consents=[],
        answers={},
        updated_at=now,
    )
    redact_activity(Q(target_id__in=_keys([*buyers, *orders, *waiting, *tickets, *attendees])))
    return [*exported, *files]


def _theirs(person: Person, orders: Iterable[Order]) -> list[Attendee]:
    """The attendees who are this person: by address or account, or by the buyer's own name."""
    names = {order.pk: order.buyer_name.casefold() for order in orders}
    unnamed = Q(ticket__order__in=names, email="", user=None)
    found = Attendee.objects.select_related("ticket").filter(_named(person) | unnamed)
    return [
        attendee
        for attendee in found
        if attendee.email.lower() in person.addresses
        or attendee.user_id is not None
        or names.get(attendee.ticket.order_id or attendee.pk) == attendee.full_name.casefold()
    ]


def _blank_buyers(buyers: Iterable[Buyer], now: datetime) -> None:
    for buyer in buyers:
        Buyer.objects.filter(pk=buyer.pk).update(
            email=address_of_nobody(buyer.pk),
            first_name="",
            last_name="",
            phone="",
            address={},
            marketing_consent_at=None,
            marketing_consent_text="",
            user=None,
            updated_at=now,
        )


def _blank_orders(orders: Iterable[Order], now: datetime) -> None:
    for order in orders:
        Order.objects.filter(pk=order.pk).update(
            buyer_email=address_of_nobody(order.buyer_id),
            buyer_name=NOBODY,
            answers={},
            notes="",
            user=None,
            updated_at=now,
        )


def _blank_waiting(entries: Iterable[WaitingListEntry]) -> None:
    """Nobody stands in line any more; an offer that is out runs its time, and is the last."""
    for entry in entries:
        entry.email, entry.name, entry.user = address_of_nobody(entry.pk), "", None
        if entry.status == WaitingStatus.WAITING:
            entry.status = WaitingStatus.LEFT
        entry.offer_count = max(entry.offer_count, MOST_OFFERS)
        entry.save(update_fields=["email", "name", "user", "status", "offer_count"])


def _keys(rows: Iterable[BaseModel]) -> list[UUID]:
    return [row.pk for row in rows]


def _held(person: Person) -> Q:
    return person.where(user="user", email="customer_email")


def _named(person: Person) -> Q:
    return person.where(user="user", email="email")


def _files(orders: Iterable[Order], attendees: Iterable[Attendee]) -> list[dict[str, Any]]:
    answers = [*(order.answers for order in orders), *(attendee.answers for attendee in attendees)]
    return [file for given in answers for file in files_in(given)]


DATA = PersonalData(export=_export, anonymize=_anonymize)
