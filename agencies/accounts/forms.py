"""What people type about themselves: their sign-in, their password, their hat."""

from collections.abc import Collection

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.models import User

LONGEST_PASSWORD = 1024
LONGEST_CODE = 40


def _password_field(label, autocomplete: str, **options) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    options["error_messages"] = {"required": _("Tulis kata sandinya.")}
    return forms.CharField(
        label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, **options
    )


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("NRP / NIP"),
        max_length=60,
        error_messages={"required": _("Tulis NRP atau NIP Anda.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = _password_field(_("Kata sandi"), "current-password")
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    carry = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_username(self) -> str:
        """NIP are written with blanks on letters; accounts have none."""
        return "".join(self.cleaned_data["username"].split()).lower()


def _code_field(label, **options) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "size": "20"}
    attrs["spellcheck"] = "false"
    widget = forms.TextInput(attrs=attrs)
    options["error_messages"] = {"required": _("Tulis kodenya.")}
    return forms.CharField(
        label=label, max_length=LONGEST_CODE, widget=widget, **options
    )


class CodeForm(forms.Form):
    """A code of her second factor: of the app, or one of her recovery codes."""

    code = _code_field(
        _("Kode"), help_text=_("Enam angka dari aplikasi, atau satu kode pemulihan.")
    )


class SetUpForm(forms.Form):
    """The first code of a new device; with her password where a session is open, with
    what she was told where hers was reset."""

    current = _password_field(_("Kata sandi sekarang"), "current-password")
    told = _code_field(
        _("Kode pemasangan"),
        help_text=_("Disampaikan oleh yang menyetujui pemulihan; berlaku 24 jam."),
    )
    code = _code_field(_("Enam angka dari aplikasi"))

    def __init__(self, *args, asks: Collection[str], **kwargs):
        """`asks` names what is asked beside the code."""
        super().__init__(*args, **kwargs)
        for name in {"current", "told"} - set(asks):
            del self.fields[name]


class PasswordForm(forms.Form):
    """A new password that is hard to guess, typed twice."""

    current = _password_field(_("Kata sandi sekarang"), "current-password")
    new = _password_field(
        _("Kata sandi baru"),
        "new-password",
        help_text=_(
            "Sedikitnya 12 karakter. Beberapa kata yang tidak berhubungan lebih mudah"
            " diingat dan lebih sulit ditebak."
        ),
    )
    again = _password_field(_("Ulangi kata sandi baru"), "new-password")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise ValidationError(_("Kedua kata sandi baru tidak sama."))
        return again


class HatForm(forms.Form):
    """One of her own hats of today."""

    assignment = forms.TypedChoiceField(label=_("Penugasan"), coerce=int)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.hats = {hat.pk: hat for hat in user.assignments_today}
        choices = [(pk, str(hat.post)) for pk, hat in self.hats.items()]
        self.fields["assignment"].choices = choices

    def clean_assignment(self):
        return self.hats[self.cleaned_data["assignment"]]
