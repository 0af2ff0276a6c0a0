"""The console's words and colours for people, their tickets, and work on many of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import WorkStatus
from tenants.models import EmailLog, EmailStatus

WORK_TONES: dict[str, str] = {
    WorkStatus.QUEUED: "info",
    WorkStatus.RUNNING: "info",
    WorkStatus.DONE: "good",
    WorkStatus.FAILED: "bad",
    WorkStatus.CANCELLED: "warn",
}

# What members do with a ticket, by its entry in the activity log.
DEEDS = {
    "attendee.changed": gettext_lazy("Name, contact or answers were changed"),
    "ticket.qr_reissued": gettext_lazy("A new QR code was made"),
    "ticket.resent": gettext_lazy("Sent again"),
}

# What stands on the ticket itself, with its tone.
MILESTONES = {
    "purchased_at": (gettext_lazy("The ticket was made"), ""),
    "activated_at": (gettext_lazy("It was activated"), "good"),
    "cancelled_at": (gettext_lazy("The ticket was cancelled"), "bad"),
}

# Why work came to nothing, by the word that is kept of it.
FAILURES = {
    "not_a_member": gettext_lazy("You may no longer do this."),
    "too_many_rows": gettext_lazy("There are more rows than such a file can hold. Please narrow the list."),
    "trouble": gettext_lazy("Something went wrong while the file was made. It may help to try again."),
}


def mail_words(mail: EmailLog) -> tuple[str, str, str]:
    """What became of a mail: the words, to whom, and the tone."""
    if mail.status == EmailStatus.SENT:
        return _("The ticket was mailed"), mail.recipient, "good"
    if mail.status == EmailStatus.QUEUED:
        return _("The ticket waits to be mailed"), mail.recipient, ""
    return _("The ticket could not be mailed"), mail.recipient, "bad"
