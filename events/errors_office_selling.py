"""The refusals of those who say what an event sells. `field` is where they belong in a form."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class SaleEndsFirst(DomainError):
    """A window of sale that ends before it begins."""

    code, status, field = "sale_ends_first", 422, "sales_ends_at"
    text = _("The sale has to end after it starts.")


class SaleAfterTheEvent(DomainError):
    """Selling what is over. Facts: ends (in words)."""

    code, status, field = "sale_after_the_event", 422, "sales_ends_at"
    text = _("The event ends on %(ends)s: nothing is sold after that.")


class SaleStartsAfterTheEvent(SaleAfterTheEvent):
    """A sale that would never begin."""

    field = "sales_starts_at"


class MostBelowLeast(DomainError):
    """An order would have to contain more than it may. Facts: least."""

    code, status, field = "most_below_least", 422, "max_per_order"
    text = _("This is less than the %(least)d that an order contains at least.")


class BuyersMostBelowLeast(MostBelowLeast):
    """A buyer may have fewer than an order must contain."""

    field = "max_per_buyer"


class OnlyTicketsAdmit(DomainError):
    """Merchandise that would admit to something."""

    code, status, field = "only_tickets_admit", 422, "kind"
    text = _("Only a ticket admits to sessions or visits; merchandise is handed over.")


class SlotNeedsVenue(DomainError):
    """A time is to be chosen, and there is no place where."""

    code, status, field = "slot_needs_venue", 422, "reservation_venue"
    text = _("A time can only be chosen when it is bought where there is a venue of visits.")


class SlotNeedsActivation(DomainError):
    """A time is chosen when it is bought, yet the ticket is activated later."""

    code, status, field = "slot_needs_activation", 422, "activation_mode"
    text = _("With a time chosen when it is bought, the ticket is active from its purchase.")


class RequiresItself(DomainError):
    """A type that needs itself, or one of another event."""

    code, status, field = "requires_itself", 422, "requires"
    text = _("Please choose other ticket types of this event.")


class CodeTaken(DomainError):
    """Another code of the same scope reads the same. Facts: code."""

    code, status, field = "code_taken", 422, "code"
    text = _("There is a code “%(code)s” already.")


class TooMuchOff(DomainError):
    """More than all of it."""

    code, status, field = "too_much_off", 422, "value"
    text = _("At most 100 percent can be taken off.")


class NothingOff(DomainError):
    """A code that does nothing."""

    code, status, field = "nothing_off", 422, "value"
    text = _("Please say how much is taken off, or let the code show hidden ticket types.")


class CodeEndsFirst(DomainError):
    """A code that ends before it begins."""

    code, status, field = "code_ends_first", 422, "expires_at"
    text = _("The code has to end after it starts.")


class UsedMoreOften(DomainError):
    """Fewer uses than there were already. Facts: used."""

    code, status, field = "used_more_often", 422, "max_redemptions"
    text = _("It was used %(used)d times already: at least that many.")


class ForeignTicketTypes(DomainError):
    """Ticket types of another event, or archived ones."""

    code, status, field = "foreign_ticket_types", 422, "ticket_types"
    text = _("Please choose ticket types of this event.")


class TooManyCodes(DomainError):
    """More codes at once than a batch has. Facts: most."""

    code, status, field = "too_many_codes", 422, "quantity"
    text = _("Please choose between 1 and %(most)d codes.")


class ChoicesNeeded(DomainError):
    """A choice without anything to choose from."""

    code, status, field = "choices_needed", 422, "choices"
    text = _("Please give at least two choices, one per line.")
