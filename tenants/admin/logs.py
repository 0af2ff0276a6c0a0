"""Mails and the activity log in Django's admin."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants import services
from tenants.administration import (
    ReadOnlyAdmin,
    acting_user,
    pretty_json,
)
from tenants.models import (
    ActivityLog,
    EmailLog,
    EmailStatus,
)
from tenants.words_office_log import SUBJECTS


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
