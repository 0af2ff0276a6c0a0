"""The refusals of those who run a sale. `field` is where they belong in a form."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class PlacesTaken(DomainError):
    """What a type draws on cannot change under places that are held or sold. Facts: sold, held."""

    code, field = "places_taken", "admits"
    text = _("%(sold)d are sold and %(held)d are held: what the type admits to cannot be changed any more.")


class KindTaken(PlacesTaken):
    """What was sold as a ticket stays one."""

    code, field = "kind_taken", "kind"
    text = _("%(sold)d are sold and %(held)d are held: it stays what it is.")


class TypeInUse(DomainError):
    """Somebody has bought, held or been given one. Facts: ticket_type."""

    code = "ticket_type_in_use"
    text = _("“%(ticket_type)s” has orders, tickets or carts, so it is not deleted. Archive it instead.")


class QuestionAnswered(DomainError):
    """Answers are there, which another kind of question could not read. Facts: answers."""

    code, field = "question_answered", "kind"
    text = _("%(answers)d people have answered: the kind of question stays. Archive it and ask another one instead.")


class QuestionInUse(DomainError):
    """Answers would lose their question."""

    code = "question_in_use"
    text = _("This question has answers, so it is not deleted. Archive it instead.")


class ApprovalTooLate(DomainError):
    """The time to approve the order is over, and its places are anybody's."""

    code, status = "approval_too_late", 410
    text = _("The time to approve this order is over. Its places are on sale again.")


class NotByHand(DomainError):
    """The money of this payment moves by itself: nobody records it."""

    code, text = "not_by_hand", _("This money moves through the payment service, which tells when it has arrived.")


class DeadlineRefused(DomainError):
    """A deadline that is over already, or after the event."""

    code, status, field = "deadline_refused", 422, "until"
    text = _("Please choose a time from now on, and before the event ends.")


class EventNotCancelled(DomainError):
    """Only a cancelled event gives all its money back."""

    code, text = "event_not_cancelled", _("This event is not cancelled.")


class EventCancelledAlready(DomainError):
    """It was cancelled before, or it is over for good."""

    code, text = "event_cancelled_already", _("This event cannot be cancelled any more.")


class ReasonNeeded(DomainError):
    """Something is given away without saying why."""

    code, status, field = "reason_needed", 422, "reason"
    text = _("Please say for whom or why it is free.")


class EmailNeeded(DomainError):
    """Whoever pays later must be told how."""

    code, status, field = "email_needed", 422, "email"
    text = _("Please give an e-mail address: whoever pays later is told there how to.")


class RefundedMeanwhile(DomainError):
    """Money went back since the page was shown: perhaps this very refund. Facts: left (formatted money)."""

    code, status = "refunded_meanwhile", 409
    text = _("Meanwhile money of this order was paid back; %(left)s are left. Please look whether there is more to do.")
