"""Notifications: what members are told of without asking, and how each wants to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.models.tenants import Tenant
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class NoticeKind(models.TextChoices):
    """What happened."""

    FIRST_SALE = "first_sale", _("The first ticket of an event is sold")
    SOLD_OUT = "sold_out", _("An event is sold out")
    ORDER_AWAITING_APPROVAL = "order_awaiting_approval", _("An order waits for approval")
    REFUND_REQUESTED = "refund_requested", _("A refund is requested")
    REFUND_FAILED = "refund_failed", _("A refund failed")
    PAYMENT_FAILED = "payment_failed", _("A payment failed")
    PAYMENT_DISPUTED = "payment_disputed", _("A payment is disputed")
    PAYOUT_FAILED = "payout_failed", _("A payout failed")
    NEW_MEMBER = "new_member", _("Somebody joined the team")


class Channel(models.TextChoices):
    """How somebody is told."""

    NONE = "none", _("Not at all")
    CONSOLE = "console", _("In the console")
    MAIL = "mail", _("In the console and by e-mail")


class NoticeStatus(models.TextChoices):
    """Whether it was seen."""

    UNREAD = "unread", _("New")
    READ = "read", _("Read")


class Notification(BaseModel):
    """One thing that a member is told. Words are made from `kind` and `metadata` in the reader's own language.

    `dedupe_key` says what it is about: nobody is told the same twice. `wants_mail` is what the reader wished when it
    was written, `sent_at` when the mail was queued.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=30, choices=NoticeKind)
    target_kind = models.CharField(max_length=40, blank=True)
    target_id = models.UUIDField(null=True)
    metadata = models.JSONField(_("about"), default=dict)
    dedupe_key = models.CharField(max_length=120)
    status = models.CharField(_("status"), max_length=6, choices=NoticeStatus, default=NoticeStatus.UNREAD)
    wants_mail = models.BooleanField(default=False)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            one_of("kind", NoticeKind, "notification_kind_is_known"),
            one_of("status", NoticeStatus, "notification_status_is_known"),
            models.UniqueConstraint(fields=["tenant", "user", "dedupe_key"], name="nobody_is_told_the_same_twice"),
        ]
        indexes = [
            models.Index(fields=["user", "tenant", "-created_at"], name="notifications_of_a_member"),
            models.Index(fields=["user", "tenant"], name="unread_notifications", condition=models.Q(status="unread")),
        ]


class NotificationPreference(BaseModel):
    """How a person wants to be told of one kind of thing, whichever organizer it is about."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    channel = models.CharField(max_length=7, choices=Channel)

    objects = BaseQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", NoticeKind, "notification_preference_kind_is_known"),
            one_of("channel", Channel, "notification_channel_is_known"),
            models.UniqueConstraint(fields=["user", "kind"], name="one_notification_preference_per_kind"),
        ]
