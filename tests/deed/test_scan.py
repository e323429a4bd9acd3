"""Scans 扫描件 on their way into a case: only what they claim to be, and stored once."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.hall import Hall
from yubei_desk.deed.scan import MOST_BYTES, MOST_PAGES, read_scan
from yubei_desk.domain.act import Wish
from yubei_desk.errors import BadInput, Refused

OFFICER = "demo_land_officer_1"
PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("材料.docx", b"PK\x03\x04", "不是可接收的扫描件"),
        ("假.pdf", b"MZ\x90", "内容与扩展名不符"),
        ("假.jpg", PNG, "内容与扩展名不符"),
        ("空.png", b"", "应大于 0 且不超过 50 MB"),
    ],
)
def test_what_is_not_a_scan_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=sentence) as refused:
        read_scan(path)
    assert name in refused.value.sentence
    assert refused.value.field == "blob"


def test_a_scan_of_500_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(10 * MOST_BYTES)
    with pytest.raises(BadInput, match=r"500\.0 MB"):
        read_scan(path)


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="请重新选择文件"):
        read_scan(tmp_path / "没有.pdf")


def test_the_same_wish_twice_is_one_scan(hall: Hall, tmp_path: Path) -> None:
    matter_id = hall.accepted()
    path = tmp_path / "𬭎踏勘.png"
    path.write_bytes(PNG)
    wish = Wish("attach", uuid4(), matter_id)
    deeds = hall.deeds(OFFICER)
    assert deeds.attach_scan(wish, path) == deeds.attach_scan(wish, path)
    (attachment,) = hall.store(OFFICER).load_case(matter_id).attachments
    assert attachment.file_name == "𬭎踏勘.png"
    scan = deeds.load_scan(UUID(attachment.blob))
    assert (scan.media_type, scan.content, scan.pages) == ("image/png", PNG, ())
    with pytest.raises(Refused):
        hall.deeds("demo_housing_chief").load_scan(UUID(attachment.blob))


def test_a_pdf_is_seen_page_by_page(hall: Hall, tmp_path: Path) -> None:
    matter_id = hall.accepted()
    deeds = hall.deeds(OFFICER)
    path = tmp_path / "收件单.pdf"
    path.write_bytes(deeds.render_paper(matter_id, "receipt").pdf)
    deeds.attach_scan(Wish("attach", uuid4(), matter_id), path)
    (attachment,) = hall.store(OFFICER).load_case(matter_id).attachments
    pages = deeds.load_scan(UUID(attachment.blob)).pages
    assert 1 <= len(pages) <= MOST_PAGES
    assert len(pages[0].data) == pages[0].width * pages[0].height * 3
