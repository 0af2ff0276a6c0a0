"""A ticket's scans, for the organizer's page of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from checkin.models import Redemption, Scan, ScanResult
from orders.hooks import TicketHappening
from orders.models import Ticket

MOST = 50
TONES = {ScanResult.ADMITTED: "good", ScanResult.LEFT: "info"}


def scans_of(ticket: Ticket) -> Sequence[TicketHappening]:
    """The latest attempts at gates, and admissions that were taken back; two statements."""
    scans = Scan.objects.filter(ticket=ticket).select_related("gate", "device", "operator").order_by("-scanned_at")
    told = [_of_scan(scan) for scan in scans[:MOST]]
    ended = Redemption.objects.filter(ticket=ticket, ended_at__isnull=False).select_related("gate")
    for redemption in ended.order_by("-ended_at")[:MOST]:
        assert redemption.ended_at is not None
        text = _("Admission ended · %(gate)s") % {"gate": redemption.gate.name}
        told.append(TicketHappening(redemption.ended_at, text, tone="warn"))
    return told


def _of_scan(scan: Scan) -> TicketHappening:
    result = scan.get_result_display()
    if scan.is_forced:
        result = _("%(result)s, although the door said no") % {"result": result}
    text = _("%(result)s · %(gate)s") % {"result": result, "gate": scan.gate.name}
    who = scan.operator.full_name or scan.operator.email if scan.operator else scan.device.name if scan.device else ""
    return TicketHappening(scan.scanned_at, text, who, TONES.get(ScanResult(scan.result), "bad"))
