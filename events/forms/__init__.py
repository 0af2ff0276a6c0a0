"""What visitors and members type about events."""
