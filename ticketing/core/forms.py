"""Forms that everybody can fill in: errors at the field and gathered on top, right keyboards, autocomplete."""

from html import escape
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

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


_PLAIN_INPUTS = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("input", "text", "email", "number", "password", "hidden", "date", "tel", "url", "search", "checkbox")
)


_PLAIN_SELECT = "django/forms/widgets/select.html"
_PLAIN_OPTION = "django/forms/widgets/select_option.html"


class FoyerRenderer(TemplatesSetting):
    """Draws `{{ form }}` and `{{ field.as_field_group }}` with the shared components.

    Plain inputs and selects, of which forms are nearly made, are drawn without a template, as Django's would draw them:
    theirs include two more for each option, and a list of time zones has hundreds.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """A form, a field or a widget as HTML."""
        if template_name in _PLAIN_INPUTS:
            return _plain_input(context["widget"])
        if template_name == _PLAIN_SELECT and _has_plain_options(context["widget"]):
            return _plain_select(context["widget"])
        return mark_safe(super().render(template_name, context, request))  # noqa: S308


def _plain_input(widget: dict[str, Any]) -> SafeString:
    attributes = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        attributes["value"] = widget["value"]
    return mark_safe(f"<input{_drawn(attributes | widget['attrs'])}>")  # noqa: S308


def _has_plain_options(widget: dict[str, Any]) -> bool:
    return all(
        option["template_name"] == _PLAIN_OPTION
        for _group, options, _index in widget["optgroups"]
        for option in options
    )


def _plain_select(widget: dict[str, Any]) -> SafeString:
    drawn = [f"<select{_drawn({'name': widget['name']} | widget['attrs'])}>"]
    for group, options, _index in widget["optgroups"]:
        if group:
            drawn.append(f'<optgroup label="{_escaped(group)}">')
        drawn += [
            f"<option{_drawn({'value': str(option['value'])} | option['attrs'])}>{_escaped(option['label'])}</option>"
            for option in options
        ]
        if group:
            drawn.append("</optgroup>")
    drawn.append("</select>")
    return mark_safe("\n".join(drawn))  # noqa: S308


def _drawn(attributes: dict[str, Any]) -> str:
    shown = ((name, value) for name, value in attributes.items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{_escaped(value)}"' for name, value in shown)


def _escaped(value: Any) -> str:
    """As Django's `conditional_escape`, without its detour for texts that are translated later: all are drawn now."""
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))


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
