from django.apps import AppConfig

from tppo_tracker import checks
from tppo_tracker.celery import app


class TppoTrackerConfig(AppConfig):
    """Binds tasks to our Celery app, and registers the checks, before anything runs."""

    name = "tppo_tracker"
    celery = app
    checks = checks
