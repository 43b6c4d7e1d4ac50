"""How Indonesian names are spelt: rules as data, each with an example that needs it.

Sources: the spelling reforms of 1947 (oe → u) and 1972 (tj, dj, j, nj, sj, ch → c, j,
y, ny, sy, kh); the ways in which registers write Arabic and Javanese names; measured on
generated misspellings and on pairs of published name variants.
"""

from typing import NamedTuple


class Rule(NamedTuple):
    """A regular expression, what it becomes, and two spellings that it makes one."""

    pattern: str
    becomes: str
    example: str  # "Soekarno = Sukarno"


# A word with one of these is in old spelling: there, j alone stands for y.
OLD_SPELLING = r"oe|dj|tj|sj"
OLD_J = Rule(r"(?<!^)(?<![dtsn])j", "y", "Soerjono = Suryono")

# From the letters of one word to its normal form, in this order.
LETTERS = (
    Rule(r"oe", "u", "Soekarno = Sukarno"),
    Rule(r"dj", "j", "Djoko = Joko"),
    Rule(r"tj", "c", "Tjahjono = Cahyono"),
    Rule(r"sj|sy|sh", "s", "Sjarif = Sarif"),
    Rule(r"nj|ny", "ni", "Njoman = Nyoman"),
    Rule(r"^chr", "kr", "Christina = Kristina"),
    Rule(r"^cha(?=n)", "ca", "Chandra = Candra"),
    Rule(r"kh|ch", "h", "Khasanah = Hasanah"),
    Rule(r"dh", "d", "Ridho = Rido"),
    Rule(r"th", "t", "Fathimah = Fatimah"),
    Rule(r"gh", "g", "Ghofur = Gofur"),
    Rule(r"bh", "b", "Bhakti = Bakti"),
    Rule(r"ph|v", "f", "Stephanus = Stevanus"),
    Rule(r"q", "k", "Taufiq = Taufik"),
    Rule(r"x", "ks", "Alex = Aleks"),
    Rule(r"z", "s", "Rizal = Risal"),
    Rule(r"y", "i", "Wahyuni = Wahiuni"),
    Rule(r"ee|ie", "i", "Sofie = Sofi"),
    Rule(r"oo", "u", "Roosmini = Rusmini"),
    Rule(r"ae|ei", "ai", "Jaenab = Jainab"),
    Rule(r"aw", "au", "Mawlana = Maulana"),
    Rule(r"uw", "u", "Kuwat = Kuat"),
    Rule(r"(.)\1+", r"\1", "Muttaqin = Mutaqin"),
    Rule(r"ia", "a", "Aisyah = Aisiah"),
    Rule(r"(?<=.{2})h$", "", "Aminah = Amina"),
    Rule(r"d$", "t", "Ahmad = Ahmat"),
    Rule(r"(?<=.{3})ulo$", "ula", "Saifulloh = Saifullah"),
)

# From the normal form of a word to its sound: what the ear mixes up, vowels left out.
SOUNDS = (
    Rule(r"^j(?=[aiueo])", "s", "Jainal = Zainal"),
    Rule(r"p", "f", "Patimah = Fatimah"),
    Rule(r"b$", "f", "Ayub = Ayup"),
    Rule(r"d", "t", "Sadiyah = Satiyah"),
    Rule(r"g$", "k", "Atig = Atik"),
    Rule(r"(?<=.)h", "", "Rahmat = Ramat"),
    Rule(r"w", "f", "Wina = Vina"),
    Rule(r"c", "s", "Icah = Isah"),
    Rule(r"j", "i", "Tarjo = Taryo"),
    Rule(r"^o", "u", "Omar = Umar"),
    Rule(r"(?<=.)[aiueo]+", "", "Rohmah = Rahmah"),
    Rule(r"(.)\1+", r"\1", "Lilis = Lis"),
)

# Words joined to the next one, which registers write apart as often as not. The first
# group of the pattern is what follows.
COMPOUNDS = (
    Rule(
        r"abd(?:u|oe|)(?:l|r(?=r)|s(?=s)|z(?=z)|n(?=n)|t(?=t)|d(?=d))(.{4,})",
        "abdul",
        "Abdurrahman = Abd. Rahman",
    ),
    Rule(r"(?:nur|noor|noer|nor)(?!ul$|din$)(.{4,})", "nur", "Noerhajati = Nur Hayati"),
    Rule(r"sri(.{4,})", "sri", "Sriwahyuni = Sri Wahyuni"),
)

# One word in many spellings.
SPELLINGS = {
    "muhamat": """muhammad muhamad mohammad mohamad mohamed muhammed mohammed moch
        mochamad mochammad muchamad muchammad moh muh mhd mohd muhd md mokhamad
        mokhammad mukhamad mukhammad muhamat mohamat""",
    "siti": "siti sitti sity sitie st sithi sithy siyti",
    "abdul": "abdul abd abdoel abdl abdel",
    "nur": "nur noor noer nor",
}
ONE_WORD = {
    spelt: word for word, spellings in SPELLINGS.items() for spelt in spellings.split()
}
# A single letter that opens a name: M. Rizki, S. Aminah.
OPENING_LETTER = {"m": "muhamat", "s": "siti"}

# Words so common that to share one says little, and to lack one says nothing.
WEAK = frozenset({"muhamat", "siti", "nur", "nurul", "abdul", "sri", "andi"})

# Before a name, and after it: no part of it. "St." before a name is Siti.
_TITLES = """h hj haji hajjah hajah hjh kh kyai kiai nyai dr drs dra drg ir ust ustadz
    ustad ustaz ustazah pak bpk bapak ibu bu sdr sdri saudara saudari ny nyonya nn nona
    tn tuan mbak mas bang kak abah prof r ra rm rr raden rt rw"""
_DEGREES = """sh se spd skom sag mm msi mpd mh skm amd skep sip ssos st sthi mt mkom
    hm"""
TITLES, DEGREES = frozenset(_TITLES.split()), frozenset(_DEGREES.split())
# What follows is another name of hers; what follows these is her father's.
ALIAS = r"\b(?:alias|als|a\.?k\.?a|panggilan|dipanggil|ps)\b\.?|@|/|\("
CHILD_OF = frozenset({"bin", "binti", "bti", "bt", "bte", "b", "ibnu", "binte", "bint"})
