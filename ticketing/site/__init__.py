"""What sees all apps: home, system pages, the table of addresses."""
