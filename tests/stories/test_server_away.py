"""The server goes down in mid-sentence 断线: a banner, every word kept, back by itself, then it is filed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hall import OPINION, Hall
from tests.power import hall_apart, kill, start_again
from tests.stories.conftest import MakeSeat
from yubei_desk.ui.case.page import CasePage

REASONS = "写到一半，服务器断了"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """This story kills its server."""
    yield from hall_apart(tmp_path)


def test_a_half_typed_form_outlives_the_server(hall: Hall, seat: MakeSeat) -> None:
    matter_id = hall.accepted()
    desk = seat("demo_land_officer_1")
    window = desk.open()
    window.open_matter("case", matter_id)
    page = window.page("case")
    assert isinstance(page, CasePage)
    desk.wait(lambda: page.file is not None)
    page.bar.buttons["recommend"].click()
    desk.wait(lambda: page.filing.dialog is not None)
    desk.settle()
    dialog = page.filing.dialog
    assert dialog is not None
    dialog.form.fields["opinion"].set_value(OPINION["opinion"])
    dialog.form.fields["reasons"].set_value(REASONS)
    kill(hall)
    desk.wait(lambda: window.banner.isVisible())
    assert "失去联系" in window.banner.sentence()
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["reasons"].text() == REASONS
    start_again(hall)
    desk.wait(lambda: not window.banner.isVisible())
    desk.settle()
    assert dialog.form.fields["reasons"].text() == REASONS
    dialog.confirm.click()
    desk.wait(lambda: page.file is not None and page.file.state == "for_decision")
    query = "select body::jsonb ->> 'reasons' from desk.act where kind = 'recommend'"
    assert hall.owner().execute(query).fetchall() == [(REASONS,)]
