"""An event's pictures in the console."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import services
from events.forms.office_parts import CropForm, PictureForm
from events.models import Event, EventPicture
from events.reach import event_of
from events.views.office_frame import frame, to
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

UP, DOWN = "up", "down"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def pictures(request: MemberRequest, event: UUID) -> HttpResponse:
    """The pictures in their order, and room for one more."""
    found = event_of(request.member, event)
    is_sent = request.method == "POST"
    form = PictureForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid() and _added(request, found, form):
        messages.success(request, _("The picture is there."))
        return to(request, "pictures", event=found.pk)
    rows = list(found.pictures.select_related("media", "source"))
    context = frame(request, "pictures", found) | {
        "form": form,
        "pictures": [row for row in rows if row.removed_at is None],
        "removed": [row for row in rows if row.removed_at is not None],
        "just_removed": request.GET.get("removed", ""),
        "hero_id": found.hero_image_id,
    }
    return render(request, "events/office/pictures.html", context)


def _added(request: MemberRequest, event: Event, form: PictureForm) -> bool:
    upload = form.cleaned_data["picture"]
    try:
        services.add_event_picture(
            event=event,
            upload=upload.file,
            original_name=upload.name,
            alternative_text=form.cleaned_data["alternative_text"],
            by=request.member.user,
            now=timezone.now(),
        )
    except DomainError as refusal:
        form.add_refusal(refusal, "picture")
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def picture(request: MemberRequest, event: UUID, picture: UUID) -> HttpResponse:
    """Cut a picture, and say what it shows."""
    found = _picture_of(request, event, picture)
    form = CropForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.change_picture(
                picture=found,
                crop=form.crop(),
                alternative_text=form.cleaned_data["alternative_text"],
                by=request.member.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("Saved."))
            return to(request, "pictures", event=event)
    context = frame(request, "pictures", found.event) | {"form": form, "picture": found}
    return render(request, "events/office/picture.html", context)


@require_POST
@member_required("events.change")
def choose(request: MemberRequest, event: UUID, picture: UUID) -> HttpResponse:
    """Make it the event's main picture."""
    return _do(request, event, picture, services.choose_main_picture, _("This is the main picture now."))


@require_POST
@member_required("events.change")
def move(request: MemberRequest, event: UUID, picture: UUID) -> HttpResponse:
    """Move it one place up or down."""
    by = {UP: -1, DOWN: 1}.get(request.POST.get("direction", ""), 0)
    return _do(request, event, picture, services.move_picture, _("Moved."), steps=by)


@require_POST
@member_required("events.change")
def remove(request: MemberRequest, event: UUID, picture: UUID) -> HttpResponse:
    """Take it away; the page then offers to put it back."""
    found = _picture_of(request, event, picture)
    services.remove_picture(picture=found, by=request.member.user, now=timezone.now())
    address = reverse("events_office:pictures", kwargs={"tenant": request.member.tenant.slug, "event": event})
    return redirect(f"{address}?removed={found.pk}")


@require_POST
@member_required("events.change")
def restore(request: MemberRequest, event: UUID, picture: UUID) -> HttpResponse:
    """Put it back."""
    return _do(request, event, picture, services.restore_picture, _("The picture is back."))


def _do(
    request: MemberRequest, event: UUID, picture: UUID, service: Callable[..., Any], done: str, **options: int
) -> HttpResponse:
    found = _picture_of(request, event, picture)
    try:
        service(picture=found, by=request.member.user, now=timezone.now(), **options)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return to(request, "pictures", event=event)


def _picture_of(request: MemberRequest, event: UUID, pk: UUID) -> EventPicture:
    """A picture of an event that the member reaches."""
    found = event_of(request.member, event)
    picture = get_object_or_404(EventPicture.objects.select_related("media", "source"), event=found, pk=pk)
    picture.event = found
    return picture
