"""The form that all of the checkout's forms are."""

from typing import Any

from django.forms.utils import ErrorDict

from ticketing.core.forms import AccessibleForm


class KeepingForm(AccessibleForm):
    """A form that can show what was typed without complaining of it yet.

    `is_silent`: the buyer pressed something else than "continue" (more time, a code), so nothing is checked.
    """

    def __init__(self, *args: Any, is_silent: bool = False, **kwargs: Any) -> None:
        self.is_silent = is_silent
        super().__init__(*args, **kwargs)

    def silence(self) -> None:
        """From now on complain of nothing."""
        self.is_silent = True
        self._errors: ErrorDict | None = None

    def full_clean(self) -> None:
        """Check, unless silent."""
        if self.is_silent:
            self.cleaned_data: dict[str, Any] = {}
            self._errors = ErrorDict(renderer=self.renderer)
            return
        super().full_clean()
