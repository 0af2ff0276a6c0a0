"""A museum with visits in every state, for those who look at a visitor's pages."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.utils import timezone

from events.models import ActivationMode, Event, SlotChoice, TicketType, Venue
from orders.models import Order, Ticket
from orders.services.batches import mint_tickets
from reservations import services
from reservations.models import ReservationSlot, VisitRules
from tenants.models import Tenant
from tests import make

NOTE = "Please leave bags larger than A4 at the cloakroom.\n\nThe lift is to the left of the entrance."


@dataclass(frozen=True)
class Museum:
    """What there is to visit."""

    event: Event
    venue: Venue
    visit_type: TicketType
    timed: TicketType
    slots: tuple[ReservationSlot, ...]
    full: ReservationSlot

    def ticket(self) -> Ticket:
        """One that waits for its time."""
        return make.order(self.event, {self.visit_type: 1}).tickets.get()

    def reserved(self) -> Ticket:
        """One that has its time."""
        ticket = self.ticket()
        services.reserve(tickets=[ticket], slot=self.slots[0], contact=make.contact(), now=timezone.now())
        return ticket

    def group(self) -> Order:
        """Three tickets, one of which has a time."""
        order = make.order(self.event, {self.visit_type: 3})
        first = order.tickets.order_by("pk")[0]
        services.reserve(tickets=[first], slot=self.slots[0], contact=make.contact(), now=timezone.now())
        return order

    def voucher(self) -> Ticket:
        """A pre-made one that waits to be activated."""
        kind = make.visit_type(self.event, name="Voucher", valid_days=90)
        batch = mint_tickets(
            ticket_type=kind,
            label="Shop",
            quantity=1,
            activation_mode=ActivationMode.DEFERRED,
            by=None,
            now=timezone.now(),
        )
        return batch.tickets.get()


@cache
def museum_of(tenant_id: object) -> Museum:
    """The museum of an organizer, made when it is first looked at."""
    tenant = Tenant.objects.get(pk=tenant_id)
    now = timezone.now()
    venue = make.venue(tenant)
    event = make.event(
        tenant,
        name="Museum of Mills",
        published=False,
        venue=venue,
        starts_at=now - timedelta(days=30),
        ends_at=now + timedelta(days=335),
    )
    visit_type = make.visit_type(event)
    timed = make.visit_type(event, name="Timed entry", slot_choice=SlotChoice.CHECKOUT)
    make.publish(event)
    day = _a_month_later(now.date())
    slots = tuple(
        make.slot(venue, on=day + timedelta(days=days), start=start, end=end, capacity=capacity)
        for days in range(0, 18, 2)
        for start, end, capacity in (("10:00", "12:00", 60), ("12:00", "14:00", 4), ("14:00", "16:00", 60))
    )
    tight = [make.slot(venue, on=day + timedelta(days=days), capacity=3) for days in (1, 5)]
    full = make.slot(venue, on=day + timedelta(days=3), capacity=2)
    for slot in (full, slots[1]):
        tickets = list(make.order(event, {visit_type: slot.total_capacity}).tickets.all())
        services.reserve(tickets=tickets, slot=slot, contact=make.contact(), now=now)
    VisitRules.objects.filter(venue=venue).update(note=NOTE)
    return Museum(event, venue, visit_type, timed, (*slots, *tight), full)


def _a_month_later(day: date) -> date:
    """A day in next month's first week, so that all of it lies ahead."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=4)
