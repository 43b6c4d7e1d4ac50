"""Asking another office in, and its answer."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.models import Agency, User
from agencies.sections import Section
from cases import purposes, words
from cases.choices import DeclineReason, Work
from cases.forms.dates import DayField
from cases.forms.people import letter
from cases.forms.row import ActForm, label_of, new_key
from cases.models import Case, Referral

USUAL_DAYS = 90
I_AS = {
    Work.INVESTIGATOR: _("Saya, sebagai penyidik"),
    Work.PROSECUTOR: _("Saya, sebagai jaksa penuntut umum"),
    Work.CASE_MANAGER: _("Saya, sebagai manajer kasus"),
    Work.COMPANION: _("Saya, sebagai pendamping"),
}


class ReferralForm(ActForm):
    """Ajukan rujukan: to which office, what opens to it, until when.

    `purpose` is chosen before; it decides which offices are offered (`every` lifts
    that) and what is ticked.
    """

    to_agency = forms.ChoiceField(
        label=label_of(Referral, "to_agency"),
        error_messages={"required": _("Pilih instansi yang diminta.")},
    )
    sections = forms.TypedMultipleChoiceField(
        label=label_of(Referral, "sections"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Selain ringkasan perkara. Terbuka sejak instansi itu menerima, hanya bagi"
            " petugas yang ditugaskannya."
        ),
        error_messages={"required": _("Centang sedikitnya satu bagian.")},
    )
    ends_on = DayField(
        label=label_of(Referral, "ends_on"),
        required=False,
        help_text=_("Sesudah tanggal ini perkara tertutup lagi bagi instansi itu."),
    )

    def __init__(self, *args, case: Case, purpose: str, every: bool, **options):
        until = clock.today() + datetime.timedelta(days=USUAL_DAYS)
        options["initial"] = {
            "sections": [int(part) for part in purposes.of(purpose).sections],
            "ends_on": until,
            "key": new_key(),
        }
        super().__init__(*args, **options)
        place = case.region.code if case.region else ""
        found = purposes.offices(
            place, "" if every else purpose, besides=case.lead_agency_id
        )
        self.offices = {agency.code: agency for agency in found}
        self.fields["to_agency"].choices = [("", _("Pilih …"))] + [
            (agency.code, agency.name) for agency in self.offices.values()
        ]
        kinds = {agency.type for agency in self.offices.values()}
        self.fields["sections"].choices = [
            (int(part), words.section(part)) for part in purposes.shareable(kinds)
        ]

    def clean_to_agency(self) -> Agency:
        return self.offices[self.cleaned_data["to_agency"]]

    def clean_sections(self) -> Section:
        return Section(sum(self.cleaned_data["sections"]))


class AcceptForm(ActForm):
    """Terima: and, if she likes, take the case herself by letter."""

    work = forms.ChoiceField(
        label=_("Siapa yang menangani?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih siapa yang menangani.")},
    )
    letter_number = letter(
        required=False,
        help_text=_("Surat tugas Anda. Tidak perlu bila ditugaskan kemudian."),
    )

    def __init__(self, *args, by: User, **options):
        super().__init__(*args, **options)
        self.fields["work"].choices = [
            *((work.value, I_AS[work]) for work in Work.of(by.hat.agency_type)),
            ("later", _("Ditugaskan kemudian pada laman perkara")),
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        takes = cleaned.get("work", "later") != "later"
        if takes and not cleaned.get("letter_number", "").strip():
            self.add_error("letter_number", _("Isi nomor surat tugas Anda."))
        return cleaned

    @property
    def work_taken(self) -> Work | None:
        work = self.cleaned_data["work"]
        return None if work == "later" else Work(work)


class DeclineForm(ActForm):
    reason = forms.ChoiceField(
        label=_("Alasan penolakan"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasan penolakan.")},
    )
