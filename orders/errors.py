"""The refusals of a sale."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class NothingChosen(DomainError):
    """No quantity above zero."""

    code, status, text = "nothing_chosen", 422, _("Please choose at least one ticket.")


class UnknownTicketType(DomainError):
    """Not a ticket type of this event, or one that is not on offer to this visitor."""

    code, status, text = "unknown_ticket_type", 422, _("One of the chosen tickets is not offered here.")


class QuantityRefused(DomainError):
    """Fewer or more than one order may contain. Facts: ticket_type, ticket_type_id, least, most."""

    code, status = "quantity_refused", 422
    text = _("Please choose between %(least)d and %(most)d of “%(ticket_type)s”.")


class NotOnSale(DomainError):
    """Outside the sale's window, or no longer offered. Facts: ticket_type, ticket_type_id."""

    code, text = "not_on_sale", _("“%(ticket_type)s” is not on sale at the moment.")


class SalesClosed(DomainError):
    """The event sells nothing: it is not published, over, or its organizer may not sell."""

    code, text = "sales_closed", _("Tickets for this event are not on sale at the moment.")


class SoldOut(DomainError):
    """Too few places are free. Facts: ticket_type (or what else ran short), left, stock_id."""

    code, text = "sold_out", _("Only %(left)d left of “%(ticket_type)s”.")

    def __str__(self) -> str:
        if not self.facts["left"]:
            return str(_("No places are free for “%(ticket_type)s” right now.")) % self.facts
        return super().__str__()


class WaitingListFirst(SoldOut):
    """What is free is the waiting list's. Facts: ticket_type (or what else is waited for), left (0), stock_id."""

    code, text = "waiting_list_first", _("Free places for “%(ticket_type)s” go to the waiting list first.")

    def __str__(self) -> str:
        return str(self.text) % self.facts


class TooManyHolds(DomainError):
    """One address holds many carts already."""

    code, status = "too_many_holds", 429
    text = _("You are holding places in several windows already. Finish one of them first, or wait a few minutes.")


class HoldLapsed(DomainError):
    """The hold ended and its places went back."""

    code, status, text = "hold_lapsed", 410, _("Your places are no longer held.")


class NoMoreExtensions(DomainError):
    """The hold was extended as often as the organizer allows."""

    code, text = "no_more_extensions", _("The time for this order cannot be extended again.")


class LimitReached(DomainError):
    """One buyer would get more than allowed. Facts: ticket_type, most, held."""

    code, text = "limit_reached", _("One person can have at most %(most)d of “%(ticket_type)s”.")
    field = "email"


class RequiresMissing(DomainError):
    """An add-on without the ticket that it needs. Facts: ticket_type, required."""

    code, status = "requires_missing", 422
    text = _("“%(ticket_type)s” can only be had together with: %(required)s.")


class GuestsNotAllowed(DomainError):
    """The organizer sells to people with an account only."""

    code, status, text = "guests_not_allowed", 403, _("Please sign in to buy from this organizer.")


class AttendeesIncomplete(DomainError):
    """Not one attendee per ticket."""

    code, status, text = "attendees_incomplete", 422, _("Please give the details of each ticket's holder.")


class DiscountRefused(DomainError):
    """The code cannot be used here."""

    code, status, field = "discount_refused", 422, "discount_code"
    text = _("This code is not valid for this order.")


class DiscountUnknown(DiscountRefused):
    """No such code."""

    code, text = "discount_unknown", _("We do not know this code.")


class DiscountNotYet(DiscountRefused):
    """Its time has not come or is over."""

    code, text = "discount_not_now", _("This code is not valid at the moment.")


class DiscountUsedUp(DiscountRefused):
    """Used as often as it may be."""

    code, text = "discount_used_up", _("This code has been used up.")


class DiscountMinimum(DiscountRefused):
    """The order is too small. Facts: minimum (formatted money)."""

    code, text = "discount_minimum", _("This code is for orders of %(minimum)s or more.")


class WaitingListClosed(DomainError):
    """The organizer lets nobody join."""

    code, text = "waiting_list_closed", _("There is no waiting list for this event.")


class WaitingQuantityRefused(DomainError):
    """Not so many places, or more at least than in all. Facts: most."""

    code, status, field = "waiting_quantity_refused", 422, "quantity"
    text = _("Please wait for between 1 and %(most)d places, and for at least no more than that.")


class PlacesFree(DomainError):
    """Who can buy need not wait. Facts: ticket_type, ticket_type_id."""

    code, status, text = "places_free", 409, _("“%(ticket_type)s” can be bought right now: there is no need to wait.")


class OfferOver(DomainError):
    """The offer was ordered, lapsed or was taken back."""

    code, status, text = "offer_over", 410, _("This offer is over.")


class OrderChanged(DomainError):
    """The order is not in the state that this needs any more."""

    code, text = "order_changed", _("This order has changed meanwhile. Please look at it again.")


class OrderLapsed(DomainError):
    """The order was not paid in time and its places went back."""

    code, status, text = "order_lapsed", 410, _("This order was not paid in time, and its places are free again.")


class AlreadyPaid(DomainError):
    """Nothing is left to pay."""

    code, text = "already_paid", _("This order is already paid.")


class MethodRefused(DomainError):
    """The organizer does not offer this way to pay."""

    code, status, text = "method_refused", 422, _("Please choose one of the offered ways to pay.")


class RefundTooLarge(DomainError):
    """More than what is left of the payment. Facts: left (formatted money)."""

    code, status, field = "refund_too_large", 422, "amount"
    text = _("At most %(left)s can be paid back.")


class NotPaidOnline(DomainError):
    """There is no payment from which to give money back."""

    code, text = "not_paid", _("Nothing was paid for this order.")


class TicketNotChangeable(DomainError):
    """The ticket is used or cancelled, or the organizer lets no names be changed, or not any more."""

    code, text = "ticket_not_changeable", _("This ticket can no longer be changed.")


class CapacityTooLow(DomainError):
    """Fewer places than are sold and held. Facts: label, total, held, sold, least, stock_id."""

    code, status, field = "capacity_too_low", 422, "capacity"
    text = _("%(sold)d of “%(label)s” are sold and %(held)d held: it needs at least %(least)d places.")


class BuyerIsAnonymous(DomainError):
    """There is nothing left to blank."""

    code, text = "buyer_is_anonymous", _("This buyer was anonymized already.")
