"""What an event asks: questions in the console."""

import pytest
from django.utils import timezone

from events.models import Question
from orders import services
from tenants.models import ActivityLog
from tests import make

pytestmark = pytest.mark.django_db

BODY = {"label": "Which menu?", "kind": "text", "asked_per": "attendee"}


@pytest.fixture
def questions(gala):
    """Where the gala's questions are."""
    return f"/manage/{gala.tenant.slug}/events/{gala.pk}/questions/"


@pytest.fixture
def menu(gala):
    return make.question(gala, "Which menu?", kind="choice", choices=["Meat", "Fish"])


def answer(gala, menu):
    """Somebody has chosen fish."""
    order = make.order(gala, {gala.ticket_types.get(): 1})
    attendee = order.tickets.get().attendee
    attendee.answers = {str(menu.pk): "Fish"}
    attendee.save(update_fields=["answers"])


def test_a_manager_asks_a_question_of_certain_tickets(mary, gala, questions):
    stalls = gala.ticket_types.get()
    more = {"kind": "choice", "choices": "Meat\n\n Fish \nMeat\n", "is_required": "on", "ticket_types": [stalls.pk]}

    answer = mary.post(f"{questions}new/", BODY | more)

    assert answer.headers["Location"] == questions
    made = Question.objects.get()
    assert (made.choices, made.is_required, list(made.ticket_types.all())) == (["Meat", "Fish"], True, [stalls])
    assert ActivityLog.objects.filter(action="question.created", target_id=made.pk).exists()


@pytest.mark.parametrize("kind", "text long_text choice multiple number date phone email country consent file".split())
def test_every_kind_can_be_asked_and_looked_at_as_buyers_do(mary, questions, text, kind):
    mary.post(f"{questions}new/", BODY | {"kind": kind, "choices": "Meat\nFish", "help_text": "If you like."})

    page = mary.get(f"{questions}preview/")

    assert "Which menu?" in text(page)
    assert "If you like." in text(page)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 301}, "label"),
        ({"kind": "rubbish"}, "kind"),
        ({"kind": "choice", "choices": "Meat"}, "choices"),
        ({"kind": "multiple", "choices": "x" * 121 + "\nFish"}, "choices"),
        ({"asked_per": "nobody"}, "asked_per"),
        ({"ticket_types": ["x"]}, "ticket_types"),
    ],
)
def test_a_wrong_question_is_refused_at_its_field_and_nothing_typed_is_lost(mary, questions, text, changes, field):
    page = mary.post(f"{questions}new/", BODY | {"help_text": "Keep me"} | changes)

    assert set(page.context["form"].errors) == {field}
    assert "Keep me" in text(page)
    assert not Question.objects.exists()


def test_who_changes_a_question_that_has_answers_is_warned_and_its_kind_stays(mary, gala, questions, menu, text):
    answer(gala, menu)
    body = BODY | {"kind": "choice", "choices": "Meat\nFish\nNothing", "label": "What do you eat?", "version": "1"}

    page = mary.get(f"{questions}{menu.pk}/")
    refused = mary.post(f"{questions}{menu.pk}/", body | {"kind": "text"})
    mary.post(f"{questions}{menu.pk}/", body)
    menu.refresh_from_db()

    assert "1 person has answered." in text(page)
    assert "1 people have answered: the kind" in refused.context["form"].errors["kind"][0]
    assert (menu.label, menu.choices) == ("What do you eat?", ["Meat", "Fish", "Nothing"])


def test_an_unanswered_question_can_become_another_kind(mary, gala, questions, menu):
    mary.post(f"{questions}{menu.pk}/", BODY | {"kind": "text", "version": "1"})

    menu.refresh_from_db()
    assert (menu.kind, menu.choices) == ("text", [])


def test_an_answered_question_is_archived_rather_than_deleted_and_comes_back(mary, gala, questions, menu, text):
    answer(gala, menu)

    asked = mary.get(f"{questions}{menu.pk}/removal/")
    refused = mary.post(f"{questions}{menu.pk}/removal/", {"delete": "1"}, follow=True)
    mary.post(f"{questions}{menu.pk}/removal/", {"archive": "1"})
    listed = mary.get(f"{questions}?show=archived")
    mary.post(f"{questions}{menu.pk}/restoration/")

    assert "Delete for good" not in text(asked)
    assert "Archive it instead." in text(refused)
    assert "Restore" in text(listed)
    menu.refresh_from_db()
    assert menu.archived_at is None


def test_an_unanswered_question_can_be_deleted(mary, questions, menu):
    mary.post(f"{questions}{menu.pk}/removal/", {"delete": "1"})

    assert not Question.objects.exists()


def test_questions_move_by_buttons_and_by_a_whole_order(mary, gala, questions):
    one, two, three = (make.question(gala, label) for label in ("One?", "Two?", "Three?"))

    mary.post(f"{questions}order/", {"down": one.pk})
    by_button = list(gala.questions.values_list("label", flat=True))
    mary.post(f"{questions}order/", {"order": [three.pk, one.pk, two.pk]}, headers={"X-Order": "1"})

    assert by_button == ["Two?", "One?", "Three?"]
    assert list(gala.questions.values_list("label", flat=True)) == ["Three?", "One?", "Two?"]


def test_an_answer_of_the_buyer_counts_too(gala):
    order = make.order(gala, {gala.ticket_types.get(): 1})
    asked = make.question(gala, asked_per="order")
    order.answers = {str(asked.pk): "Yes"}
    order.save(update_fields=["answers"])

    with pytest.raises(services.questions.errors_office.QuestionInUse):
        services.delete_question(question=asked, by=None, now=timezone.now())


def test_the_list_asks_the_database_as_often_for_many_questions_as_for_one(mary, gala, questions, count_statements):
    make.question(gala)
    with count_statements() as few:
        mary.get(questions)
    for number in range(20):
        make.question(gala, f"Question {number}?").ticket_types.add(gala.ticket_types.get())
    with count_statements() as many:
        mary.get(questions)

    assert len(few) == len(many) == 9, many
