"""What the pages of Django's admin have in common: a support desk for platform admins.

Money and tickets are read-only there; what may be done is an action that calls a service; every write is logged.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.models import ActivityLog, Tenant, User
from tenants.steps import log_activity
from ticketing.core.errors import DomainError
from ticketing.core.money import format_money
from ticketing.core.throttles import remote_address

if TYPE_CHECKING:
    AnyModelAdmin = admin.ModelAdmin[Any]
    AnyTabularInline = admin.TabularInline[Any, Any]
    AnyStackedInline = admin.StackedInline[Any, Any]
    AnyPaginator = Paginator[Any]
else:
    # Generic for the type checker alone.
    AnyModelAdmin, AnyTabularInline, AnyStackedInline = admin.ModelAdmin, admin.TabularInline, admin.StackedInline
    AnyPaginator = Paginator

MOST_COUNTED = 10_000
MOST_ENTRIES = 100


class ShortCountPaginator(AnyPaginator):
    """Counts to ten thousand and no further: nobody pages beyond, and a full count of a large table takes seconds."""

    @cached_property
    def count(self) -> int:
        """How many there are, or ten thousand."""
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST_COUNTED].count())


class PlatformAdmin(AnyModelAdmin):
    """For platform admins alone. Every write is put into the activity log beside Django's own history."""

    paginator = ShortCountPaginator
    show_full_result_count = False
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the app is listed."""
        return _is_platform_admin(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows are shown."""
        return _is_platform_admin(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether rows can be added."""
        return _is_platform_admin(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows can be changed."""
        return _is_platform_admin(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here, unless a page says otherwise."""
        return False

    def actions_for(self, obj: Any) -> Sequence[str]:
        """Names of the actions that are offered on the row's own page: those that can be done with it now."""
        return ()

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> TemplateResponse:
        """The row's page, with its actions as buttons."""
        offered = self.get_actions(request)
        original = context.get("original")
        names = self.actions_for(original) if original is not None else ()
        context["object_actions"] = [
            {"name": name, "label": action[2]} for name in names if (action := offered.get(name)) is not None
        ]
        page: TemplateResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[assignment]
        return page

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what was changed in the form, and nothing that somebody else has changed meanwhile."""
        own = {field.name for field in obj._meta.concrete_fields}
        obj.save(update_fields=own.intersection(form.changed_data) if change else None)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Log that a row was added."""
        _log(request, obj, "added", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        """Log that a row was changed, with the names of the fields."""
        _log(request, obj, "changed", message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Log which rows were deleted."""
        for obj in queryset:
            _log(request, obj, "deleted", str(obj))
        return super().log_deletions(request, queryset)

    def act(
        self, request: HttpRequest, rows: Iterable[Any], service: Callable[[Any], object], done: Callable[[int], str]
    ) -> None:
        """Call a service for each chosen row; say how many it was done for, and why not for the others."""
        count = 0
        for row in rows:
            try:
                service(row)
            except DomainError as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                count += 1
        if count:
            self.message_user(request, done(count), messages.SUCCESS)

    @admin.display(description=gettext_lazy("history"))
    def activity(self, obj: models.Model) -> SafeString | str:
        """What was done to the row, the latest first."""
        entries = ActivityLog.objects.filter(target_id=obj.pk).select_related("actor").order_by("-created_at")
        rows = (
            (entry.created_at.strftime("%Y-%m-%d %H:%M:%S"), entry.actor or _("system or guest"), entry.action)
            for entry in entries[:MOST_ENTRIES]
        )
        listed = format_html_join("", "<li><time>{}</time> {}: {}</li>", rows)
        return format_html('<ul class="activity">{}</ul>', listed) if listed else "–"


class ReadOnlyAdmin(PlatformAdmin):
    """Rows that are looked at and never changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class ReadOnlyInline(AnyTabularInline):
    """Rows that belong to the shown one, to be looked at."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows are shown."""
        return _is_platform_admin(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def pretty_json(value: object) -> SafeString:
    """JSON to be read: indented, keys in order."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, default=str)
    return format_html('<pre class="json">{}</pre>', text)


def money_column(field: str, description: Any, currency: str = "currency") -> Callable[[Any, Any], str]:
    """A column that shows minor units as an amount; `currency` is the path to it, as in `order__currency`."""
    path = attrgetter(currency.replace("__", "."))

    @admin.display(description=description, ordering=field)
    def column(_page: Any, obj: Any) -> str:
        return format_money(getattr(obj, field), path(obj))

    return column


def console_link(name: str, label: str | Promise, **parts: object) -> SafeString:
    """Where the console does it, with the rules that hold there."""
    return format_html('<a href="{}">{}</a>', reverse(name, kwargs=parts), label)


def acting_user(request: HttpRequest) -> User:
    """Who is signed in; the admin's own pages let nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def _is_platform_admin(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_active and request.user.is_platform_admin


def _log(request: HttpRequest, obj: models.Model, deed: str, message: object) -> None:
    tenant: UUID | None = obj.pk if isinstance(obj, Tenant) else getattr(obj, "tenant_id", None)
    log_activity(
        tenant=tenant if deed != "deleted" or not isinstance(obj, Tenant) else None,
        actor=acting_user(request),
        action=f"{obj._meta.model_name}.{deed}",
        target=obj if isinstance(obj.pk, UUID) else None,
        metadata={"by": "admin", "what": message},
        ip=remote_address(request) or None,
    )
