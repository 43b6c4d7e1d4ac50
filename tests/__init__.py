"""The suite. Importing it prepares the ground that Django's settings stand on:

real PostgreSQL and Redis of the tests' own, and for each pytest-xdist worker a
database, a Redis database and a Celery queue to itself. It happens here because
settings are read once, before any conftest or test module is imported.
"""

import os

import django

from tests import ground

ground.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "tppo_tracker.settings"
django.setup()
# Not for children: a pytest-xdist worker must come here before it reads settings.
del os.environ["DJANGO_SETTINGS_MODULE"]
