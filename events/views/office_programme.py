"""An event's programme in the console."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import queries_office, services
from events.forms.office_parts import NewSessionForm, SessionForm
from events.models import EventSession
from events.reach import event_of
from events.views.office_frame import frame, to
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.office_fields import on_clock
from ticketing.core.office_versions import edit


@require_safe
@member_required("events.change")
def programme(request: MemberRequest, event: UUID) -> HttpResponse:
    """The sessions in their order, and those that were taken off the programme."""
    found = event_of(request.member, event)
    sessions = queries_office.sessions_of(found)
    context = frame(request, "programme", found) | {
        "sessions": [session for session in sessions if session.archived_at is None],
        "archived": [session for session in sessions if session.archived_at is not None],
    }
    return render(request, "events/office/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_session(request: MemberRequest, event: UUID) -> HttpResponse:
    """Add a session; it begins with the event unless told otherwise."""
    found = event_of(request.member, event)
    initial = {name: on_clock(getattr(found, name), found.time_zone) for name in ("starts_at", "ends_at")}
    form = NewSessionForm(request.POST if request.method == "POST" else None, event=found, initial=initial)
    if form.is_valid():
        try:
            made = services.add_session(event=found, by=request.member.user, **form.typed_values)
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("“%(session)s” is on the programme.") % {"session": made.title})
            return to(request, "programme", event=found.pk)
    context = frame(request, "programme", found) | {"form": form, "session": None}
    return render(request, "events/office/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def session(request: MemberRequest, event: UUID, session: UUID) -> HttpResponse:
    """Change a session."""
    found = _session_of(request, event, session)

    def save(form: SessionForm) -> None:
        version, by = form.cleaned_data["version"], request.member.user
        services.change_session(session=found, version=version, by=by, now=timezone.now(), **form.typed_values)

    data = request.POST if request.method == "POST" else None
    edited = edit(lambda data: SessionForm.of(_session_of(request, event, found.pk), data), data, save)
    if edited.is_saved:
        messages.success(request, _("Saved."))
        return to(request, "programme", event=event)
    context = frame(request, "programme", found.event) | {"edited": edited, "form": edited.form, "session": found}
    return render(request, "events/office/session.html", context, status=edited.status)


@require_POST
@member_required("events.change")
def archive(request: MemberRequest, event: UUID, session: UUID) -> HttpResponse:
    """Take a session off the programme."""
    found = _session_of(request, event, session)
    try:
        services.archive_session(session=found, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("“%(session)s” is off the programme. You can put it back below.")
        messages.success(request, text % {"session": found.title})
    return to(request, "programme", event=event)


@require_POST
@member_required("events.change")
def restore(request: MemberRequest, event: UUID, session: UUID) -> HttpResponse:
    """Put a session back onto the programme."""
    found = _session_of(request, event, session)
    try:
        services.restore_session(session=found, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(session)s” is on the programme.") % {"session": found.title})
    return to(request, "programme", event=event)


def _session_of(request: MemberRequest, event: UUID, pk: UUID) -> EventSession:
    """A session of an event that the member reaches."""
    found = event_of(request.member, event)
    session = get_object_or_404(EventSession.objects.select_related("stock"), event=found, pk=pk)
    session.event = found
    return session
