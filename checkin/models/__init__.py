"""The door: where, with what, and what happened."""

from checkin.models.door import Device, Gate, Incident, Severity
from checkin.models.scans import Direction, Redemption, Scan, ScanResult

__all__ = ["Device", "Direction", "Gate", "Incident", "Redemption", "Scan", "ScanResult", "Severity"]
