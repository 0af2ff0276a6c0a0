"""Exports: what is chosen, how files are made, and who may fetch them."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import storages
from django.db.models import Sum
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import EventAccess
from orders import services, tasks
from orders.errors_office_people import TooManyUnderWay
from orders.exports_office import making, reading
from orders.models import Account, Attendee, Buyer, Export, LedgerEntry, Order, RefundStatus, Ticket
from orders.payments.base import RefundState
from orders.queries.office_filters import AttendeeFilter
from tenants.models import ActivityLog
from tests import make
from tests.office import acting
from tests.orders.office_people import workbooks
from tests.orders.office_people.conftest import text
from ticketing.core.money import to_cents

pytestmark = pytest.mark.django_db

USUAL = {"kind": "orders", "format": "csv"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    """Files are kept in a folder of the test's own."""
    options = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": options}


def ask(browser, office, columns=("order_number",), **body):
    """Ask for an export; what came of it."""
    return browser.post(f"{office}exports/", USUAL | {"known": columns, "column": columns} | body)


def sent(browser, answer):
    """The file to which an answer leads."""
    return b"".join(browser.get(answer.headers["Location"]).streaming_content)


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode().removeprefix("\ufeff"), newline="")))


def exported(member, kind, columns, **params):
    """Rows of a list as a member gets them, without pages."""
    export = Export(tenant=member.tenant, by=member.user, kind=kind, format="csv", columns=columns, filters=params)
    return list(csv.DictReader(io.StringIO("".join(making.csv_of(export, member)), newline="")))


# --- CSV ------------------------------------------------------------------------------------------------------------


def test_a_csv_starts_at_once_with_the_chosen_columns_in_their_order(mary, gala, stalls, office):
    order = make.order(gala, {stalls: 2})
    columns = ["total", "currency", "order_number", "status", "tickets"]

    answer = ask(mary, office, columns)

    assert rows(sent(mary, answer)) == [
        {"Total": "50.00", "Currency": "EUR", "Order number": order.order_number, "Order": "Confirmed", "Tickets": "2"}
    ]
    file = mary.get(answer.headers["Location"])
    assert file.headers["Content-Disposition"].startswith('attachment; filename="orders-20')
    assert "no-store" in file.headers["Cache-Control"]
    actions = list(ActivityLog.objects.filter(action__startswith="export.").values_list("action", flat=True))
    assert sorted(actions) == ["export.downloaded", "export.downloaded", "export.requested"]


def test_excel_is_told_that_it_is_utf_8_where_that_is_wished(mary, gala, stalls, office):
    assert sent(mary, ask(mary, office, has_bom="on")).startswith(b'\xef\xbb\xbf"Order number"')
    assert sent(mary, ask(mary, office)).startswith(b'"Order number"')


def test_moments_are_on_the_events_clock_and_its_zone_is_named(manager, blue_note, gala, stalls):
    tokyo = make.event(blue_note, time_zone="Asia/Tokyo")
    for event in (gala, tokyo):
        order = make.order(event, {event.ticket_types.get(): 1})
        Order.objects.filter(pk=order.pk).update(created_at=datetime(2026, 12, 31, 23, 30, 5, 7, tzinfo=UTC))

    found = exported(acting(manager), "orders", ["created_at"])

    assert found == [
        {"Placed at": "2027-01-01 00:30:05", "Time zone": "Europe/Berlin"},
        {"Placed at": "2027-01-01 08:30:05", "Time zone": "Asia/Tokyo"},
    ]


def test_answers_are_columns_one_for_each_question(mary, manager, gala, stalls, office):
    food = make.question(gala, "What would you like to eat?", kind="multiple", choices=["Fish", "Meat"])
    size = make.question(gala, "How tall are you?", kind="number")
    firm = make.question(gala, "Which company?", asked_per="order")
    order = make.order(gala, {stalls: 1})
    Order.objects.filter(pk=order.pk).update(answers={str(firm.pk): "=ACME()"})
    Attendee.objects.update(answers={str(food.pk): ["Fish", "Meat"], str(size.pk): -1.5})
    keys = [f"question-{question.pk}" for question in (firm, size, food)]

    page = mary.get(f"{office}exports/", {"event": str(gala.pk)})
    found = exported(acting(manager), "attendees", keys, event=[str(gala.pk)])

    assert "How tall are you?" in text(page)
    assert "How tall are you?" not in text(mary.get(f"{office}exports/"))
    assert found == [
        {"Which company?": "'=ACME()", "How tall are you?": "-1.5", "What would you like to eat?": "Fish, Meat"}
    ]


def test_large_lists_are_read_by_key_in_chunks(manager, gala, stalls, count_statements):
    codes = [make.order(gala, {stalls: 2}).tickets.order_by("pk") for _order in range(3)]
    expected = [ticket.code for tickets in codes for ticket in tickets]
    export = Export(tenant=gala.tenant, by=manager.user, kind="attendees", columns=["code", "event", "buyer_email"])
    columns = making.columns_of(export, acting(manager))

    with count_statements() as statements:
        chunks = list(reading.chunks(making.rows_of(export, acting(manager)), columns, size=4))

    assert [len(chunk) for chunk in chunks] == [4, 2]
    assert [row[0] for chunk in chunks for row in chunk] == expected
    assert len(statements) == 2, statements


# --- What is in it --------------------------------------------------------------------------------------------------


def test_gross_less_refunds_is_net_to_the_cent_and_as_the_books_have_it(manager, gala, stalls):
    paid = [make.order(gala, {stalls: number}) for number in (1, 2, 3)]
    make.order(gala, {stalls: 4}, paid=False)
    services.cancel_order(order=paid[2], by=None, now=timezone.now())
    for order, cents in ((paid[1], 1234), (paid[2], 7500)):
        refund = services.request_refund(order=order, amount_cents=cents, by=None, now=timezone.now())
        state = RefundState(f"re_{refund.pk}", RefundStatus.SUCCEEDED, cents)
        services.record_refund(refund_id=refund.pk, state=state, now=timezone.now())

    found = exported(acting(manager), "orders", ["total", "paid", "refunded", "net", "currency"])

    def sum_of(name):
        return sum(Decimal(row[name]) for row in found)

    assert len(found) == 4
    assert (sum_of("Paid"), sum_of("Paid back"), sum_of("Left")) == (Decimal(150), Decimal("87.34"), Decimal("62.66"))
    theirs = (Account.SALES, Account.TAXES, Account.SERVICE_FEES)
    books = LedgerEntry.objects.filter(account__in=theirs).aggregate(cents=Sum("amount_cents"))["cents"]
    assert to_cents(sum_of("Left"), "EUR") == -books
    assert to_cents(sum_of("Total"), "EUR") == Order.objects.aggregate(cents=Sum("total_cents"))["cents"]


def test_filters_of_the_list_narrow_the_export(mary, gala, stalls, office, blue_note):
    make.order(gala, {stalls: 1}, email="ada@example.org")
    other = make.order(gala, {stalls: 1}, email="grace@example.org", paid=False)
    matinee = make.event(blue_note)
    make.order(matinee, {matinee.ticket_types.get(): 1}, email="ada@example.org")
    today = timezone.now().date().isoformat()

    def numbers(**params):
        return [row["Order number"] for row in rows(sent(mary, ask(mary, office, **params)))]

    assert len(numbers()) == 3
    assert numbers(status="pending") == numbers(payment="pending", event=str(gala.pk)) == [other.order_number]
    assert numbers(q="grace@example.org") == numbers(q="grace") == [other.order_number]
    assert len(numbers(event=[str(gala.pk), str(matinee.pk)], since="2020-01-01")) == 3
    assert numbers(until="2020-01-01") == []
    assert len(numbers(since=today)) == 3


def test_a_limited_member_takes_home_their_events_only(gala, stalls, blue_note, limited):
    matinee = make.event(blue_note, name="Matinee")
    make.order(gala, {stalls: 1}, email="ada@example.org")
    make.order(matinee, {matinee.ticket_types.get(): 1}, email="mat@example.org")
    member = acting(limited(matinee))

    assert [row["Event"] for row in exported(member, "orders", ["event"])] == ["Matinee"]
    assert [row["Event"] for row in exported(member, "attendees", ["event"], event=[str(gala.pk)])] == []
    assert [row["E-mail"] for row in exported(member, "buyers", ["email"])] == ["mat@example.org"]


def test_buyers_who_agreed_to_news_come_with_what_they_agreed_to(manager, gala, stalls):
    make.order(gala, {stalls: 1}, email="ada@example.org", marketing_consent_text="News, monthly.")
    make.order(gala, {stalls: 1}, email="grace@example.org")

    found = exported(acting(manager), "buyers", ["email", "consent_text", "orders"], consent=["yes"])

    assert found == [{"E-mail": "ada@example.org", "What was agreed to": "News, monthly.", "Confirmed orders": "1"}]


# --- The page -------------------------------------------------------------------------------------------------------


def test_columns_move_up_and_down_without_losing_anything_typed(mary, gala, stalls, office):
    known = ["order_number", "total", "status"]
    body = {"known": known, "column": ["order_number", "status"], "q": "ada", "format": "xlsx", "up": "status"}

    page = ask(mary, office, **body)

    choice = [(column.key, is_chosen) for column, is_chosen in page.context["choice"]]
    assert choice[:3] == [("order_number", True), ("status", True), ("total", False)]
    assert 'value="ada"' in text(page)
    assert page.context["form"]["format"].value() == "xlsx"
    assert not Export.objects.exists()


def test_the_last_choice_of_each_kind_is_offered_again(mary, office, browser, gala):
    ask(mary, office, ["net", "order_number"], format="xlsx")

    page = mary.get(f"{office}exports/?kind=orders")
    others = browser("manager").get(f"{office}exports/?kind=orders")

    assert [column.key for column, is_chosen in page.context["choice"] if is_chosen] == ["net", "order_number"]
    assert page.context["form"]["format"].value() == "xlsx"
    theirs = [column.key for column, is_chosen in others.context["choice"] if is_chosen]
    assert theirs[0] == "order_number"
    assert len(theirs) > 10


def test_a_link_from_a_list_carries_its_filters(mary, gala, stalls, office):
    ticket = make.order(gala, {stalls: 1}).tickets.get()
    make.order(gala, {stalls: 1})
    address = mary.post(f"{office}attendees/export/", {"ticket": str(ticket.pk), "q": "x"}).headers["Location"]

    page = mary.get(address)
    answer = ask(mary, office, ["code"], kind="attendees", **dict(page.context["kept"]), status="all")

    assert "Narrowed as the list was that you came from." in text(page)
    assert [row["Ticket code"] for row in rows(sent(mary, answer))] == [ticket.code]


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"column": []}, None, "Please choose at least one column."),
        ({"column": ["rubbish"]}, None, "Please choose at least one column."),
        ({"format": "doc"}, "format", "Select a valid choice."),
        ({"event": "rubbish"}, "event", "Select a valid choice."),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "until", "This day lies before the first one."),
        ({"since": "yesterday"}, "since", "Enter a valid date."),
        ({"status": "lost"}, "status", "Select a valid choice."),
    ],
)
def test_what_cannot_be_exported_is_refused_at_its_field(mary, gala, office, body, field, message):
    page = ask(mary, office, **body)

    assert page.status_code == 200
    assert message in page.context["form"].errors[field or "__all__"][0]
    assert not Export.objects.exists()


def test_a_pdf_has_its_limits(mary, gala, office):
    lawn = make.ticket_type(gala, name="Lawn", places=None)
    services.mint_tickets(
        ticket_type=lawn, label="Many", quantity=5_001, activation_mode="deferred", by=None, now=timezone.now()
    )
    many = ["code", "first_name", "last_name", "email", "event", "ticket_type", "status", "seat", "currency"]
    many += ["order_number", "buyer_name", "buyer_email", "is_checked_in"]

    long = ask(mary, office, ["code"], kind="attendees", format="pdf")
    wide = ask(mary, office, many, kind="attendees", format="pdf")

    assert long.context["form"].errors["format"] == [
        "A PDF has room for 5000 rows. Please narrow the list, or choose CSV or Excel."
    ]
    assert "A PDF has room for 12 columns." in text(wide)


def test_the_page_takes_few_statements(mary, gala, stalls, office, count_statements):
    for _number in range(3):
        ask(mary, office)

    with count_statements() as statements:
        mary.get(f"{office}exports/?kind=attendees&event={gala.pk}")

    assert len(statements) == 9, statements


# --- Files that a task makes ----------------------------------------------------------------------------------------


def made(mary, office, *columns, **body):
    """An export that a task has just made, or failed to."""
    ask(mary, office, columns or ("order_number", "total", "currency"), **{"format": "xlsx"} | body)
    export = Export.objects.latest("created_at")
    job = ProcrastinateJob.objects.get(task_name="orders.run_export", args={"export_id": str(export.pk)})
    assert job.status == "todo"
    tasks.run_export(str(export.pk))
    return Export.objects.get(pk=export.pk)


def test_a_workbook_holds_the_rows_and_their_sums(mary, gala, stalls, office):
    orders = [make.order(gala, {stalls: number}) for number in (1, 2)]

    export = made(mary, office)

    page = mary.get(f"{office}exports/{export.pk}/")
    content = b"".join(mary.get(f"{office}exports/{export.pk}/file/").streaming_content)
    listed, sums = workbooks.read(io.BytesIO(content))
    assert listed == [
        ["Order number", "Total", "Currency"],
        [orders[0].order_number, 25, "EUR"],
        [orders[1].order_number, 50, "EUR"],
    ]
    assert sums == [["Currency", "Total"], ["EUR", 75]]
    assert (export.status, export.rows_done, export.rows_total) == ("done", 2, 2)
    assert "Download" in text(page)


def test_a_pdf_is_made_of_a_short_list(mary, gala, stalls, office):
    make.order(gala, {stalls: 1})

    export = made(mary, office, format="pdf")

    assert export.status == "done"
    assert storages["private"].open(export.file).read(5) == b"%PDF-"


def test_only_the_member_who_asked_may_look_at_it_or_fetch_it(mary, browser, gala, office, client):
    export = made(mary, office)

    for path in ("", "file/"):
        assert mary.get(f"{office}exports/{export.pk}/{path}").status_code == 200
        assert browser("owner").get(f"{office}exports/{export.pk}/{path}").status_code == 404
        assert client.get(f"{office}exports/{export.pk}/{path}").status_code == 302
    assert str(export.pk) not in text(browser("owner").get(f"{office}exports/"))
    assert len(export.file.rpartition("/")[2]) > 48


def test_it_lapses_and_its_file_is_deleted(mary, gala, office):
    export = made(mary, office)
    later = timezone.now() + timedelta(days=4)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = mary.get(f"{office}exports/{export.pk}/file/", follow=True)
    swept = services.sweep_exports(now=later)

    assert "This export is not there any more." in text(answer)
    assert "This export has lapsed" in text(answer)
    assert swept == 1
    assert not storages["private"].exists(export.file)
    assert services.sweep_exports(now=later) == 0


def test_a_page_shows_how_far_it_is_and_asks_again_by_itself(mary, gala, office):
    ask(mary, office, format="xlsx")
    export = Export.objects.get()
    Export.objects.update(status="running", rows_done=2000, rows_total=5000)

    page = text(mary.get(f"{office}exports/{export.pk}/"))

    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert 'data-refresh="3"' in page
    assert "2000 of 5000" in page


def test_one_that_is_stopped_makes_no_file_and_can_be_tried_again(mary, gala, stalls, office, tmp_path):
    make.order(gala, {stalls: 1})
    ask(mary, office, format="xlsx")
    export = Export.objects.get()

    mary.post(f"{office}exports/{export.pk}/stop/")
    tasks.run_export(str(export.pk))

    assert Export.objects.get().status == "cancelled"
    assert list(tmp_path.rglob("*.xlsx")) == []
    assert "Try again" in text(mary.get(f"{office}exports/{export.pk}/"))
    mary.post(f"{office}exports/{export.pk}/retry/")
    tasks.run_export(str(export.pk))
    assert Export.objects.get().status == "done"


def test_trouble_is_told_and_can_be_tried_again(mary, gala, office, tmp_path):
    ask(mary, office, format="xlsx")
    export = Export.objects.get()
    in_the_way = tmp_path / "exports"
    in_the_way.write_text("a file where the folder belongs")
    with pytest.raises(OSError):  # noqa: PT011
        tasks.run_export(str(export.pk))

    page = text(mary.get(f"{office}exports/{export.pk}/"))

    assert "Something went wrong while the file was made." in page
    in_the_way.unlink()
    mary.post(f"{office}exports/{export.pk}/retry/")
    tasks.run_export(str(export.pk))
    assert Export.objects.get().status == "done"


def test_who_may_no_longer_export_gets_nothing_that_was_asked_for_before(mary, manager, gala, office):
    ask(mary, office, format="xlsx")
    type(manager).objects.filter(pk=manager.pk).update(role="support")

    tasks.run_export(str(Export.objects.get().pk))

    export = Export.objects.get()
    assert (export.status, export.error, export.file) == ("failed", "not_a_member", "")


def test_a_limit_that_came_meanwhile_holds_in_the_file(mary, manager, gala, stalls, office, blue_note):
    matinee = make.event(blue_note)
    make.order(gala, {stalls: 1})
    ask(mary, office, ("order_number",), format="xlsx")
    type(manager).objects.filter(pk=manager.pk).update(is_limited=True)
    EventAccess.objects.create(tenant=blue_note, membership=manager, event=matinee)

    tasks.run_export(str(Export.objects.get().pk))

    assert Export.objects.get().rows_total == 0


def test_nobody_has_many_at_work_at_once(manager, gala):
    wanted = {"member": acting(manager), "kind": "attendees", "file_format": "xlsx", "columns": ["code"]}
    for _number in range(3):
        services.request_export(**wanted, wanted=AttendeeFilter(), now=timezone.now())

    with pytest.raises(TooManyUnderWay):
        services.request_export(**wanted, wanted=AttendeeFilter(), now=timezone.now())

    assert Export.objects.count() == 3


def test_a_file_is_in_the_language_of_whoever_asked(mary, gala, stalls, office):
    make.order(gala, {stalls: 1})
    ask(mary, office, ["status"], format="xlsx")
    Export.objects.update(locale="de")

    tasks.run_export(str(Export.objects.get().pk))

    with storages["private"].open(Export.objects.get().file) as file:
        assert workbooks.read(file)[0][1] == ["Bestätigt"]


def test_the_ten_columns_of_a_ticket_survive_a_spreadsheet(manager, gala, stalls):
    nasty = "Ada \"the\r\n=cmd|' /C calc'!A0"
    order = make.order(gala, {stalls: 1})
    Attendee.objects.update(first_name=nasty, last_name="@SUM(1;2)", phone="+49 30 1")
    Buyer.objects.update(first_name="x")

    (row,) = exported(acting(manager), "attendees", ["first_name", "last_name", "phone", "code"])

    assert row == {
        "First name": nasty.replace("\r\n", "\n'"),
        "Last name": "'@SUM(1;2)",
        "Phone": "'+49 30 1",
        "Ticket code": Ticket.objects.get(order=order).code,
    }
