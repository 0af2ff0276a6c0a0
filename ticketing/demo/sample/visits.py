"""Venues that take visits: their slots, printed tickets, and who reserved, came, or comes today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from checkin import access as checkin_access
from checkin import services as checkin_services
from checkin.models import Gate
from checkin.values import Attempt
from events.models import ActivationMode, Event, SlotChoice, TicketType
from orders import services as order_services
from orders.models import Ticket, TicketBatch
from reservations import services
from reservations.models import ReservationSlot, VisitRules
from reservations.values import Contact, Hours, Series
from tenants.models import User

_SAMPLE = UUID("5b2f7a52-1d9b-4c0e-9a51-4d0c3a6f8e20")
DAYS_BACK, DAYS_AHEAD = 10, 62
SET_UP_BEFORE = timedelta(days=20)


@dataclass(frozen=True, kw_only=True)
class VisitsPlan:
    """How an event's venue takes visits. `later`, `at_checkout` and `printed` name its ticket types."""

    later: str
    at_checkout: str
    printed: str
    closed_on: frozenset[int]
    hours: tuple[tuple[str, str], ...]
    capacity: int
    note: str
    batch: str
    locale: str


PLANS = {
    "dauerausstellung": VisitsPlan(
        later="Ermäßigt",
        at_checkout="Führung durch das Mahlwerk",
        printed="Erwachsene",
        closed_on=frozenset({0}),
        hours=(("10:00", "12:00"), ("12:00", "14:00"), ("14:00", "16:00"), ("16:00", "18:00")),
        capacity=8,
        note="Bitte Taschen im Erdgeschoss einschließen. Kinderwagen passen in den Aufzug.",
        batch="Tourist-Information",
        locale="de",
    ),
    "lighthouse": VisitsPlan(
        later="Visit",
        at_checkout="Lamp room tour",
        printed="Gift visit",
        closed_on=frozenset({1, 2}),
        hours=(("09:00", "12:00"), ("12:00", "15:00"), ("15:00", "18:00")),
        capacity=10,
        note="112 steps, no lift. Sturdy shoes, please.",
        batch="Gift shop",
        locale="en",
    ),
}


def set_up(slug: str, event: Event, *, by: User, now: datetime) -> None:
    """Say how an event's tickets are for visits, and set up ninety days of slots; nothing for other events."""
    plan = PLANS.get(slug)
    if plan is None or event.venue is None or VisitRules.objects.filter(venue=event.venue).exists():
        return
    at = now - SET_UP_BEFORE
    services.set_visit_rules(venue=event.venue, changes={"note": plan.note, "cutoff_minutes": 120}, by=by, now=at)
    settings: dict[str, dict[str, object]] = {
        plan.later: {"valid_days": 180},
        plan.at_checkout: {"slot_choice": SlotChoice.CHECKOUT},
        plan.printed: {"activation_mode": ActivationMode.DEFERRED, "valid_days": 365},
    }
    for name, changes in settings.items():
        ticket_type = TicketType.objects.get(event=event, name=name)
        services.set_visit_settings(
            ticket_type=ticket_type, changes={"reservation_venue": event.venue, **changes}, by=by, now=at
        )
    today = now.astimezone(ZoneInfo(event.venue.time_zone)).date()
    series = Series(
        first_day=today - timedelta(days=DAYS_BACK),
        last_day=today + timedelta(days=DAYS_AHEAD),
        # Open today whatever the day, so that there is something to do at the door.
        weekdays=frozenset(range(7)) - plan.closed_on | {today.weekday()},
        hours=tuple(Hours(start=time.fromisoformat(start), end=time.fromisoformat(end)) for start, end in plan.hours),
        capacity=plan.capacity,
    )
    services.create_series(venue=event.venue, series=series, by=by, now=at)


def write(slug: str, event: Event, *, by: User, now: datetime) -> None:
    """Print tickets, activate some, reserve with them in the past, today and to come, and let the past's ones in."""
    plan = PLANS.get(slug)
    if plan is None or event.venue is None:
        return
    batch = _print(plan, event, plan.printed, 90, ActivationMode.DEFERRED, by, now)
    _print(plan, event, plan.later, 20, ActivationMode.IMMEDIATE, by, now)
    today = now.astimezone(ZoneInfo(event.venue.time_zone)).date()
    slots = list(
        ReservationSlot.objects.filter(venue=event.venue).select_related("venue").order_by("date", "start_time")
    )
    waiting = list(batch.tickets.order_by("pk"))
    past = [slot for slot in slots if slot.date < today][-12::3]
    todays = [slot for slot in slots if slot.date == today]
    coming = [slot for slot in slots if slot.date > today]
    for slot in past:
        _let_in(event, _reserve(plan, waiting, slot, 3, now), slot, by)
    for slot in (*todays, *coming[1:9:2]):
        _reserve(plan, waiting, slot, 4, now)
    _reserve(plan, waiting, coming[0], plan.capacity, now)
    _buy_with_time(plan, event, coming[2:5], now)
    services.change_slot(slot=coming[9], changes={"is_closed": True}, by=by, now=now - timedelta(hours=3))


def _print(
    plan: VisitsPlan, event: Event, name: str, quantity: int, mode: ActivationMode, by: User, now: datetime
) -> TicketBatch:
    return order_services.mint_tickets(
        ticket_type=TicketType.objects.get(event=event, name=name),
        label=plan.batch if mode == ActivationMode.DEFERRED else f"{plan.batch} 2",
        quantity=quantity,
        activation_mode=mode,
        by=by,
        now=now - timedelta(days=DAYS_BACK + 5),
    )


def _reserve(
    plan: VisitsPlan, waiting: list[Ticket], slot: ReservationSlot, number: int, now: datetime
) -> Sequence[Ticket]:
    """Activate so many of the printed tickets the day before, or just now, and reserve with them."""
    at = min(slot.starts_at - timedelta(days=1), now - timedelta(minutes=30))
    chosen = [waiting.pop() for _number in range(number)]
    active = [services.activate_ticket(ticket=ticket, by=None, now=at) for ticket in chosen]
    email = f"visitor{len(waiting):02}@example.org"
    contact = Contact(email=email, phone=f"+4930555{len(waiting):04}", locale=plan.locale)
    services.reserve(tickets=active, slot=slot, contact=contact, now=at + timedelta(minutes=2))
    return active


def _let_in(event: Event, tickets: Sequence[Ticket], slot: ReservationSlot, steward: User) -> None:
    """All but the last, who did not come."""
    door = checkin_access.door(Gate.objects.get(event=event, archived_at=None), operator=steward)
    for number, ticket in enumerate(tickets[:-1]):
        attempt = Attempt(scan_id=uuid5(_SAMPLE, ticket.code), text=ticket.code)
        checkin_services.redeem(door=door, attempt=attempt, now=slot.starts_at + timedelta(minutes=3 + number))


def _buy_with_time(plan: VisitsPlan, event: Event, slots: Sequence[ReservationSlot], now: datetime) -> None:
    ticket_type = TicketType.objects.get(event=event, name=plan.at_checkout)
    for number, slot in enumerate(slots):
        at = now - timedelta(hours=20 - number)
        held = order_services.hold_places(
            event=event,
            wanted={ticket_type.pk: 2},
            slots={ticket_type.pk: slot.pk},
            visitor=order_services.Visitor(),
            now=at,
        )
        attendee = order_services.AttendeeDetails(
            ticket_type_id=ticket_type.pk, first_name="Ada", last_name="Lovelace", email="ada@example.org"
        )
        details = order_services.Details(
            email="ada@example.org",
            first_name="Ada",
            last_name="Lovelace",
            attendees=[attendee, attendee],
            has_accepted_terms=True,
            locale=plan.locale,
        )
        order_services.check_out(cart=held.cart, details=details, now=at + timedelta(minutes=3))
