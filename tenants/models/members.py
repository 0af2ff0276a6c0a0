"""Memberships: which user works for which tenant, and in which role."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.models.tenants import Tenant
from tenants.permissions import Role, effective
from ticketing.core.constraints import one_of
from ticketing.core.models import BaseModel, BaseQuerySet
from ticketing.core.sequences import NextNumber

__all__ = ["Membership", "MembershipStatus", "Role"]


class MembershipStatus(models.TextChoices):
    """Whether the member may act for the tenant."""

    ACTIVE = "active", _("Active")
    DISABLED = "disabled", _("Disabled")


class MembershipQuerySet(BaseQuerySet["Membership"]):
    """Reads of memberships."""

    def serving(self) -> "MembershipQuerySet":
        """Those of active members, each with user and tenant, which may be suspended."""
        return self.filter(status=MembershipStatus.ACTIVE, user__is_active=True).select_related("tenant", "user")

    def acting(self) -> "MembershipQuerySet":
        """Those of active members of tenants that are not suspended, each with user and tenant."""
        return self.serving().exclude(tenant__status="suspended")

    def owners_with(self, user: User) -> "MembershipQuerySet":
        """The active owners, with tenant and user, of every tenant that a person owns."""
        theirs = Membership.objects.filter(
            tenant=OuterRef("tenant"), user=user, role=Role.OWNER, status=MembershipStatus.ACTIVE
        )
        owners = self.filter(Exists(theirs), role=Role.OWNER, status=MembershipStatus.ACTIVE)
        return owners.select_related("tenant", "user")


class Membership(BaseModel):
    """A user's role with a tenant (`tenant_users` in the plan).

    `number` is what the reservations API calls `operator_id`. One that `is_limited` reaches those events only that its
    rows of `events.EventAccess` name.
    """

    number = models.PositiveIntegerField(
        _("number"), unique=True, editable=False, db_default=NextNumber("tenants_membership_number")
    )
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.STAFF)
    extra_permissions = ArrayField(
        models.CharField(max_length=60), verbose_name=_("extra permissions"), default=list, blank=True
    )
    is_limited = models.BooleanField(_("limited to certain events"), default=False)
    status = models.CharField(_("status"), max_length=8, choices=MembershipStatus, default=MembershipStatus.ACTIVE)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    last_login_at = models.DateTimeField(_("last login"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "user"], name="one_membership_per_tenant_and_user"),
            one_of("role", Role, "membership_role_is_known"),
            one_of("status", MembershipStatus, "membership_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def is_disabled(self) -> bool:
        """Whether the member was shut out; they can be let in again."""
        return self.status == MembershipStatus.DISABLED

    @property
    def is_owner(self) -> bool:
        """Whether they own the organization."""
        return self.role == Role.OWNER

    @property
    def leads(self) -> bool:
        """Whether this is an owner who can sign in and reaches everything: an organization needs one."""
        return self.is_owner and not self.is_disabled and not self.is_limited and self.user.is_active

    @property
    def permissions(self) -> frozenset[str]:
        """What the member may do: the role's part, and what was added to it."""
        return effective(self.role, self.extra_permissions, is_limited=self.is_limited)

    def may(self, permission: str) -> bool:
        """Whether the role, or what was added to it, includes the permission."""
        return permission in self.permissions
