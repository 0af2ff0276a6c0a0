"""Forms that everybody can fill in: errors at the field and gathered on top, right keyboards, autocomplete."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

KEYBOARDS = {
    forms.EmailField: {"inputmode": "email", "autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"},
    forms.URLField: {"inputmode": "url", "autocapitalize": "off", "spellcheck": "false"},
    forms.IntegerField: {"inputmode": "numeric"},
    forms.DecimalField: {"inputmode": "decimal"},
}
AUTOCOMPLETE = {
    "full_name": "name",
    "name": "name",
    "first_name": "given-name",
    "last_name": "family-name",
    "phone": "tel",
    "street": "street-address",
    "address": "street-address",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
    "country": "country",
    "company": "organization",
    "website": "url",
}


class FoyerRenderer(TemplatesSetting):
    """Draws `{{ form }}` and `{{ field.as_field_group }}` with the shared components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class AccessibleForm(forms.Form):
    """A form whose inputs carry the keyboard and autocomplete that fit them.

    Django itself adds `aria-describedby` (hint, then errors) and `aria-invalid`. What a form's own widgets say wins.
    A form about somebody other than the visitor sets `autocomplete_for_visitor = False`.
    """

    default_renderer = FoyerRenderer
    use_required_attribute = True
    autocomplete_for_visitor = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.make_fields()
        for name, field in self.fields.items():
            for key, value in self._hints(name, field).items():
                field.widget.attrs.setdefault(key, value)

    def make_fields(self) -> None:
        """For forms whose fields depend on data: add them to `self.fields` here, before they get their hints."""

    def _hints(self, name: str, field: forms.Field) -> dict[str, str]:
        hints: dict[str, str] = {}
        for kind, attributes in KEYBOARDS.items():
            if isinstance(field, kind) and isinstance(field.widget, Input) and not field.widget.is_hidden:
                hints |= attributes
        token = AUTOCOMPLETE.get(name)
        if token:
            hints["autocomplete"] = token
        if token == "tel":
            hints["inputmode"] = "tel"
        if not self.autocomplete_for_visitor and "autocomplete" in hints:
            hints["autocomplete"] = "off"
        return hints
