"""What an event asks of those who buy: its questions, and how they look."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import reach
from events import services as event_services
from events.models import AskedPer, Event, Question
from orders import services
from orders.errors_office import QuestionInUse
from orders.forms.office_questions import QuestionForm
from orders.forms.questions import QuestionsForm
from orders.queries import office_questions as queries
from orders.views.office_ordering import answer_order, wanted_order
from tenants import console
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.office_versions import edit

PAGE_SIZE = 50


@require_safe
@member_required("events.read")
def questions(request: MemberRequest, event: UUID) -> HttpResponse:
    """What is asked, in the order in which it is asked."""
    found = reach.event_of(request.member, event)
    shows_archived = request.GET.get("show") == "archived"
    page = Paginator(queries.questions_of(found, archived=shows_archived), PAGE_SIZE).get_page(request.GET.get("page"))
    context = _frame(request.member, found) | {
        "page": page,
        "shows_archived": shows_archived,
        "archived": Question.objects.filter(event=found, archived_at__isnull=False).count(),
    }
    return render(request, "orders/office_selling/questions.html", context)


@require_safe
@member_required("events.read")
def question_preview(request: MemberRequest, event: UUID) -> HttpResponse:
    """The questions as buyers see them; nothing is sent from there."""
    found = reach.event_of(request.member, event)
    asked = list(queries.questions_of(found))
    of_each, of_buyer = (
        QuestionsForm(prefix=prefix, questions=[each for each in asked if each.asked_per == whom], uploaded={})
        for prefix, whom in (("a", AskedPer.ATTENDEE), ("o", AskedPer.ORDER))
    )
    context = _frame(request.member, found) | {"of_each": of_each, "of_buyer": of_buyer}
    return render(request, "orders/office_selling/question_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_question(request: MemberRequest, event: UUID) -> HttpResponse:
    """Ask one more thing."""
    found = reach.event_of(request.member, event)
    form = QuestionForm.of(Question(event=found), _posted(request))
    if form.is_valid():
        try:
            event_services.create_question(
                event=found, values=form.cleaned_data, by=request.member.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("The question is asked from now on."))
            return _to_list(request, found)
    return render(request, "orders/office_selling/question_form.html", _frame(request.member, found) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def question(request: MemberRequest, event: UUID, question: UUID) -> HttpResponse:
    """Change a question; where it has answers, the page says so."""
    found = reach.event_of(request.member, event)
    row = _question_of(found, question)

    def save(form: QuestionForm) -> None:
        services.change_question(
            question=row,
            changes=form.typed_values,
            version=form.cleaned_data["version"],
            by=request.member.user,
            now=timezone.now(),
        )

    edited = edit(lambda data: QuestionForm.of(_question_of(found, row.pk), data), _posted(request), save)
    if edited.is_saved:
        messages.success(request, _("Saved. Answers that were given stay as they are."))
        return _to_list(request, found)
    context = _frame(request.member, found) | {"edited": edited, "form": edited.form}
    context |= {"question": row, "answers": queries.answers_to(row)}
    return render(request, "orders/office_selling/question_form.html", context, status=edited.status)


@require_POST
@member_required("events.change")
def question_order(request: MemberRequest, event: UUID) -> HttpResponse:
    """Ask the questions in another order."""
    found = reach.event_of(request.member, event)
    present = list(queries.questions_of(found).values_list("pk", flat=True))
    wanted = wanted_order(request, present)
    event_services.order_questions(event=found, wanted=wanted, by=request.member.user, now=timezone.now())
    return answer_order(request, _to_list(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def question_removal(request: MemberRequest, event: UUID, question: UUID) -> HttpResponse:
    """Ask whether a question is to be archived or, where nobody has answered, deleted; then do so."""
    found = reach.event_of(request.member, event)
    row = _question_of(found, question)
    if request.method == "POST":
        _remove(request, row)
        return _to_list(request, found)
    context = _frame(request.member, found) | {"question": row, "answers": queries.answers_to(row)}
    return render(request, "orders/office_selling/question_removal.html", context)


def _remove(request: MemberRequest, row: Question) -> None:
    by, now = request.member.user, timezone.now()
    if "delete" not in request.POST:
        event_services.archive_question(question=row, by=by, now=now)
        messages.success(request, _("The question is archived. Its answers stay."))
        return
    try:
        services.delete_question(question=row, by=by, now=now)
    except QuestionInUse as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The question is deleted."))


@require_POST
@member_required("events.change")
def question_restoration(request: MemberRequest, event: UUID, question: UUID) -> HttpResponse:
    """Ask an archived question again."""
    found = reach.event_of(request.member, event)
    event_services.restore_question(question=_question_of(found, question), by=request.member.user, now=timezone.now())
    messages.success(request, _("The question is asked again."))
    return _to_list(request, found)


def _frame(member: Member, event: Event) -> dict[str, Any]:
    return console.frame(member, "questions", event=event)


def _question_of(event: Event, pk: UUID) -> Question:
    found = get_object_or_404(Question, event=event, pk=pk)
    found.event = event
    return found


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to_list(request: MemberRequest, event: Event) -> HttpResponse:
    return redirect("selling_office:questions", tenant=request.member.tenant.slug, event=event.pk)
