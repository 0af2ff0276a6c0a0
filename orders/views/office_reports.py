"""Reports for organizers: of one event, and of all that a member reaches; each table also as a file."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import reach
from events.models import Event
from orders.forms.office_reports import ComparisonForm, PeriodForm
from orders.reports import office_periods as periods
from orders.reports.office_event import EventReport, event_report
from orders.reports.office_tables import Table, as_csv
from orders.reports.office_tenant import TenantReport, tenant_report
from tenants.access import MemberRequest, member_required
from tenants.console import frame

MOST_TO_COMPARE = 100


@require_safe
@member_required("reports.read")
def of_event(request: MemberRequest, event: UUID) -> HttpResponse:
    """One event's report."""
    found, form, comparison, report = _of_event(request, event)
    context = frame(request.member, "reports", event=found) | {
        "report": report,
        "comparison": comparison,
        "table_url": reverse("reports:event_table", args=[request.member.tenant.slug, found.pk, "table"]),
    }
    return render(request, "orders/office/reports/event.html", context | _choice(form, found.time_zone))


@require_safe
@member_required("reports.read")
def event_table(request: MemberRequest, event: UUID, table: str) -> HttpResponse:
    """One table of an event's report as a file."""
    found, _form, _comparison, report = _of_event(request, event)
    return as_csv(_table(report, table), found.slug)


@require_safe
@member_required("reports.read")
def of_tenant(request: MemberRequest) -> HttpResponse:
    """The report of all events."""
    form, report = _of_tenant(request)
    context = frame(request.member, "reports") | {
        "report": report,
        "table_url": reverse("reports:tenant_table", args=[request.member.tenant.slug, "table"]),
    }
    zone = request.member.tenant.settings.time_zone
    return render(request, "orders/office/reports/tenant.html", context | _choice(form, zone))


@require_safe
@member_required("reports.read")
def tenant_table(request: MemberRequest, table: str) -> HttpResponse:
    """One table of that report as a file."""
    _form, report = _of_tenant(request)
    return as_csv(_table(report, table), request.member.tenant.slug)


def _of_event(request: MemberRequest, pk: UUID) -> tuple[Event, PeriodForm, ComparisonForm, EventReport]:
    event, now = reach.event_of(request.member, pk), timezone.now()
    form = PeriodForm(request.GET, today=_today(event.time_zone))
    others = reach.events_of(request.member).exclude(pk=event.pk).order_by("-starts_at", "pk")
    latest = others.filter(pk__in=list(others.values_list("pk", flat=True)[:MOST_TO_COMPARE]))
    comparison = ComparisonForm(request.GET if "other" in request.GET else {}, others=latest)
    report = event_report(event, form.period(), other=comparison.chosen(), now=now)
    return event, form, comparison, report


def _of_tenant(request: MemberRequest) -> tuple[PeriodForm, TenantReport]:
    member = request.member
    form = PeriodForm(request.GET, today=_today(member.tenant.settings.time_zone))
    events = list(reach.events_of(member).values_list("pk", flat=True))
    slug = member.tenant.slug
    report = tenant_report(
        events, form.period(), url=lambda pk: reverse("reports:event", kwargs={"tenant": slug, "event": pk})
    )
    return form, report


def _table(report: EventReport | TenantReport, key: str) -> Table:
    try:
        return report.tables[key]
    except KeyError:
        raise Http404("no such table") from None


def _choice(form: PeriodForm, zone: str) -> dict[str, object]:
    """What the chooser of the period shows."""
    period = form.period()
    return {
        "form": form,
        "period": period,
        "zone": zone,
        "words": _words(period.first, period.last),
        "choices": [
            {"text": text, "url": f"?period={key}", "current": key == period.key}
            for key, text in periods.CHOICES.items()
        ],
    }


def _words(first: date | None, last: date) -> str:
    if first is None:
        return _("Until %(last)s") % {"last": periods.day_words(last)}
    return _("%(first)s – %(last)s") % {"first": periods.day_words(first), "last": periods.day_words(last)}


def _today(zone: str) -> date:
    return timezone.now().astimezone(ZoneInfo(zone)).date()
