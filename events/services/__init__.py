"""Writes of what is offered. Each is one transaction of its own.

What touches sales (places, deleting, what a type draws on) is in `orders.services`.
"""

from events.services.archive import archive_event, archive_venue, restore_event, restore_venue
from events.services.copies import copy_event
from events.services.discounts import (
    archive_batch,
    archive_code,
    change_code,
    continue_batch,
    create_code,
    make_codes,
    restore_code,
)
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
from events.services.publishing import complete_ended_events, feature_event, publish_event, unpublish_event
from events.services.questions import archive_question, create_question, order_questions, restore_question
from events.services.ticket_types import (
    add_ticket_type,
    archive_ticket_type,
    create_ticket_type,
    order_ticket_types,
    restore_ticket_type,
)
from events.services.venues import change_venue, create_venue

__all__ = [
    "FirstTicket",
    "Place",
    "add_event_picture",
    "add_session",
    "add_ticket_type",
    "archive_batch",
    "archive_code",
    "archive_event",
    "archive_question",
    "archive_session",
    "archive_ticket_type",
    "archive_venue",
    "change_code",
    "change_event",
    "change_picture",
    "change_session",
    "change_venue",
    "choose_main_picture",
    "complete_ended_events",
    "continue_batch",
    "copy_event",
    "create_code",
    "create_event",
    "create_question",
    "create_ticket_type",
    "create_venue",
    "feature_event",
    "make_codes",
    "move_picture",
    "order_questions",
    "order_ticket_types",
    "publish_event",
    "remove_picture",
    "renew_access",
    "restore_code",
    "restore_event",
    "restore_picture",
    "restore_question",
    "restore_session",
    "restore_ticket_type",
    "restore_venue",
    "start_event",
    "unpublish_event",
]
