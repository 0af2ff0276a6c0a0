"""People in Django's admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants import sessions
from tenants.admin.organizations import MembershipInline
from tenants.administration import PlatformAdmin, acting_user
from tenants.models import User
from tenants.services import standing


@admin.register(User)
class UserAdmin(PlatformAdmin):
    """People with a login. Passwords are theirs alone: they reset them by mail."""

    list_display = ("email", "full_name", "is_platform_admin", "is_active", "last_login", "created_at")
    list_filter = ("is_platform_admin", "is_active")
    search_fields = ("email", "full_name")
    inlines = (MembershipInline,)
    actions = ("end_sessions", "verify_again", "close", "reopen", "appoint", "dismiss")
    fields = (
        "email",
        ("full_name", "phone"),
        ("locale", "time_zone"),
        ("is_active", "is_platform_admin"),
        ("last_login", "last_active_at", "created_at"),
        "activity",
    )
    readonly_fields = (
        *("email", "is_active", "is_platform_admin"),
        *("last_login", "last_active_at", "created_at", "activity"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves."""
        return False

    def actions_for(self, obj: User) -> tuple[str, ...]:
        """Sign them out, have them prove their address, close the account, let them run the platform; or undo that."""
        if obj.is_deleted:
            return ()
        if not obj.is_active:
            return ("reopen",)
        return ("end_sessions", "verify_again", "close", "dismiss" if obj.is_platform_admin else "appoint")

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

    @admin.action(description=_("Close the account"))
    def close(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people sign in nowhere any more."""
        self.act(
            request,
            queryset,
            lambda row: standing.close_account(user=row, by=acting_user(request), now=timezone.now()),
            lambda count: ngettext("%(count)d account closed.", "%(count)d accounts closed.", count) % {"count": count},
        )

    @admin.action(description=_("Open the account again"))
    def reopen(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people sign in again."""
        self.act(
            request,
            queryset,
            lambda row: standing.open_account(user=row, by=acting_user(request), now=timezone.now()),
            lambda count: (
                ngettext("%(count)d account opened again.", "%(count)d accounts opened again.", count)
                % {"count": count}
            ),
        )

    @admin.action(description=_("Make a platform admin"))
    def appoint(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people run the platform."""
        self.act(
            request,
            queryset,
            lambda row: standing.appoint_platform_admin(user=row, by=acting_user(request), now=timezone.now()),
            lambda count: (
                ngettext("%(count)d person runs the platform now.", "%(count)d people run the platform now.", count)
                % {"count": count}
            ),
        )

    @admin.action(description=_("No platform admin any more"))
    def dismiss(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people run the platform no longer."""
        self.act(
            request,
            queryset,
            lambda row: standing.dismiss_platform_admin(user=row, by=acting_user(request), now=timezone.now()),
            lambda count: (
                ngettext(
                    "%(count)d person runs the platform no longer.",
                    "%(count)d people run the platform no longer.",
                    count,
                )
                % {"count": count}
            ),
        )
