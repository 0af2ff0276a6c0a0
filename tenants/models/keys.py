"""Keys with which a tenant's own programs use the API."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.models.people import User
from tenants.models.tenants import Tenant
from ticketing.core.models import BaseModel, BaseQuerySet


class ApiKey(BaseModel):
    """A key to one tenant's data over the API. It does what its `scopes`, which are permissions, say and nothing more.

    A key belongs to its tenant: it works on when whoever made it leaves. Only its hash is kept; by `prefix`, which is
    part of the key, it is found and told from others.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=8, unique=True)
    hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=60), verbose_name=_("permissions"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        constraints = [
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="api_key_has_at_least_one_scope"),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("created_at")),
                name="api_key_expires_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "-created_at"], name="api_keys_of_a_tenant")]

    def __str__(self) -> str:
        return f"{self.name} (fk_{self.prefix}…)"

    def works(self, now: datetime) -> bool:
        """Whether it is neither revoked nor over."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)
