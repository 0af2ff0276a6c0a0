"""The pages about one's data: taking it home, and deleting one's account."""

from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.models import PersonalExport, User
from tenants.services import accounts, personal_exports
from ticketing.core.errors import DomainError
from ticketing.core.throttles import throttle
from ticketing.site.account_data_forms import DeletionForm

MOST_EXPORTS, EXPORTS_SECONDS = 5, 24 * 60 * 60
REFRESH_SECONDS = 3


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """`/account/data/`: the export that was asked for last, and the way to delete the account."""
    user = _user(request)
    export = personal_exports.latest_export(user)
    context = {
        "export": export,
        "is_making": export is not None and export.status in personal_exports.MAKING,
        "is_there": export is not None and export.is_there(timezone.now()),
        "seconds": REFRESH_SECONDS,
        "days": personal_exports.KEPT.days,
        "zone": user.time_zone or settings.TIME_ZONE,
    }
    return render(request, "account/data.html", context)


@login_required
@require_POST
def request_export(request: HttpRequest) -> HttpResponse:
    """Have one's data gathered."""
    user, now = _user(request), timezone.now()
    try:
        throttle(f"exports:{user.pk}", limit=MOST_EXPORTS, window_seconds=EXPORTS_SECONDS, now=now)
        personal_exports.request_export(user=user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("account:data")


@never_cache
@login_required
@require_safe
def export_file(request: HttpRequest, export: UUID) -> HttpResponseBase:
    """The file, for whom it is about and nobody else, until it is deleted."""
    found = PersonalExport.objects.filter(pk=export, user=_user(request)).first()
    if found is None or not found.is_there(timezone.now()) or not storages["private"].exists(found.file_name):
        raise Http404
    name = f"foyer-{found.created_at:%Y-%m-%d}.zip"
    return FileResponse(storages["private"].open(found.file_name), as_attachment=True, filename=name)


@never_cache
@login_required
@reauthentication_required(app="allauth.account")
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest) -> HttpResponse:
    """`/account/deletion/`: what goes and what stays; then, with the address typed, the account is gone."""
    user = _user(request)
    form = DeletionForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        try:
            accounts.delete_account(user=user, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for having been here."))
            return redirect("discovery")
    context = {"form": form, "account": user, "left_alone": accounts.tenants_left_alone(user)}
    return render(request, "account/deletion.html", context, status=422 if form.is_bound else 200)


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
