"""What the console's pages about the organization have in common."""

from django import forms

from ticketing.core.errors import DomainError

# A refused post keeps what was typed.
UNPROCESSABLE = 422


def status_of(form: forms.Form) -> int:
    """The status of a page with this form: that something was refused, or nothing was sent yet."""
    return UNPROCESSABLE if form.is_bound else 200


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show a refusal at its field, if the form has it."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
