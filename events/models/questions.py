"""Questions that an organizer asks at registration."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.models.ticket_types import TicketType
from tenants.models import Tenant
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class QuestionKind(models.TextChoices):
    """What an answer looks like."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    CHOICE = "choice", _("One of several")
    MULTIPLE = "multiple", _("Several of several")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    PHONE = "phone", _("Phone number")
    EMAIL = "email", _("E-mail")
    COUNTRY = "country", _("Country")
    CONSENT = "consent", _("Consent")
    FILE = "file", _("File")


class AskedPer(models.TextChoices):
    """Who answers."""

    ATTENDEE = "attendee", _("Each attendee")
    ORDER = "order", _("The buyer, once")


class Question(BaseModel):
    """One question; its answers are kept by the question's id in the order's or attendee's `answers`."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="questions")
    label = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=QuestionKind, default=QuestionKind.TEXT)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    asked_per = models.CharField(_("asked of"), max_length=8, choices=AskedPer, default=AskedPer.ATTENDEE)
    ticket_types = models.ManyToManyField(
        TicketType, related_name="questions", blank=True, verbose_name=_("only for ticket types")
    )
    sort_order = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["sort_order", "id"]
        constraints = [
            one_of("kind", QuestionKind, "question_kind_is_known"),
            one_of("asked_per", AskedPer, "question_asked_per_is_known"),
        ]
        indexes = [models.Index(fields=["event", "sort_order"], name="questions_of_an_event")]

    def __str__(self) -> str:
        return self.label
