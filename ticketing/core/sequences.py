"""Sequential public numbers (`orq`, `venue_id`, `operator_id`) that the database hands out."""

from django.db.models import Func, IntegerField, Value


class NextNumber(Func):
    """The next value of a PostgreSQL sequence, as a column's default in the database."""

    function = "nextval"

    def __init__(self, sequence: str) -> None:
        super().__init__(Value(sequence), output_field=IntegerField())
