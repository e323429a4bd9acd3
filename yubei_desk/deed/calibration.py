"""Calibration 偏移校准: how far each printer of this machine draws beside the place."""

from __future__ import annotations

from pathlib import Path

from yubei_desk.deed.drafts import Drafts
from yubei_desk.domain.paper import Offset
from yubei_desk.errors import BadInput


class Offsets:
    """One offset a printer and form, kept on this machine for everybody who signs in at it."""

    def __init__(self, folder: Path) -> None:
        self._kept = Drafts(folder)

    def load(self, printer: str, form: str) -> Offset:
        """The offset last kept; none (0, 0) for a printer and form never calibrated."""
        key = _key(printer, form)
        found = self._kept.recall(key)
        try:
            if not found and key in self._kept.damaged():
                raise ValueError(key)
            return Offset(float(str(found.get("dx", 0))), float(str(found.get("dy", 0))))
        except ValueError as error:
            raise BadInput("offset", f"打印机“{printer}”的偏移记录已损坏，请重新校准后再打印") from error

    def keep(self, printer: str, form: str, offset: Offset) -> None:
        """Keep an offset in place of the older one; raises BadInput('offset') when the disk does not take
        it.
        """
        try:
            self._kept.keep(_key(printer, form), {"dx": offset.dx, "dy": offset.dy})
        except BadInput as error:
            raise BadInput("offset", "偏移没有保存：数据文件夹无法写入，请检查权限和磁盘空间") from error


def _key(printer: str, form: str) -> str:
    return f"{printer}/{form}"
