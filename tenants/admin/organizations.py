"""Organizations, their teams and the platform's settings in Django's admin."""

from django.contrib import admin
from django.db.models import Case, DateTimeField, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants import services
from tenants.access import Member
from tenants.administration import (
    AnyStackedInline,
    PlatformAdmin,
    ReadOnlyAdmin,
    ReadOnlyInline,
    acting_user,
    console_link,
)
from tenants.models import (
    Membership,
    PlatformSettings,
    Tenant,
    TenantSettings,
    TenantStatus,
)
from tenants.permissions import OWNER


class TenantSettingsInline(AnyStackedInline):
    """How a tenant sells. The fees are the platform's to say; the rest is looked at, and changed in the console."""

    model = TenantSettings
    can_delete = False
    fields = (
        ("service_fee_percentage", "service_fee_fixed_cents", "fee_payer"),
        ("default_currency", "time_zone", "locale"),
        ("tax_rate", "tax_mode"),
        ("payment_methods", "bank_details", "days_to_pay", "approval_days"),
        ("hold_minutes", "hold_extensions", "allow_guest_checkout", "show_remaining"),
        ("ticket_transfers_enabled", "name_change_cutoff_hours"),
        ("refund_policy", "privacy_policy_url", "terms_of_service_url"),
        ("email_notifications", "requires_two_factor"),
        ("logo", "primary_color", "secondary_color", "font_family"),
        "custom_css",
    )
    readonly_fields = tuple(name for row in fields[1:] for name in ([row] if isinstance(row, str) else row))

    def has_add_permission(self, request: HttpRequest, obj: Tenant | None = None) -> bool:
        """They are made with the tenant."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Tenant | None = None) -> bool:
        """As the tenant itself."""
        return acting_user(request).is_platform_admin

    has_view_permission = has_change_permission


class MembershipInline(ReadOnlyInline):
    """Who works for a tenant, or for whom a user works."""

    model = Membership
    fields = ("tenant", "user", "role", "status", "last_login_at")
    readonly_fields = fields


@admin.register(Tenant)
class TenantAdmin(PlatformAdmin):
    """Approve, suspend, reactivate; plan and verification."""

    list_display = ("name", "slug", "status", "plan", "is_verified", "email", "created_at")
    list_filter = ("status", "plan", "is_verified")
    search_fields = ("name", "slug", "email")
    # Those that wait come first, the longest waiting on top.
    ordering = (
        Case(When(status=TenantStatus.PENDING, then=0), default=1, output_field=IntegerField()),
        Case(When(status=TenantStatus.PENDING, then="created_at"), output_field=DateTimeField()),
        "-created_at",
    )
    actions = ("approve", "suspend", "reactivate")
    inlines = (TenantSettingsInline, MembershipInline)
    fields = (
        ("name", "slug"),
        ("status", "number", "created_at"),
        ("plan", "is_verified"),
        ("email", "phone", "website"),
        "description",
        "address",
        "in_the_console",
        ("subscription_id", "stripe_account_id"),
        "activity",
    )
    readonly_fields = (
        *("name", "slug", "status", "number", "created_at"),
        *("email", "phone", "website", "description", "address"),
        *("in_the_console", "activity"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tenants are made by sign-up, or by `manage.py bootstrap`."""
        return False

    @admin.display(description=_("in the console"))
    def in_the_console(self, obj: Tenant) -> SafeString:
        """What the tenant says about itself is changed there, and how it sells."""
        parts = {"tenant": obj.slug}
        return format_html(
            "{} · {} · {}",
            console_link("organization:profile", _("Profile"), **parts),
            console_link("organization:settings", _("Settings"), **parts),
            console_link("organization:team", _("Team"), **parts),
        )

    def actions_for(self, obj: Tenant) -> tuple[str, ...]:
        """The one step that leads on from its status."""
        return {
            TenantStatus.PENDING: ("approve",),
            TenantStatus.ACTIVE: ("suspend",),
            TenantStatus.SUSPENDED: ("reactivate",),
        }[TenantStatus(obj.status)]

    @admin.action(description=_("Approve"))
    def approve(self, request: HttpRequest, queryset: QuerySet[Tenant]) -> None:
        """Let pending tenants sell."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: services.approve_tenant(tenant=row, by=by, now=now),
            lambda count: (
                ngettext("%(count)d tenant approved.", "%(count)d tenants approved.", count) % {"count": count}
            ),
        )

    @admin.action(description=_("Suspend"))
    def suspend(self, request: HttpRequest, queryset: QuerySet[Tenant]) -> None:
        """Take active tenants off sale."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: services.suspend_tenant(tenant=row, by=by, now=now),
            lambda count: (
                ngettext("%(count)d tenant suspended.", "%(count)d tenants suspended.", count) % {"count": count}
            ),
        )

    @admin.action(description=_("Reactivate"))
    def reactivate(self, request: HttpRequest, queryset: QuerySet[Tenant]) -> None:
        """End suspensions."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: services.reactivate_tenant(tenant=row, by=by, now=now),
            lambda count: (
                ngettext("%(count)d tenant reactivated.", "%(count)d tenants reactivated.", count) % {"count": count}
            ),
        )


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Which user works for which tenant. Whatever is done about it goes through the services, as in the console."""

    list_display = ("user", "tenant", "role", "status", "last_login_at")
    list_filter = ("role", "status")
    list_select_related = ("user", "tenant")
    search_fields = ("user__email", "user__full_name", "tenant__name")
    actions = ("disable", "enable")
    fields = (
        ("tenant", "user"),
        ("role", "status", "is_limited"),
        "extra_permissions",
        ("invited_at", "last_login_at"),
        "in_the_console",
        "activity",
    )
    readonly_fields = ("in_the_console", "activity")

    def actions_for(self, obj: Membership) -> tuple[str, ...]:
        """Whichever changes something."""
        return ("enable",) if obj.is_disabled else ("disable",)

    @admin.display(description=_("in the console"))
    def in_the_console(self, obj: Membership) -> SafeString:
        """Role, permissions and events are changed there, and there a member is removed."""
        label = _("Change the role, or remove from the team")
        return console_link("organization:member", label, tenant=obj.tenant.slug, membership=obj.pk)

    @admin.action(description=_("Shut out"))
    def disable(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Shut members out of their tenants' consoles."""
        self.act(
            request,
            queryset,
            lambda row: services.disable_member(membership_id=row.pk, by=_acting(request, row), now=timezone.now()),
            lambda count: (
                ngettext("%(count)d member shut out.", "%(count)d members shut out.", count) % {"count": count}
            ),
        )

    @admin.action(description=_("Let in again"))
    def enable(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """Let members in again, as they were."""
        self.act(
            request,
            queryset,
            lambda row: services.enable_member(membership_id=row.pk, by=_acting(request, row), now=timezone.now()),
            lambda count: (
                ngettext("%(count)d member let in again.", "%(count)d members let in again.", count) % {"count": count}
            ),
        )


def _acting(request: HttpRequest, row: Membership) -> Member:
    """A platform admin, as one who acts for the member's tenant."""
    return Member(acting_user(request), row.tenant, OWNER, is_platform_admin=True)


@admin.register(PlatformSettings)
class PlatformSettingsAdmin(PlatformAdmin):
    """The one row of the platform's own settings."""

    fields = (
        "approves_automatically",
        ("service_fee_percentage", "service_fee_fixed_cents"),
        "support_email",
        "banner",
        "activity",
    )
    readonly_fields = ("activity",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The row is made where it is looked for."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Straight to the row."""
        row, _is_new = PlatformSettings.objects.get_or_create(singleton=True)
        return redirect("admin:tenants_platformsettings_change", row.pk)
