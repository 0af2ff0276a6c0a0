"""What buyers type, parsed and shape-checked. Forms decide nothing about the sale and save nothing."""

from orders.forms.choice import Choice, parse_choice
from orders.forms.details import DetailsForms

__all__ = ["Choice", "DetailsForms", "parse_choice"]
