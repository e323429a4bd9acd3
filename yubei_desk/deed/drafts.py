"""Drafts 暂存: what was typed and not filed yet, on this device; survives a crash, a lock, a lost server."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

from yubei_desk.errors import BadInput


class Drafts:
    """One JSON file a draft in `folder`, 0600, written whole or not at all; a damaged one is set aside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keys(self) -> tuple[str, ...]:
        """The keys of all drafts, the latest first."""
        found = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return tuple(unquote(path.stem) for path in found)

    def damaged(self) -> tuple[str, ...]:
        """The keys of those set aside because they could not be read."""
        return tuple(unquote(path.stem) for path in self._folder.glob("*.damaged"))

    def keep(self, key: str, values: dict[str, object]) -> None:
        """Keep a draft in place of an older one; raises BadInput('draft') when the disk will not take it."""
        path = self._path(key)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
            ) as file:
                json.dump(values, file)  # ASCII: half a pasted character is kept too
            fresh.replace(path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            sentence = f"暂存写不进 {self._folder}（{error.strerror}）：内容仍在页面上，请腾出磁盘空间"
            raise BadInput("draft", sentence) from error

    def recall(self, key: str) -> dict[str, object]:
        """What was kept under the key; empty when nothing was, or it is damaged (then it is set aside)."""
        path = self._path(key)
        try:
            values = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            values = None
        if not isinstance(values, dict):
            path.replace(path.with_suffix(".damaged"))
            return {}
        return values

    def forget(self, key: str) -> None:
        """The draft was filed or thrown away; raises BadInput('draft') when the disk does not let go."""
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            sentence = f"暂存删不掉 {self._folder}（{error.strerror}）：内容已提交，请联系管理员检查磁盘"
            raise BadInput("draft", sentence) from error

    def _path(self, key: str) -> Path:
        return self._folder / f"{quote(key, safe='')}.json"
