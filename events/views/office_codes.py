"""Discount codes of an event, or of all of a tenant's events: lists, single ones, many at once, and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import queries_office_codes as queries
from events import reach, services
from events.forms.office_codes import CodeFilterForm, CodeForm, CodesForm
from events.models import CodeBatch, DiscountCode, Event
from events.words_office import CODE_STATES, code_state, discount_in_words
from tenants import console
from tenants.access import Member, MemberRequest, member_required
from ticketing.core import once
from ticketing.core.cells import CsvWriter, Echo
from ticketing.core.errors import DomainError, SentBefore
from ticketing.core.office_versions import edit

PAGE_SIZE, BATCHES_SHOWN = 50, 20
REFRESH_SECONDS = 2


@dataclass(frozen=True)
class Scope:
    """Where codes count: at one event, or (None) at all of the tenant's."""

    member: Member
    event: Event | None

    @property
    def currency(self) -> str:
        """In which amounts are typed."""
        return self.event.currency if self.event else self.member.tenant.settings.default_currency

    @property
    def zone(self) -> str:
        """On whose clock codes begin and end."""
        return self.event.time_zone if self.event else self.member.tenant.settings.time_zone

    @property
    def made_for(self) -> tuple[object, ...]:
        """Whom and what the key of a form that makes codes counts for."""
        return self.member.tenant.pk, self.member.user.pk, "codes", self.event.pk if self.event else ""

    @property
    def terms(self) -> dict[str, str]:
        """What forms need to know about both."""
        return {"currency": self.currency, "zone": self.zone}

    @property
    def codes(self) -> QuerySet[DiscountCode]:
        """The codes that count there."""
        return queries.codes_of(self.member.tenant, self.event)

    def address(self, name: str, **more: object) -> str:
        """A page about these codes, by its name."""
        where: dict[str, object] = {"tenant": self.member.tenant.slug, **more}
        if self.event is None:
            return reverse(f"codes_office:tenant_{name}", kwargs=where)
        return reverse(f"codes_office:{name}", kwargs={**where, "event": self.event.pk})

    def frame(self) -> dict[str, Any]:
        """The console around a page about them."""
        names = ("codes", "new_code", "new_codes", "codes_csv")
        addresses = {f"{name}_url": self.address(name) for name in names}
        return console.frame(self.member, "codes", event=self.event) | addresses | {"zone": self.zone}


@require_safe
@member_required("events.read")
def codes(request: MemberRequest, event: UUID | None = None) -> HttpResponse:
    """The codes, how often each was used, and where it stands."""
    scope, now = _scope(request, event), timezone.now()
    words, state, batch = CodeFilterForm(request.GET).wanted
    found = queries.matching(scope.codes, words=words, state=state, batch=batch, now=now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = scope.frame() | {
        "page": page,
        "rows": [_row(scope, code, now) for code in page.object_list],
        "states": [(key, text) for key, (text, _tone) in CODE_STATES.items()],
        "words": words,
        "state": state,
        "is_filtered": bool(words or state or batch),
        "batches": queries.batches_of(scope.member.tenant, scope.event)[:BATCHES_SHOWN],
        "is_limited": request.member.is_limited,
    }
    return render(request, "events/office_selling/codes.html", context)


def _row(scope: Scope, code: DiscountCode, now: datetime) -> dict[str, Any]:
    text, tone = CODE_STATES[code_state(code, now=now)]
    address = scope.address("code", discount=code.pk)
    does = discount_in_words(code, scope.currency)
    return {"code": code, "url": address, "does": does, "state": text, "tone": tone}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_code(request: MemberRequest, event: UUID | None = None) -> HttpResponse:
    """Make one code."""
    scope = _scope(request, event)
    form = CodeForm.of(DiscountCode(event=scope.event), _posted(request), **scope.terms)
    if form.is_valid():
        try:
            made = services.create_code(
                tenant=scope.member.tenant,
                event=scope.event,
                values=form.cleaned_data,
                by=scope.member.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The code “%(code)s” is there.") % {"code": made.code})
            return redirect(scope.address("codes"))
    return render(request, "events/office_selling/code_form.html", scope.frame() | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def code(request: MemberRequest, discount: UUID, event: UUID | None = None) -> HttpResponse:
    """Change a code."""
    scope = _scope(request, event)
    found = _code_of(scope, discount)

    def save(form: CodeForm) -> None:
        services.change_code(
            code=found,
            changes=form.typed_values,
            version=form.cleaned_data["version"],
            by=scope.member.user,
            now=timezone.now(),
        )

    edited = edit(lambda data: CodeForm.of(_code_of(scope, found.pk), data, **scope.terms), _posted(request), save)
    if edited.is_saved:
        messages.success(request, _("Saved: “%(code)s”.") % {"code": found.code})
        return redirect(scope.address("codes"))
    context = scope.frame() | {"edited": edited, "form": edited.form, "code": found, "name": found.code}
    context |= {"archive_url": scope.address("code_archive", discount=found.pk)}
    return render(request, "events/office_selling/code_form.html", context, status=edited.status)


@require_POST
@member_required("events.change")
def code_archive(request: MemberRequest, discount: UUID, event: UUID | None = None) -> HttpResponse:
    """Archive a code, or bring it back: it is the one button that undoes itself."""
    scope = _scope(request, event)
    found, names = _code_of(scope, discount), {}
    names["code"] = found.code
    if found.archived_at is None:
        services.archive_code(code=found, by=scope.member.user, now=timezone.now())
        messages.success(request, _("“%(code)s” is archived and no longer accepted. You can restore it.") % names)
    else:
        services.restore_code(code=found, by=scope.member.user, now=timezone.now())
        messages.success(request, _("“%(code)s” is back.") % names)
    return redirect(scope.address("codes"))


# --- Many at once ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_codes(request: MemberRequest, event: UUID | None = None) -> HttpResponse:
    """Make many codes that are alike."""
    scope = _scope(request, event)
    initial = {"discount_type": "percentage", "status": "active", "max_redemptions": 1}
    form = CodesForm(_posted(request), event=scope.event, **scope.terms, initial=initial, made_for=scope.made_for)
    if form.is_valid():
        values = dict(form.cleaned_data)
        prefix, quantity, pk = values.pop("first_letters"), values.pop("quantity"), values.pop(once.NAME)
        try:
            batch = services.make_codes(
                tenant=scope.member.tenant,
                event=scope.event,
                prefix=prefix,
                quantity=quantity,
                values=values,
                by=scope.member.user,
                pk=pk,
                now=timezone.now(),
            )
        except SentBefore as refusal:
            messages.info(request, str(refusal))
            return redirect(scope.address("code_batch", code_batch=refusal.pk))
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            return redirect(scope.address("code_batch", code_batch=batch.pk))
    return render(request, "events/office_selling/codes_form.html", scope.frame() | {"form": form})


@require_safe
@member_required("events.read")
def code_batch(request: MemberRequest, code_batch: UUID, event: UUID | None = None) -> HttpResponse:
    """A batch: how far it has come, how many of its codes were used, and its file."""
    scope = _scope(request, event)
    batch = _batch_of(scope, code_batch)
    context = scope.frame() | {
        "batch": batch,
        "seconds": 0 if batch.is_complete else REFRESH_SECONDS,
        "csv_url": scope.address("codes_csv") + f"?batch={batch.pk}",
        "archive_url": scope.address("code_batch_archive", code_batch=batch.pk),
    }
    return render(request, "events/office_selling/code_batch.html", context)


@require_POST
@member_required("events.change")
def code_batch_archive(request: MemberRequest, code_batch: UUID, event: UUID | None = None) -> HttpResponse:
    """Archive all codes of a batch that nobody has used."""
    scope = _scope(request, event)
    number = services.archive_batch(batch=_batch_of(scope, code_batch), by=scope.member.user, now=timezone.now())
    words = ngettext("%(count)d unused code is archived.", "%(count)d unused codes are archived.", number)
    messages.success(request, words % {"count": number})
    return redirect(scope.address("codes"))


# --- Files ----------------------------------------------------------------------------------------------------------


@require_safe
@member_required("events.change")
def codes_csv(request: MemberRequest, event: UUID | None = None) -> StreamingHttpResponse:
    """The codes of the list, or of a batch, as CSV, sent while they are read."""
    scope, now = _scope(request, event), timezone.now()
    words, state, batch = CodeFilterForm(request.GET).wanted
    found = queries.matching(scope.codes, words=words, state=state, batch=batch, now=now)
    response = StreamingHttpResponse(_lines(scope, found, now), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="codes-{now:%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _lines(scope: Scope, found: QuerySet[DiscountCode], now: datetime) -> Iterator[str]:
    writer = CsvWriter(Echo())
    yield writer.line(["code", "does", "description", "uses", "most_uses", "state"])
    for each in queries.in_pieces(found):
        does, state = discount_in_words(each, scope.currency), CODE_STATES[code_state(each, now=now)][0]
        most = "" if each.max_redemptions is None else each.max_redemptions
        cells = [each.code, does, each.description, str(each.times_redeemed), str(most), str(state)]
        yield writer.line(cells)


def _scope(request: MemberRequest, event: UUID | None) -> Scope:
    """Codes for all events are nothing that a member with some events only may see."""
    if event is not None:
        return Scope(request.member, reach.event_of(request.member, event))
    if request.member.is_limited:
        raise Http404("codes for all events")
    return Scope(request.member, None)


def _code_of(scope: Scope, pk: UUID) -> DiscountCode:
    found = get_object_or_404(scope.codes.prefetch_related("ticket_types"), pk=pk)
    found.event = scope.event
    return found


def _batch_of(scope: Scope, pk: UUID) -> CodeBatch:
    return get_object_or_404(queries.batches_of(scope.member.tenant, scope.event), pk=pk)


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None
