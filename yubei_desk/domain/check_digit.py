"""Check digits 校验位: the arithmetics behind identifiers of applicants, projects and certificates."""

from __future__ import annotations

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def uscc_digit(first_17: str) -> str:
    """18th character of a 统一社会信用代码 (GB 32100-2015); `first_17` in the standard's 31 characters."""
    return USCC_ALPHABET[-_weigh(first_17, USCC_ALPHABET, _USCC_WEIGHTS) % 31]


def organisation_digit(first_8: str) -> str:
    """9th character of a 组织机构代码 (GB 11714-1997); `first_8` of 0-9 and A-Z."""
    return "0123456789X"[-_weigh(first_8, _BASE_36, _ORGANISATION_WEIGHTS) % 11]


def id_card_digit(first_17: str) -> str:
    """18th character of a 公民身份号码 (GB 11643-1999, ISO 7064 MOD 11-2); `first_17` digits."""
    return "10X98765432"[_weigh(first_17, _BASE_36, _ID_CARD_WEIGHTS) % 11]


def project_code_digit(first_19: str) -> str:
    """20th digit of a 投资项目统一代码 (GB/T 40058-2021, ISO 7064 MOD 11,10); `first_19` bare digits."""
    product = 10
    for char in first_19:
        product = ((product + int(char)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def cert_id_digit(text: str) -> str:
    """Check character of a 电子证照标识 (GB/T 36904-2018, ISO 7064 MOD 37,36); `text` without its dots."""
    product = 36
    for char in text:
        product = ((product + _BASE_36.index(char)) % 36 or 36) * 2 % 37
    return _BASE_36[(37 - product) % 36]


def _weigh(text: str, alphabet: str, weights: tuple[int, ...]) -> int:
    return sum(alphabet.index(char) * weight for char, weight in zip(text, weights, strict=True))
