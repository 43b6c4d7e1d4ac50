"""What is typed about people: a new post by letter, work on a case by letter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.choices import Role
from agencies.models import Agency, Assignment, Post, User
from cases.choices import Work
from cases.forms.dates import DayField
from cases.forms.row import ActForm, label_of, radios
from cases.models import CaseWorker

LETTER = {"required": _("Isi nomor suratnya.")}


def letter(model: type) -> forms.CharField:
    return forms.CharField(
        label=label_of(model, "letter_number"), max_length=80, error_messages=LETTER
    )


class MoveForm(ActForm):
    """Mutasi: the office by its code, the role, the title, the letter."""

    agency = forms.CharField(
        label=_("Kode instansi"),
        max_length=40,
        help_text=_("Misalnya POLRESTA-BPP-PPA."),
    )
    role = forms.ChoiceField(
        label=label_of(Post, "role"), choices=Role.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=label_of(Post, "title"), max_length=120)
    letter_number = letter(Assignment)

    def clean_agency(self) -> Agency:
        code = self.cleaned_data["agency"].strip().upper()
        found = Agency.objects.valid_on(clock.today()).filter(code=code).first()
        if found is None:
            raise ValidationError(_("Instansi ini tidak dikenal."))
        return found

    def post(self) -> Post:
        """The post as it stands in that office, or a new one."""
        named = {name: self.cleaned_data[name] for name in ("agency", "role", "title")}
        return Post.objects.get_or_create(**named)[0]


class AssignForm(ActForm):
    """Penugasan perkara: somebody of one's own office, by letter, from a day on."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=label_of(CaseWorker, "user"),
        error_messages={"required": _("Pilih petugasnya.")},
    )
    work = radios(CaseWorker, "work")
    letter_number = letter(CaseWorker)
    starts_on = DayField(label=label_of(CaseWorker, "starts_on"))

    def __init__(self, *args, people, **options):
        options["initial"] = {"starts_on": clock.today(), "work": Work.INVESTIGATOR}
        super().__init__(*args, **options)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda user: user.full_name
