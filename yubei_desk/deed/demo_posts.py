"""The posts of a practice centre 演练岗位: logins, passwords, keys and PINs, one set per data folder."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yubei_desk.errors import Refused
from yubei_desk.paper.keyfile import write_file
from yubei_desk.paper.sign import PublicKey, make_key
from yubei_desk.store.centre import enrol_keys
from yubei_desk.store.login import make_logins
from yubei_desk.store.practice import Owner, duty_labels

FILE = "demo.json"
LOST = "这个数据文件夹里没有演练登录名（{}），请用建立演练中心时的 --data-dir"


@dataclass(frozen=True, slots=True)
class Post:
    """One post to sign in as: PIN of its signing key (empty where it has none), duties in words."""

    login: str
    password: str
    pin: str
    name: str
    section: str
    duties: tuple[str, ...]


def hand_out(engine: Owner, plan: Mapping[str, Any], data_dir: Path) -> tuple[Post, ...]:
    """Make every post's login, the deciders' keys in `data_dir`/keys, and write demo.json, 0600."""
    labels = duty_labels(engine)
    sections = {section["code"]: section["name"] for section in plan["sections"]}
    deciders = {post["login"] for post in plan["posts"] if post["duty"] == "chief"}
    deciders |= {row["deputy"] for row in plan["lendings"]}
    posts = tuple(
        Post(
            login=post["login"],
            password=secrets.token_urlsafe(12),
            pin=_new_pin() if post["login"] in deciders else "",
            name=post["name"],
            section=sections[post["section"]],
            duties=(labels[post["duty"]],),
        )
        for post in plan["posts"]
    )
    make_logins(engine, {post.login: post.password for post in posts})
    keys = {post.login: _new_key(data_dir / "keys" / post.login, post.pin) for post in posts if post.pin}
    enrol_keys(engine, {login: (key.raw, key.fingerprint) for login, key in keys.items()})
    told = json.dumps([asdict(post) for post in posts], ensure_ascii=False, indent=1)
    write_file(data_dir / FILE, told.encode())
    return posts


def read_posts(data_dir: Path) -> tuple[Post, ...]:
    """The posts handed out in a data folder; raises Refused when there are none."""
    path = data_dir / FILE
    try:
        told = json.loads(path.read_text("utf-8"))
        return tuple(Post(**{**post, "duties": tuple(post["duties"])}) for post in told)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Refused(LOST.format(path)) from error


def _new_key(folder: Path, pin: str) -> PublicKey:
    """A key in a folder emptied of what a killed first start left there."""
    shutil.rmtree(folder, ignore_errors=True)
    return make_key(folder, pin)


def _new_pin() -> str:
    """Six digits that are not all the same."""
    return f"{secrets.randbelow(9) + 1}0{secrets.randbelow(10_000):04}"
