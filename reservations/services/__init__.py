"""Every write of visits. Each is one transaction of its own, but for `reserve`, which may try again."""

from reservations.services.activation import activate_ticket
from reservations.services.bulk import change_slots
from reservations.services.changes import cancel_reservations, change_contact, move_reservations
from reservations.services.reminders import remind_visitors
from reservations.services.reserving import place_reservations, reserve
from reservations.services.series import create_series
from reservations.services.slot_repair import repair_slots
from reservations.services.slots import change_slot, create_slot, delete_slot, set_visit_rules
from reservations.services.visit_settings import set_visit_settings

__all__ = [
    "activate_ticket",
    "cancel_reservations",
    "change_contact",
    "change_slot",
    "change_slots",
    "create_series",
    "create_slot",
    "delete_slot",
    "move_reservations",
    "place_reservations",
    "remind_visitors",
    "repair_slots",
    "reserve",
    "set_visit_rules",
    "set_visit_settings",
]
