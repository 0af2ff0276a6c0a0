"""Django's backend for PostgreSQL, at less cost per request; `base` is where Django looks for it."""
