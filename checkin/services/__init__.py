"""Every write of the door. Each is one transaction of its own."""

from checkin.services.gates import (
    add_gate,
    archive_gate,
    change_gate,
    issue_device,
    report_incident,
    revoke_device,
)
from checkin.services.scans import redeem, redeem_at_device, undo_admission

__all__ = [
    "add_gate",
    "archive_gate",
    "change_gate",
    "issue_device",
    "redeem",
    "redeem_at_device",
    "report_incident",
    "revoke_device",
    "undo_admission",
]
