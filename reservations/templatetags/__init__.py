"""Words and looks of visits in templates."""
