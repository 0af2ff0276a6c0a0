"""Setting gates up, giving scanners access, and writing down what happened."""

import json
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin import access, queries, services
from checkin.forms import DeviceForm, GateForm, IncidentForm
from checkin.models import Device, Gate
from events.models import Event
from tenants import console
from tenants.access import Member
from ticketing.core.errors import DomainError
from ticketing.core.qr import qr_svg


@require_safe
@login_required
def gates(request: HttpRequest, event: UUID) -> HttpResponse:
    """The event's gates and the devices at them."""
    found, member = access.event(request, event, "checkin.manage")
    context = _frame(found, member, "gates") | {"gates": queries.gates_of(found)}
    return render(request, "checkin/gates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_gate(request: HttpRequest, event: UUID) -> HttpResponse:
    """Add a gate."""
    found, member = access.event(request, event, "checkin.manage")
    with timezone.override(found.time_zone):
        form = GateForm(request.POST if request.method == "POST" else None, event=found)
        if form.is_valid():
            try:
                services.add_gate(event=found, by=member.user, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("The gate is ready."))
                return redirect("checkin:gates", event=found.pk)
        return render(request, "checkin/gate_form.html", _frame(found, member, "gates") | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def gate_settings(request: HttpRequest, gate: UUID) -> HttpResponse:
    """Change a gate, and see which devices have access to it."""
    found, member = access.gate(request, gate, "checkin.manage")
    with timezone.override(found.event.time_zone):
        form = GateForm.of(found, request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                services.change_gate(gate=found, by=member.user, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, _("The gate was changed."))
                return redirect("checkin:gates", event=found.event_id)
        context = _frame(found.event, member, "gates") | {"form": form, "gate": found, "device_form": DeviceForm()}
        return render(request, "checkin/gate_form.html", context | {"devices": _devices(found)})


@require_POST
@login_required
def archive_gate(request: HttpRequest, gate: UUID) -> HttpResponse:
    """Take a gate out of use."""
    found, member = access.gate(request, gate, "checkin.manage")
    services.archive_gate(gate=found, by=member.user, now=timezone.now())
    messages.success(request, _("“%(gate)s” is no longer in use.") % {"gate": found.name})
    return redirect("checkin:gates", event=found.event_id)


@never_cache
@require_POST
@login_required
def new_device(request: HttpRequest, gate: UUID) -> HttpResponse:
    """Give a scanner access: its token is shown on this page and never again."""
    found, member = access.gate(request, gate, "checkin.manage")
    form = DeviceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give the device a name."))
        return redirect("checkin:gate_settings", gate=found.pk)
    device, token = services.issue_device(gate=found, name=form.cleaned_data["name"], by=member.user)
    address = settings.BASE_URL + reverse("checkin_api:scans", kwargs={"gate": found.pk})
    context = {
        "gate": found,
        "device": device,
        "token": token,
        "address": address,
        "qr": qr_svg(json.dumps({"url": address, "token": token}), title=_("Access for this device")),
    }
    return render(request, "checkin/device_issued.html", _frame(found.event, member, "gates") | context)


@require_POST
@login_required
def revoke_device(request: HttpRequest, device: UUID) -> HttpResponse:
    """Take a scanner's access back."""
    found, member = access.device(request, device, "checkin.manage")
    try:
        services.revoke_device(device=found, by=member.user, now=timezone.now())
    except DomainError as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("“%(device)s” no longer has access.") % {"device": found.name})
    return redirect("checkin:gate_settings", gate=found.gate_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def incidents(request: HttpRequest, event: UUID) -> HttpResponse:
    """What happened at the door, and a form to say more."""
    found, member = access.event(request, event, "incidents.write")
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.report_incident(event=found, by=member.user, **form.cleaned_data)
        messages.success(request, _("Thank you, it is written down."))
        return redirect("checkin:incidents", event=found.pk)
    context = {"form": form, "incidents": queries.incidents_of(found)[:100]}
    return render(request, "checkin/incidents.html", _frame(found, member, "incidents") | context)


def _devices(gate: Gate) -> list[Device]:
    return list(gate.devices.select_related("paired_by"))


def _frame(event: Event, member: Member, section: str) -> dict[str, object]:
    return console.frame(member, section, event=event) | {"may_manage": member.may("checkin.manage")}
