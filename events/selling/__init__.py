"""What an event sells: the writes of ticket types, discount codes and questions. Each is one transaction of its own.

What touches sales (places, deleting, what a type draws on) is in `orders.services`.
"""

from events.selling.discounts import (
    archive_batch,
    archive_code,
    change_code,
    continue_batch,
    create_code,
    make_codes,
    restore_code,
)
from events.selling.questions import archive_question, create_question, order_questions, restore_question
from events.selling.ticket_types import (
    archive_ticket_type,
    create_ticket_type,
    order_ticket_types,
    restore_ticket_type,
)

__all__ = [
    "archive_batch",
    "archive_code",
    "archive_question",
    "archive_ticket_type",
    "change_code",
    "continue_batch",
    "create_code",
    "create_question",
    "create_ticket_type",
    "make_codes",
    "order_questions",
    "order_ticket_types",
    "restore_code",
    "restore_question",
    "restore_ticket_type",
]
