"""How ticket types have to do with visits, in the office."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reservations import services
from reservations.forms.office_tickets import VisitSettingsForm
from reservations.queries import office_batches
from reservations.views.office_frame import add_refusal, frame
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE = 50


@require_safe
@member_required("events.read")
def ticket_types(request: MemberRequest) -> HttpResponse:
    """The ticket types of events that are not over."""
    found = office_batches.types_for_visits(request.member, now=timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reservations/office/ticket_types.html", frame(request, "tickets") | {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def visit_settings(request: MemberRequest, ticket_type: UUID) -> HttpResponse:
    """A type's venue of visits, when their time is chosen, its activation and its days."""
    types = office_batches.types_for_visits(request.member, now=timezone.now())
    found = get_object_or_404(types, pk=ticket_type)
    name, is_sold = found.name, getattr(found, "is_sold", False)
    form = VisitSettingsForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.set_visit_settings(
                ticket_type=found, changes=form.cleaned_data, by=request.member.user, now=timezone.now()
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved: “%(ticket_type)s”.") % {"ticket_type": name})
            return redirect("office:ticket_types", tenant=request.member.tenant.slug)
    context = frame(request, "tickets") | {"ticket_type": found, "form": form, "is_sold": is_sold}
    return render(request, "reservations/office/visit_settings.html", context)
