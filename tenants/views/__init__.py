"""Pages about the tenant itself."""
