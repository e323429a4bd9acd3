"""Reading forms 读取格式: form.toml becomes a Form, or a sentence that names the file and the word that is
wrong.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import UnionType
from typing import Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from yubei_desk.errors import BadInput
from yubei_desk.paper.form import (
    Block,
    Code,
    Form,
    Frame,
    Grid,
    Group,
    Mark,
    Paragraph,
    Rule,
    Seal,
    Table,
    Text,
    Watermark,
    Words,
    names,
    templates,
)

T = TypeVar("T")

MARKS: Mapping[str, type[Mark]] = {
    "watermark": Watermark,
    "frame": Frame,
    "rule": Rule,
    "grid": Grid,
    "seal": Seal,
    "qr": Code,
    "text": Text,
}
BLOCKS: Mapping[str, type[Block]] = {"paragraph": Paragraph, "table": Table, "group": Group}
ALWAYS = ("page", "pages")
WRITTEN: Mapping[object, str] = {str: "文字", float: "数", int: "整数", bool: "true 或者 false"}


def load_form(folder: Path) -> Form:
    """The form in `folder`/form.toml; parsed again only when the file has changed.

    Raises BadInput naming the file and the field that is unknown, missing or of the wrong kind.
    """
    path = folder / "form.toml"
    try:
        stat = path.stat()
    except OSError as error:
        raise BadInput("form", f"没有找到文书格式文件 {path}。") from error
    return _load(path, stat.st_mtime_ns, stat.st_size)


def load_sample(folder: Path) -> dict[str, object]:
    """The facts of `folder`/sample.json, invented but complete, as render takes them."""
    return cast("dict[str, object]", json.loads((folder / "sample.json").read_text("utf-8")))


@lru_cache(maxsize=64)
def _load(path: Path, changed_ns: int, size: int) -> Form:
    where = f"{path.parent.name}/{path.name}"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput("form", f"读不了文书格式文件 {path}。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("form", f"{where} 不是合格的 TOML：{error}") from error
    form = _assemble(raw, where)
    if form.code != path.parent.name:
        raise BadInput("code", f"{where}：code 应与文件夹同名（{path.parent.name}）。")
    for thing in (*form.marks, *form.blocks):
        _check_names(form, thing, where)
        _check_sizes(thing, where)
    return form


def _assemble(raw: dict[str, object], where: str) -> Form:
    style = raw.pop("style", {})
    _build(Words, style, f"{where} [style]")
    marks: list[object] = []
    for kind, cls in MARKS.items():
        marks += (_styled(cls, entry, style, f"{where} [[{kind}]]") for entry in _entries(raw, kind, where))
    blocks: list[object] = []
    for entry in _entries(raw, "block", where):
        kind = str(entry.pop("kind", ""))
        if kind not in BLOCKS:
            raise BadInput("kind", f"{where} [[block]]：kind 应为 {'、'.join(BLOCKS)} 之一，现为“{kind}”。")
        blocks.append(_styled(BLOCKS[kind], entry, style, f"{where} [[block]] {kind}"))
    return _build(Form, {"flow": None, **raw, "marks": tuple(marks), "blocks": tuple(blocks)}, where)


def _entries(raw: dict[str, object], kind: str, where: str) -> Iterator[dict[str, object]]:
    entries = raw.pop(kind, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(kind, f"{where}：{kind} 应写作 [[{kind}]]。")
    yield from entries


def _styled(cls: type[T], entry: dict[str, object], style: object, where: str) -> T:
    return _build(
        cls, {**cast("dict[str, object]", style), **entry} if issubclass(cls, Words) else entry, where
    )


def _build(cls: type[T], raw: object, where: str) -> T:
    """A dataclass from a TOML table: unknown and missing keys and wrong kinds are refused by name."""
    if not isinstance(raw, dict):
        raise BadInput(cls.__name__, f"{where} 应为一个表。")
    hints, needed = _shape(cast("Hashable", cls))
    for key in raw.keys() - hints.keys():
        raise BadInput(key, f"{where}：不认识的项 {key}。")
    for key in needed - raw.keys():
        raise BadInput(key, f"{where}：缺少 {key}。")
    return cls(**{key: _convert(value, hints[key], f"{where} {key}") for key, value in raw.items()})


@cache
def _shape(cls: Hashable) -> tuple[dict[str, object], frozenset[str]]:
    assert isinstance(cls, type)
    assert is_dataclass(cls)
    needed = (f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING)
    return get_type_hints(cls), frozenset(needed)


def _convert(value: object, hint: object, where: str) -> object:
    if hint is float and type(value) is int:
        return float(value)
    if isinstance(hint, type) and not get_args(hint):
        if is_dataclass(hint) and not isinstance(value, hint):
            return _build(hint, value, where)
        return _expect(
            isinstance(value, hint) and (type(value) is not bool or hint is bool), value, hint, where
        )
    if get_origin(hint) is Literal:
        return _expect(value in get_args(hint), value, hint, where)
    if isinstance(hint, UnionType):
        return (
            value
            if value is None or not isinstance(value, dict)
            else _convert(value, get_args(hint)[0], where)
        )
    return _convert_many(value, hint, where)


def _convert_many(value: object, hint: object, where: str) -> object:
    if get_origin(hint) is dict:
        table = _expect(isinstance(value, dict), value, hint, where)
        return {
            key: _convert(one, get_args(hint)[1], f"{where}.{key}")
            for key, one in cast("dict[str, object]", table).items()
        }
    kinds = get_args(hint)
    if not isinstance(value, (list, tuple)):
        return _expect(False, value, hint, where)
    if kinds[-1] is ...:
        return tuple(_convert(one, kinds[0], where) for one in value)
    _expect(len(value) == len(kinds), value, hint, where)
    return tuple(_convert(one, kind, where) for one, kind in zip(value, kinds, strict=True))


def _expect(good: bool, value: object, hint: object, where: str) -> object:
    if not good:
        kinds = (
            "、".join(map(str, get_args(hint))) if get_origin(hint) is Literal else WRITTEN.get(hint, "数组")
        )
        raise BadInput(where.rsplit(" ", 1)[-1], f"{where} 应为 {kinds}，现为 {value!r}。")
    return value


def _check_names(form: Form, thing: Mark | Block, where: str) -> None:
    """Every fact, group and column named is declared."""
    known = {*form.fields, *ALWAYS}
    used = [name for template in templates(thing) for name in names(template)] + [
        n for n in (thing.when,) if n
    ]
    if isinstance(thing, Table):
        columns = form.fields[thing.rows].columns if thing.rows in form.fields else {}
        used += [
            thing.rows,
            *(name for column in thing.columns for name in names(column.text) if name not in columns),
        ]
    for name in used:
        if name not in known:
            raise BadInput(name, f"{where}：用到的 {name} 没有在 [fields] 中说明。")
    if (
        isinstance(thing, Mark)
        and thing.inside
        and not any(isinstance(block, Group) and block.name == thing.inside for block in form.blocks)
    ):
        raise BadInput("inside", f"{where}：没有名为 {thing.inside} 的组。")
    if isinstance(thing, Block) and form.flow is None:
        raise BadInput("flow", f"{where}：有 [[block]] 时须写明 [flow]。")


def _check_sizes(thing: Mark | Block, where: str) -> None:
    """Words have a size, a grid has as many heights as rows and no row more cells than widths."""
    if isinstance(thing, Words) and thing.size <= 0:
        raise BadInput("size", f"{where}：字号 size 应大于零。")
    if isinstance(thing, Grid) and len(thing.heights) != len(thing.cells):
        raise BadInput("heights", f"{where} [[grid]]：heights 应与 cells 的行数相同。")
    if isinstance(thing, Grid) and not all(1 <= len(row) <= len(thing.widths) for row in thing.cells):
        raise BadInput("cells", f"{where} [[grid]]：cells 每行应有一格至 {len(thing.widths)} 格。")
