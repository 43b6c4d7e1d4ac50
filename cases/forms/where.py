"""Where it happened: a region found by typing, or a country when it was abroad."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.lookup import countries, region_search
from agencies.models import Agency, Region

COUNTRY_ERRORS = {"invalid_choice": gettext_lazy("Pilih negara dari daftar.")}


class WhereFields(forms.Form):
    """`region` (Region or None) and `country` ("" or ISO code) in `cleaned_data`.

    The region's code travels in a hidden input beside the text. It counts only while
    the text still means that region: without script the text may have been changed
    after the choice.
    """

    place = forms.CharField(
        label=gettext_lazy("Di mana?"),
        help_text=gettext_lazy(
            "Ketik nama kecamatan, kota, atau kabupaten, lalu pilih dari daftar."
            " Wilayah satuan Anda tampil lebih dahulu."
        ),
        required=False,
        max_length=region_search.LONGEST,
    )
    region = forms.CharField(required=False, widget=forms.HiddenInput, max_length=12)
    country = forms.ChoiceField(
        label=gettext_lazy("Bila di luar negeri, negara mana?"),
        required=False,
        choices=countries.places_abroad,
        error_messages=COUNTRY_ERRORS,
    )

    def __init__(self, *args, office: Agency | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        self.matches: list[dict[str, str]] = []

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "place" in self.errors or "country" in self.errors:
            return cleaned
        text, country = cleaned.get("place", ""), cleaned.get("country", "")
        region = self._resolve(text, cleaned.get("region", ""))
        if country and text:
            self.add_error(
                "place", _("Pilih wilayah atau negara saja: kosongkan salah satunya.")
            )
        elif not country and region is None:
            self.add_error("place", self._how_to_find(text))
        cleaned["region"] = None if country else region
        return cleaned

    def seek_place(self) -> None:
        """Look the text up without judging the rest of the form."""
        self._resolve(self.data.get("place", ""), self.data.get("region", ""))

    @property
    def typed_region(self) -> Region | None:
        """The region that the page shows as chosen, checked or not."""
        if not self.is_bound:
            return self.initial.get("region")
        region = region_search.named(self.data.get("region", ""))
        text = self.data.get("place", "")
        return region if region and region_search.may_mean(text, region) else None

    def _resolve(self, text: str, code: str) -> Region | None:
        """The region that was chosen; else the matches to choose from are kept."""
        region = region_search.meant(text, code)
        if region is None:
            found = region_search.find(text, near=self.office)
            self.matches = [region_search.as_option(match) for match in found]
            return None
        self._show_as_chosen(region)
        return region

    def _show_as_chosen(self, region: Region) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("place")] = region_search.in_full(region)
        self.data[self.add_prefix("region")] = region.code

    def _how_to_find(self, text: str) -> ValidationError:
        if not text:
            return ValidationError(
                _("Tulis tempat kejadiannya, atau pilih negara bila di luar Indonesia.")
            )
        if self.matches:
            return ValidationError(_("Pilih tempat kejadian dari daftar."))
        return ValidationError(
            _("Tempat itu tidak ditemukan. Tulis kecamatan, kota, atau kabupatennya.")
        )
