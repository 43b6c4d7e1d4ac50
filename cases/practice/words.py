"""What an invented case says: codes that go together, and one sentence, marked so."""

import random
from typing import Any

from cases.choices import AgeGroup, Custody, LegalStatus, Sex
from cases.practice.slots import BOY, GIRL, MAN, WOMAN, Slot

MODUS = {
    "migrant": (
        *["non_procedural_pmi"] * 6,
        *["fake_job_overseas"] * 3,
        "fake_job_scam_centre",
        "umrah_visit_visa",
        "abk_recruitment",
    ),
    "adult": ("pimping_online", "pimping_online", "pimping_offline", "selling_partner"),
    "child": ("pimping_online", "pimping_online", "pimping_offline"),
    "bride": ("mail_order_bride",),
    "other": ("illegal_adoption", "debt_bondage", "family_selling"),
    "served": ("family_selling", "love_scam_grooming", "fake_job_domestic"),
}
# One platform for each case where a share of them is pinned: shares add up.
SOCIAL = (["michat"], ["michat"], ["instagram"], ["whatsapp"])
UNSOCIAL = (["telegram"], ["facebook"], [])
SEVERAL = (["michat", "whatsapp"], ["instagram", "telegram"])
PLATFORMS = {
    "migrant": (["facebook"], ["whatsapp"], ["facebook", "tiktok"], [], []),
    "bride": (["wechat"], []),
    "other": (["facebook"], []),
}
ACTS = {
    "migrant": ["recruitment", "transportation", "harbouring", "sending"],
    "": ["recruitment", "harbouring", "receipt"],
}
MEANS = {
    "migrant": ["deception", "debt_bondage", "forgery", "confinement"],
    "": ["abuse_of_vulnerability", "deception", "threat_of_violence"],
}
EXPLOITATION = {
    "migrant": ("forced_labour", "domestic_servitude", "plantation", "attempt_not_yet"),
    "adult": ("prostitution",),
    "child": ("prostitution", "prostitution", "sexual_other"),
    "bride": ("forced_marriage",),
    "other": ("illegal_adoption", "child_labour", "begging"),
}
OF_MODUS = {
    "fake_job_scam_centre": "scam_compound",
    "fake_job_online_admin": "scam_compound",
    "abk_recruitment": "fishing_abk",
}
PUSH = {
    "migrant": ["poverty", "unemployment", "debt", "family_in_destination"],
    "child": ["school_dropout", "weak_family_protection", "low_digital_literacy"],
    "": ["poverty", "low_education", "non_permanent_resident", "domestic_violence"],
}
PULL = {
    "migrant": ["economic_opportunity", "labour_demand_abroad", "cheap_illegal_route"],
    "": ["demand_sex", "economic_opportunity", "growth_area"],
}
KNOWN = {
    "police": (
        "walk_in",
        "hotline_110",
        "police_finding",
        "police_finding",
        "third_party",
        "phone_wa",
    ),
    "": ("sapa_129", "walk_in", "referral", "outreach", "third_party"),
}
ROLES = {
    "migrant": ("recruiter", "broker", "transporter", "harbourer", "sender"),
    "adult": ("pimp", "pimp", "pimp", "venue_owner"),
    "child": ("pimp", "pimp", "pimp", "recruiter"),
    "bride": ("broker", "recruiter"),
    "other": ("family_member", "broker", "receiver"),
}
COUNTRIES = ("MY", "MY", "KH", "KH", "MM", "SG", "AE", "SA", "TH")
SENTENCES = {
    "migrant": (
        "Calon pekerja ditampung tanpa dokumen sebelum diberangkatkan ke luar negeri.",
        "Korban dijanjikan gaji besar di luar negeri, lalu dokumennya ditahan.",
        "Petugas mencegah keberangkatan orang yang tidak tahu majikannya.",
    ),
    "adult": (
        "Korban ditawarkan melalui aplikasi percakapan di sebuah penginapan.",
        "Korban dijanjikan kerja sebagai pelayan, lalu dipaksa melayani tamu.",
    ),
    "child": (
        "Seorang anak ditawarkan melalui aplikasi percakapan.",
        "Anak dibujuk lewat media sosial untuk pergi ke luar kota.",
    ),
    "bride": ("Korban dijanjikan pernikahan di luar negeri dengan imbalan uang.",),
    "other": ("Korban dipaksa bekerja untuk melunasi utang keluarganya.",),
}
SENTENCE_OF = {
    "selling_partner": "Korban ditawarkan oleh pasangannya sendiri.",
    "family_selling": "Korban disuruh bekerja malam oleh keluarganya sendiri.",
    "love_scam_grooming": "Korban dibujuk kenalan daring untuk pergi ke luar kota.",
    "fake_job_domestic": "Korban dijanjikan kerja di rumah makan, upahnya ditahan.",
    "fake_job_scam_centre": "Korban dijadikan operator penipuan daring, lalu disekap.",
    "fake_job_online_admin": "Korban direkrut sebagai admin daring, lalu ditahan.",
    "abk_recruitment": "Korban dijanjikan kerja di kapal, dokumennya ditahan.",
}
# Where the local profile is girls and women sold at home, by whom is known too.
LOCAL = ("63", "64")


def of(table: dict, kind: str) -> Any:
    return table.get(kind, table.get(""))


def some(lot: random.Random, codes: list[str]) -> list[str]:
    return sorted(lot.sample(codes, lot.randint(1, min(2, len(codes)))))


def platforms(lot: random.Random, slot: Slot, social: bool | None) -> list[str]:
    if social is not None:
        return list(lot.choice(SOCIAL if social else UNSOCIAL))
    return list(lot.choice(PLATFORMS.get(slot.kind, (*SOCIAL, *SEVERAL, *UNSOCIAL))))


def codes_of(lot: random.Random, slot: Slot, social: bool | None) -> dict[str, Any]:
    """The fields of a case that hold codes."""
    is_served = not slot.has_lp and slot.kind in ("adult", "child")
    modus = slot.modus or lot.choice(MODUS["served" if is_served else slot.kind])
    exploitation = OF_MODUS.get(modus) or lot.choice(EXPLOITATION[slot.kind])
    is_police = slot.lead.startswith("POL")
    return {
        "modus": modus,
        "known_via": lot.choice(KNOWN["police" if is_police else ""]),
        "platforms": platforms(lot, slot, social),
        "acts": some(lot, of(ACTS, slot.kind)),
        "means": some(lot, of(MEANS, slot.kind)),
        "exploitation": [exploitation],
        "push_factors": some(lot, of(PUSH, slot.kind)),
        "pull_factors": some(lot, of(PULL, slot.kind)),
    }


def victim(lot: random.Random, cell: str) -> dict[str, Any]:
    """One victim of a cell; three in ten have a group only and no age."""
    sexes = {WOMAN: Sex.FEMALE, GIRL: Sex.FEMALE, MAN: Sex.MALE, BOY: Sex.MALE}
    if cell not in sexes:
        # "Tidak tercatat": sex or age is missing, or both.
        sex, group = lot.choice(
            (
                (Sex.NOT_RECORDED, AgeGroup.NOT_RECORDED),
                (Sex.FEMALE, AgeGroup.NOT_RECORDED),
                (Sex.NOT_RECORDED, AgeGroup.ADULT),
            )
        )
        return {"sex": sex, "age_group": group}
    is_child = cell in (GIRL, BOY)
    group = AgeGroup.CHILD if is_child else AgeGroup.ADULT
    told = {"sex": sexes[cell], "age_group": group}
    if lot.random() < 0.7:
        told["age"] = lot.randint(12, 17) if is_child else lot.randint(18, 46)
    return told


def suspect(
    lot: random.Random, slot: Slot, nth: int, status: LegalStatus
) -> dict[str, Any]:
    """One suspect. In the south and east of Kalimantan the first one is the pimp."""
    role = lot.choice(ROLES[slot.kind])
    if nth == 0 and slot.province in LOCAL and "pimp" in ROLES[slot.kind]:
        role = "pimp"
    custody = Custody.NOT_RECORDED
    if status == LegalStatus.SUSPECT:
        custody = lot.choice((Custody.DETAINED, Custody.DETAINED, Custody.FREE))
    return {
        "sex": Sex.MALE if lot.random() < 0.65 else Sex.FEMALE,
        "age": lot.randint(19, 58),
        "age_group": AgeGroup.ADULT,
        "roles": [role],
        "legal_status": status,
        "custody": custody,
    }


def sentence(lot: random.Random, slot: Slot, modus: str) -> str:
    said = SENTENCE_OF.get(modus) or lot.choice(SENTENCES[slot.kind])
    return f"Contoh (rekaan): {said}"
