"""Events: the shows, their programme and their categories."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.models.stock import Stock
from events.models.venues import Venue
from tenants.models import Tenant, User
from ticketing.core.constraints import in_order, lower_case, one_of
from ticketing.core.models import BaseModel, BaseQuerySet
from ticketing.core.money import validate_currency
from ticketing.core.slugs import validate_not_reserved
from ticketing.core.tokens import new_token
from ticketing.core.zones import validate_time_zone


class EventStatus(models.TextChoices):
    """How far an event has come."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")
    COMPLETED = "completed", _("Completed")


class Visibility(models.TextChoices):
    """Who finds an event: all; who has its address; who has its link or code."""

    PUBLIC = "public", _("Public")
    UNLISTED = "unlisted", _("Unlisted")
    PRIVATE = "private", _("Private")


class LocationType(models.TextChoices):
    """Where an event takes place."""

    PHYSICAL = "physical", _("At a venue")
    VIRTUAL = "virtual", _("Online")
    HYBRID = "hybrid", _("At a venue and online")


class Category(BaseModel):
    """A subject that events of all tenants are filed under."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=63, unique=True)
    description = models.TextField(_("description"), blank=True)
    icon = models.CharField(_("icon"), max_length=40, blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class EventQuerySet(BaseQuerySet["Event"]):
    """Reads of events."""

    def on_show(self) -> "EventQuerySet":
        """Published events of tenants who may sell, whoever may see them."""
        return self.filter(status=EventStatus.PUBLISHED, archived_at=None, tenant__status="active")

    def listed(self) -> "EventQuerySet":
        """What anyone may find by searching."""
        return self.on_show().filter(visibility=Visibility.PUBLIC)


class Event(BaseModel):
    """A show: what, when, where, on sale from and until when.

    Instants are UTC; `time_zone` is the IANA zone in which they are shown. `access_token` and `access_code` open a
    private event. `search` is kept by a trigger over name, descriptions, tags and venue.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, validators=[validate_not_reserved])
    short_description = models.CharField(_("in one sentence"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    categories = models.ManyToManyField(Category, verbose_name=_("categories"), related_name="events", blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    location_type = models.CharField(
        _("takes place"), max_length=8, choices=LocationType, default=LocationType.PHYSICAL
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("venue")
    )
    virtual_event_url = models.URLField(_("address of the online event"), max_length=500, blank=True)
    hero_image = models.ForeignKey(
        "events.MediaFile",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    status = models.CharField(_("status"), max_length=9, choices=EventStatus, default=EventStatus.DRAFT)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    access_token = models.CharField(max_length=64, default=new_token, unique=True, editable=False)
    access_code = models.CharField(_("access code"), max_length=40, blank=True)
    sales_starts_at = models.DateTimeField(_("sales start"), null=True, blank=True)
    sales_ends_at = models.DateTimeField(_("sales end"), null=True, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    waiting_list_enabled = models.BooleanField(_("waiting list"), default=False)
    waiting_list_hours = models.PositiveSmallIntegerField(
        _("hours an offer holds"), default=24, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    is_featured = models.BooleanField(_("featured"), default=False)
    branding = models.JSONField(_("own branding"), null=True, blank=True)
    stock = models.OneToOneField(Stock, on_delete=models.PROTECT, related_name="event", editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="event_slug_is_unique_within_its_tenant"),
            models.UniqueConstraint(fields=["tenant", "id"], name="event_is_unique_within_its_tenant"),
            lower_case("slug", "event_slug_is_lower_case"),
            one_of("status", EventStatus, "event_status_is_known"),
            one_of("visibility", Visibility, "event_visibility_is_known"),
            one_of("location_type", LocationType, "event_location_type_is_known"),
            in_order("starts_at", "ends_at", "event_ends_after_it_starts"),
            in_order("sales_starts_at", "sales_ends_at", "event_sales_end_after_they_start"),
            models.CheckConstraint(
                condition=Q(waiting_list_hours__range=(1, 168)), name="event_offers_hold_1_to_168_hours"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "status", "starts_at"], name="events_of_a_tenant_by_status"),
            models.Index(
                fields=["starts_at", "status"],
                name="events_listed_by_start",
                condition=Q(visibility="public", archived_at=None),
            ),
            models.Index(fields=["venue", "starts_at"], name="events_at_a_venue_by_start"),
            GinIndex(fields=["search"], name="events_found_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_online(self) -> bool:
        """Whether holders of tickets get a link to join."""
        return self.location_type != LocationType.PHYSICAL


class FormerSlug(BaseModel):
    """An address that an event had once. It leads on to the present one, and no other event gets it."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="former_slugs")
    slug = models.SlugField(_("address"), max_length=80)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(fields=["tenant", "slug"], name="former_slug_is_unique_within_its_tenant"),
            lower_case("slug", "former_slug_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.slug


class EventSession(BaseModel):
    """A part of an event's programme, with a room and places of its own."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=120, blank=True)
    stock = models.OneToOneField(Stock, on_delete=models.PROTECT, related_name="session", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "id"]
        constraints = [
            in_order("starts_at", "ends_at", "session_ends_after_it_starts"),
            ExclusionConstraint(
                name="sessions_in_one_room_do_not_overlap",
                expressions=[
                    (F("event"), RangeOperators.EQUAL),
                    (Lower("room"), RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(archived_at=None) & ~Q(room=""),
            ),
        ]
        indexes = [models.Index(fields=["event", "starts_at"], name="sessions_of_an_event_in_order")]

    def __str__(self) -> str:
        return self.title
