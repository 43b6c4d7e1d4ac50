"""Gunicorn's settings, for `make run` and for production alike."""

import os
from pathlib import Path

from tppo_tracker import environment, logs

bind = os.environ.get("BIND") or f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
# Heartbeat files in memory: a busy disk must not look like a dead worker.
MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes private files there
worker_tmp_dir = MEMORY if Path(MEMORY).is_dir() else None
# One import, and one refusal in production instead of one per worker.
preload_app = True
control_socket_disable = True  # it would lie in the account's home folder
proc_name = "tppo-web"
logconfig_dict = logs.config(
    words=environment.flag("DEBUG"), level=os.environ.get("LOG_LEVEL", "INFO")
)
