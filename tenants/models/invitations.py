"""Invitations into a team."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.models.tenants import Tenant
from tenants.permissions import Role
from ticketing.core.constraints import lower_case, one_of
from ticketing.core.models import BaseModel, BaseQuerySet


class InvitationQuerySet(BaseQuerySet["Invitation"]):
    """Reads of invitations."""

    def pending(self) -> "InvitationQuerySet":
        """Those that nobody has accepted or revoked, too old ones too."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, now: datetime | None = None) -> "InvitationQuerySet":
        """Those that can be accepted."""
        return self.pending().filter(expires_at__gt=now or timezone.now())


class Invitation(BaseModel):
    """Somebody is asked into a team, by mail. The link in it opens the invitation once; the database has its hash only.

    `event_ids` are the events that the member will be limited to, where `is_limited`: they are not of this app.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=8, choices=Role)
    extra_permissions = ArrayField(
        models.CharField(max_length=60), verbose_name=_("extra permissions"), default=list, blank=True
    )
    is_limited = models.BooleanField(_("limited to certain events"), default=False)
    event_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_tenant_and_email",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_is_accepted_or_revoked"
            ),
            lower_case("email", "invitation_email_is_lower_case"),
            one_of("role", Role, "invitation_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """What opens it: made from the platform's secret, so that it need not be kept. Another after each sending."""
        return salted_hmac(
            "tenants.invitation", f"{self.pk}:{self.sent_at.timestamp()}", algorithm="sha256"
        ).hexdigest()

    @property
    def is_accepted(self) -> bool:
        """Whether somebody joined by it."""
        return self.accepted_at is not None

    @property
    def is_revoked(self) -> bool:
        """Whether it was taken back."""
        return self.revoked_at is not None

    def is_open(self, now: datetime) -> bool:
        """Whether it can be accepted."""
        return not (self.is_accepted or self.is_revoked) and now < self.expires_at
