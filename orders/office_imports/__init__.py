"""Imports from files: reading tables, checking rows, writing them and taking them back."""
