"""Applicants of the demonstration 示范申请人: the article's companies and invented ones, with codes that
check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yubei_desk.domain.check_digit import organisation_digit, uscc_digit
from yubei_desk.domain.identifier import mask_name
from yubei_desk.domain.pinyin import initials

REGION = "91500112"
PHONE = "02367800000"


@dataclass(frozen=True, slots=True)
class Company:
    """What the window types of an applicant; a post stands where a person's name would."""

    name: str
    initials: str
    code: str
    address: str
    word: str = ""

    def applicant(self) -> dict[str, str]:
        """Its public half in the act that receives."""
        return {
            "kind": "企业",
            "name": self.name,
            "initials": self.initials,
            "masked": mask_name(self.name),
        }

    def private(self) -> dict[str, str]:
        """What stands apart from the ledger."""
        return {
            "id_number": self.code,
            "representative": "法定代表人",
            "contact": "经办人",
            "phone": PHONE,
            "address": self.address,
        }


def practice_code(number: int) -> str:
    """A 统一社会信用代码 of Yubei for tests, its check digits right (GB 32100-2015)."""
    organisation = f"MA{number:06}"
    first = f"{REGION}{organisation}{organisation_digit(organisation)}"
    return first + uscc_digit(first)


def article_companies(article: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Company]:
    """The companies of the source article by key."""
    return {
        company["key"]: _company(
            company["name"], number, f"重庆市渝北区{words['article']['companies'][company['key']]}"
        )
        for number, company in enumerate(article["companies"], 1)
    }


def invented_companies(words: Mapping[str, Any], section: str) -> tuple[Company, ...]:
    """Companies with ordinary words for names, as a section meets them; the same ones every time."""
    sections = list(words["trades"])
    first = 1000 * (sections.index(section) + 1)
    return tuple(
        _company(
            f"重庆{word}{trade}有限公司",
            first + place,
            f"重庆市渝北区{words['places'][place % len(words['places'])]}",
            f"{word}{trade}",
        )
        for place, (word, trade) in enumerate(
            (word, trade) for word in words["words"] for trade in words["trades"][section]
        )
    )


def _company(name: str, number: int, address: str, word: str = "") -> Company:
    return Company(name, initials(name), practice_code(number), address, word)
