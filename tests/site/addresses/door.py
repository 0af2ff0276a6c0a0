"""The door, and its API."""

from uuid import uuid4

from django.utils import timezone

from checkin.models import Device
from tests.site.addresses import ACCOUNT, DEVICE_OR
from ticketing.core.tokens import hash_token

TABLE = {
    "checkin:home": ACCOUNT,
    "checkin:gate": "checkin.scan",
    "checkin:guests": "checkin.lookup",
    "checkin:undo": "checkin.undo",
    "checkin:pay": "payments.record",
    "checkin:gate_settings": "checkin.manage",
    "checkin:archive_gate": "checkin.manage",
    "checkin:new_device": "checkin.manage",
    "checkin:revoke_device": "checkin.manage",
    "checkin:gates": "checkin.manage",
    "checkin:new_gate": "checkin.manage",
    "checkin:incidents": "incidents.write",
    "reservations_door:scanner": "checkin.scan",
    "reservations_door:counts": "checkin.scan",
    "reservations_door:board": "checkin.scan",
    "reservations_door:undo": "checkin.undo",
    "reservations_door:pay": "payments.record",
    "reservations_door:expected": "checkin.lookup",
    "checkin_api:gate": DEVICE_OR + "checkin.scan",
    "checkin_api:scans": DEVICE_OR + "checkin.scan",
}


def objects(event):
    """The event's gate, and a device at it."""
    gate = event.gates.get()
    device = Device.objects.create(
        tenant=gate.tenant, gate=gate, name="Phone", token_hash=hash_token("secret"), last_seen_at=timezone.now()
    )
    return {"gate": gate.pk, "device": device.pk, "redemption": uuid4()}
