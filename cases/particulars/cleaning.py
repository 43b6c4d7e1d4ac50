"""What was typed, put in order; ValidationError names the field that is wrong."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies import clock
from agencies.lookup import countries
from cases.limits import EARLIEST_BIRTH, LONGEST_LINE
from cases.normal_forms import normal_form, phone
from cases.particulars.values import Account, Birth, Particulars, Residence, SafeContact
from cases.person_choices import IdentifierKind, SafeChannel

LONGEST_TEXT = 500
MOST = 20


def having(
    particulars: Particulars,
    changes: Mapping[str, Any],
    adding: Collection[str] = (),
) -> Particulars:
    """The particulars with these fields, cleaned. KeyError for one that is none.

    Of a value in parts (`residence`, `safe_contact`) a mapping changes those that it
    names and no other. What is named in `adding` keeps what its lists hold.
    """
    cleaned, errors = {}, {}
    for name, value in changes.items():
        clean, held = _CLEAN[name], getattr(particulars, name)
        try:
            cleaned[name] = clean(_over(held, value, name in adding))
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return replace(particulars, **cleaned)


def _over(held: Any, value: Any, is_added: bool) -> Any:
    """What was sent, laid over what is held."""
    if isinstance(value, Mapping):
        parts = {n: _over(getattr(held, n), v, is_added) for n, v in value.items()}
        return replace(held, **parts)
    is_list = isinstance(held, tuple) and is_added
    return (*held, *value) if is_list else value


def require_asked(names: Iterable[str], asked: Iterable[str]) -> None:
    """ValidationError by field for those that are not asked of whom they are of."""
    wrong = set(names) - set(asked)
    if wrong:
        refusal = _("Isian ini tidak berlaku untuk orang atau korporasi ini.")
        raise ValidationError(dict.fromkeys(wrong, refusal))


def _line(value: str, longest: int = LONGEST_LINE) -> str:
    text = " ".join(value.split())
    if not text.isprintable():
        raise ValidationError(_("Ada tanda yang tidak dapat ditulis."))
    return _short(text, longest)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(
            _("Paling banyak %(most)d karakter."), params={"most": longest}
        )
    return text


def _text(value: str) -> str:
    lines = [_line(line, LONGEST_TEXT) for line in value.splitlines()]
    return _short("\n".join(line for line in lines if line), LONGEST_TEXT)


def _several(clean: Callable[[Any], Any]) -> Callable[[Iterable[Any]], tuple]:
    def cleaned(values: Iterable[Any]) -> tuple:
        found = tuple(dict.fromkeys(v for v in _each(clean, [*values]) if v))
        if len(found) > MOST:
            raise ValidationError(_("Paling banyak %(most)d."), params={"most": MOST})
        return found

    return cleaned


def _each(clean: Callable[[Any], Any], values: list[Any]) -> Iterator[Any]:
    """Cleaned one by one; of several, the refusal says which it is of."""
    for n, value in enumerate(values, start=1):
        try:
            yield clean(value)
        except ValidationError as refusal:
            if len(values) == 1:
                raise
            line = {"n": n, "told": refusal.messages[0]}
            raise ValidationError(_("Baris %(n)d: %(told)s") % line) from None


def _phone(value: str) -> str:
    number = phone(value)
    if value.strip() and not number:
        raise ValidationError(
            _("Tulis nomor telepon lengkap, misalnya 0812… atau +60…")
        )
    return number


def _account(value: Account) -> Account | None:
    kind, text = value.kind, _line(value.value)
    if kind not in IdentifierKind.others():
        raise ValidationError(_("Pilih jenis akun."))
    if text and not normal_form(kind, text):
        raise ValidationError(_("Ini belum lengkap. Tulis seluruhnya."))
    return Account(str(kind), text) if text else None


def _birth(value: Birth | None) -> Birth | None:
    if value is None:
        return None
    is_past = value.first <= min(value.last, clock.latest_today())
    if value.first.year < EARLIEST_BIRTH or not is_past:
        raise ValidationError(_("Periksa lagi tahun lahirnya."))
    return value


def _country(value: str) -> str:
    code = value.strip().upper()
    if code and not countries.is_one(code):
        raise ValidationError(_("Kode negara dua huruf, misalnya MY."))
    return code


def _residence(value: Residence) -> Residence:
    return Residence(_line(value.region), _country(value.country), _text(value.address))


def _safe_contact(value: SafeContact) -> SafeContact:
    chosen = [channel for channel in (value.channel, *value.never) if channel]
    if not set(chosen) <= set(SafeChannel.values):
        raise ValidationError(_("Pilih saluran dari daftar."))
    if value.channel in value.never:
        raise ValidationError(_("Saluran ini juga ditandai jangan dipakai."))
    return SafeContact(
        str(value.channel),
        _line(value.to),
        _line(value.hours),
        tuple(dict.fromkeys(str(channel) for channel in value.never)),
    )


_CLEAN: Mapping[str, Callable[[Any], Any]] = {
    "name": _line,
    "aliases": _several(_line),
    "nik": _line,
    "passport": _line,
    "phones": _several(_phone),
    "accounts": _several(_account),
    "birth": _birth,
    "nationality": _country,
    "residence": _residence,
    "origin": _line,
    "languages": _several(_line),
    "disability": _text,
    "safe_contact": _safe_contact,
    "registered_name": _line,
    "nib": _line,
}
