"""An event's questions, as those who ask them see them."""

from django.db.models import QuerySet

from events.models import AskedPer, Event, Question
from orders.models import Attendee, Order


def questions_of(event: Event, *, archived: bool = False) -> QuerySet[Question]:
    """The questions in the order in which they are asked, with the types that each is limited to."""
    found = Question.objects.filter(event=event, archived_at__isnull=not archived)
    return found.prefetch_related("ticket_types").order_by("sort_order", "pk")


def answers_to(question: Question) -> int:
    """How many people have answered a question."""
    if question.asked_per == AskedPer.ORDER:
        return Order.objects.filter(event=question.event_id, answers__has_key=str(question.pk)).count()
    return Attendee.objects.filter(ticket__event=question.event_id, answers__has_key=str(question.pk)).count()
