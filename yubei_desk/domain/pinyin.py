"""Pinyin 拼音 of names: initials to find by (重庆 cq), keys to order by, surnames as surnames (单 shan)."""

from __future__ import annotations

import unicodedata
from itertools import groupby, islice, product

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

# Characters read otherwise when they open a person's name; 现代汉语词典 and 中国姓氏大辞典.
_SURNAMES = {
    **{"单": "shan4", "仇": "qiu2", "曾": "zeng1", "查": "zha1", "任": "ren2", "区": "ou1", "解": "xie4"},
    **{"朴": "piao2", "盖": "ge3", "缪": "miao4", "乐": "yue4", "覃": "qin2", "翟": "zhai2", "种": "chong2"},
    **{"折": "she2", "黑": "he4", "员": "yun4", "秘": "bi4", "繁": "po2", "洗": "xian3", "召": "shao4"},
    **{"卜": "bu3", "薄": "bo2", "都": "du1", "么": "yao1", "乜": "nie4", "佴": "nai4", "句": "gou1"},
    **{"祭": "zhai4", "隗": "wei3", "郇": "xun2", "阚": "kan4", "华": "hua4", "宁": "ning4", "应": "ying1"},
}
_TWO_CHARACTER_SURNAMES = {
    "尉迟": ["yu4", "chi2"],
    "万俟": ["mo4", "qi2"],
    "单于": ["chan2", "yu2"],
    "长孙": ["zhang3", "sun1"],
    "澹台": ["tan2", "tai2"],
}
# First letters a person may try for a character that firms, places and people are named with.
_FIRST_LETTERS = {
    **{"重": "cz", "长": "cz", "行": "hx", "乐": "ly", "朝": "cz", "厦": "xs", "会": "hk", "藏": "cz"},
    **{"传": "cz", "降": "jx", "系": "jx", "校": "jx", "省": "sx", "车": "cj", "参": "cs", "宿": "sx"},
    **{"奇": "qj", "种": "cz", "称": "cs", "盛": "sc", "乘": "cs", "石": "sd", "强": "qj", "屏": "pb"},
    **{"泊": "bp", "番": "fp", "铅": "qy", "单": "dsc", "仇": "cq", "曾": "cz", "查": "cz", "区": "qo"},
    **{"解": "jx", "覃": "qt", "翟": "zd", "折": "sz", "秘": "mb", "繁": "fp", "召": "zs", "句": "jg"},
    **{"祭": "jz", "隗": "wk", "阚": "kh", "佴": "ne", "么": "my", "尉": "wy", "万": "wm", "俟": "sq"},
    **{"郗": "xc", "谌": "cs", "莘": "sx", "荥": "xy", "属": "sz", "弹": "td"},
}
_MOST_READINGS = 8


def initials(text: str) -> str:
    """First letters, lower-case ASCII; Latin words stay whole (3D打印 3ddy), signs are left out."""
    return "".join(_first_letter(*spoken) for spoken in _speak(text))


def sort_key(text: str) -> str:
    """Syllables with their tones, lower-case ASCII, to be ordered byte by byte (GB/T 13418: 音序, 声调)."""
    return " ".join(reading for _, reading in _speak(text))


def readings(text: str) -> tuple[str, ...]:
    """The initials a person may search by, the likeliest first, eight at most (重庆 cq, zq)."""
    letters = [
        dict.fromkeys([_first_letter(source, reading), *_FIRST_LETTERS.get(source, "")])
        for source, reading in _speak(text)
    ]
    return tuple("".join(choice) for choice in islice(product(*letters), _MOST_READINGS))


def _first_letter(source: str, reading: str) -> str:
    return reading if source.isascii() else reading[0]


def _speak(text: str) -> list[tuple[str, str]]:
    """Each Chinese character, or Latin word, with its reading."""
    text = unicodedata.normalize("NFKC", text).lower()
    spoken: list[tuple[str, str]] = []
    for kind, run in groupby(text, _kind):
        if kind == "Latin":
            spoken += [(word := "".join(run), word)]
        elif kind == "Chinese":
            spoken += zip(word := "".join(run), lazy_pinyin(word, style=Style.TONE3), strict=True)
    surname = _surname(text)
    spoken[: len(surname)] = zip(text, surname, strict=False)
    return spoken


def _kind(char: str) -> str:
    if char.isascii():
        return "Latin" if char.isalnum() else "sign"
    return "Chinese" if ord(char) in PINYIN_DICT else "sign"


def _surname(text: str) -> list[str]:
    """The surname's reading where the text looks like a person's name: short and not opening with a word."""
    if len(text) in (3, 4) and text[:2] in _TWO_CHARACTER_SURNAMES:
        return _TWO_CHARACTER_SURNAMES[text[:2]]
    if len(text) in (2, 3) and text[0] in _SURNAMES and text[:2] not in PHRASES_DICT:
        return [_SURNAMES[text[0]]]
    return []
