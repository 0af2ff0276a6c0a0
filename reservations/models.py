"""Visits: the rules of a venue, its dated slots, and the tickets' places in them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Venue
from orders.models import Ticket
from tenants.models import Tenant, User
from ticketing.core.constraints import lower_case, one_of
from ticketing.core.models import BaseModel, BaseQuerySet

A_DAY_IN_MINUTES = 24 * 60
# Within the class a field of that name hides it.
Day = date


class VisitRules(BaseModel):
    """How a venue takes visits. A venue without these takes none; minutes are counted on the venue's own clock.

    `early_minutes` before a slot begins and `late_minutes` after it ends its visitors are still let in. Visitors may
    change or cancel until `cutoff_minutes` before the slot begins.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    venue = models.OneToOneField(Venue, on_delete=models.PROTECT, related_name="visit_rules")
    is_published = models.BooleanField(_("visitors can reserve"), default=True)
    early_minutes = models.PositiveSmallIntegerField(
        _("let in early, minutes"), default=15, validators=[MaxValueValidator(A_DAY_IN_MINUTES)]
    )
    late_minutes = models.PositiveSmallIntegerField(
        _("let in late, minutes"), default=15, validators=[MaxValueValidator(A_DAY_IN_MINUTES)]
    )
    cutoff_minutes = models.PositiveIntegerField(
        _("changes until, minutes before"), default=120, validators=[MaxValueValidator(60 * A_DAY_IN_MINUTES)]
    )
    forbids_overlaps = models.BooleanField(_("slots may not overlap"), default=False)
    note = models.TextField(_("what visitors should know"), blank=True, max_length=2000)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of visits")
        verbose_name_plural = _("rules of visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(early_minutes__lte=A_DAY_IN_MINUTES, late_minutes__lte=A_DAY_IN_MINUTES),
                name="visit_rules_tolerate_at_most_a_day",
            )
        ]

    def __str__(self) -> str:
        return str(self.venue)


class SlotStatus(models.TextChoices):
    """Whether places can be had in a slot. Follows from its numbers: nobody sets it."""

    ACTIVE = "active", pgettext_lazy("slot", "Open")
    FULL = "full", _("Full")
    CLOSED = "closed", _("Closed")


class SlotQuerySet(BaseQuerySet["ReservationSlot"]):
    """Reads of slots."""

    def open(self) -> "SlotQuerySet":
        """Those that are not closed, full or not."""
        return self.filter(is_closed=False)


class _Hours(Func):
    """The local hours of a slot as a range; one that ends before it starts ends on the next day."""

    template = (
        "tsrange(%(date)s + %(start)s, %(date)s + %(end)s"
        " + CASE WHEN %(end)s < %(start)s THEN interval '1 day' ELSE interval '0' END)"
    )
    output_field = DateTimeRangeField()

    def __init__(self) -> None:
        super().__init__(date='"date"', start='"start_time"', end='"end_time"')


class ReservationSlot(BaseModel):
    """A dated window at a venue with a capacity, on the venue's clock. One that ends before it starts ends next day.

    `booked_count` counts places taken, by live carts too; `status` and `available_count` follow from it.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="slots", db_constraint=False)
    date = models.DateField(_("day"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("until"))
    total_capacity = models.PositiveIntegerField(
        _("capacity"), default=200, validators=[MinValueValidator(0), MaxValueValidator(1_000_000)]
    )
    booked_count = models.PositiveIntegerField(_("booked"), default=0, editable=False)
    is_closed = models.BooleanField(_("closed"), default=False)
    forbids_overlaps = models.BooleanField(default=False, editable=False)
    available_count = models.GeneratedField(
        expression=F("total_capacity") - F("booked_count"), output_field=models.IntegerField(), db_persist=True
    )
    status = models.GeneratedField(
        expression=Case(
            When(is_closed=True, then=Value("closed")),
            When(booked_count__gte=F("total_capacity"), then=Value("full")),
            default=Value("active"),
        ),
        output_field=models.CharField(max_length=6, choices=SlotStatus),
        db_persist=True,
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["date", "start_time"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="slot_is_unique_within_its_tenant"),
            models.UniqueConstraint(
                fields=["tenant", "venue", "date", "start_time"], name="one_slot_per_venue_date_and_start"
            ),
            models.CheckConstraint(condition=~Q(start_time=F("end_time")), name="slot_does_not_end_as_it_starts"),
            models.CheckConstraint(
                condition=Q(booked_count__gte=0) & Q(booked_count__lte=F("total_capacity")),
                name="slot_is_never_booked_past_its_capacity",
            ),
            ExclusionConstraint(
                name="open_slots_do_not_overlap_where_the_venue_forbids_it",
                expressions=[("venue", RangeOperators.EQUAL), (_Hours(), RangeOperators.OVERLAPS)],
                condition=Q(forbids_overlaps=True, is_closed=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.start_time:%H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        """The venue's clock."""
        return ZoneInfo(self.venue.time_zone)

    @property
    def ends_on(self) -> Day:
        """The local day on which it ends."""
        return self.date + timedelta(days=1) if self.end_time < self.start_time else self.date

    @property
    def starts_at(self) -> datetime:
        """The instant, in UTC, at which it begins. Of an hour that the clocks show twice, the first."""
        return datetime.combine(self.date, self.start_time, tzinfo=self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        """The instant, in UTC, at which it ends. Of an hour that the clocks show twice, the second."""
        end = datetime.combine(self.ends_on, self.end_time, tzinfo=self.zone)
        return max(end.astimezone(UTC), end.replace(fold=1).astimezone(UTC))


class ReservationStatus(models.TextChoices):
    """How far a reservation has come."""

    RESERVED = "reserved", _("Reserved")
    CANCELLED = "cancelled", _("Cancelled")
    VERIFIED = "verified", _("Visited")


class ReservationQuerySet(BaseQuerySet["TicketReservation"]):
    """Reads of reservations."""

    def live(self) -> "ReservationQuerySet":
        """Those that hold a place and wait for their visitor."""
        return self.filter(status=ReservationStatus.RESERVED)

    def standing(self) -> "ReservationQuerySet":
        """Those that hold a place, whether or not the visitor has come."""
        return self.exclude(status=ReservationStatus.CANCELLED)


class TicketReservation(BaseModel):
    """A ticket's place in a slot, and how to reach who comes. Cancelled ones stay as history.

    The phone is E.164; empty only where the place came with a purchase that asked for none.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="reservations", db_constraint=False)
    slot = models.ForeignKey(
        ReservationSlot, on_delete=models.RESTRICT, related_name="reservations", db_constraint=False
    )
    customer_email = models.EmailField(_("e-mail"))
    customer_phone = models.CharField(_("phone"), max_length=16, blank=True)
    locale = models.CharField(_("language"), max_length=10, default="en")
    reserved_at = models.DateTimeField(_("reserved"))
    status = models.CharField(_("status"), max_length=9, choices=ReservationStatus, default=ReservationStatus.RESERVED)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=~Q(status="cancelled"), name="one_live_reservation_per_ticket"
            ),
            one_of("status", ReservationStatus, "reservation_status_is_known"),
            lower_case("customer_email", "reservation_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(customer_phone="") | Q(customer_phone__regex=r"^\+[1-9][0-9]{4,14}$"),
                name="reservation_phone_is_e164",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="reservation_is_cancelled_at_some_time_or_not_at_all",
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "status"], name="reservations_of_a_slot"),
            models.Index(fields=["tenant", "-reserved_at"], name="reservations_of_a_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.slot_id}"
