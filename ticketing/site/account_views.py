"""The pages of one's own account: profile, security, sessions."""

from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import services, sessions
from tenants.models import User
from tenants.services import accounts
from ticketing.site.profile_form import ProfileForm
from ticketing.site.two_factor import AFTERWARDS

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """`/accounts/security/`: how one signs in. `next` is where somebody was who must set up the second step first."""
    after = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        request.session[AFTERWARDS] = after
    user = _user(request)
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    app = next((each for each in found if each.type == Authenticator.Type.TOTP), None)
    codes = next((each.wrap() for each in found if each.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "account": user,
        "app": app,
        "passkeys": [each.wrap() for each in found if each.type == Authenticator.Type.WEBAUTHN],
        "has_codes": codes is not None,
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "is_protected": any(each.type != Authenticator.Type.RECOVERY_CODES for each in found),
        "afterwards": request.session.get(AFTERWARDS, ""),
    }
    return render(request, "account/security.html", context)


@never_cache
@login_required
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """`/account/sessions/`: where one is signed in."""
    found = sessions.sessions_of(_user(request), now=timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "pk": entry.pk,
            "device": sessions.device(entry.user_agent),
            "ip": "" if entry.ip == sessions.NOWHERE else entry.ip,
            "signed_in_at": entry.created_at,
            "last_seen_at": entry.last_seen_at,
            "is_this": entry.session_key == request.session.session_key,
            "is_program": sessions.is_program(entry),
        }
        for entry in page
    ]
    zone = _user(request).time_zone or settings.TIME_ZONE
    context = {"page": page, "rows": rows, "has_others": page.paginator.count > 1, "zone": zone}
    return render(request, "account/sessions.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """Sign one of one's devices out."""
    user = _user(request)
    if not sessions.end_session(user=user, session_id=session, by=user, now=timezone.now()):
        raise Http404
    messages.success(request, _("Signed out there."))
    return redirect("account:sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign all of one's other devices out."""
    user, keep = _user(request), request.session.session_key
    count = sessions.end_sessions(user=user, by=user, now=timezone.now(), keep=keep)
    said = ngettext("Signed out on %(count)d other device.", "Signed out on %(count)d other devices.", count)
    messages.success(request, said % {"count": count})
    return redirect("account:sessions")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """`/account/profile/`: name, telephone, language, time zone, picture."""
    user = _user(request)
    form = ProfileForm(*((request.POST, request.FILES) if request.method == "POST" else ()), user=user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "account/profile.html", {"form": form, "account": user}, status=status)
    now, values = timezone.now(), form.cleaned_data
    picture, goes = values.pop("picture"), values.pop("without_picture", False)
    services.change_profile(user=user, now=now, **values)
    if picture or goes:
        accounts.change_picture(user=user, content=picture, now=now)
    with translation.override(user.locale or translation.get_language()):
        messages.success(request, _("Saved."))
    response = redirect("account:profile")
    if user.locale:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.locale, samesite="Lax", secure=settings.HTTPS)
    return response


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)
