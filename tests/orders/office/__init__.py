"""Orders in the console."""
