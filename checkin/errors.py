"""The refusals of the door's management. A scan is never refused: it is judged."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class ScanIdTaken(DomainError):
    """The id belongs to a scan of another gate."""

    code, text = "scan_id_taken", _("This scan's number was used at another gate. Please scan again.")


class AlreadyUndone(DomainError):
    """The admission was undone, or its guest has left."""

    code, text = "already_undone", _("This admission has been undone already.")


class NothingDue(DomainError):
    """The order is paid, or is not one that is paid at the door."""

    code, text = "nothing_due", _("There is nothing to pay for this ticket here.")


class NoGate(DomainError):
    """The event has no gate in use: it was never published, or its gates are archived."""

    code, text = "no_gate", _("This event has no gate at which anybody could be checked in.")


class NotCheckedIn(DomainError):
    """No admission of the ticket stands."""

    code, text = "not_checked_in", _("No admission of this ticket stands that could be taken back.")


class GateNameTaken(DomainError):
    """Another gate of the event has this name."""

    code, status, field = "gate_name_taken", 422, "name"
    text = _("Another gate of this event is called “%(name)s”.")


class DeviceRevoked(DomainError):
    """The device's access was taken back."""

    code, text = "device_revoked", _("This device no longer has access.")
