"""What members type about their organization."""
