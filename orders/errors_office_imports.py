"""The refusals of imports: files that cannot be read, and rows that cannot be written."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class FileRefused(DomainError):
    """A file that is no table."""

    code, status, field = "file_refused", 422, "file"
    text = _("This is no table. Please choose a CSV or XLSX file.")


class FileTooLarge(FileRefused):
    """Larger than anybody types. Facts: megabytes."""

    code, status = "file_too_large", 413
    text = _("The file is larger than %(megabytes)d MB. Please split it.")


class FileEmpty(FileRefused):
    """Nothing below the heads of its columns."""

    code = "file_empty"
    text = _("The file has no rows below the names of its columns.")


class OldSpreadsheet(FileRefused):
    """Excel's former format."""

    code = "old_spreadsheet"
    text = _("This is an old Excel file. Please save it as XLSX or CSV.")


class FileDamaged(FileRefused):
    """It says what it is, and then is not."""

    code = "file_damaged"
    text = _("The file is damaged or protected by a password. Please save it anew.")


class LineUnreadable(FileRefused):
    """A line that no reader of CSV understands. Facts: line."""

    code = "line_unreadable"
    text = _("Line %(line)d cannot be read: a quotation mark may be missing.")


class TooManyRows(FileRefused):
    """More than one import takes. Facts: most."""

    code = "too_many_rows"
    text = _("The file has more than %(most)d rows. Please split it.")


class ColumnsMissing(FileRefused):
    """A column that is needed is not there. Facts: missing, found."""

    code = "columns_missing"
    text = _("These columns are missing: %(missing)s. The file has: %(found)s.")


class ColumnTwice(FileRefused):
    """Two columns of one name. Facts: column."""

    code = "column_twice"
    text = _("The column “%(column)s” is there twice.")


class EventNeeded(DomainError):
    """Only codes can be for all events."""

    code, status, field = "event_needed", 422, "event"
    text = _("Please choose the event that this is for.")


class ImportMoved(DomainError):
    """Somebody else has confirmed or undone it meanwhile."""

    code = "import_moved"
    text = _("This import has gone on meanwhile. Please look at it again.")


class InUse(DomainError):
    """It was used since, so it stays. Facts: name."""

    code = "in_use"
    text = _("“%(name)s” has been used since, so it stays.")


class ChangedSince(DomainError):
    """Somebody has changed it since, so it stays. Facts: name."""

    code = "changed_since"
    text = _("“%(name)s” has been changed since, so it stays as it is.")


class RowNoLongerGood(DomainError):
    """What was good when it was checked is so no more. Facts: reason."""

    code = "row_no_longer_good"
    text = _("This is no longer possible: %(reason)s")


class TicketCodeTaken(DomainError):
    """Another ticket got the code a moment before. Facts: code."""

    code, status = "ticket_code_taken", 422
    text = _("Another ticket has the code “%(code)s”.")
