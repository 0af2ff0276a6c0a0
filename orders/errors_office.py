"""What members are told that cannot be done with an order."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


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
