import resource

from django.apps import AppConfig

from tppo_tracker import checks
from tppo_tracker.celery import app


class TppoTrackerConfig(AppConfig):
    """Binds tasks to our Celery app, and registers the checks, before anything runs.

    No process leaves its memory on a disk when it crashes: names and keys stand in it.
    """

    name = "tppo_tracker"
    celery = app
    checks = checks

    def ready(self) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
