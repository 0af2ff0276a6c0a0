"""Lists that members take home: their columns, how rows are read, and how they become CSV, XLSX and PDF."""
