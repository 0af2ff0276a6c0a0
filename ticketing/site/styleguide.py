"""Every component in every state on one page, to look at and to test. Debug only."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ticketing.core.forms import AccessibleForm

AT = datetime(2026, 12, 12, 18, 30, tzinfo=UTC)


class SampleForm(AccessibleForm):
    """One field of every kind."""

    full_name = forms.CharField(label="Full name")
    email = forms.EmailField(label="E-mail", help_text="Your tickets go here.")
    phone = forms.CharField(label="Phone", required=False)
    country = forms.ChoiceField(label="Country", choices=[("", "Choose …"), ("de", "Germany"), ("eg", "Egypt")])
    seats = forms.IntegerField(label="How many seats?", min_value=1)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    starts_at = forms.DateTimeField(
        label="Begins", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), required=False
    )
    message = forms.CharField(label="A word to the organizer", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    method = forms.ChoiceField(
        label="How would you like to pay?",
        choices=[("card", "Card"), ("transfer", "Bank transfer")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Which days?",
        choices=[("fri", "Friday"), ("sat", "Saturday")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    colour = forms.CharField(label="Colour", widget=forms.TextInput(attrs={"data-colour": ""}), required=False)
    picture = forms.FileField(label="Picture", help_text="JPEG or PNG, up to 5 MB.", required=False)
    marketing = forms.BooleanField(label="Tell me about other events of this organizer.", required=False)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """`/styleguide/`; `?scheme=dark` and `?dir=rtl` force a theme and a direction."""
    return render(request, "styleguide/styleguide.html", _samples() | _switches(request))


def _switches(request: HttpRequest) -> dict[str, object]:
    switches: dict[str, object] = {"scheme": "dark" if request.GET.get("scheme") == "dark" else "light"}
    if request.GET.get("dir") == "rtl":
        switches |= {"LANGUAGE_BIDI": True}
    if theme := request.GET.get("theme"):
        switches |= {"theme_url": theme}
    return switches


def _samples() -> dict[str, Any]:
    refused = SampleForm({"email": "ada@", "seats": "0"}, auto_id="refused_%s")
    refused.add_error(None, _("That is not possible right now."))
    return {
        "events": [_event(n) for n in range(4)],
        "at": AT,
        "until": AT + timedelta(hours=3),
        "zone": "Europe/Berlin",
        "form": SampleForm(initial={"colour": "#972334"}),
        "refused": refused,
        "tones": ["good", "warn", "bad", "info", "accent"],
        "kinds": ["primary", "", "quiet", "danger", "danger-solid"],
        "steps": [{"text": "Tickets", "url": "#"}, {"text": "Your details"}, {"text": "Payment"}],
        "crumbs": [{"text": "Events", "url": "#"}, {"text": "Winter gala", "url": "#"}, {"text": "Orders"}],
        "tabs": [
            {"text": "Overview", "url": "#", "current": True, "count": None},
            {"text": "Orders", "url": "#", "count": 1204},
            {"text": "Attendees", "url": "#", "count": 1187},
        ],
        "chips": [{"text": "Tonight", "url": "#", "current": True}, {"text": "This weekend", "url": "#"}],
        "actions": [
            {"text": "Send again", "url": "#", "icon": "mail"},
            {"text": "Cancel the order", "url": "#", "icon": "ban", "danger": True},
        ],
        "lines": [
            {"text": "2 × Stalls", "amount": "78,00 €"},
            {"text": "Discount", "note": "EARLYBIRD", "amount": "−7,80 €"},
            {"text": "Fees", "amount": "2,40 €"},
        ],
        "columns": [{"label": "Order"}, {"label": "Buyer"}, {"label": "Total", "number": True}],
        "rows": [["K7QF", "Ada Lovelace", "78,00 €"], ["M2XD", "نجيب محفوظ", "0,00 €"]],
        "points": [
            {"label": f"{d}.", "value": (d * 37) % 23 + 3, "text": str((d * 37) % 23 + 3)} for d in range(1, 29)
        ],
        "page": Paginator(range(90), 20).page(2),
    }


def _event(number: int) -> dict[str, Any]:
    names = [
        "Winter gala",
        "Donaudampfschifffahrtsgesellschaftskapitänsjubiläum mit Feuerwerk",
        "أمسية موسيقية في دار الأوبرا",
        "夏祭りの夜",
    ]
    return {
        "name": names[number],
        "url": "#",
        "picture_url": f"posters/{number}.svg",
        "starts_at": AT + timedelta(days=number * 9),
        "time_zone": "Europe/Berlin",
        "place": "Great Hall, Berlin",
        "price_from_cents": number * 1250,
        "currency": "EUR",
        "organizer_name": "House of Arts" if number else "",
        "badge": "Few left" if number == 1 else "",
        "badge_tone": "warn",
    }
