"""The bare views that ours are measured against: hand-written queries and orjson.

One query gives the list, one for each table the case with all that hangs on it.
Django without middleware, sign-in, scope, masks or audit, on tables without triggers
(`tests/bench/bare.sql`). A program of its own: `gunicorn --chdir tests/bench/bare_site
app`.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import django
import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.urls import path

_url = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=Path(__file__).stem,
    MIDDLEWARE=[],
    USE_TZ=True,
    SECRET_KEY="bare",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _url.path[1:],
            "USER": _url.username,
            "HOST": dict(parse_qsl(_url.query))["host"],
            "CONN_MAX_AGE": 600,
        }
    },
)

CASES = """
SELECT c.public_id, c.register_no, c.reported_on, c.happened_on, c.counted_on, c.stage,
       c.modus, c.country, r.code, r.name, a.code, a.name, c.version
  FROM bare.cases c JOIN agencies_agency a ON a.id = c.lead_agency_id
  LEFT JOIN agencies_region r ON r.id = c.region_id
 WHERE c.lead_agency_id = %s AND c.withdrawn_at IS NULL
 ORDER BY c.reported_on DESC, c.id DESC LIMIT 25
"""
CASE = """
SELECT c.id, c.public_id, c.register_no, c.reported_on, c.happened_on, c.counted_on,
       c.stage, c.modus, c.other_modus, c.platforms, c.acts, c.means, c.exploitation,
       c.push_factors, c.pull_factors, c.country, r.code, r.name, a.code, a.name,
       c.version, c.created_at
  FROM bare.cases c JOIN agencies_agency a ON a.id = c.lead_agency_id
  LEFT JOIN agencies_region r ON r.id = c.region_id
 WHERE c.public_id = %s
"""
VICTIMS = """
SELECT public_id, version, sex, age, age_group, determination, recording, whereabouts
  FROM bare.victims WHERE case_id = %s ORDER BY id
"""
SUSPECTS = """
SELECT public_id, version, sex, age, age_group, roles, legal_status, custody
  FROM bare.suspects WHERE case_id = %s ORDER BY id
"""
REPORTS = """
SELECT public_id, version, number, model, dated_on, created_at, withdrawn_at
  FROM bare.reports WHERE case_id = %s ORDER BY id
"""
PLACES = """
SELECT p.public_id, p.version, r.code, p.country, p.created_at, p.withdrawn_at
  FROM bare.places p LEFT JOIN agencies_region r ON r.id = p.region_id
 WHERE p.case_id = %s ORDER BY p.id
"""
STAGES = """
SELECT public_id, version, stage, "on", created_at, withdrawn_at
  FROM bare.stages WHERE case_id = %s ORDER BY "on", id
"""
CHILDREN = {
    "victims": VICTIMS,
    "suspects": SUSPECTS,
    "police_reports": REPORTS,
    "places": PLACES,
    "stages": STAGES,
}


def rows(cursor, statement: str, value) -> list[dict]:
    cursor.execute(statement, [value])
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def answer(data) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), content_type="application/json")


def list_raw(request, agency):
    with connection.cursor() as cursor:
        return answer(rows(cursor, CASES, agency))


def detail(request, public_id):
    with connection.cursor() as cursor:
        [case] = rows(cursor, CASE, public_id)
        for name, statement in CHILDREN.items():
            case[name] = rows(cursor, statement, case["id"])
        return answer(case)


def hello(request):
    return HttpResponse(b"hello")


urlpatterns = [
    path("hello", hello),
    path("cases/of/<int:agency>", list_raw),
    path("cases/<uuid:public_id>", detail),
]
django.setup()
application = get_wsgi_application()
