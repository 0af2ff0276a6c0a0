"""The door in Django's admin: to be looked at."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from checkin.models import Device, Gate, Incident, Redemption, Scan
from tenants.administration import ReadOnlyAdmin, ReadOnlyInline, pretty_json


class DeviceInline(ReadOnlyInline):
    """The scanners of a gate."""

    model = Device
    fields = ("name", "paired_by", "last_seen_at", "battery_percent", "queue_length", "revoked_at")
    readonly_fields = fields


@admin.register(Gate)
class GateAdmin(ReadOnlyAdmin):
    """Where tickets are checked."""

    list_display = ("name", "event", "tenant", "opens_at", "closes_at", "allows_reentry", "archived_at")
    list_select_related = ("event", "tenant")
    search_fields = ("name", "event__name", "tenant__name")
    inlines = (DeviceInline,)


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdmin):
    """Scanners: never their tokens, of which only a hash is kept."""

    list_display = ("name", "gate", "tenant", "last_seen_at", "version", "revoked_at")
    list_select_related = ("gate", "tenant")
    search_fields = ("name", "gate__name", "tenant__name")
    fields = (
        ("name", "gate", "tenant"),
        ("paired_by", "created_at", "revoked_at"),
        ("last_seen_at", "version", "battery_percent", "queue_length"),
        "activity",
    )


@admin.register(Scan)
class ScanAdmin(ReadOnlyAdmin):
    """Every attempt to enter."""

    list_display = ("received_at", "gate", "ticket", "result", "operator", "device", "is_offline", "is_forced")
    list_filter = ("result", "direction", "is_offline", "is_conflict", "is_forced")
    list_select_related = ("gate", "ticket", "operator", "device")
    search_fields = ("=ticket__code", "=client_id", "=id")
    ordering = ("-received_at",)
    fields = (
        ("gate", "ticket", "tenant"),
        ("result", "direction"),
        ("scanned_at", "received_at"),
        ("operator", "device", "client_id"),
        ("is_signed", "is_offline", "is_conflict", "is_forced"),
        "shown",
    )

    @admin.display(description=_("what was shown"))
    def shown(self, obj: Scan) -> SafeString:
        """Facts, without names."""
        return pretty_json(obj.facts)


@admin.register(Redemption)
class RedemptionAdmin(ReadOnlyAdmin):
    """Admissions, and which were taken back."""

    list_display = ("redeemed_at", "ticket", "gate", "admission_key", "ended_at")
    list_select_related = ("ticket", "gate")
    search_fields = ("=ticket__code", "=id")
    ordering = ("-redeemed_at",)


@admin.register(Incident)
class IncidentAdmin(ReadOnlyAdmin):
    """What went wrong at doors."""

    list_display = ("created_at", "event", "severity", "author", "note")
    list_filter = ("severity",)
    list_select_related = ("event", "author")
    ordering = ("-created_at",)
