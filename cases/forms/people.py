"""Who works on a case, and who reads a restricted one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.models import User
from cases import readers
from cases.choices import RestrictReason, SightReason, Work
from cases.forms.dates import DayField
from cases.forms.row import ActForm, label_of, new_key
from cases.models import CaseWorker


def colleagues(agency_id: int | None):
    """People who hold a post in the office today, by name, with their posts."""
    today = User.assignments.rel.related_model.objects.current(clock.today())
    held = today.filter(post__agency_id=agency_id, user__suspended_at=None)
    return held.select_related("user", "post").order_by("user__full_name", "pk")


class ColleagueField(forms.ChoiceField):
    """Cleans to the User: one of the people of the office, each told with her post."""

    def __init__(self, **options):
        super().__init__(error_messages={"required": _("Pilih petugasnya.")}, **options)
        self.people: dict[str, User] = {}

    def of(self, agency_id: int | None) -> None:
        held = list(colleagues(agency_id))
        self.people = {str(each.user.public_id): each.user for each in held}
        self.choices = [("", _("Pilih …"))] + [
            (str(each.user.public_id), f"{each.user.full_name}, {each.post.title}")
            for each in held
        ]

    def clean(self, value):
        return self.people.get(super().clean(value))


def letter(**options) -> forms.CharField:
    return forms.CharField(
        label=label_of(CaseWorker, "letter_number"),
        max_length=80,
        error_messages={"required": _("Isi nomor suratnya.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **options,
    )


class WorkerForm(ActForm):
    """Tugaskan: who, as what, by which letter, from when to when."""

    user = ColleagueField(label=label_of(CaseWorker, "user"))
    work = forms.ChoiceField(
        label=label_of(CaseWorker, "work"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih tugasnya.")},
    )
    letter_number = letter(help_text=_("Misalnya Sprin/417/IX/2025."))
    starts_on = DayField(label=label_of(CaseWorker, "starts_on"))
    ends_on = DayField(
        label=label_of(CaseWorker, "ends_on"),
        required=False,
        help_text=_("Kosongkan bila suratnya tidak menyebut akhir."),
    )

    def __init__(self, *args, by: User, **options):
        offered = Work.of(by.hat.agency_type)
        options["initial"] = {
            "work": next(iter(offered), ""),
            "starts_on": clock.today(),
            "key": new_key(),
        } | options.get("initial", {})
        super().__init__(*args, **options)
        self.fields["work"].choices = [(each.value, each.label) for each in offered]
        self.fields["user"].of(by.hat.agency_id)


class ReaderForm(ActForm):
    """One more reader of a restricted case. She may be of another office (Propam), so
    she is named by her NRP/NIP and not picked from a list."""

    user = forms.CharField(
        label=_("NRP/NIP pembaca"),
        max_length=30,
        help_text=_("Orangnya boleh dari satuan lain, misalnya Propam."),
        error_messages={"required": _("Isi NRP/NIP pembaca.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=[
            (each.value, each.label)
            for each in (SightReason.HANDLING, SightReason.OVERSIGHT)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya.")},
    )

    def clean_user(self) -> User:
        return reader_named(self.cleaned_data["user"])


class RestrictForm(ActForm):
    """Jadikan perkara terbatas: why."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=[(each.value, each.label) for each in RestrictReason.by_hand()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya.")},
    )

    def clean_reason(self) -> RestrictReason:
        return RestrictReason(self.cleaned_data["reason"])


def reader_named(username: str) -> User:
    """The account; ValidationError in one sentence, whatever is wrong with it."""
    found = User.objects.filter(username=username.strip().lower()).first()
    if found is None:
        raise forms.ValidationError(readers.NOBODY)
    return found
