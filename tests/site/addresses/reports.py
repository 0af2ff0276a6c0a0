"""Reports."""

TABLE = {
    "reports:tenant": "reports.read",
    "reports:tenant_table": "reports.read",
    "reports:event": "reports.read",
    "reports:event_table": "reports.read",
}


def objects(event):
    """A table that every report has."""
    return {"table": "sold"}
