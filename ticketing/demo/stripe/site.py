"""The pages that people see: the hosted payment page, the bank's question, the onboarding, the control panel.

Plain forms, no script. Only test cards are accepted, and the pages say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from string import Template

from ticketing.demo.stripe import accounts, money, payments, refunds, switches
from ticketing.demo.stripe.errors import ApiError
from ticketing.demo.stripe.store import Object, Store

_FOLDER = Path(__file__).parent / "pages"
STYLE = (_FOLDER / "stripe.css").read_text()
_TEMPLATES = {path.stem: Template(path.read_text()) for path in _FOLDER.glob("*.html")}

Form = dict[str, str]

_CARDS = (
    (payments.GOOD_CARD, "Succeeds"),
    (payments.SECURE_CARD, "Asks for 3-D Secure"),
    ("4000000000000002", "Is declined"),
    ("4000000000009995", "Has insufficient funds"),
    ("4000000000000069", "Has expired"),
)
_IBANS = ((payments.GOOD_IBAN, "Succeeds after a moment"), (payments.BAD_IBAN, "Fails after a moment"))
_ACTIONS = {
    "refund": "Refund all",
    "dispute": "Open a dispute",
    "settle": "Let the bank pay now",
    "fail": "Let the bank refuse now",
}
_LATEST = 10


@dataclass(frozen=True)
class Page:
    """What is answered to a browser: a page, or an address to go on to."""

    html: str = ""
    status: int = 200
    location: str = ""


def show(store: Store, path: str, query: Form) -> Page:
    """GET of a page."""
    match path.strip("/").split("/"):
        case ["_control"]:
            return _control(store)
        case ["pay", key]:
            return _payment(store, key, card=query.get("card", ""), iban=query.get("iban", ""))
        case ["pay", key, "3ds"]:
            return _question(store, key)
        case ["connect", key, link]:
            return _onboarding(store, key, link)
    raise ApiError("There is no such page.", status=404)


def submit(store: Store, path: str, form: Form) -> Page:
    """POST of a page's form."""
    match path.strip("/").split("/"):
        case ["_control", "form"]:
            _set_switch(store, form)
            return Page(status=303, location="/_control/")
        case ["_control", "payments", key]:
            _do_to_payment(store, key, form.get("do", ""))
            return Page(status=303, location="/_control/#payments")
        case ["pay", key]:
            return _pay(store, key, form)
        case ["pay", key, "3ds"]:
            outcome = payments.authenticate(store, key, passed=form.get("answer") == "pass")
            return _after(store, key, outcome)
        case ["connect", key, link]:
            return Page(status=303, location=accounts.complete(store, key, link))
    raise ApiError("There is no such page.", status=404)


def failure(error: ApiError) -> Page:
    """A page for what cannot be shown."""
    return _page("message", error.status, title="This page is not here", text=escape(error.message), link="")


def _page(name: str, status: int = 200, *, title: str, **parts: str) -> Page:
    body = _TEMPLATES[name].substitute(parts, title=escape(title))
    return Page(_TEMPLATES["layout"].substitute(title=escape(title), body=body), status)


def _ended(found: Object) -> Page:
    """For a buyer who comes back to a session that is over."""
    if found["status"] == "complete":
        return Page(status=303, location=_success(found))
    link = f'<p><a class="button" href="{escape(found["cancel_url"])}">Go back</a></p>' if found["cancel_url"] else ""
    text = "Nothing was charged. Go back and start again; if places are left, they are still to be had."
    return _page("message", 410, title="This payment page has ended", text=text, link=link)


def _success(found: Object) -> str:
    url: str = found["success_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", found["id"])


def _payment(store: Store, key: str, *, card: str = "", iban: str = "", error: str = "", status: int = 200) -> Page:
    found = payments.session(store, key)
    if found["status"] != "open":
        return _ended(found)
    lines = "".join(_line(line) for line in found["_line_items"])
    total = money.show(found["amount_total"], found["currency"])
    by_debit = "sepa_debit" in found["payment_method_types"]
    return _page(
        "pay",
        status,
        title="Pay " + total,
        key=escape(key),
        total=escape(total),
        lines=lines,
        description=escape(found["_payment_intent_data"].get("description") or ""),
        email=escape(found["customer_email"] or ""),
        error=_TEMPLATES["error"].substitute(text=escape(error)) if error else "",
        described=' aria-describedby="problem" aria-invalid="true"' if error and not iban else "",
        card=escape(_spaced(card or payments.GOOD_CARD)),
        cards="".join(_choice("card", key, number, what) for number, what in _CARDS),
        debit=_debit(key, total, iban) if by_debit else "",
        back=f'<a href="{escape(found["cancel_url"])}">← Back without paying</a>' if found["cancel_url"] else "",
    )


def _debit(key: str, total: str, iban: str) -> str:
    return _TEMPLATES["debit"].substitute(
        key=escape(key),
        total=escape(total),
        iban=escape(_spaced(iban or payments.GOOD_IBAN)),
        ibans="".join(_choice("iban", key, number, what) for number, what in _IBANS),
        opened=" open" if iban else "",
    )


def _spaced(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4)) if " " not in number else number


def _line(line: Object) -> str:
    amount = escape(money.show(line["amount_total"], line["currency"]))
    count = f" <span>× {line['quantity']}</span>" if line["quantity"] > 1 else ""
    return f"<li><span>{escape(line['description'])}{count}</span> <span>{amount}</span></li>"


def _choice(kind: str, key: str, number: str, what: str) -> str:
    return f'<li><a href="/pay/{escape(key)}?{kind}={number}">{_spaced(number)}</a> <span>{escape(what)}</span></li>'


def _pay(store: Store, key: str, form: Form) -> Page:
    if form.get("method") == "sepa_debit":
        return _after(store, key, payments.pay_by_debit(store, key, form.get("iban", "")), form)
    return _after(store, key, payments.pay_by_card(store, key, form.get("card", "")), form)


def _after(store: Store, key: str, outcome: tuple[payments.Outcome, str], form: Form | None = None) -> Page:
    typed = form or {}
    match outcome:
        case "declined", reason:
            return _payment(
                store, key, card=typed.get("card", ""), iban=typed.get("iban", ""), error=reason, status=402
            )
        case "authenticate", _:
            return Page(status=303, location=f"/pay/{key}/3ds")
        case _:
            return _ended(payments.session(store, key))


def _question(store: Store, key: str) -> Page:
    found = payments.session(store, key)
    if found["status"] != "open":
        return _ended(found)
    total = money.show(found["amount_total"], found["currency"])
    return _page("secure", title="Confirm your payment", key=escape(key), total=escape(total))


def _onboarding(store: Store, key: str, link: str) -> Page:
    accounts.account(store, key)
    return _page("connect", title="Complete your account", action=f"/connect/{escape(key)}/{escape(link)}")


def _set_switch(store: Store, form: Form) -> None:
    value = {"times": form.get("times", "1"), "seconds": form.get("seconds", "3")}
    switches.change(store, {"reset": True} if form.get("reset") else {form.get("name", ""): value})


def _do_to_payment(store: Store, key: str, what: str) -> None:
    found = payments.session(store, key)
    if what == "dispute":
        refunds.open_dispute(store, key)
    elif what == "refund":
        refunds.create(store, {"payment_intent": found["payment_intent"] or ""})
    elif what in ("settle", "fail"):
        payments.settle(store, key, succeeded=what == "settle")
    else:
        raise ApiError(f"No such action: {what}", status=404)


def _control(store: Store) -> Page:
    on = switches.current(store)
    rows = "".join(
        _TEMPLATES["switch"].substitute(name=name, label=escape(label), state=_state(on[name]))
        for name, label in switches.SWITCHES.items()
    )
    latest = islice(store.newest("checkout.session"), _LATEST)
    shown = "".join(_latest(store, found) for found in latest) or "<li>None yet.</li>"
    return _page("control", title="Failure switches", rows=rows, payments=shown)


def _latest(store: Store, found: Object) -> str:
    intent = store.get(found["payment_intent"] or "")
    status: str = intent["status"] if intent else found["status"]
    actions = {"succeeded": ("refund", "dispute"), "processing": ("settle", "fail")}.get(status, ())
    key = escape(found["id"])
    return _TEMPLATES["payment"].substitute(
        key=key,
        amount=escape(money.show(found["amount_total"], found["currency"])),
        description=escape(found["_payment_intent_data"].get("description") or ""),
        state=escape(status.replace("_", " ")),
        actions="".join(_button(do, key) for do in actions),
    )


def _button(do: str, key: str) -> str:
    return f'<button name="do" value="{do}" class="quiet" aria-describedby="{key}">{_ACTIONS[do]}</button>'


def _state(switch: Object | None) -> str:
    if switch is None:
        return "off"
    return "on until switched off" if switch["times"] == switches.ALWAYS else f"on, {switch['times']} to go"
