"""The database engine of the settings: Django's, with a shorter health check, and
cursors that say who looks."""
