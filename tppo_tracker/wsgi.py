"""The web server's door to the register."""

import os

from django.core.wsgi import get_wsgi_application

from tppo_tracker import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tppo_tracker.settings")

application = get_wsgi_application()
checks.refuse_unsafe_server()
