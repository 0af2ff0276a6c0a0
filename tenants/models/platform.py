"""What is set once for the whole platform."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ticketing.core.models import BaseModel, BaseQuerySet


class PlatformSettings(BaseModel):
    """The platform's own settings; the table has one row (`singleton` is always true and unique)."""

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    approves_automatically = models.BooleanField(_("new tenants are approved automatically"), default=False)
    service_fee_percentage = models.DecimalField(
        _("default service fee in percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    service_fee_fixed_cents = models.PositiveIntegerField(_("default service fee per ticket"), default=0)
    support_email = models.EmailField(_("support address"), blank=True)
    banner = models.CharField(_("banner on every page"), max_length=300, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform settings")
        verbose_name_plural = _("platform settings")
        constraints = [
            models.CheckConstraint(condition=Q(singleton=True), name="platform_settings_have_one_row"),
            models.CheckConstraint(
                condition=Q(service_fee_percentage__range=(0, 100)), name="platform_service_fee_percentage_is_0_to_100"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
