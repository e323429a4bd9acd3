"""Drafts 暂存 on this device: whole or not at all, private, and a damaged one costs only itself."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from yubei_desk.deed.drafts import Drafts
from yubei_desk.errors import BadInput


def test_keep_recall_forget(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    drafts.keep("case/7:grant", {"name": "龑喆𬭎😀\ud83d"})
    assert Drafts(tmp_path / "drafts").recall("case/7:grant") == {"name": "龑喆𬭎😀\ud83d"}
    assert drafts.keys() == ("case/7:grant",)
    (file,) = (tmp_path / "drafts").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    drafts.forget("case/7:grant")
    assert drafts.recall("case/7:grant") == {}


@pytest.mark.parametrize("damage", [b"{", b"[1]", b"\xff"])
def test_a_damaged_draft_is_set_aside(tmp_path: Path, damage: bytes) -> None:
    drafts = Drafts(tmp_path)
    (tmp_path / "intake.json").write_bytes(damage)
    assert drafts.recall("intake") == {}
    assert (tmp_path / "intake.damaged").read_bytes() == damage
    assert drafts.keys() == ()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(BadInput) as refusal:
        Drafts(tmp_path / "taken").keep("intake", {"name": "x"})
    assert refusal.value.field == "draft"
    assert "内容仍在页面上" in refusal.value.sentence
