"""What visits add to a sale (`orders.hooks`): a slot that is chosen with a ticket, from the cart to the reservation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import TicketType
from orders.hooks import OrderLink, SlotOffer, TicketFact
from orders.models import Order, Ticket, TicketStatus
from reservations import errors, locks, rules, steps
from reservations.models import ReservationSlot, ReservationStatus, TicketReservation
from reservations.queries import availability
from reservations.queries.slot_check import slot_differences
from reservations.services.slot_repair import repair_slots
from reservations.values import Contact
from reservations.words import slot_hours, slot_in_words
from tenants.models import User


class SlotPlaces:
    """Slots in a sale. Their places are booked from the hold on and become the tickets' own when it is confirmed."""

    def offers(self, ticket_types: Iterable[TicketType], *, now: datetime) -> Mapping[UUID, Sequence[SlotOffer]]:
        """What can be chosen now with each type that asks for a slot; one statement, none where no type does."""
        asking = [ticket_type for ticket_type in ticket_types if ticket_type.asks_for_slot]
        venues = {cast(UUID, ticket_type.reservation_venue_id) for ticket_type in asking}
        by_venue: dict[UUID, list[SlotOffer]] = {venue: [] for venue in venues}
        for slot in availability.coming(venues, now=now) if venues else ():
            offer = SlotOffer(pk=slot.pk, day=slot.date, hours=slot_hours(slot), left=slot.available_count)
            by_venue[slot.venue_id].append(offer)
        return {row.pk: tuple(by_venue[cast(UUID, row.reservation_venue_id)]) for row in asking}

    def check(self, chosen: Mapping[TicketType, UUID | None], *, now: datetime) -> None:
        """Refuse a missing slot, one of another venue, or one that is closed, over, or not shown to visitors."""
        found = ReservationSlot.objects.select_related("venue__visit_rules").in_bulk(
            [pk for pk in chosen.values() if pk]
        )
        for ticket_type, slot_id in chosen.items():
            facts = {"ticket_type": ticket_type.name, "ticket_type_id": str(ticket_type.pk)}
            if slot_id is None:
                raise errors.SlotNeeded(**facts)
            slot = found.get(slot_id)
            if slot is None or slot.venue_id != ticket_type.reservation_venue_id or not ticket_type.asks_for_slot:
                raise errors.SlotUnknown(**facts)
            if slot.is_closed or not slot.venue.visit_rules.is_published:
                raise errors.SlotClosed(**facts)
            if slot.ends_at <= now:
                raise errors.SlotOver(**facts)

    def hours(self, slot_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """Day and hours of slots in words."""
        found = ReservationSlot.objects.filter(pk__in=list(slot_ids)).select_related("venue")
        return {slot.pk: slot_in_words(slot) for slot in found}

    def move(self, slots: Mapping[UUID, int]) -> None:
        """Count places; the sale has settled its constraints."""
        steps.move_counters(slots)

    def confirm(self, order: Order, tickets: Sequence[Ticket], *, now: datetime) -> None:
        """The places that the order's items hold are the tickets' own from now on."""
        by_slot: dict[UUID, list[Ticket]] = {}
        for ticket in tickets:
            item = ticket.order_item
            if item is not None and item.slot_id is not None:
                by_slot.setdefault(item.slot_id, []).append(ticket)
        found = ReservationSlot.objects.in_bulk(by_slot)
        for slot_id, owners in by_slot.items():
            contacts = [_contact(ticket, order) for ticket in owners]
            steps.write_reservations(owners, found[slot_id], contacts, by=order.user, now=now)

    def cancel(self, tickets: Sequence[Ticket], *, by: object, now: datetime) -> Mapping[UUID, int]:
        """Cancelled tickets come to no visit: what their reservations held is free again."""
        standing = locks.standing_reservations(ticket.pk for ticket in tickets) if _may_have(tickets) else []
        # Who bought a ticket is told of its order; who holds a pre-made one knows of nothing but the visit.
        premade = {ticket.pk for ticket in tickets if ticket.order_id is None}
        told = [row for row in standing if row.ticket_id in premade and row.status == ReservationStatus.RESERVED]
        steps.queue_cancellations(told, now=now)
        return steps.end_reservations(standing, by=by if isinstance(by, User) else None, now=now)


class SlotCounters:
    """The counters of slots, for `check_stock`."""

    def differences(self) -> Sequence[str]:
        """What differs, in words."""
        return [str(difference) for difference in slot_differences()]

    def repair(self) -> Sequence[str]:
        """Set them right; what could not be, in words."""
        wrong = [difference.slot_id for difference in slot_differences()]
        return [str(difference) for difference in repair_slots(slot_ids=wrong)] if wrong else []


def ticket_facts(tickets: Sequence[Ticket]) -> Mapping[UUID, Sequence[TicketFact]]:
    """When the visit is, and where to choose or change that: for tickets that are for visits."""
    for_visits = [ticket for ticket in tickets if ticket.ticket_type.reservation_venue_id is not None]
    if not for_visits:
        return {}
    standing = TicketReservation.objects.standing().filter(ticket__in=for_visits).select_related("slot__venue")
    slots = {reservation.ticket_id: reservation for reservation in standing}
    return {ticket.pk: (_fact(ticket, slots.get(ticket.pk)),) for ticket in for_visits if _is_told(ticket)}


def order_links(order: Order, tickets: Sequence[Ticket]) -> Sequence[OrderLink]:
    """Where several tickets get their time together."""
    for_visits = [ticket for ticket in tickets if ticket.ticket_type.reservation_venue_id and _is_told(ticket)]
    if len(for_visits) < 2:
        return ()
    url = reverse("reservations:order", kwargs={"token": order.lookup_token})
    return (OrderLink(text=_("Times of your visits"), url=url, icon="calendar-clock"),)


def _fact(ticket: Ticket, reservation: TicketReservation | None) -> TicketFact:
    url = reverse("reservations:visit", kwargs={"code": ticket.code})
    if ticket.order is not None:
        # Who has the order's link may be suggested what was typed for it.
        url = f"{url}?{urlencode({'order': ticket.order.lookup_token})}"
    if reservation is None:
        waits = ticket.activated_at is None and rules.is_deferred(ticket)
        text = _("not activated yet") if waits else _("no time chosen yet")
        return TicketFact(_("Visit"), text, url, _("Activate") if waits else _("Choose a time"))
    is_live = reservation.status == ReservationStatus.RESERVED
    words = slot_in_words(reservation.slot)
    return TicketFact(_("Visit"), words, url if is_live else "", _("Change") if is_live else "")


def _is_told(ticket: Ticket) -> bool:
    return ticket.status in (TicketStatus.VALID, TicketStatus.USED)


def _may_have(tickets: Sequence[Ticket]) -> bool:
    """Whether any of these tickets may own a reservation: most never do, and cost no statement then."""
    return any(ticket.reserved_at is not None for ticket in tickets)


def _contact(ticket: Ticket, order: Order) -> Contact:
    attendee = getattr(ticket, "attendee", None)
    email = (attendee.email if attendee else "") or order.buyer_email
    return Contact(email=email, phone=_phone(attendee.phone if attendee else ""), locale=order.locale)


def _phone(answered: str) -> str:
    """An attendee's number, where one was asked for and given in full."""
    digits = answered.replace(" ", "")
    return digits if digits.startswith("+") and digits[1:].isdecimal() and 5 <= len(digits) - 1 <= 15 else ""
