"""The refusals of visits."""

from django.utils.translation import gettext_lazy as _

from orders.errors import SoldOut
from ticketing.core.errors import DomainError


class SlotFull(SoldOut):
    """Too few places are free in a slot. Facts: ticket_type (the slot in words), left, slot_id."""

    code, field = "slot_full", "slot_id"
    text = _("Only %(left)d places are left on %(ticket_type)s.")

    def __str__(self) -> str:
        if not self.facts["left"]:
            return str(_("No place is left on %(ticket_type)s.")) % self.facts
        return DomainError.__str__(self)


class SlotClosed(DomainError):
    """The slot is closed, or its venue takes no visits at the moment. Facts: ticket_type_id, where there is one."""

    code, field, text = "slot_closed", "slot_id", _("This time is not open for visits. Please choose another.")


class SlotOver(DomainError):
    """The slot is over."""

    code, field, text = "slot_over", "slot_id", _("This time has passed. Please choose another.")


class SlotUnknown(DomainError):
    """No such slot at the ticket's venue."""

    code, status, field = "slot_unknown", 422, "slot_id"
    text = _("This time cannot be chosen with this ticket.")


class SlotNeeded(DomainError):
    """A ticket type that is sold with a time was chosen without one. Facts: ticket_type, ticket_type_id."""

    code, status, text = "slot_needed", 422, _("Please choose a time for “%(ticket_type)s”.")


class CodeUnknown(DomainError):
    """No ticket that could be used for a visit has this code; whether another one has it is nobody's business."""

    code, status, field = "code_unknown", 404, "code"
    text = _("We know no ticket for visits with this code. Please compare it with your ticket, letter by letter.")


class TicketNotForVisits(DomainError):
    """The ticket's type has no venue of visits."""

    code, status, text = "not_for_visits", 422, _("No visit can be reserved with this ticket.")


class TicketNotActive(DomainError):
    """The ticket has to be activated first."""

    code, text = "not_active", _("Please activate this ticket first.")


class TicketNotPaid(DomainError):
    """The ticket's order is not paid yet."""

    code, text = "not_paid", _("This ticket is not paid yet.")


class TicketVoid(DomainError):
    """The ticket was cancelled."""

    code, text = "cancelled", _("This ticket was cancelled.")


class TicketUsed(DomainError):
    """The ticket has admitted somebody already."""

    code, text = "used", _("This ticket has been used already.")


class TicketExpired(DomainError):
    """The ticket's time is over."""

    code, text = "expired", _("This ticket is no longer valid.")


class SlotAfterExpiry(DomainError):
    """The slot ends after the ticket does. Facts: until (a day in words)."""

    code, status, field = "slot_after_expiry", 422, "slot_id"
    text = _("This ticket is valid until %(until)s. Please choose an earlier time.")


class AlreadyActive(DomainError):
    """Activation is one-way and happens once."""

    code, text = "already_active", _("This ticket is active already.")


class AlreadyReserved(DomainError):
    """The ticket has a live reservation."""

    code, text = "already_reserved", _("A time is reserved with this ticket already. It can be changed.")


class NotReserved(DomainError):
    """The reservation was cancelled or used meanwhile."""

    code, text = "not_reserved", _("This reservation no longer stands. Please look at it again.")


class TooLateToChange(DomainError):
    """After the venue's cut-off. Facts: cutoff (in words)."""

    code, text = "too_late_to_change", _("This visit could be changed until %(cutoff)s. Please contact the organizer.")


class NothingToReserve(DomainError):
    """No ticket was chosen."""

    code, status, text = "nothing_chosen", 422, _("Please choose at least one ticket.")


class PhoneInvalid(DomainError):
    """Not a phone number that could be called."""

    code, status, field = "phone_invalid", 422, "customer_phone"
    text = _("This is not a phone number. Please give it with its country code, like +49 30 1234567.")


class EmailInvalid(DomainError):
    """Not an e-mail address."""

    code, status, field = "email_invalid", 422, "customer_email"
    text = _("Please give an e-mail address, like ada@example.org.")


class SlotExists(DomainError):
    """The venue has a slot that begins at this time. Facts: slot_id, is_closed."""

    code, field, text = "slot_exists", "start_time", _("There is a slot at this time already.")

    def __str__(self) -> str:
        if self.facts.get("is_closed"):
            return str(_("There is a closed slot at this time. It can be opened again."))
        return super().__str__()


class SlotsOverlap(DomainError):
    """The venue forbids overlapping slots."""

    code, field, text = "slots_overlap", "start_time", _("This time overlaps with another slot of this venue.")


class HoursInvalid(DomainError):
    """A slot that ends as it starts."""

    code, status, field = "hours_invalid", 422, "end_time"
    text = _("A slot has to end at another time than it starts.")


class HoursSkipped(DomainError):
    """The venue's clocks skip this time on that day. Facts: time, day."""

    code, status, field = "hours_skipped", 422, "start_time"
    text = _("The clocks skip %(time)s on %(day)s.")


class CapacityBelowBooked(DomainError):
    """Fewer places than are booked. Facts: booked."""

    code, status, field = "capacity_below_booked", 422, "total_capacity"
    text = _("%(booked)d places are booked: the capacity cannot be lower.")


class SeriesTooLong(DomainError):
    """More slots than one step makes. Facts: most."""

    code, status, text = "series_too_long", 422, _("That is more than %(most)d slots. Please choose a shorter time.")


class SeriesEmpty(DomainError):
    """Not one new slot would come of it."""

    code, status, text = "series_empty", 422, _("No new slot would come of this.")


class NoGateHere(DomainError):
    """There is no gate in use at which a scan could be written down."""

    code, text = "no_gate", _("No gate is set up for this ticket. Please ask whoever organizes the visits.")


class VisitVenueNeeded(DomainError):
    """A time can only be chosen at a venue."""

    code, status, field = "visit_venue_needed", 422, "reservation_venue"
    text = _("Please choose the venue whose times are offered.")


class SlotNeedsActive(DomainError):
    """Only an active ticket has a reservation, and one that is sold with a time has one at once."""

    code, status, field = "slot_needs_active", 422, "activation_mode"
    text = _("A ticket that is sold with its time has to be active at purchase.")


class VisitVenueInUse(DomainError):
    """Places at the former venue are reserved, or held, with tickets of this type. Facts: reserved."""

    code, field = "visit_venue_in_use", "reservation_venue"
    text = _(
        "The venue cannot change while times are reserved or held there: %(reserved)d reservations stand."
        " Cancel or wait for them first."
    )


class NotTheOperator(DomainError):
    """`operator_id` is somebody else's."""

    code, status, field = "not_the_operator", 403, "operator_id"
    text = _("This number is not yours.")
