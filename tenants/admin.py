"""People and organizations in Django's admin."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Case, DateTimeField, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants import services, sessions
from tenants.administration import (
    AnyStackedInline,
    PlatformAdmin,
    ReadOnlyAdmin,
    ReadOnlyInline,
    acting_user,
    pretty_json,
)
from tenants.models import (
    ActivityLog,
    EmailLog,
    EmailStatus,
    Membership,
    PlatformSettings,
    Tenant,
    TenantSettings,
    TenantStatus,
    User,
)
from tenants.words_office_log import SUBJECTS


class TenantSettingsInline(AnyStackedInline):
    """How a tenant sells; shown and changed with it."""

    model = TenantSettings
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Tenant | None = None) -> bool:
        """As the tenant itself."""
        return acting_user(request).is_platform_admin

    has_view_permission = has_add_permission = has_change_permission


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
        ("subscription_id", "stripe_account_id"),
        "activity",
    )
    readonly_fields = ("slug", "status", "number", "created_at", "activity")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tenants are made by sign-up, or by `manage.py bootstrap`."""
        return False

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


@admin.register(User)
class UserAdmin(PlatformAdmin):
    """People with a login. Passwords are theirs alone: they reset them by mail."""

    list_display = ("email", "full_name", "is_platform_admin", "is_active", "last_login", "created_at")
    list_filter = ("is_platform_admin", "is_active")
    search_fields = ("email", "full_name")
    inlines = (MembershipInline,)
    actions = ("end_sessions", "verify_again")
    fields = (
        "email",
        ("full_name", "phone"),
        ("locale", "time_zone"),
        ("is_active", "is_platform_admin"),
        ("last_login", "last_active_at", "created_at"),
        "activity",
    )
    readonly_fields = ("email", "last_login", "last_active_at", "created_at", "activity")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves."""
        return False

    def actions_for(self, obj: User) -> tuple[str, ...]:
        """Sign them out, or have them prove their address."""
        return ("end_sessions", "verify_again")

    @admin.action(description=_("End all sessions"))
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign people out everywhere."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: sessions.end_sessions(user=row, by=by, now=now),
            lambda count: (
                ngettext("%(count)d person is signed out.", "%(count)d people are signed out.", count)
                % {"count": count}
            ),
        )

    @admin.action(description=_("Have the address verified again"))
    def verify_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign people out until they have proved their address anew."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: sessions.require_verification(user=row, by=by, now=now),
            lambda count: (
                ngettext(
                    "%(count)d person must verify the address to sign in.",
                    "%(count)d people must verify their addresses to sign in.",
                    count,
                )
                % {"count": count}
            ),
        )


@admin.register(Membership)
class MembershipAdmin(PlatformAdmin):
    """Which user works for which tenant."""

    list_display = ("user", "tenant", "role", "status", "last_login_at")
    list_filter = ("role", "status")
    list_select_related = ("user", "tenant")
    search_fields = ("user__email", "user__full_name", "tenant__name")
    autocomplete_fields = ("user", "tenant")
    fields = ("tenant", "user", ("role", "status"), "extra_permissions", ("invited_at", "last_login_at"), "activity")
    readonly_fields = ("invited_at", "last_login_at", "activity")


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
        """Only while there is none."""
        return super().has_add_permission(request) and not PlatformSettings.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Straight to the row."""
        row = PlatformSettings.objects.first()
        if row is None:
            return redirect("admin:tenants_platformsettings_add")
        return redirect("admin:tenants_platformsettings_change", row.pk)


@admin.register(EmailLog)
class EmailLogAdmin(ReadOnlyAdmin):
    """Which mail went out, and which did not."""

    list_display = ("created_at", "template", "recipient", "subject", "status", "attempts", "sent_at")
    list_filter = ("status", "template")
    search_fields = ("recipient", "subject", "message_id")
    date_hierarchy = None
    actions = ("send_again",)
    fields = (
        ("template", "recipient"),
        "subject",
        ("status", "attempts", "sent_at"),
        "error",
        ("tenant", "target_kind", "target_id"),
        ("message_id", "provider"),
        "dedupe_key",
        "about",
        "activity",
    )

    def actions_for(self, obj: EmailLog) -> tuple[str, ...]:
        """Only what failed is sent again."""
        return ("send_again",) if obj.status == EmailStatus.FAILED else ()

    @admin.display(description=_("about"))
    def about(self, obj: EmailLog) -> SafeString:
        """What its builder is given."""
        return pretty_json(obj.context)

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[EmailLog]) -> None:
        """Queue failed mails once more."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: services.send_mail_again(email_id=row.pk, by=by, now=now),
            lambda count: (
                ngettext("%(count)d e-mail is on its way again.", "%(count)d e-mails are on their way again.", count)
                % {"count": count}
            ),
        )


class SubjectFilter(admin.SimpleListFilter):
    """What entries are about: the first part of their action."""

    title = _("subject")
    parameter_name = "subject"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """Those that there are words for."""
        more = {"user": _("People"), "stock": _("Counters"), "webhook": _("Webhooks"), "job": _("Tasks")}
        return [(key, str(text)) for key, text in (SUBJECTS | more).items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ActivityLog]) -> QuerySet[ActivityLog]:
        """Those of the chosen one."""
        return queryset.filter(action__startswith=f"{self.value()}.") if self.value() else queryset


class AgeFilter(admin.SimpleListFilter):
    """How long ago."""

    title = _("age")
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """A day, a week, a month."""
        return [("1", str(_("Last day"))), ("7", str(_("Last 7 days"))), ("30", str(_("Last 30 days")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ActivityLog]) -> QuerySet[ActivityLog]:
        """What is no older."""
        days = self.value()
        if days not in ("1", "7", "30"):
            return queryset
        return queryset.filter(created_at__gt=timezone.now() - timedelta(days=int(days)))


@admin.register(ActivityLog)
class ActivityLogAdmin(ReadOnlyAdmin):
    """Who did what."""

    list_display = ("created_at", "action", "actor", "tenant", "target_kind", "target_id", "ip")
    list_select_related = ("actor", "tenant")
    list_filter = (SubjectFilter, AgeFilter, ("tenant", admin.RelatedOnlyFieldListFilter))
    search_fields = ("=action", "=target_id", "actor__email")
    search_help_text = _("An action such as order.confirmed, a row’s id, or a person’s e-mail.")
    fields = (("created_at", "action"), ("actor", "tenant", "ip"), ("target_kind", "target_id"), "details")

    @admin.display(description=_("details"))
    def details(self, obj: ActivityLog) -> SafeString:
        """What was noted."""
        return pretty_json(obj.metadata)
