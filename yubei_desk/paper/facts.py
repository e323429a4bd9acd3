"""Facts of a paper 要素: each declared fact is written the way papers write it, or refused by its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from yubei_desk.errors import BadInput
from yubei_desk.paper.form import PLACE, Field, Form, Kind

BEIJING = timezone(timedelta(hours=8))
KINDS: Mapping[Kind, str] = {"number": "数", "days": "天数", "digest": "摘要", "flag": "是或者否"}


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one paper as text; a fact that is not there is what its field says for `none`, a flag that
    is set "是".
    """

    texts: Mapping[str, str]
    rows: Mapping[str, tuple[Mapping[str, str], ...]]


def write_facts(form: Form, facts: Mapping[str, object]) -> Facts:
    """Write every fact the form declares; others are left alone. Raises BadInput(fact, sentence)."""
    texts: dict[str, str] = {}
    rows: dict[str, tuple[Mapping[str, str], ...]] = {}
    for name, field in form.fields.items():
        if field.type == "rows":
            rows[name] = _write_rows(form, name, field, facts.get(name))
            texts[name] = "是" if rows[name] else ""
        else:
            texts[name] = _write(form, name, field, facts.get(name))
    return Facts(texts, rows)


def fill(template: str, texts: Mapping[str, str]) -> str:
    """`template` with its {facts} put in."""
    return PLACE.sub(lambda place: texts[place[1]], template) if "{" in template else template


def _write_rows(form: Form, name: str, field: Field, value: object) -> tuple[Mapping[str, str], ...]:
    if not value and not field.optional:
        raise _missing(form, name, field)
    if not isinstance(value or (), Sequence) or isinstance(value, str):
        raise BadInput(name, f"“{field.label}”应为清单。")
    if not all(isinstance(row, Mapping) for row in value or ()):  # type: ignore[attr-defined]
        raise BadInput(name, f"“{field.label}”的每一行应写明各栏。")
    return tuple(
        {key: _write(form, f"{name}.{key}", column, row.get(key)) for key, column in field.columns.items()}
        for row in value or ()  # type: ignore[attr-defined]  # a sequence of rows, checked above
    )


def _write(form: Form, name: str, field: Field, value: object) -> str:
    text = _written(name, field, value).strip()
    if not text and not field.optional and field.type != "flag":
        raise _missing(form, name, field)
    return text or field.none


def _written(name: str, field: Field, value: object) -> str:
    """Dates unpadded (GB/T 9704-2012), moments on Beijing's clock, whole numbers of days as working days."""
    match field.type, value:
        case _, None:
            return ""
        case "date" | "minute", _:
            return _write_time(name, field, value)
        case "flag", bool():
            return "是" if value else ""
        case "days", int() if type(value) is int:
            return f"{value}个工作日"
        case "number" | "text" | "days", int() | Decimal() if type(value) is not bool:
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
        case "number", float():
            return f"{value:.10g}"
        case "digest", str():
            return value[:8]
        case "text" | "days" | "number", str():
            return value
    raise BadInput(name, f"“{field.label}”应为{KINDS.get(field.type, '文字')}，现为“{value}”。")


def _write_time(name: str, field: Field, value: object) -> str:
    moment = _parse(value) if isinstance(value, str) else value
    if isinstance(moment, datetime) and moment.tzinfo:
        moment = moment.astimezone(BEIJING)
    if isinstance(moment, datetime) and field.type == "minute":
        return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
    if isinstance(moment, date) and field.type == "date":
        return f"{moment.year}年{moment.month}月{moment.day}日"
    expected = "日期（如 2026-03-08）" if field.type == "date" else "时间（如 2026-03-08T09:05）"
    raise BadInput(name, f"“{field.label}”应为{expected}，现为“{value}”。")


def _parse(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _missing(form: Form, name: str, field: Field) -> BadInput:
    return BadInput(name, f"缺少“{field.label}”，不能打印《{form.title}》。")
