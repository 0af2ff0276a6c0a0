"""Makers of what tests are about. They call the services, so that no test starts where the product cannot be."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from events import services as event_services
from events.models import Category, DiscountCode, Event, EventSession, Question, TicketType, Venue
from orders import services
from orders.models import Cart, Order, Payment, PaymentStatus, Payout, WaitingListEntry
from orders.payments import base
from orders.payments.base import State
from reservations import services as visit_services
from reservations.models import ReservationSlot
from reservations.values import Contact
from tenants.models import Membership, Plan, Role, Tenant, TenantSettings, TenantStatus, User

PASSWORD = "correct horse battery"
_numbers = count(1)


def user(email: str = "", *, name: str = "Alice Adler", **fields: Any) -> User:
    """A person with a login; the password is PASSWORD."""
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", PASSWORD, full_name=name, **fields)


def tenant(name: str = "Blue Note", *, settings: Mapping[str, Any] | None = None, **fields: Any) -> Tenant:
    """An active organizer whose plan has no limits."""
    number = next(_numbers)
    values = {"slug": f"tenant-{number}", "email": f"hello{number}@example.org"}
    values |= {"status": TenantStatus.ACTIVE, "plan": Plan.ENTERPRISE}
    made = Tenant.objects.create(name=name, **values | fields)
    chosen: dict[str, Any] = {
        "payment_methods": ["stripe", "bank_transfer", "at_door"],
        "bank_details": "Blue Note\nIBAN DE02 1203 0000 0000 2020 51",
    } | dict(settings or {})
    TenantSettings.objects.create(tenant=made, **chosen)
    return made


def member(of: Tenant, role: str = Role.STAFF, *, email: str = "", **fields: Any) -> Membership:
    """A user who works for the tenant."""
    return Membership.objects.create(tenant=of, user=user(email), role=role, **fields)


def venue(of: Tenant, **fields: Any) -> Venue:
    """A place in Berlin, unless told otherwise."""
    values = {
        "name": "Old Mill",
        "address": "Mill Lane 1",
        "city": "Berlin",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "latitude": 52.52,
        "longitude": 13.405,
    }
    return Venue.objects.create(tenant=of, **values | fields)


def zone_at_noon(now: datetime) -> str:
    """A zone where it is about noon: what is about to happen there happens today."""
    east = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-east:+d}" if east else "UTC"


def event(
    of: Tenant | None = None,
    *,
    published: bool = True,
    places: int | None = None,
    now: datetime | None = None,
    **fields: Any,
) -> Event:
    """A published event in a month's time, without ticket types unless it is published, which needs one."""
    of = of or tenant()
    now = now or timezone.now()
    starts = fields.pop("starts_at", now + timedelta(days=30))
    values = {
        "name": "Winter Gala",
        "slug": f"gala-{next(_numbers)}",
        "starts_at": starts,
        "ends_at": fields.pop("ends_at", starts + timedelta(hours=4)),
        "time_zone": "Europe/Berlin",
        "currency": "EUR",
    }
    if "venue" not in fields and fields.get("location_type") != "virtual":
        values["venue"] = venue(of)
    made = event_services.create_event(tenant=of, by=None, capacity=places, **values | fields)
    if published:
        publish(made, now=now)
    return made


def publish(made: Event, *, now: datetime | None = None) -> Event:
    """Put an event on sale; one without ticket types gets a free one of no consequence."""
    if not made.ticket_types.exists():
        ticket_type(made, name="Standing", places=None)
    return event_services.publish_event(event=made, by=None, now=now or timezone.now())


def ticket_type(
    of: Event, *, name: str = "Stalls", places: int | None = 100, price_cents: int = 0, **fields: Any
) -> TicketType:
    """Something on sale; free unless told otherwise."""
    return event_services.add_ticket_type(event=of, name=name, places=places, price_cents=price_cents, **fields)


def session(of: Event, *, title: str = "Opening", places: int | None = None, **fields: Any) -> EventSession:
    """A part of the programme."""
    values = {"starts_at": of.starts_at, "ends_at": of.ends_at}
    return event_services.add_session(event=of, title=title, places=places, **values | fields)


def visit_type(of: Event, *, at: Venue | None = None, name: str = "Visit", **fields: Any) -> TicketType:
    """A ticket whose holder reserves a time at the event's venue, or another."""
    return ticket_type(of, name=name, reservation_venue=at or of.venue, **fields)


def slot(
    at: Venue,
    *,
    on: date | None = None,
    start: str = "10:00",
    end: str = "12:00",
    capacity: int = 200,
    now: datetime | None = None,
) -> ReservationSlot:
    """A slot at a venue, in ten days unless told otherwise."""
    now = now or timezone.now()
    return visit_services.create_slot(
        venue=at,
        date=on or (now + timedelta(days=10)).date(),
        start_time=time.fromisoformat(start),
        end_time=time.fromisoformat(end),
        total_capacity=capacity,
        by=None,
        now=now,
    )


def contact(email: str = "ada@example.org", phone: str = "+493012345678") -> Contact:
    """How to reach Ada."""
    return Contact(email=email, phone=phone)


def category(name: str = "Music", **fields: Any) -> Category:
    """A subject that events are filed under."""
    return Category.objects.create(name=name, slug=fields.pop("slug", name.lower()), **fields)


def discount(
    of: Tenant, code: str = "SAVE10", *, value: int = 1000, kind: str = "percentage", **fields: Any
) -> DiscountCode:
    """A code for ten percent off, unless told otherwise."""
    return DiscountCode.objects.create(tenant=of, code=code, discount_type=kind, discount_value=value, **fields)


def question(of: Event, label: str = "What would you like to eat?", **fields: Any) -> Question:
    """Something the organizer asks each attendee."""
    return Question.objects.create(tenant=of.tenant, event=of, label=label, **fields)


def cart(
    of: Event,
    wanted: Mapping[TicketType, int],
    *,
    now: datetime | None = None,
    ip_hash: str = "",
    slots: Mapping[TicketType, ReservationSlot] | None = None,
) -> Cart:
    """A live hold."""
    return held(of, wanted, now=now, ip_hash=ip_hash, slots=slots).cart


def held(
    of: Event,
    wanted: Mapping[TicketType, int],
    *,
    now: datetime | None = None,
    ip_hash: str = "",
    slots: Mapping[TicketType, ReservationSlot] | None = None,
) -> services.Held:
    """A live hold with the token that opens it; `slots` are the times of visits that were chosen with the types."""
    return services.hold_places(
        event=of,
        wanted={row.pk: quantity for row, quantity in wanted.items()},
        slots={row.pk: chosen.pk for row, chosen in (slots or {}).items()},
        visitor=services.Visitor(ip_hash=ip_hash),
        now=now or timezone.now(),
    )


def details(of: Cart, *, email: str = "ada@example.org", **fields: Any) -> services.Details:
    """What a buyer named Ada types, with an attendee for each ticket."""
    attendees = [
        services.AttendeeDetails(
            ticket_type_id=item.ticket_type_id, first_name="Ada", last_name="Lovelace", email=email
        )
        for item in of.items.order_by("pk")
        for _place in range(item.quantity)
    ]
    values = {"first_name": "Ada", "last_name": "Lovelace", "attendees": attendees, "has_accepted_terms": True}
    return services.Details(email=email, **values | fields)


def order(
    of: Event,
    wanted: Mapping[TicketType, int],
    *,
    paid: bool = True,
    now: datetime | None = None,
    slots: Mapping[TicketType, ReservationSlot] | None = None,
    **fields: Any,
) -> Order:
    """An order; one that costs something is paid through Stripe's door unless told otherwise."""
    now = now or timezone.now()
    made_cart = cart(of, wanted, now=now, slots=slots)
    made = services.check_out(cart=made_cart, details=details(made_cart, **fields), now=now)
    if paid and made.total_cents:
        made = pay(made, now=now)
    return Order.objects.get(pk=made.pk)


def payment(of: Order, *, provider: str = "stripe", now: datetime | None = None, **fields: Any) -> Payment:
    """A payment that its provider knows of, as it stands when the buyer is on the provider's page."""
    values = {"status": PaymentStatus.PENDING, "provider_reference": f"cs_test_{next(_numbers)}"}
    return Payment.objects.create(
        tenant=of.tenant,
        order=of,
        provider=provider,
        amount_cents=of.total_cents,
        currency=of.currency,
        created_at=now or timezone.now(),
        **values | fields,
    )


def pay(of: Order, *, now: datetime | None = None) -> Order:
    """Record that the provider says: paid."""
    opened = payment(of, now=now)
    return services.record_payment(payment_id=opened.pk, state=paid_state(opened), now=now or timezone.now())


def paid_state(of: Payment, **fields: Any) -> State:
    """What a provider says of a payment that succeeded."""
    values = {"method": "card", "payment_intent": f"pi_{of.pk.hex}", "fee_cents": 30}
    return State(of.provider_reference or "", "succeeded", of.amount_cents, of.currency, **values | fields)


def payout(of: Tenant, *, status: base.PayoutStatus = "paid", now: datetime | None = None, **fields: Any) -> Payout:
    """Money on its way to the organizer's bank, as the provider told of it."""
    at = now or timezone.now()
    values = {"reference": f"po_test_{next(_numbers)}", "amount_cents": 12_345, "currency": "EUR", "made_at": at}
    state = base.PayoutState(status=status, **values | fields)
    return services.record_payout(tenant=of, provider_key="stripe", state=state, now=at)


def waiting(
    of: Event,
    wishes: Sequence[TicketType],
    quantity: int = 1,
    *,
    least: int | None = None,
    email: str = "",
    now: datetime | None = None,
    **fields: Any,
) -> WaitingListEntry:
    """Somebody at the end of the event's waiting list, which is opened for it."""
    Event.objects.filter(pk=of.pk).update(waiting_list_enabled=True)
    of.waiting_list_enabled = True
    application = services.Application(
        email=email or f"waiting{next(_numbers)}@example.org",
        wishes=[row.pk for row in wishes],
        quantity=quantity,
        least_quantity=quantity if least is None else least,
        **fields,
    )
    return services.join_waiting_list(event=of, application=application, now=now or timezone.now())
