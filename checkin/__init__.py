"""The door: gates, devices, scans, redemptions. Imports `orders` and the apps below it."""
