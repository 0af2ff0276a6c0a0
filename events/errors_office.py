"""The refusals of what members do about events in the console."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError, Stale


class EventChanged(Stale):
    """Somebody else saved the event meanwhile."""

    code, text = "event_changed", _("Somebody else changed this event while you were working on it.")


class NotADraft(DomainError):
    """The event was published, cancelled or completed before."""

    code, text = "not_a_draft", _("Only a draft can be published.")


class HasSales(DomainError):
    """Something is sold or held, so the event cannot be taken from view. Facts: sold, held."""

    code = "has_sales"
    text = _(
        "This event cannot be taken back: %(sold)d places are sold and %(held)d are in carts or unpaid orders. "
        "Cancel the event instead, or wait until the carts have lapsed."
    )


class NotPublished(DomainError):
    """Only a published event can be taken back."""

    code, text = "not_published", _("This event is not published.")


class StillOnSale(DomainError):
    """An event that people can buy is not put away."""

    code = "still_on_sale"
    text = _("This event is still on sale. Unpublish or cancel it first, or wait until it is over.")


class VenueInUse(DomainError):
    """Something is still to happen there. Facts: events, their names."""

    code, text = "venue_in_use", _("“%(venue)s” is still needed: %(uses)s.")
    visits = _("reservations of visits")


class ReversedDates(DomainError):
    """The end is not after the start."""

    code, status, field = "reversed_dates", 422, "ends_at"
    text = _("The end has to come after the start.")


class ReversedSale(DomainError):
    """The sale would end before it starts."""

    code, status, field = "reversed_sale", 422, "sales_ends_at"
    text = _("The sale has to end after it starts.")


class SaleAfterEnd(DomainError):
    """Tickets would be sold to an event that is over."""

    code, status, field = "sale_after_end", 422, "sales_ends_at"
    text = _("The sale cannot end after the event is over.")


class TypeSaleAfterEnd(DomainError):
    """A ticket type's sale would go on after the moved event is over. Facts: ticket_type."""

    code, status, field = "type_sale_after_end", 422, "ends_at"
    text = _("The sale of “%(ticket_type)s” would end after the event. Change that first.")


class SessionOutside(DomainError):
    """A session lies before the start or after the end of the moved event. Facts: session."""

    code, status, field = "session_outside", 422, "starts_at"
    text = _("“%(session)s” of the programme would lie outside these times. Move it first.")


class OutsideEvent(DomainError):
    """A session does not lie within its event. Facts: starts, ends."""

    code, status, field = "outside_event", 422, "starts_at"
    text = _("The programme lies within the event: from %(starts)s to %(ends)s.")


class RoomTaken(DomainError):
    """Two sessions at once in one room. Facts: room, session."""

    code, status, field = "room_taken", 422, "room"
    text = _("“%(session)s” is in %(room)s at that time.")


class SessionInUse(DomainError):
    """Tickets that are sold or held admit to the session. Facts: sold, held."""

    code = "session_in_use"
    text = _("Tickets to this session are out: %(sold)d sold and %(held)d held. It stays in the programme.")


class CurrencyFixed(DomainError):
    """Prices were agreed in the currency."""

    code, status, field = "currency_fixed", 422, "currency"
    text = _("The currency cannot be changed any more: tickets were sold, or are in a cart right now.")


class TooManyPictures(DomainError):
    """A gallery has an end."""

    code, status, field = "too_many_pictures", 422, "picture"
    text = _("An event has at most %(most)d pictures. Remove one first.")


class NothingLeft(DomainError):
    """A picture was cut away altogether."""

    code, status, field = "nothing_left", 422, "crop_left"
    text = _("Too little of the picture would be left.")


class PictureLost(DomainError):
    """The file that was uploaded is no longer where it was kept."""

    code, status, field = "picture_lost", 409, "crop_left"
    text = _("The uploaded file is lost, so it cannot be cut anew. Please upload it again.")
