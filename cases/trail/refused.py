"""What was refused, in words: the answer and the page, or why nobody was let in.

An event of a refusal keeps a code: "404 case_why", or "password" of a sign-in.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ANSWERS: Mapping[str, str | Promise] = {
    "403": gettext_lazy("Tidak berhak"),
    "404": gettext_lazy("Di luar lingkup"),
    "429": gettext_lazy("Terlalu sering"),
    "503": gettext_lazy("Tidak tersedia"),
}
SIGN_IN: Mapping[str, str | Promise] = {
    "no_such_account": gettext_lazy("Akun tidak dikenal"),
    "suspended": gettext_lazy("Akun dibekukan"),
    "no_post": gettext_lazy("Tanpa jabatan yang berlaku"),
    "password": gettext_lazy("Kata sandi salah"),
    "changing_password": gettext_lazy("Kata sandi lama salah"),
    "second_factor": gettext_lazy("Kode verifikasi salah"),
}
# By how the name of an address begins; the longest that fits.
PAGES: Mapping[str, str | Promise] = {
    "account": gettext_lazy("Pengaturan"),
    "audit": gettext_lazy("Jejak audit"),
    "break_glass": gettext_lazy("Buka darurat"),
    "case": gettext_lazy("Perkara"),
    "case_access": gettext_lazy("Riwayat akses"),
    "case_draft": gettext_lazy("Draf"),
    "case_list": gettext_lazy("Daftar perkara"),
    "case_match": gettext_lazy("Pencocokan antarinstansi"),
    "case_narrative": gettext_lazy("Uraian"),
    "case_new": gettext_lazy("Catat kasus"),
    "case_opening": gettext_lazy("Pembukaan identitas pelapor"),
    "case_person": gettext_lazy("Identitas"),
    "case_place": gettext_lazy("Tempat lain"),
    "case_police_report": gettext_lazy("Laporan polisi"),
    "case_reader": gettext_lazy("Pembaca perkara terbatas"),
    "case_referral": gettext_lazy("Rujukan"),
    "case_reporter": gettext_lazy("Pelapor"),
    "case_restriction": gettext_lazy("Perkara terbatas"),
    "case_shelter": gettext_lazy("Rumah aman"),
    "case_stage": gettext_lazy("Kemajuan"),
    "case_suspect": gettext_lazy("Terlapor dan tersangka"),
    "case_timeline": gettext_lazy("Linimasa"),
    "case_victim": gettext_lazy("Korban"),
    "case_why": gettext_lazy("Penjelasan akses"),
    "case_worker": gettext_lazy("Penugasan"),
    "dashboard": gettext_lazy("Dasbor"),
    "draft": gettext_lazy("Draf"),
    "duplicate": gettext_lazy("Data orang ganda"),
    "edition": gettext_lazy("Laporan"),
    "emergency": gettext_lazy("Buka darurat"),
    "export": gettext_lazy("Ekspor"),
    "figures": gettext_lazy("Angka"),
    "handover": gettext_lazy("Serah terima"),
    "identity": gettext_lazy("Identitas"),
    "home": gettext_lazy("Pekerjaan saya"),
    "match": gettext_lazy("Pencocokan antarinstansi"),
    "merge": gettext_lazy("Data orang ganda"),
    "name_search": gettext_lazy("Cari orang"),
    "opening": gettext_lazy("Pembukaan identitas pelapor"),
    "people": gettext_lazy("Akun"),
    "person": gettext_lazy("Akun"),
    "place": gettext_lazy("Tempat lain"),
    "police_report": gettext_lazy("Laporan polisi"),
    "referral": gettext_lazy("Rujukan"),
    "reporter": gettext_lazy("Pelapor"),
    "reports": gettext_lazy("Laporan"),
    "review": gettext_lazy("Perlu ditinjau"),
    "shelter": gettext_lazy("Rumah aman"),
    "stage": gettext_lazy("Kemajuan"),
    "suspect": gettext_lazy("Terlapor dan tersangka"),
    "switch_hat": gettext_lazy("Jabatan"),
    "victim": gettext_lazy("Korban"),
    "view": gettext_lazy("Tampilan tersimpan"),
    "why": gettext_lazy("Penjelasan akses"),
    "worker": gettext_lazy("Penugasan"),
}
ELSEWHERE = gettext_lazy("Laman lain")
PROGRAM = "api_"


def in_words(reason: str) -> str:
    """ "Di luar lingkup: Penjelasan akses"; the words of a sign-in that was refused."""
    if reason in SIGN_IN:
        return str(SIGN_IN[reason])
    status, _blank, route = reason.partition(" ")
    if status not in ANSWERS:
        return str(ELSEWHERE)
    where = place(route)
    return f"{ANSWERS[status]}: {where}"


def place(route: str) -> str:
    """What the address of that name shows; of a program's, that it is one."""
    name = route.removeprefix(PROGRAM)
    fits = [begins for begins in PAGES if name.startswith(begins)]
    words = str(PAGES[max(fits, key=len)] if fits else ELSEWHERE)
    return words if name == route else _("%(what)s, lewat program") % {"what": words}
