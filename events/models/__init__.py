"""What organizers offer: events and all that describes them."""

from events.models.access import EventAccess
from events.models.discounts import CodeBatch, DiscountCode, DiscountStatus, DiscountType
from events.models.event import Category, Event, EventSession, EventStatus, FormerSlug, LocationType, Visibility
from events.models.media import EventPicture, MediaFile, MediaKind
from events.models.pageviews import PageView
from events.models.questions import AskedPer, Question, QuestionKind
from events.models.signing import SigningKey
from events.models.stock import Stock
from events.models.ticket_types import ActivationMode, SlotChoice, TicketKind, TicketType, TicketTypeStatus
from events.models.venues import Venue

__all__ = [
    "ActivationMode",
    "AskedPer",
    "Category",
    "CodeBatch",
    "DiscountCode",
    "DiscountStatus",
    "DiscountType",
    "Event",
    "EventAccess",
    "EventPicture",
    "EventSession",
    "EventStatus",
    "FormerSlug",
    "LocationType",
    "MediaFile",
    "MediaKind",
    "PageView",
    "Question",
    "QuestionKind",
    "SigningKey",
    "SlotChoice",
    "Stock",
    "TicketKind",
    "TicketType",
    "TicketTypeStatus",
    "Venue",
    "Visibility",
]
