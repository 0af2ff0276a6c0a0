"""Writes of what is offered. Each is one transaction of its own."""

from events.services.archive import archive_event, archive_venue, restore_event, restore_venue
from events.services.copies import copy_event
from events.services.events import FirstTicket, Place, change_event, create_event, renew_access, start_event
from events.services.pictures import (
    add_event_picture,
    change_picture,
    choose_main_picture,
    move_picture,
    remove_picture,
    restore_picture,
)
from events.services.programme import add_session, archive_session, change_session, restore_session
from events.services.publishing import complete_ended_events, publish_event, unpublish_event
from events.services.ticket_types import add_ticket_type
from events.services.venues import change_venue, create_venue

__all__ = [
    "FirstTicket",
    "Place",
    "add_event_picture",
    "add_session",
    "add_ticket_type",
    "archive_event",
    "archive_session",
    "archive_venue",
    "change_event",
    "change_picture",
    "change_session",
    "change_venue",
    "choose_main_picture",
    "complete_ended_events",
    "copy_event",
    "create_event",
    "create_venue",
    "move_picture",
    "publish_event",
    "remove_picture",
    "renew_access",
    "restore_event",
    "restore_picture",
    "restore_session",
    "restore_venue",
    "start_event",
    "unpublish_event",
]
