"""An undefined name in a template stops the page, but never in production."""

import pytest
from django.template import engines

from tests import copies
from tppo_tracker.templating import UndefinedVariable


@pytest.mark.parametrize(
    "text",
    ["{{ missing }}", "{{ here.missing }}", "{{ missing|default:'x' }}"],
)
def test_an_undefined_variable_raises(text):
    with pytest.raises(UndefinedVariable, match="missing"):
        engines["django"].from_string(text).render({"here": {"a": 1}})


@pytest.mark.parametrize(
    "text",
    ["{% if missing %}x{% endif %}", "{% for x in missing %}x{% endfor %}", "{{ a }}"],
)
def test_asking_whether_it_is_there_is_allowed(text):
    assert engines["django"].from_string(text).render({"a": ""}) == ""


def test_production_shows_a_hole_instead():
    script = (
        "from django.conf import settings; import tppo_tracker.settings as s;"
        "print(repr(s.TEMPLATES[0]['OPTIONS']['string_if_invalid']))"
    )
    with copies.copied() as folder:
        build = (folder / "deploy" / "build").read_text()
        one = build.replace("python manage.py collectstatic", f'python -c "{script}" #')
        (folder / "deploy" / "build").write_text(one)
        done = copies.run(folder, "deploy/build")
    assert done.stdout.strip() == "''", done.stderr
