"""What an auditor asks of the trail. The address carries it, for page and program."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.models import AuditEvent, User
from agencies.models.audit_event import REFUSALS
from cases.lists.filter_fields import DayField
from cases.trail import reading
from cases.trail.words import VERBS

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


class AuditFilter(forms.Form):
    """Who, what, of which case, when, refusals only; all of the trail if empty."""

    who = forms.CharField(label=gettext_lazy("Petugas"), required=False, max_length=120)
    verb = forms.ChoiceField(label=gettext_lazy("Aktivitas"), required=False)
    case = forms.CharField(
        label=gettext_lazy("Nomor register"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"size": 30}),
    )
    first = DayField(label=gettext_lazy("Dari"), required=False)
    last = DayField(label=gettext_lazy("Sampai"), required=False)
    refusals = forms.BooleanField(label=gettext_lazy("Hanya penolakan"), required=False)

    def __init__(self, data, *, zone: ZoneInfo):
        super().__init__(data)
        self.zone = zone
        acts = sorted(VERBS.items(), key=lambda pair: str(pair[1]))
        self.fields["verb"].choices = [("", _("Semua")), *acts]
        self.people = User.objects.none()
        self.case_id: int | None = None

    def clean_who(self) -> str:
        """An account's name, or a part of a person's."""
        said = self.cleaned_data["who"].strip()
        if said:
            named = Q(username=said.lower()) | Q(full_name__icontains=said)
            self.people = User.objects.filter(named)
            if not self.people.exists():
                raise ValidationError(_("Tidak ada petugas dengan nama itu."))
        return said

    def clean_case(self) -> str:
        said = self.cleaned_data["case"].strip()
        if said:
            self.case_id = reading.case_numbered(said.upper())
            if self.case_id is None:
                raise ValidationError(_("Tidak ada perkara dengan nomor itu."))
        return said

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        for name, day in (("first", first), ("last", last)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Isi tanggal dari tahun 2000 sampai 2099."))
        if first and last and first > last:
            raise ValidationError({"last": _("Tanggal akhir mendahului tanggal awal.")})
        return self.cleaned_data

    @property
    def asked(self) -> list[str]:
        """The names of what was asked, for the event of the reading itself."""
        return sorted(name for name in self.fields if self[name].data)

    def chosen(self) -> QuerySet:
        """Events that answer; none when something was not understood."""
        if not self.is_valid():
            return AuditEvent.objects.none()
        said, found = self.cleaned_data, AuditEvent.objects.all()
        if said["who"]:
            found = found.filter(by__in=self.people.values("pk"))
        if said["verb"]:
            found = found.filter(verb=said["verb"])
        if said["case"]:
            found = found.filter(case_id=self.case_id)
        if said["refusals"]:
            found = found.filter(verb__in=REFUSALS)
        return self._within(found)

    def _within(self, found: QuerySet) -> QuerySet:
        """Local days of the auditor, both ends included."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if first:
            found = found.filter(at__gte=clock.midnight(first, self.zone))
        if last:
            after = clock.midnight(last + timedelta(days=1), self.zone)
            found = found.filter(at__lt=after)
        return found
