"""Forms about the tenant itself."""
