"""What there is to look at: events in every state, orders in every state, and people at the door."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from checkin.services import issue_device, report_incident
from events.models import Event, EventStatus, LocationType, TicketType, Venue, Visibility
from orders import services
from orders.models import Order, Ticket, TicketBatch
from reservations import services as visit_services
from reservations.models import ReservationSlot
from tenants.models import Membership, Tenant, TenantStatus
from tests import make

DESCRIPTION = """
Ten bands play **all night**, on two stages.

## Good to know

- Doors open at six.
- The bar takes cards.
"""
BANK = "Blue Note e.V.\nDE89 3704 0044 0532 0130 00"


@dataclass
class Visits:
    """A venue that takes visits, with visitors for its slots."""

    mill: Venue
    slots: dict[str, ReservationSlot]
    tickets: dict[str, Ticket]


@dataclass
class Office:
    """A venue with slots in every state, a slot with a reservation, and a batch of printed tickets."""

    venue: Venue
    slot: ReservationSlot
    batch: TicketBatch


@dataclass
class Scene:
    """Made once, and looked at by many tests."""

    tenant: Tenant
    gala: Event
    stalls: TicketType
    lawn: TicketType
    events: dict[str, Event]
    orders: dict[str, Order]
    manager: Membership
    staff: Membership
    visits: Visits
    office: Office


def build() -> Scene:
    """Make it all through the services."""
    terms = {"terms_of_service_url": "https://example.org/terms", "refund_policy": "Until a week before, in full."}
    settings = terms | {"primary_color": "#0f766e", "show_remaining": True, "bank_details": BANK}
    tenant = make.tenant("Blue Note", settings=settings)
    gala, stalls, lawn = _gala(tenant)
    scene = Scene(
        tenant=tenant,
        gala=gala,
        stalls=stalls,
        lawn=lawn,
        events=_events(tenant),
        orders={},
        manager=make.member(tenant, "manager"),
        staff=make.member(tenant, "staff"),
        visits=_visits(tenant),
        office=_office(tenant),
    )
    scene.orders = _orders(scene)
    gate = gala.gates.get()
    issue_device(gate=gate, name="Scanner by the bar", by=scene.manager.user)
    report_incident(event=gala, by=scene.staff.user, severity="warning", note="The left door jams.")
    _ask(gala)
    return scene


def _ask(event: Event) -> None:
    """A question of every kind."""
    words = ["Meat", "Fish", "Nothing"]
    make.question(event, kind="choice", choices=words, is_required=True)
    make.question(event, "Which days?", kind="multiple", choices=["Friday", "Saturday"], asked_per="order")
    for kind in ("long_text", "number", "date", "phone", "country", "consent", "file"):
        make.question(
            event, f"And as {kind.replace('_', ' ')}?", kind=kind, asked_per="order", help_text="If you like."
        )


def _gala(tenant: Tenant) -> tuple[Event, TicketType, TicketType]:
    """The event that has everything."""
    now = timezone.now()
    gala = make.event(
        tenant,
        name="Winter Gala",
        published=False,
        description=DESCRIPTION,
        short_description="One night, ten bands, and the best dumplings in town.",
        starts_at=now + timedelta(hours=2),
        tags=["live", "late"],
    )
    gala.categories.add(make.category("Concerts"))
    make.session(gala, title="Opening")
    make.session(gala, title="After hours", starts_at=gala.starts_at + timedelta(hours=2))
    stalls = make.ticket_type(
        gala, name="Stalls", places=500, price_cents=2500, description="Numbered seats, rows 1 to 20."
    )
    lawn = make.ticket_type(gala, name="Lawn", places=500)
    make.ticket_type(gala, name="Balcony", places=None, price_cents=4000, sales_starts_at=now + timedelta(hours=1))
    make.ticket_type(gala, name="Early bird", price_cents=1500, sales_ends_at=now - timedelta(days=1))
    make.ticket_type(gala, name="Friends of the house", price_cents=500, is_hidden=True)
    make.ticket_type(gala, name="Poster", kind="merchandise", price_cents=1200)
    scarce = make.ticket_type(gala, name="Box", places=2, price_cents=9000)
    make.discount(tenant, "FRIENDS", value=0, unlocks_hidden_types=True)
    make.publish(gala)
    make.cart(gala, {scarce: 2})
    return gala, stalls, lawn


def _office(tenant: Tenant) -> Office:
    now = timezone.now()
    event = make.event(
        tenant, name="Museum", published=False, starts_at=now - timedelta(days=9), ends_at=now + timedelta(days=90)
    )
    visit = make.visit_type(event)
    make.publish(event)
    venue = event.venue
    assert venue is not None
    today = now.date()
    slot = make.slot(venue, on=today + timedelta(days=1), start="20:00", end="22:00", capacity=5)
    make.slot(venue, on=today + timedelta(days=1), capacity=0)
    for hour in range(9, 17):
        make.slot(venue, on=today, start=f"{hour:02}:00", end=f"{hour:02}:45")
    closed = make.slot(venue, on=today + timedelta(days=2))
    visit_services.change_slot(slot=closed, changes={"is_closed": True}, by=None, now=now)
    ticket = make.order(event, {visit: 1}).tickets.get()
    visit_services.reserve(tickets=[ticket], slot=slot, contact=make.contact(), now=now)
    batch = services.mint_tickets(
        ticket_type=visit, label="Tourist office", quantity=6, activation_mode="deferred", by=None, now=now
    )
    return Office(venue=venue, slot=slot, batch=batch)


def _events(tenant: Tenant) -> dict[str, Event]:
    now = timezone.now()
    events = {
        "sold out": make.event(tenant, name="Sold out", published=False),
        "starts": make.event(tenant, name="Soon on sale", published=False),
        "ended": make.event(tenant, name="No longer on sale", published=False),
        "all held": make.event(tenant, name="All held", published=False),
        "draft": make.event(tenant, name="Still a draft", published=False),
        "over": make.event(tenant, name="Yesterday", starts_at=now - timedelta(days=1)),
        "cancelled": make.event(tenant, name="Called off"),
        "private": make.event(tenant, name="For friends", visibility=Visibility.PRIVATE, access_code="FRIENDS"),
        "online": make.event(
            tenant, name="Stream", location_type=LocationType.VIRTUAL, virtual_event_url="https://example.org/join"
        ),
        "paid": make.event(tenant, name="Matinee", published=False),
        "long words": make.event(tenant, name="Donaudampfschifffahrtsgesellschaftskapitänskonferenz " * 2),
    }
    only = make.ticket_type(events["sold out"], places=1)
    make.ticket_type(events["starts"], sales_starts_at=now + timedelta(days=3))
    make.ticket_type(events["ended"], sales_ends_at=now - timedelta(days=3))
    held = make.ticket_type(events["all held"], places=1)
    make.ticket_type(events["paid"], places=1000, price_cents=1800)
    for name in ("sold out", "starts", "ended", "all held", "paid"):
        make.publish(events[name])
    make.order(events["sold out"], {only: 1})
    make.cart(events["all held"], {held: 1})
    Event.objects.filter(pk=events["cancelled"].pk).update(status=EventStatus.CANCELLED)
    away = make.event(make.tenant("Gone Fishing"), name="Nobody sells this")
    Tenant.objects.filter(pk=away.tenant_id).update(status=TenantStatus.SUSPENDED)
    strict = make.tenant("Members Only", settings={"allow_guest_checkout": False})
    return events | {"away": away, "members": make.event(strict, name="Members' night")}


def _orders(scene: Scene) -> dict[str, Order]:
    stalls, lawn, gala = scene.stalls, scene.lawn, scene.gala
    now = timezone.now()
    orders = {
        "one ticket": make.order(gala, {lawn: 1}),
        "paid": make.order(gala, {stalls: 2, lawn: 1}),
        "admitted": make.order(gala, {lawn: 1}),
        "unpaid": make.order(gala, {stalls: 1}, paid=False),
        "by transfer": make.order(gala, {stalls: 1}, paid=False),
        "at the door": make.order(gala, {stalls: 1}, paid=False),
        "cancelled": make.order(gala, {lawn: 1}),
        "expired": make.order(gala, {stalls: 1}, paid=False, now=now - timedelta(hours=2)),
        "online": make.order(scene.events["online"], {scene.events["online"].ticket_types.get(): 1}),
    }
    services.cancel_order(order=orders["cancelled"], by=None, now=now)
    for name, key in (("by transfer", "bank_transfer"), ("at the door", "at_door")):
        addresses = services.Addresses(success="https://example.org/a", cancel="https://example.org/b")
        services.start_payment(order=orders[name], provider_key=key, addresses=addresses, now=now)
    services.release_all_lapsed(now=now)
    return orders


def _visits(tenant: Tenant) -> Visits:
    """Slots of every kind at a place where it is about noon, and who comes."""
    now = timezone.now()
    mill = make.venue(tenant, name="Old Mill", time_zone=make.zone_at_noon(now))
    museum = make.event(tenant, name="Museum", published=False, venue=mill)
    kind = make.visit_type(museum, name="Visit with the great mill wheel")
    make.publish(museum)
    today = now.astimezone(ZoneInfo(mill.time_zone)).date()
    hours = {
        "over": ("07:00", "09:00"),
        "now": ("10:00", "15:00"),
        "later": ("16:00", "18:00"),
        "night": ("22:00", "01:00"),
    }
    slots = {name: make.slot(mill, on=today, start=start, end=end, now=now) for name, (start, end) in hours.items()}
    slots["another day"] = make.slot(mill, on=today + timedelta(days=1), now=now)
    tickets = {}
    for name, number in (("now", 3), ("later", 2), ("another day", 1)):
        group = list(make.order(museum, {kind: number}).tickets.order_by("pk"))
        visit_services.reserve(tickets=group, slot=slots[name], contact=make.contact(), now=now)
        tickets[name] = group[0]
    tickets["no time"] = make.order(museum, {kind: 1}).tickets.get()
    return Visits(mill=mill, slots=slots, tickets=tickets)
