"""The schema and the page that explains it."""

import re

import pytest
from django.test import Client

from agencies.api.fields import SENTENCE
from agencies.lookup import codes
from agencies.models import Code, User
from tests.api.clients import V1, program_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema():
    return told(program_of("sari").get(f"{V1}schema/"))


def test_schema_names_every_operation_and_what_it_refuses(schema):
    assert schema["openapi"].startswith("3.1")
    for path, acts in schema["paths"].items():
        for method, act in acts.items():
            assert {"401", "406"} <= act["responses"].keys(), (path, method)
            for status, answer in act["responses"].items():
                if status == "414":  # the web server's own answer, in no shape of ours
                    assert "content" not in answer
                    continue
                kind = "zip" if path.endswith("/file/") else "json"
                kind = "problem+json" if int(status) >= 400 else kind
                assert [f"application/{kind}"] == list(
                    answer.get("content", {"application/json": 0})
                )


def test_schema_tells_versions_and_keys(schema):
    case = schema["paths"]["/api/v1/cases/{id}/"]
    needed = [p["name"] for p in case["patch"]["parameters"] if p.get("required")]
    assert needed == ["id", "If-Match"]
    assert {"412", "428"} <= case["patch"]["responses"].keys()
    assert "ETag" in case["get"]["responses"]["200"]["headers"]
    create = schema["paths"]["/api/v1/cases/"]["post"]
    assert "Idempotency-Key" in [p["name"] for p in create["parameters"]]
    assert {"ETag", "Location"} == create["responses"]["201"]["headers"].keys()


def test_the_sentence_is_only_ever_taken(schema):
    shapes = schema["components"]["schemas"]
    taking = [
        name
        for name, shape in shapes.items()
        if "narrative" in shape.get("properties", {})
    ]
    assert taking == ["NewCaseRequest"]


def test_a_new_code_is_in_the_schema_at_once(schema):
    Code.objects.create(
        list="digital_platform",
        code="pigeon",
        order=60,
        bit=60,
        label_id="Merpati",
        label_en="Pigeon",
    )
    codes.forget()
    try:
        newer = told(program_of("sari").get(f"{V1}schema/"))
    finally:
        codes.forget()
    field = newer["components"]["schemas"]["NewCaseRequest"]["properties"]["platforms"]
    assert "pigeon" in field["items"]["enum"]


def test_page_explains_every_operation_and_links_lead_somewhere(schema):
    page = program_of("sari").get("/api/docs/").content.decode()
    for path, acts in schema["paths"].items():
        for act in acts.values():
            assert f'id="{act["operationId"]}"' in page, path
    links = set(re.findall(r'href="#([\w-]+)"', page))
    assert links <= set(re.findall(r'id="([\w-]+)"', page))
    assert {"shape", "rule"} <= set(re.findall(r'id="([\w-]+)"', page))


def test_page_speaks_both_languages():
    User.objects.filter(username="sari").update(language="en")
    page = program_of("sari").get("/api/docs/").content.decode()
    assert "Log a case" in page
    assert "Catat perkara" not in page


def test_signed_out_there_is_no_page():
    assert Client().get("/api/docs/").url.startswith("/sign-in/")


# What `\s` is in ECMA 262, by which the schema's expressions are read.
BLANKS_OF_SCHEMAS = (
    "\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)


def test_the_schema_takes_no_blank_for_a_sentence():
    as_a_schema = re.compile(SENTENCE.replace(r"\s", BLANKS_OF_SCHEMAS))
    blanks = [chr(n) for n in range(0x110000) if not chr(n).strip()]
    assert "\x1d" in blanks
    assert [blank for blank in blanks if as_a_schema.match(blank)] == []
    assert as_a_schema.match(" LP/1 ")
