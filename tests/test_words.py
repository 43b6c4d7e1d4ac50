"""Both languages are whole (scoreboard U7). `tests.checks` finds the messages anew."""

import pytest

from agencies.models import Code, Statute
from tests import checks, words


@pytest.mark.parametrize(
    "path", words.templates(), ids=lambda path: str(path.relative_to(words.TEMPLATES))
)
def test_no_word_of_a_template_stands_outside_translate(path):
    assert words.outside_translate(path.read_text()) == []


def test_the_finder_finds_words():
    source = '<p title="Halo">{% translate "x" %} kata {{ y }}</p>{# z #}'
    assert words.outside_translate(source) == ["Halo", "kata"]


def test_every_message_has_its_english():
    assert checks.translations() == ""


def test_english_keeps_what_is_filled_in():
    for entry in words.catalogue():
        english = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in filter(None, english):
            allowed = (entry.msgid, entry.msgid_plural)
            assert any(
                words.placeholders(text) == words.placeholders(source)
                for source in allowed
            ), entry.msgid


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Code, Statute])
def test_every_label_of_reference_data_has_both_languages(model):
    assert model.objects.exists()
    assert not model.objects.filter(label_en="").exists()
    assert not model.objects.filter(label_id="").exists()
