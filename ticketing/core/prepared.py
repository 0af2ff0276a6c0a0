"""Queries whose SQL is made once: for the hot paths, where making it costs more than running it.

    _BY_SLUG = Prepared(lambda: Event.objects.select_related("tenant").filter(slug=Slot("slug")))
    event = _BY_SLUG.first(slug="gala")

What runs is what the ORM makes of the queryset, to the letter; only the values of its slots differ each time. It is
sent with its values apart, so that PostgreSQL keeps its plan too (`prepare_threshold` in the settings): planning a
query of five tables takes longer than running it.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models import BooleanField, Expression, F, Func, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Converters = Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]


class Slot(Expression):
    """Stands in a filter for a value that is given at each run: text, number, uuid, moment, or a list for `AnyOf`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """One placeholder, and this slot in the place of its value."""
        return "%s", [self]


class AnyOf(Func):
    """`pk IN (…)` for a list of any length: `filter(AnyOf("pk", "ids"))` is given `ids` at each run."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, field: str, slot: str) -> None:
        super().__init__(F(field), Slot(slot))


class Prepared(Generic[M]):
    """A queryset, ready to run: with related rows and annotations, but without prefetches. Rows are new each time."""

    def __init__(self, build: Callable[[], QuerySet[M, Any]]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._plan: _Plan | None = None

    def all(self, **values: Any) -> list[M]:
        """The rows as model instances, as the queryset would give them."""
        plan = self._planned()
        return [plan.instance(row) for row in plan.rows(values)]

    def first(self, **values: Any) -> M | None:
        """The first row; None where there is none."""
        found = self.all(**values)
        return found[0] if found else None

    def tuples(self, **values: Any) -> list[Sequence[Any]]:
        """The rows of a queryset that ends with `values_list`."""
        return list(self._planned().rows(values))

    def _planned(self) -> "_Plan":
        if self._plan is None:
            with self._lock:
                self._plan = _Plan(self._build())
        return self._plan


class _Plan:
    """What Django's compiler has worked out: the SQL, where values go, and how rows become instances."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.parameters = compiler.as_sql()
        self.database = queryset.db
        self.locks = queryset.query.select_for_update
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        self.converters: Converters = [
            (position, made[0], made[1]) for position, made in compiler.get_converters(columns).items()
        ]
        self.annotations = list((compiler.annotation_col_map or {}).items())
        self.populators: list[Any] = []
        if compiler.klass_info is not None:
            # As in Django's own ModelIterable.
            fields = compiler.klass_info["select_fields"]
            self.start, self.end = fields[0], fields[-1] + 1
            self.model = compiler.klass_info["model"]
            self.names = [column[0].target.attname for column in compiler.select[self.start : self.end]]
            populators: Any = get_related_populators
            self.populators = populators(compiler.klass_info, compiler.select, queryset.db)

    def rows(self, values: dict[str, Any]) -> Iterator[Sequence[Any]]:
        if self.locks and connection.get_autocommit():
            raise transaction.TransactionManagementError("A row is locked within a transaction, or not at all.")
        given = [values[part.name] if isinstance(part, Slot) else part for part in self.parameters]
        with cursor() as sender:
            sender.execute(self.sql, given)
            found = sender.fetchall()
        for values_of_row in found:
            row = list(values_of_row)
            for position, convert, expression in self.converters:
                value = row[position]
                for converter in convert:
                    value = converter(value, expression, connection)
                row[position] = value
            yield row

    def instance(self, row: Sequence[Any]) -> Any:
        made = self.model.from_db(self.database, self.names, row[self.start : self.end])
        for populator in self.populators:
            populator.populate(row, made)
        for name, position in self.annotations:
            setattr(made, name, row[position])
        return made


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model in one statement, with every field as it stands: `bulk_create`, at half its cost.

    For models that make their own ids and whose tables fill in nothing that is needed afterwards.
    """
    if not rows:
        return
    opening, fields, placeholders = _insertion(type(rows[0]))
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    with cursor() as sender:
        sender.execute(opening + ", ".join([placeholders] * len(rows)), values)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(model: type[Model]) -> tuple[str, Sequence[Any], str]:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    opening = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES "  # noqa: S608
    return opening, fields, f"({', '.join(['%s'] * len(fields))})"


def update(row: Model, *names: str) -> None:
    """Write these fields of one row, and nothing else: `save(update_fields=…)`, at a third of its cost.

    Raises DatabaseError if the row is there no more.
    """
    statement, fields = _change(type(row), names)
    values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
    with cursor() as sender:
        sender.execute(statement, [*values, row.pk])
        if sender.rowcount != 1:
            raise DatabaseError(f"No such {row._meta.model_name} was there to be changed.")


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[str, Sequence[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quoted, key = connection.ops.quote_name, model._meta.pk
    changes = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    return f"UPDATE {quoted(model._meta.db_table)} SET {changes} WHERE {quoted(str(key.column))} = %s", fields  # noqa: S608


def cursor() -> Any:
    """A cursor that sends values apart from the SQL, which Django's own write into it: for statements by hand, too.

    The wrapper is Django's, so errors are as ever. Where statements are logged, so is the cursor: psycopg does not tell
    what a prepared statement was sent with.
    """
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    if wrapper.queries_logged:
        return wrapper.cursor()
    wrapper.ensure_connection()
    return wrapper._prepare_cursor(psycopg.Cursor(wrapper.connection))
