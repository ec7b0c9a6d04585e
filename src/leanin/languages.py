"""The languages that a client may speak: their codes and English names, and how to tell English from the rest."""

import re
from typing import Final

from leanin.datafaults import nearest

ENGLISH: Final = "en"
"""What a client speaks unless its file says otherwise."""

CODE_PATTERN: Final = r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$"
"""A language, a script and a region, as in `de`, `zh-Hant` or `es-419` (the common part of BCP 47)."""

_TABLE: Final = """
aa Afar, ab Abkhazian, af Afrikaans, ak Akan, am Amharic, an Aragonese, ar Arabic, as Assamese, av Avar, ay Aymara,
az Azerbaijani, ba Bashkir, be Belarusian, bg Bulgarian, bi Bislama, bm Bambara, bn Bengali, bo Tibetan, br Breton,
bs Bosnian, ca Catalan, ce Chechen, ch Chamorro, co Corsican, cs Czech, cv Chuvash, cy Welsh, da Danish, de German,
dv Dhivehi, dz Dzongkha, ee Ewe, el Greek, en English, eo Esperanto, es Spanish, et Estonian, eu Basque, fa Persian,
ff Fula, fi Finnish, fj Fijian, fo Faroese, fr French, fy Frisian, ga Irish, gd Gaelic, gl Galician, gn Guarani,
gu Gujarati, gv Manx, ha Hausa, he Hebrew, hi Hindi, ho Motu, hr Croatian, ht Haitian Creole, hu Hungarian,
hy Armenian, ia Interlingua, id Indonesian, ig Igbo, ii Nuosu, ik Inupiaq, is Icelandic, it Italian, iu Inuktitut,
ja Japanese, jv Javanese, ka Georgian, kg Kongo, ki Kikuyu, kk Kazakh, kl Greenlandic, km Khmer, kn Kannada,
ko Korean, ks Kashmiri, ku Kurdish, kw Cornish, ky Kyrgyz, la Latin, lb Luxembourgish, lg Ganda, li Limburgish,
ln Lingala, lo Lao, lt Lithuanian, lu Luba, lv Latvian, mg Malagasy, mh Marshallese, mi Māori, mk Macedonian,
ml Malayalam, mn Mongolian, mr Marathi, ms Malay, mt Maltese, my Burmese, nb Norwegian Bokmål, nd Ndebele,
ne Nepali, nl Dutch, nn Norwegian Nynorsk, no Norwegian, nv Navajo, ny Chichewa, oc Occitan, oj Ojibwe, om Oromo,
or Odia, os Ossetian, pa Punjabi, pl Polish, ps Pashto, pt Portuguese, qu Quechua, rm Romansh, rn Kirundi,
ro Romanian, ru Russian, rw Kinyarwanda, sa Sanskrit, sc Sardinian, sd Sindhi, se Northern Sámi, sg Sango,
si Sinhala, sk Slovak, sl Slovenian, sm Samoan, sn Shona, so Somali, sq Albanian, sr Serbian, ss Swati, st Sotho,
su Sundanese, sv Swedish, sw Swahili, ta Tamil, te Telugu, tg Tajik, th Thai, ti Tigrinya, tk Turkmen, tl Tagalog,
tn Tswana, to Tongan, tr Turkish, ts Tsonga, tt Tatar, tw Twi, ty Tahitian, ug Uyghur, uk Ukrainian, ur Urdu,
uz Uzbek, ve Venda, vi Vietnamese, vo Volapük, wa Walloon, wo Wolof, xh Xhosa, yi Yiddish, yo Yoruba, za Zhuang,
zh Chinese, zu Zulu, ceb Cebuano, ckb Central Kurdish, fil Filipino, gsw Swiss German, hmn Hmong, jam Jamaican Patois,
kea Cape Verdean Creole, kmr Northern Kurdish, nds Low German, prs Dari, rom Romani, sco Scots, srn Sranan Tongo,
yue Cantonese
"""

NAMES: Final = dict(entry.split(maxsplit=1) for entry in " ".join(_TABLE.split()).split(", "))
"""English names by code: ISO 639-1, and a few longer codes (ISO 639-3) of languages that clinics meet."""

_CODES: Final = {name.casefold(): code for code, name in NAMES.items()} | {
    "deutsch": "de", "español": "es", "farsi": "fa", "français": "fr", "italiano": "it", "mandarin": "zh",
    "nederlands": "nl", "polski": "pl", "português": "pt", "türkçe": "tr",
}  # fmt: skip
"""Codes by what the languages are called."""

_COUNTRIES: Final = {
    "al": "sq", "at": "de", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en", "gr": "el", "ir": "fa", "jp": "ja",
    "kr": "ko", "mx": "es", "rs": "sr", "ua": "uk", "us": "en", "vn": "vi",
}  # fmt: skip
"""Countries' codes that are taken for a language's and are none."""

_ENGLISH_WORDS: Final = re.compile(
    r"the|and|you|that|with|what|this|they|your|but|don't|it's|i'm|can't|didn't|that's|you're|i'll|i've|from|about|would|"
    r"there|when|where|who|how|their|were|been|if|could|than|because|nobody|nothing|something|every|know|never|just|into|"
    r"out|only|of|it"
)
"""Frequent words that hardly any other language writes the same way."""

_MOST_OFFERED: Final = 3
"""Languages offered at most for a code that isn't known."""

WORDS_TO_JUDGE: Final = 40
"""Fewer words of a whole text don't show its language."""

_ENGLISH_SHARE: Final = 0.15
_FOREIGN_SHARE: Final = 0.05
"""Shares of those words from which a text is English, and below which it isn't.

The sixteen shipped personas' lines have 0.25 to 0.31 of them; samples of nine other languages 0 to 0.02, Scots 0.11.
"""


def normal_code(text: str) -> str:
    """The code as it is written, `pt-br` as `pt-BR`. Raises `ValueError` in words where it can't be one."""
    plain = text.strip()
    if not re.fullmatch(CODE_PATTERN, plain) or plain.casefold() in _CODES:
        raise ValueError(
            f"the code of a language, such as de or pt-BR, was expected, but found “{plain}”{_offer(plain)}"
        )
    language, *rest = plain.split("-")
    return "-".join([language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)])


def code_of(words: str) -> str:
    """The code for a language given by code or English name. Raises `ValueError` in words where neither is known."""
    code = _CODES.get(words.strip().casefold()) or normal_code(words)
    if doubt := unknown_code(code):
        raise ValueError(doubt)
    return code


def unknown_code(code: str) -> str:
    """Why the code names no language that leanin knows, with the nearest that does; empty where it does."""
    language = code.partition("-")[0]
    return "" if language in NAMES else f"no language is known by the code “{language}”{_offer(language)}"


def _offer(word: str) -> str:
    """The end of a sentence about a word that is no code: which language it may mean."""
    near = [f"“{code}” ({NAMES[code]})" for code in _near(word.casefold().replace("_", "-").partition("-")[0])]
    return f"; perhaps {' or '.join(near)} was meant" if near else ""


def _near(word: str) -> list[str]:
    if word in NAMES:
        return [word]
    if word in _COUNTRIES:
        return [_COUNTRIES[word]]
    if begun := [code for name, code in _CODES.items() if len(word) > 1 and name.startswith(word)]:
        return sorted(set(begun))[:_MOST_OFFERED]
    close = nearest(word, _CODES)
    return [_CODES[close]] if close else []


def is_english(code: str) -> bool:
    """Whether the code is English, of whatever region."""
    return code.partition("-")[0] == ENGLISH


def name_of(code: str) -> str:
    """The language in words: `de` is German, `pt-BR` is Portuguese (pt-BR)."""
    language, _, region = code.partition("-")
    if language not in NAMES:
        return f"the language “{code}”"
    return f"{NAMES[language]} ({code})" if region else NAMES[language]


def speaks(code: str) -> str:
    """For a screen, e.g. “speaks German”; empty for English, which goes without saying."""
    return "" if is_english(code) else f"speaks {name_of(code)}"


def english_share(text: str, fewest: int = WORDS_TO_JUDGE) -> float | None:
    """The share (0–1) of words that are typically English; None where there are fewer words than `fewest`."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("’", "'"))
    if len(words) < fewest:
        return None
    return sum(_ENGLISH_WORDS.fullmatch(word) is not None for word in words) / len(words)


def looks_english(text: str, fewest: int = WORDS_TO_JUDGE) -> bool:
    """Whether a text is in English; False where it has fewer words than `fewest`, too few to tell."""
    share = english_share(text, fewest)
    return share is not None and share >= _ENGLISH_SHARE


def looks_foreign(text: str, fewest: int = WORDS_TO_JUDGE) -> bool:
    """Whether a text isn't in English; False where it has fewer words than `fewest`, too few to tell."""
    share = english_share(text, fewest)
    return share is not None and share < _FOREIGN_SHARE
