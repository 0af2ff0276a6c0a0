"""What visitors and members type about visits."""
