"""The words for a sign-in, a password or a code that was not accepted, and for any
act that was tried too often."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import clock
from agencies.accounts.attempts import LockedOut

SIGN_IN = gettext_lazy(
    "NRP/NIP atau kata sandi tidak cocok, atau akun tidak aktif. Periksa lagi, atau"
    " hubungi administrator satuan Anda."
)
CODE = gettext_lazy(
    "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi Anda, lalu"
    " coba lagi."
)
SET_UP = gettext_lazy(
    "Kode tidak cocok. Periksa jam ponsel Anda, dan kode pendaftaran bila diminta."
)
PASSWORD = gettext_lazy("Kata sandi sekarang tidak cocok.")


def words(refusal: Exception, otherwise) -> str:
    """`otherwise`, unless too many attempts were made: then when to come back."""
    if not isinstance(refusal, LockedOut):
        return otherwise
    seconds = (refusal.until - clock.now()).total_seconds()
    minutes = max(1, -int(-seconds // 60))
    at = formats.time_format(refusal.until.astimezone(clock.WIB), "TIME_FORMAT")
    return _(
        "Terlalu banyak percobaan. Coba %(minutes)d menit lagi, pukul %(at)s WIB."
    ) % {"minutes": minutes, "at": at}


def status(refusal: Exception) -> int:
    return 429 if isinstance(refusal, LockedOut) else 200
