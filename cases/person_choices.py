"""Words for who somebody is: persons and their parts, what finds them, why they are
opened, merged, or told of. Unlike those of `cases.choices` none stands in a fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonKind(models.TextChoices):
    """Who acts or suffers: a corporation too may be a suspect (UU 21/2007 art. 13)."""

    NATURAL = "natural", _("Orang")
    CORPORATION = "corporation", _("Korporasi")


class Part(models.TextChoices):
    """What somebody is in a case (code list `person_role`); a reporter stands apart."""

    VICTIM = "victim", pgettext_lazy("one", "Korban")
    SUSPECT = "suspect", _("Terlapor/tersangka")
    WITNESS = "witness", _("Saksi")
    COMPANION = "companion", pgettext_lazy("beside a victim", "Pendamping")
    GUARDIAN = "guardian", _("Wali")


class IdentifierKind(models.TextChoices):
    """What finds a person again without being readable at rest."""

    NIK = "nik", pgettext_lazy("label", "NIK")
    PASSPORT = "passport", _("Paspor")
    PHONE = "phone", _("Telepon")
    MICHAT = "michat", _("Akun MiChat")
    EWALLET = "ewallet", _("Dompet elektronik")
    VEHICLE = "vehicle", _("Kendaraan")
    BANK_ACCOUNT = "bank_account", _("Rekening bank")
    SOCIAL = "social", _("Akun media sosial")
    # Phonetic set, birth year and regency at once: equal names, never alike ones.
    NAME = "name", _("Nama")

    @classmethod
    def matched(cls) -> tuple["IdentifierKind", ...]:
        """Those by which another office may be asked: never a name."""
        return tuple(each for each in cls if each != cls.NAME)

    @classmethod
    def others(cls) -> tuple["IdentifierKind", ...]:
        """Those without a field of their own."""
        return (cls.MICHAT, cls.EWALLET, cls.VEHICLE, cls.BANK_ACCOUNT, cls.SOCIAL)


class SafeChannel(models.TextChoices):
    """How somebody may be reached, or must not be."""

    CALL = "call", _("Telepon")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("Surel")
    COMPANION = "companion", _("Melalui pendamping")
    FAMILY = "family", _("Melalui keluarga")
    VISIT = "visit", _("Kunjungan")


class ReporterKind(models.TextChoices):
    """UU 21/2007 art. 33: the reporter's name and address stay secret."""

    ANONYMOUS = "anonymous", _("Anonim")
    CONFIDENTIAL = "confidential", _("Dirahasiakan")


class RevealReason(models.TextChoices):
    """Why an identity is opened. A list: free text would name people."""

    INTERVIEW = "interview", _("Wawancara atau pemeriksaan")
    CONTACT = "contact", _("Menghubungi yang bersangkutan")
    SERVICE = "service", _("Memberi layanan atau merujuk")
    PAPERS = "papers", _("Menyusun berkas atau surat resmi")
    CORRECTION = "correction", _("Memeriksa atau memperbaiki data")
    PROTECTION = "protection", _("Perlindungan dari ancaman")
    COURT_ORDER = "court_order", _("Perintah pengadilan")


class RefusalReason(models.TextChoices):
    """Why nobody is told who reported. A list: the asker reads it."""

    NOT_NEEDED = "not_needed", _("Tidak diperlukan untuk perkara ini")
    OTHER_WAY = "other_way", _("Dapat ditempuh tanpa membuka pelapor")
    DANGER = "danger", _("Membahayakan pelapor")
    ASK_AGAIN = "ask_again", _("Alasannya belum tepat; minta lagi")


class MergeReason(models.TextChoices):
    """How it is known that two persons are one. A list: free text would name them."""

    PAPERS = "papers", _("Dokumen identitas yang sama")
    SAID = "said", _("Ia sendiri atau keluarganya menyatakannya")
    CONFIRMED = "confirmed", _("Dipastikan petugas yang mengenalnya")
    DOUBLE = "double", _("Dicatat dua kali oleh petugas yang sama")


class Sameness(models.TextChoices):
    """What somebody finds of two persons who are alike."""

    SAME = "same", _("Orang yang sama")
    DIFFERENT = "different", _("Bukan orang yang sama")
    UNSURE = "unsure", _("Belum dapat dipastikan")


class MatchAnswer(models.TextChoices):
    """What a holder does with another office's question; of silence nobody is told."""

    CONTACT = "contact", _("Hubungi yang bertanya")
    SILENT = "silent", _("Jangan hubungi")
