"""What the API is asked about: a museum with tickets in every state and people in every role, and somebody else's."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress

from events.models import ActivationMode, Event, TicketType, Venue
from orders import services as order_services
from orders.models import Ticket
from reservations import services
from reservations.models import ReservationSlot, TicketReservation
from tenants.models import Role, Tenant, User
from tests import make

BUYER = "john@example.com"
SAMPLE_CODE = "TKT-2025-ABC123"
# The day of the sample slots may be over: these are in a month's time.
DAYS_AHEAD = 30


@dataclass(frozen=True, kw_only=True)
class World:
    """All of it. Whoever is in `people` can sign in under `<role>@example.org`."""

    museum: Tenant
    elsewhere: Tenant
    mill: Venue
    visits: TicketType
    people: dict[str, User]
    operators: dict[str, int]
    tickets: dict[str, Ticket]
    slots: dict[str, ReservationSlot]
    reservations: dict[str, TicketReservation]


def build(now: datetime | None = None) -> World:
    """Make the world; its venues keep universal time, so that "now" is within a slot on every day of the year."""
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    museum, elsewhere = make.tenant("Museum"), make.tenant("Elsewhere")
    mill = make.venue(museum, time_zone="UTC", country="US")
    event, visits = _visits(museum, mill, now)
    foreign_event, foreign_visits = _visits(elsewhere, make.venue(elsewhere, time_zone="UTC"), now)
    tickets = _tickets(event, visits, now) | {"foreign": _bought(foreign_event, foreign_visits, now, "eve@example.org")}
    slots = _slots(mill, foreign_event.venue, now)
    people, operators = _people(museum, elsewhere)
    contact = make.contact(email=BUYER, phone="+12025551234")
    reservations = {
        name: services.reserve(tickets=[tickets[name]], slot=slots[slot], contact=contact, now=now)[0]
        for name, slot in (("reserved", "open"), ("today", "running"), ("foreign", "foreign"))
    }
    return World(
        museum=museum,
        elsewhere=elsewhere,
        mill=mill,
        visits=visits,
        people=people,
        operators=operators,
        tickets={name: Ticket.objects.get(pk=ticket.pk) for name, ticket in tickets.items()},
        slots=slots,
        reservations=reservations,
    )


def _visits(tenant: Tenant, venue: Venue, now: datetime) -> tuple[Event, TicketType]:
    times = {"starts_at": now - timedelta(days=90), "ends_at": now + timedelta(days=300)}
    event = make.event(tenant, name="Museum", published=False, venue=venue, time_zone="UTC", now=now, **times)
    visits = make.visit_type(event)
    make.visit_type(event, name="Visit with guide", price_cents=500)
    return make.publish(event, now=now), visits


def _bought(event: Event, visits: TicketType, now: datetime, email: str = BUYER, code: str = "") -> Ticket:
    ticket = make.order(event, {visits: 1}, now=now, email=email).tickets.get()
    # Codes that organizers brought along stay as they are.
    Ticket.objects.filter(pk=ticket.pk).update(code=code or ticket.code)
    return Ticket.objects.get(pk=ticket.pk)


def _tickets(event: Event, visits: TicketType, now: datetime) -> dict[str, Ticket]:
    names = ("reserved", "today", "used", "cancelled", "expired")
    tickets = {name: _bought(event, visits, now, code=f"VISIT-{name}".upper()) for name in names}
    tickets["free"] = _bought(event, visits, now, code=SAMPLE_CODE)
    guided = event.ticket_types.get(name="Visit with guide")
    tickets["unpaid"] = make.order(event, {guided: 1}, paid=False, now=now, email=BUYER).tickets.get()
    batch = order_services.mint_tickets(
        ticket_type=visits, label="Vouchers", quantity=1, activation_mode=ActivationMode.DEFERRED, by=None, now=now
    )
    tickets["minted"] = Ticket.objects.get(batch=batch)
    for name, state in (("used", "used"), ("cancelled", "cancelled")):
        Ticket.objects.filter(pk=tickets[name].pk).update(status=state)
    Ticket.objects.filter(pk=tickets["expired"].pk).update(expires_at=now - timedelta(hours=1))
    return tickets


def _slots(mill: Venue, foreign: Venue, now: datetime) -> dict[str, ReservationSlot]:
    day = (now + timedelta(days=DAYS_AHEAD)).date()
    hour = timedelta(hours=1)
    begun, ends = now - hour, now + hour
    slots = {
        "open": make.slot(mill, on=day, start="09:00", end="11:00", capacity=5, now=now),
        "later": make.slot(mill, on=day, start="11:00", end="13:00", capacity=5, now=now),
        "full": make.slot(mill, on=day, start="13:00", end="15:00", capacity=0, now=now),
        "closed": make.slot(mill, on=day, start="15:00", end="17:00", now=now),
        "over": make.slot(mill, on=(now - timedelta(days=3)).date(), now=now),
        "running": make.slot(mill, on=begun.date(), start=f"{begun:%H:%M}", end=f"{ends:%H:%M}", capacity=5, now=now),
        "foreign": make.slot(foreign, on=day, capacity=5, now=now),
    }
    services.change_slot(slot=slots["closed"], changes={"is_closed": True}, by=None, now=now)
    return slots


def _people(museum: Tenant, elsewhere: Tenant) -> tuple[dict[str, User], dict[str, int]]:
    people, operators = {}, {}
    for role in Role.values:
        member = make.member(museum, role, email=f"{role}@example.org")
        people[role], operators[role] = member.user, member.number
    people["outsider"] = make.member(elsewhere, Role.OWNER, email="outsider@example.org").user
    operators["outsider"] = elsewhere.memberships.get().number
    people["stranger"] = make.user("stranger@example.org")
    people["customer"] = make.user(BUYER)
    people["platform"] = make.user("platform@example.org", is_platform_admin=True)
    for user in people.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return people, operators


def variables(world: World) -> dict[str, str]:
    """The words of the collection, with tickets of their own for each role: what one uses up, another still has."""
    now = datetime.now(UTC)
    roles = [*world.people, "nobody"]
    minted = _minted(world.visits, ActivationMode.DEFERRED, len(roles), now)
    ready = _minted(world.visits, ActivationMode.IMMEDIATE, 2 * len(roles), now)
    services.change_slot(slot=world.slots["open"], changes={"total_capacity": 100}, by=None, now=now)
    services.change_slot(slot=world.slots["later"], changes={"total_capacity": 100}, by=None, now=now)
    services.change_slot(slot=world.slots["running"], changes={"total_capacity": 100}, by=None, now=now)
    today = ready[: len(roles)]
    services.reserve(tickets=today, slot=world.slots["running"], contact=make.contact(), now=now)
    words = {f"minted_{role}": ticket.code for role, ticket in zip(roles, minted, strict=True)}
    words |= {f"today_{role}": ticket.code for role, ticket in zip(roles, today, strict=True)}
    words |= {f"ready_{role}": ticket.code for role, ticket in zip(roles, ready[len(roles) :], strict=True)}
    words |= {f"ticket_{name}": ticket.code for name, ticket in world.tickets.items()}
    words |= {f"slot_{name}": str(slot.pk) for name, slot in world.slots.items()}
    words |= {f"reservation_{name}": str(row.pk) for name, row in world.reservations.items()}
    words |= {f"operator_{role}": str(number) for role, number in world.operators.items()}
    words |= {f"email_{role}": user.email for role, user in world.people.items()}
    return words | {
        "password": make.PASSWORD,
        "orq": str(world.museum.number),
        "orq_uuid": str(world.museum.pk),
        "venue": str(world.mill.number),
        "venue_uuid": str(world.mill.pk),
        "foreign_venue": str(world.slots["foreign"].venue.number),
        "month": f"{world.slots['open'].date:%Y-%m}",
        "day": f"{world.slots['open'].date}",
    }


def _minted(visits: TicketType, mode: str, quantity: int, now: datetime) -> list[Ticket]:
    batch = order_services.mint_tickets(
        ticket_type=visits, label="For the roles", quantity=quantity, activation_mode=mode, by=None, now=now
    )
    return list(Ticket.objects.filter(batch=batch).order_by("pk"))
