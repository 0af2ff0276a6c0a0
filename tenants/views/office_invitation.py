"""What an invitation's link opens. Whoever has it read the mailbox that it was sent to."""

from typing import cast

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants import services
from tenants.forms.office_team import JoinForm
from tenants.models import Invitation, Membership, User
from tenants.views.office_page import UNPROCESSABLE, add_refusal
from tenants.words_office import ROLES
from ticketing.core.errors import DomainError
from ticketing.core.tokens import hash_token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """`/invitations/<token>/`: join; sign in first; make an account on the way; or learn why not."""
    found = Invitation.objects.select_related("tenant").filter(token_hash=hash_token(token)).first()
    if found is None:
        raise Http404("no such invitation")
    if not found.is_open(timezone.now()):
        return render(request, "tenants/office/invitation_over.html", {"invitation": found}, status=410)
    form = None if request.user.is_authenticated else JoinForm(request.POST or None, email=found.email)
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _join(request, token, form)
        except DomainError as refusal:
            refused = str(refusal)
            if form is not None:
                add_refusal(form, refusal)
    context = {
        "invitation": found,
        "role": found.get_role_display(),
        "role_for": ROLES[found.role],
        "form": form,
        "refused": refused if form is None else "",
        "has_account": User.objects.filter(email=found.email).exists(),
        "is_other": request.user.is_authenticated and request.user.email != found.email,
    }
    return render(
        request,
        "tenants/office/invitation.html",
        context,
        status=UNPROCESSABLE if request.method == "POST" else 200,
    )


def _join(request: HttpRequest, token: str, form: JoinForm | None) -> HttpResponse:
    now = timezone.now()
    if form is None:
        membership = services.accept_invitation(token=token, user=cast(User, request.user), now=now)
        _welcome(request, membership)
        return redirect("tenant_console", tenant=membership.tenant.slug)
    membership = services.accept_as_new_person(
        token=token,
        full_name=form.cleaned_data["full_name"],
        password=form.cleaned_data["password"],
        locale=get_language() or "",
        now=now,
    )
    _welcome(request, membership)
    user = User.objects.get(pk=membership.user_id)
    console = redirect("tenant_console", tenant=membership.tenant.slug)
    signed_in: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=console.url)
    return signed_in


def _welcome(request: HttpRequest, membership: Membership) -> None:
    messages.success(request, _("Welcome to the team of “%(name)s”.") % {"name": membership.tenant.name})
