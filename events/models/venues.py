"""Venues: where events and visits take place."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from tenants.models import Tenant
from ticketing.core.models import BaseModel, BaseQuerySet
from ticketing.core.sequences import NextNumber
from ticketing.core.zones import validate_time_zone


class Venue(BaseModel):
    """A place with an address and a clock. `number` is what the reservations API calls `venue_id`."""

    number = models.PositiveIntegerField(
        _("number"), unique=True, editable=False, db_default=NextNumber("events_venue_number")
    )
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = CountryField(_("country"), blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="venue_is_unique_within_its_tenant"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)), name="venue_latitude_is_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="venue_longitude_is_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="venues_near_a_point"),
            models.Index(fields=["city"], name="venues_of_a_city"),
        ]

    def __str__(self) -> str:
        return self.name
