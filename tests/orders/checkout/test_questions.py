"""The organizer's questions, of every kind, and answers that are files."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from orders import uploads
from orders.answers import answer_text
from orders.models import Attendee, Order
from orders.queries.checkout import questions_of
from tests import make
from tests.orders.checkout.conftest import read
from tests.orders.checkout.test_details_page import lapse

pytestmark = pytest.mark.django_db

COLOURS = ["Red", "Green", "Blue"]
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


@pytest.fixture
def entry(free_gala):
    return free_gala.ticket_types.get()


@pytest.fixture
def buyer(buyer_at, free_gala):
    return buyer_at(free_gala)


def picture(size=(40, 30), kind="PNG", **extra):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **extra)
    return out.getvalue()


def file(content=PDF, name="pass.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content, kind)


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "words"),
    [
        ("text", "  Vegan ", "Vegan", "Vegan"),
        ("long_text", "One\nTwo", "One\nTwo", "One\nTwo"),
        ("choice", "Red", "Red", "Red"),
        ("multiple", ["Red", "Blue"], ["Red", "Blue"], "Red, Blue"),
        ("number", "42", 42, "42"),
        ("number", "1.5", 1.5, "1.5"),
        ("date", "2026-12-31", "2026-12-31", "31 Dec 2026"),
        ("phone", "+49 30 901820", "+4930901820", "+4930901820"),
        ("phone", "0049 30 901820", "+4930901820", "+4930901820"),
        ("email", "grace@example.org", "grace@example.org", "grace@example.org"),
        ("country", "DE", "DE", "Germany"),
        ("consent", "on", {"agreed": True, "wording": "May we film you?"}, "Agreed"),
    ],
)
@pytest.mark.parametrize("asked_per", ["order", "attendee"])
def test_an_answer_of_each_kind_is_kept(buyer, free_gala, entry, kind, typed, stored, words, asked_per):
    question = make.question(
        free_gala,
        "May we film you?",
        kind=kind,
        choices=COLOURS,
        asked_per=asked_per,
        is_required=True,
    )
    buyer.hold({entry: 1})
    prefix = "order" if asked_per == "order" else f"{entry.pk}-1"

    answer = buyer.send({f"{prefix}-q-{question.pk}": typed})

    assert answer.status_code == 303, read(answer).words
    answers = Order.objects.get().answers if asked_per == "order" else Attendee.objects.get().answers
    assert answers == {str(question.pk): stored}
    assert answer_text(question, stored) == words


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("text", "x" * 501, "at most 500 characters"),
        ("choice", "Purple", "Purple is not one of the available choices"),
        ("multiple", ["Red", "Purple"], "Purple is not one of the available choices"),
        ("number", "many", "Enter a number."),
        ("number", "NaN", "Enter a number."),
        ("date", "31st of never", "Enter a valid date."),
        ("phone", "030 901820", "Please give the number with its country code, such as +49 30 123456."),
        ("phone", "+1 555 123", "This number does not look complete."),
        ("email", "grace@", "Enter a valid email address."),
        ("country", "XX", "XX is not one of the available choices"),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_field(buyer, free_gala, entry, kind, typed, words):
    question = make.question(free_gala, kind=kind, choices=COLOURS, asked_per="order")
    buyer.hold({entry: 1})

    answer = buyer.send({f"order-q-{question.pk}": typed})

    assert answer.status_code == 422
    assert words in read(answer).words
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "kind", ["text", "choice", "multiple", "number", "date", "phone", "country", "consent", "file"]
)
def test_a_question_that_must_be_answered_is(buyer, free_gala, entry, kind):
    make.question(free_gala, kind=kind, choices=["Red"], asked_per="order", is_required=True)
    make.question(free_gala, kind=kind, choices=["Red"])
    buyer.hold({entry: 1})

    assert buyer.send().status_code == 422


def test_a_question_is_asked_only_about_its_ticket_types(buyer, free_gala, entry):
    backstage = make.ticket_type(free_gala, name="Backstage")
    asked = make.question(free_gala, "Your instrument?")
    asked.ticket_types.set([backstage])
    buyer.hold({entry: 1, backstage: 1})

    values = buyer.page().values

    assert f"{backstage.pk}-1-q-{asked.pk}" in values
    assert f"{entry.pk}-1-q-{asked.pk}" not in values


def test_typed_answers_survive_every_button(buyer, free_gala, entry):
    wish = make.question(free_gala, "A wish?", kind="long_text", asked_per="order")
    colours = make.question(free_gala, "Colours?", kind="multiple", choices=COLOURS)
    buyer.hold({entry: 1})
    typed = {f"order-q-{wish.pk}": "A seat\nwith a view", f"{entry.pk}-1-q-{colours.pk}": ["Red", "Blue"]}

    for button in ("extend", "apply"):
        values = read(buyer.send(typed, press=button)).values
        assert {key: values[key] for key in typed} == typed


def test_a_file_is_kept_though_another_field_is_refused(buyer, free_gala, entry, private_files):
    question = make.question(free_gala, "Your pass?", kind="file", asked_per="order", is_required=True)
    buyer.hold({entry: 1})
    name = f"order-q-{question.pk}"

    refused = buyer.send({name: file()}, email="ada@")
    page = read(refused)
    assert refused.status_code == 422
    assert "“pass.pdf” is uploaded." in page.words
    answer = buyer.client.post(buyer.base + "checkout/details/", page.values | {"email": "ada@example.org"})

    assert answer.status_code == 303
    kept = Order.objects.get().answers[str(question.pk)]
    assert (kept["name"], kept["type"], kept["size"]) == ("pass.pdf", "application/pdf", len(PDF))
    with storages["private"].open(kept["file"]) as stored:
        assert stored.read() == PDF


def test_a_file_outlives_a_lapsed_hold(buyer, free_gala, entry, private_files):
    question = make.question(free_gala, "Your pass?", kind="file", is_required=True)
    buyer.hold({entry: 1})
    values = buyer.page().values
    lapse(buyer.cart)

    lapsed = buyer.client.post(buyer.base + "checkout/details/", values | {f"{entry.pk}-1-q-{question.pk}": file()})
    again = buyer.client.post(buyer.base + "checkout/details/", read(lapsed).values | {"again": "1"})
    typed = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}
    answer = buyer.client.post(buyer.base + "checkout/details/", read(again).values | typed)

    assert (lapsed.status_code, again.status_code, answer.status_code) == (410, 200, 303)
    assert Attendee.objects.get().answers[str(question.pk)]["name"] == "pass.pdf"
    assert len(list(private_files.rglob("*.pdf"))) == 1


def test_a_picture_is_written_anew_without_what_it_carried(buyer, free_gala, entry, private_files):
    question = make.question(free_gala, "Your portrait?", kind="file", asked_per="order")
    buyer.hold({entry: 1})
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    carried = picture(kind="JPEG", exif=exif) + b"<script>alert(1)</script>"

    buyer.send({f"order-q-{question.pk}": file(carried, "me.php", "text/html")})

    kept = Order.objects.get().answers[str(question.pk)]
    stored = (private_files / kept["file"]).read_bytes()
    assert (kept["name"], kept["type"]) == ("me.jpg", "image/jpeg")
    assert b"home" not in stored
    assert b"script" not in stored
    assert Image.open(io.BytesIO(stored)).size == (40, 30)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00 a program", "Please choose a PDF or a picture (JPEG, PNG or WebP)."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Please choose a PDF or a picture"),
        (picture()[:60], "Please choose a PDF or a picture"),
        (PDF + b"0" * (5 * 1024 * 1024), "This file is larger than 5 MB."),
        (picture((8000, 6000)), "This file is larger than 5 MB."),
    ],
)
def test_other_files_are_refused_in_words(buyer, free_gala, entry, private_files, content, words):
    question = make.question(free_gala, "Your pass?", kind="file", asked_per="order")
    buyer.hold({entry: 1})

    answer = buyer.send({f"order-q-{question.pk}": file(content)})

    assert answer.status_code == 422
    assert words in read(answer).words
    assert not list(private_files.rglob("*.*"))


def test_a_note_that_is_not_ours_or_not_for_here_is_no_file(buyer, buyer_at, free_gala, gala, entry, private_files):
    theirs = make.question(gala, "Your pass?", kind="file", asked_per="order")
    other = buyer_at(gala)
    other.hold({gala.ticket_types.get(): 1})
    note = read(other.send({f"order-q-{theirs.pk}": file()}, email="ada@")).values[f"order-q-{theirs.pk}-kept"]
    question = make.question(free_gala, "Your pass?", kind="file", asked_per="order", is_required=True)
    buyer.hold({entry: 1})

    for forged in (note, "rubbish", note[:-3] + "xyz"):
        assert buyer.send({f"order-q-{question.pk}-kept": forged}).status_code == 422


@pytest.fixture
def order_with_file(buyer, free_gala, entry, private_files):
    question = make.question(free_gala, "Your pass?", kind="file", asked_per="order")
    buyer.hold({entry: 1})
    buyer.send({f"order-q-{question.pk}": file()})
    return Order.objects.get()


def file_name(order):
    (kept,) = order.answers.values()
    return kept["file"].rpartition("/")[2]


def test_a_file_opens_with_the_orders_token(client, order_with_file, free_gala, entry):
    name = file_name(order_with_file)
    other = make.order(free_gala, {entry: 1})

    answer = client.get(f"/orders/{order_with_file.lookup_token}/files/{name}")

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pass.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(f"/orders/{other.lookup_token}/files/{name}").status_code == 404
    assert client.get(f"/orders/wrong/files/{name}").status_code == 404
    assert client.get(f"/media/answers/{name}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("analyst", 200), ("staff", 403), ("", 404)])
def test_a_file_opens_to_members_who_may_read_orders(client, order_with_file, tenant, role, status):
    member = make.member(tenant if role else make.tenant("Red Note"), role or "owner")
    client.force_login(member.user)

    answer = client.get(
        f"/manage/{tenant.slug}/orders/{order_with_file.order_number}/files/{file_name(order_with_file)}"
    )

    assert answer.status_code == status


def test_the_questions_of_a_page_take_one_statement(free_gala, entry, count_statements):
    for number in range(3):
        make.question(free_gala, f"Question {number}?").ticket_types.set([entry])

    with count_statements() as statements:
        asked = questions_of(free_gala)

    assert [vars(question)["only_for"] for question in asked] == [[entry.pk]] * 3
    assert len(statements) == 1


def test_a_file_of_which_no_order_came_is_deleted_after_three_days(buyer, order_with_file, entry, private_files):
    question = make.question(buyer.event, "Another pass?", kind="file", asked_per="order", sort_order=1)
    buyer.hold({entry: 1})
    buyer.send({f"order-q-{question.pk}": file()}, email="ada@")
    assert len(list(private_files.rglob("*.pdf"))) == 2

    assert uploads.sweep(now=timezone.now() + timedelta(days=2)) == 0
    assert uploads.sweep(now=timezone.now() + timedelta(days=5)) == 1

    assert [path.name for path in private_files.rglob("*.pdf")] == [file_name(order_with_file)]
