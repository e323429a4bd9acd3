"""Identifiers 证件号码与编号: numbers of people, firms, projects and papers, checked while typed.

A refused value cannot be saved; a warned one can, after the clerk has read the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yubei_desk.domain.check_digit import (
    USCC_ALPHABET,
    cert_id_digit,
    id_card_digit,
    organisation_digit,
    project_code_digit,
    uscc_digit,
)

Verdict = Literal["ok", "warn", "refuse"]

_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_CERT_ROOT = "1.2.156.3005.2"
_CERT_PARTS = re.compile(
    re.escape(_CERT_ROOT)
    + r"\.([0-9A-Z]{21})\.([0-9A-Z]{18}|[0-9]{6})\.([0-9A-Z]{1,20})\.([0-9]{3})\.([0-9A-Z])"
)
_PLANNING_NO = re.compile(r"[用地建乡]字第[0-9]{6}(?:19|20)[0-9]{2}(?:[0-9]{5}|(?:XS|YG|GG|XG)[0-9]{7})号")
_DOCUMENT_NO = re.compile(r"(.+?)[〔\[［【(（]([0-9]{4})[〕\]］】)）]第?([0-9]+)号")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:(0(?:10|2[0-9]|[3-9][0-9]{2}))-?)?([2-8][0-9]{6,7})(?:[-转]([0-9]{1,6}))?")
_SERVICE_LINE = re.compile(r"(400|800)-?([0-9]{3})-?([0-9]{4})")
_ITEM_TYPES = frozenset({f"{number:02}" for number in range(11)} | {"20"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `value` normalised; `sentence` is "" when ok, else names what is expected."""

    value: str
    verdict: Verdict
    sentence: str = ""


def check_uscc(text: str) -> Finding:
    """统一社会信用代码, 18 characters (GB 32100-2015); a wrong inner 组织机构代码 (GB 11714) only warns."""
    value = _plain(text)
    if len(value) != 18:
        return _refuse(value, f"统一社会信用代码应为 18 位，现为 {len(value)} 位")
    for place, char in enumerate(value, 1):
        if char not in USCC_ALPHABET:
            return _refuse(value, f"第 {place} 位“{char}”不可用：应为数字或大写字母，且不用 I、O、S、V、Z")
    if value[17] != (digit := uscc_digit(value[:17])):
        return _refuse(value, f"校验位不符，请核对各位（按前 17 位，第 18 位应为 {digit}）")
    if value[16] != (digit := organisation_digit(value[8:16])):
        return Finding(value, "warn", f"内含的组织机构代码校验位不符（第 17 位应为 {digit}），请核对证照原件")
    return Finding(value, "ok")


def check_id_card(text: str, today: date) -> Finding:
    """公民身份号码, 18 characters (GB 11643-1999), born 1900 to `today`; its place is not checked by year."""
    value = _plain(text)
    if re.fullmatch(r"[0-9]{15}", value):
        return _refuse(value, "15 位身份证号自 2013 年起停用，应填 18 位公民身份号码")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        return _refuse(value, f"公民身份号码应为 18 位：前 17 位数字，末位数字或 X，现为 {len(value)} 位")
    born = _date(value[6:14])
    if born is None or born.year < 1900:
        return _refuse(value, f"出生日期 {value[6:14]} 不存在，第 7 至 14 位应为年月日（如 19900307）")
    if born > today:
        return _refuse(value, f"出生日期 {born} 在今天之后，第 7 至 14 位应为不晚于今天的年月日")
    if value[17] != (digit := id_card_digit(value[:17])):
        return _refuse(value, f"校验位不符，请核对各位（按前 17 位，第 18 位应为 {digit}）")
    return Finding(value, "ok")


def check_phone(text: str) -> Finding:
    """Mobile 手机, landline 固定电话 (area code and extension optional) or 400/800; never refused."""
    digits = re.sub(r"[()]", "", _hyphened(_plain(text)))
    value = re.sub(r"^(\+|00)?86-?(?=1[0-9-]{10,12}$|0[0-9-]{9,13}$)", "", digits)
    if _MOBILE.fullmatch(bare := value.replace("-", "")):
        return Finding(bare, "ok")
    if match := _LANDLINE.fullmatch(value) or _SERVICE_LINE.fullmatch(value):
        return Finding("-".join(part for part in match.groups() if part), "ok")
    return Finding(value, "warn", "号码不常见，应为 11 位手机号，或区号加 7 至 8 位固定电话")


def check_project_code(text: str) -> Finding:
    """投资项目统一代码, 20 digits with 4 hyphens (GB/T 40058-2021).

    Codes of 2015 to 2020 begin with the year and have no verified check digit: only their form is checked.
    """
    value = _hyphened(_plain(text))
    if re.fullmatch(r"[0-9]{20}", value):
        value = "-".join((value[:4], value[4:10], value[10:12], value[12:14], value[14:]))
    if not re.fullmatch(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}", value):
        return _refuse(value, "项目代码应为 20 位数字加 4 个连字符，形如 2611-500112-04-01-123454")
    if 2015 <= int(value[:4]) <= 2020:
        return Finding(value, "ok")
    if not 1 <= int(value[2:4]) <= 12:
        return _refuse(value, f"项目代码第 3、4 位是月份，应为 01 至 12，现为 {value[2:4]}")
    if value[-1] != (digit := project_code_digit(value.replace("-", "")[:19])):
        return _refuse(value, f"校验位不符，请核对各位（按前 19 位，末位应为 {digit}）")
    return Finding(value, "ok")


def check_cert_id(text: str) -> Finding:
    """电子证照标识 (GB/T 36904-2018): root, type 21, issuer 18 (or region 6), serial, version 3, check 1."""
    value = _plain(text)
    match = _CERT_PARTS.fullmatch(value)
    if match is None:
        return _refuse(
            value, f"电子证照标识应为 {_CERT_ROOT}.类型代码21位.颁发机构代码18位.流水号.版本号3位.校验位1位"
        )
    kind, issuer, serial, version, given = match.groups()
    if given != (digit := cert_id_digit(kind + issuer + serial + version)):
        return _refuse(value, f"校验位不符，请核对各段（末位应为 {digit}）")
    for name, code in (("证照类型代码", kind[:18]), ("颁发机构代码", issuer)):
        if len(code) == 18 and check_uscc(code).verdict == "refuse":
            return Finding(value, "warn", f"{name}中的 {code} 不是有效的统一社会信用代码，请核对证照原件")
    return Finding(value, "ok")


def make_cert_id(kind: str, issuer: str, serial: str, version: int) -> str:
    """Compose a 电子证照标识 with its check character; raises ValueError for parts not of the standard."""
    body = f"{kind}.{issuer}.{serial}.{version:03}"
    made = f"{_CERT_ROOT}.{body}.{cert_id_digit(body.replace('.', ''))}"
    if _CERT_PARTS.fullmatch(made) is None:
        raise ValueError(f"not the parts of a 电子证照标识: {body}")
    return made


def check_construction_permit_no(text: str) -> Finding:
    """建筑工程施工许可证编号, 18 digits: region 6, date 8, serial of the day 2, kind of works 2."""
    value = _plain(text)
    if not re.fullmatch(r"[0-9]{18}", value):
        return _refuse(value, f"施工许可证编号应为 18 位数字，现为 {len(value)} 位，形如 500112202004170101")
    if _date(value[6:14]) is None:
        return _refuse(value, f"日期 {value[6:14]} 不存在，第 7 至 14 位应为年月日（如 20200417）")
    return Finding(value, "ok")


def check_planning_no(text: str) -> Finding:
    """用字/地字/建字/乡字第…号: region 6, year 4, serial 5 (since 2023 also two letters and 7 digits)."""
    value = _plain(text)
    if _PLANNING_NO.fullmatch(value) is None:
        return _refuse(
            value, "应为“用/地/建/乡字第”加 6 位区划、4 位年份、5 位流水号和“号”，如 建字第500112202000123号"
        )
    return Finding(value, "ok")


def check_item_code(text: str) -> Finding:
    """实施编码 31, 业务办理项编码 33 or 办件编码 43 (GB/T 39554.1); an unknown 事项类型 only warns."""
    value = _plain(text)
    if len(value) not in (31, 33, 43):
        return _refuse(value, f"编码应为 31（实施）、33（业务办理项）或 43 位（办件），现为 {len(value)} 位")
    subject = check_uscc(value[:18])
    if subject.verdict == "refuse":
        return _refuse(value, f"前 18 位实施主体代码有误：{subject.sentence}")
    if not re.fullmatch(r"[1-7][0-9]+", value[18:]):
        return _refuse(value, f"第 19 位行使层级应为 1 至 7（区县为 4），其后应全为数字，现为 {value[18:]}")
    if len(value) == 43 and _date(value[31:39]) is None:
        return _refuse(value, f"办件日期 {value[31:39]} 不存在，第 32 至 39 位应为年月日")
    if value[21:23] not in _ITEM_TYPES:
        return Finding(value, "warn", f"第 22、23 位事项类型应为 00 至 10 或 20，现为 {value[21:23]}")
    return Finding(value, subject.verdict, subject.sentence)


def check_document_no(text: str) -> Finding:
    """发文字号 (GB/T 9704-2012): 机关代字〔年份〕n号; practice often breaks the form: it only ever warns."""
    value = re.sub(r"\s", "", text)
    match = _DOCUMENT_NO.fullmatch(value)
    if match is None:
        return Finding(value, "warn", "发文字号应为 机关代字〔年份〕序号，如 渝（北）环准〔2020〕1号")
    office, year, serial = match.groups()
    if value != (right := f"{office}〔{year}〕{int(serial)}号"):
        return Finding(value, "warn", f"发文字号应写作 {right}（六角括号，不加“第”，序号不补零）")
    return Finding(value, "ok")


def mask_id_card(value: str) -> str:
    """An identity number as lists and logs may show it: the first six and the last four characters stay."""
    return value[:6] + "*" * (len(value) - 10) + value[-4:] if len(value) > 10 else "*" * len(value)


def mask_name(name: str) -> str:
    """A person's name as the overseer sees it: the first character; the length of the rest is not told."""
    return f"{name[:1]}＊" if name else ""


def _refuse(value: str, sentence: str) -> Finding:
    return Finding(value, "refuse", sentence)


def _plain(text: str) -> str:
    """Full width to half width, upper case, no spaces: what reading devices and pasted cells bring along."""
    return re.sub(r"[\s\u200b\ufeff]", "", text.translate(_HALF_WIDTH)).upper()


def _hyphened(value: str) -> str:
    return re.sub(r"[‐‑‒–—―−]", "-", value)


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
