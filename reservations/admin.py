"""Visits in Django's admin: to be looked at."""

from django.contrib import admin

from reservations.models import ReservationSlot, TicketReservation, VisitRules
from tenants.administration import ReadOnlyAdmin


@admin.register(VisitRules)
class VisitRulesAdmin(ReadOnlyAdmin):
    """How venues take visits."""

    list_display = (
        *("venue", "tenant", "is_published"),
        *("early_minutes", "late_minutes", "cutoff_minutes", "forbids_overlaps"),
    )
    list_filter = ("is_published", "forbids_overlaps")
    list_select_related = ("venue", "tenant")
    search_fields = ("venue__name", "tenant__name", "=id")
    fields = (
        ("venue", "tenant", "is_published"),
        ("early_minutes", "late_minutes", "cutoff_minutes"),
        "forbids_overlaps",
        "note",
        ("created_at", "updated_at"),
        "activity",
    )


@admin.register(ReservationSlot)
class ReservationSlotAdmin(ReadOnlyAdmin):
    """Slots, and how full they are."""

    list_display = (
        *("date", "start_time", "end_time", "venue", "tenant"),
        *("total_capacity", "booked_count", "available_count", "status"),
    )
    list_filter = ("status", "date")
    list_select_related = ("venue", "tenant")
    search_fields = ("venue__name", "tenant__name", "=id")
    ordering = ("-date", "-start_time")
    fields = (
        ("venue", "tenant"),
        ("date", "start_time", "end_time"),
        ("total_capacity", "booked_count", "available_count"),
        ("status", "is_closed", "forbids_overlaps"),
        ("created_at", "updated_at"),
        "activity",
    )


@admin.register(TicketReservation)
class TicketReservationAdmin(ReadOnlyAdmin):
    """Tickets' places in slots, those that were given back too."""

    list_display = ("reserved_at", "ticket", "slot", "tenant", "customer_email", "status", "cancelled_at")
    list_filter = ("status", "slot__date")
    list_select_related = ("ticket", "slot", "tenant")
    search_fields = ("=ticket__code", "=customer_email", "=customer_phone", "=slot__id", "=id")
    ordering = ("-reserved_at",)
    fields = (
        ("ticket", "slot", "tenant"),
        ("customer_email", "customer_phone", "locale"),
        ("status", "reserved_at"),
        ("cancelled_at", "cancelled_by"),
        "activity",
    )
