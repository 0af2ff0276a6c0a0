"""What waits for an organizer in the console: things to answer, to collect, to mend, and what a member made by hand."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from events import services as event_services
from events.models import Event, TicketType
from orders import services
from orders.models import Order, Payment, PaymentStatus
from orders.payments.base import RefundState
from tenants import services as tenant_services
from tenants.access import Member
from tenants.models import Role, Tenant, User
from tenants.permissions import OWNER
from ticketing.demo.sample.organizers import KULTURHAUS

FLYERS = 20
OFFER_HOURS = 48
INVITED = "jette.lindner@example.org"
# The first of them is offered the place that comes free.
IN_LINE = ("Nele Baumann", "Cem Aydın", "Rosa Lichtenberg", "Ove Petersen", "Marlene Voß")
FOR_A_TABLE = ("Paul Achterberg", "Sevgi Kaplan", "Hanne Lorenz")
BY_TRANSFER = ("Theo Wagner", "Birgit Oster")


def write(slug: str, event: Event, *, by: User, now: datetime) -> None:
    """Add to an event what waits there for a member; nothing to most events."""
    if slug in _WRITERS:
        _WRITERS[slug](event, by, now)


def invite(tenant: Tenant, *, by: User, now: datetime) -> None:
    """Leave one invitation open in a team that is complete otherwise."""
    if tenant.slug == KULTURHAUS.slug and not tenant.invitations.exists():
        member = Member(by, tenant, OWNER)
        tenant_services.invite_member(
            email=INVITED, place=tenant_services.Place(Role.MANAGER), by=member, now=now - timedelta(days=2)
        )


def _write_sold_out(event: Event, by: User, now: datetime) -> None:
    """Five wait; somebody cancels, the first is offered that place, and the money is sent back in vain."""
    services.set_waiting_list(event=event, is_enabled=True, hours=OFFER_HOURS, by=by, now=now - timedelta(days=4))
    event.refresh_from_db()
    (wish,) = TicketType.objects.filter(event=event).values_list("pk", flat=True)
    for number, name in enumerate(IN_LINE):
        application = services.Application(
            email=_address(name),
            name=name,
            wishes=[wish],
            quantity=1 + number % 2,
            least_quantity=1,
            locale=KULTURHAUS.locale,
        )
        services.join_waiting_list(event=event, application=application, now=now - timedelta(hours=70 - 9 * number))
    payments = Payment.objects.filter(
        order__event=event, provider="stripe", status=PaymentStatus.SUCCEEDED, refunded_cents=0
    )
    single = payments.filter(order__status="confirmed", order__items__quantity=1).select_related("order")
    payment = single.order_by("-created_at", "-pk")[0]
    at = now - timedelta(hours=3)
    services.cancel_order(order=payment.order, by=by, now=at)
    refund = services.request_refund(order=payment.order, amount_cents=payment.amount_cents, by=by, now=at)
    refused = RefundState("", "failed", payment.amount_cents, "expired_or_canceled_card")
    services.record_refund(refund_id=refund.pk, state=refused, now=at + timedelta(minutes=2))
    services.hand_out_places(event_id=event.pk, now=at + timedelta(minutes=1))


def _write_open_orders(event: Event, by: User, now: datetime) -> None:
    """Orders that ask for a yes, two that wait for a transfer, and codes to print on flyers."""
    table, advance = (TicketType.objects.get(event=event, name=name) for name in ("Tisch für sechs", "Vorverkauf"))
    for number, name in enumerate(FOR_A_TABLE):
        _order(event, table, [name], now - timedelta(hours=26 - 7 * number))
    for number, name in enumerate(BY_TRANSFER):
        at = now - timedelta(hours=30 - 11 * number)
        order = _order(event, advance, [name, "Ida Krüger"], at)
        nowhere = services.Addresses(success="", cancel="")
        services.start_payment(order=order, provider_key="bank_transfer", addresses=nowhere, now=at)
    event_services.make_codes(
        tenant=event.tenant,
        event=event,
        prefix="KELLER-",
        quantity=FLYERS,
        values={"discount_value": 1000, "max_redemptions": 1, "description": "10 % vom Handzettel"},
        by=by,
        now=now - timedelta(days=6),
    )


def _write_gift(event: Event, by: User, now: datetime) -> None:
    """Two tickets for the press."""
    ticket_type = TicketType.objects.get(event=event, name="Parkett")
    filled_in = services.ByHand(
        wanted={ticket_type.pk: 2},
        details=_details(ticket_type, ["Judith Sander", "Malik Osei"]),
        how_paid=services.HowPaid.COMPLIMENTARY,
        reason="Pressekarten",
    )
    services.place_order_by_hand(event=event, filled_in=filled_in, by=by, now=now - timedelta(hours=28))


def _order(event: Event, ticket_type: TicketType, people: Sequence[str], at: datetime) -> Order:
    """An order of one ticket for each, made at the checkout."""
    wanted = {ticket_type.pk: len(people)}
    held = services.hold_places(event=event, wanted=wanted, visitor=services.Visitor(), now=at)
    return services.check_out(cart=held.cart, details=_details(ticket_type, people), now=at)


def _details(ticket_type: TicketType, people: Sequence[str]) -> services.Details:
    attendees = []
    for name in people:
        first, last = name.split()
        attendees.append(services.AttendeeDetails(ticket_type_id=ticket_type.pk, first_name=first, last_name=last))
    return services.Details(
        email=_address(people[0]),
        first_name=attendees[0].first_name,
        last_name=attendees[0].last_name,
        attendees=attendees,
        locale=KULTURHAUS.locale,
        has_accepted_terms=True,
    )


def _address(name: str) -> str:
    """A made-up one, in letters that any mail server takes."""
    plain = name.lower().translate({ord("ı"): "i", ord("ß"): "ss", ord(" "): "."})
    return f"{plain}@example.org"


_WRITERS: dict[str, Callable[[Event, User, datetime], None]] = {
    "kuechenkonzert": _write_sold_out,
    "kellerjazz": _write_open_orders,
    "stummfilm-nosferatu": _write_gift,
}
