"""Minutes 会议纪要 and 意见汇总表 of a joint review as papers, and its invitations as calendar files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from yubei_desk.deed.printing import rendered
from yubei_desk.domain.invitation import calendar_text
from yubei_desk.domain.minutes import Minutes
from yubei_desk.domain.paper import Rendered
from yubei_desk.errors import BadInput, Refused
from yubei_desk.paper.load import load_form
from yubei_desk.paper.minutes import minutes_facts, summary_facts
from yubei_desk.paper.render import render
from yubei_desk.store.store import Store


class MinutesDeeds:
    """What was said at the table, for whoever sees the seats' opinions; `forms` is the folder of forms."""

    def __init__(self, store: Store, forms: Path) -> None:
        self._minutes = store
        self._minute_forms = forms

    def render_minutes(self, review_id: int) -> Rendered:
        """The 会议纪要, from the first convening on; raises Refused where the opinions are not theirs to see
        or a signature does not verify, BadInput for what cannot be printed.
        """
        return self._render_minutes(review_id, "meeting_minutes", minutes_facts)

    def render_opinion_summary(self, review_id: int) -> Rendered:
        """The 联合审批意见汇总表; raises as `render_minutes` does."""
        return self._render_minutes(review_id, "opinion_summary", summary_facts)

    def save_invitations(self, review_id: int, folder: Path) -> tuple[Path, ...]:
        """One calendar file a seat in `folder`, as the meeting stands now; raises Refused where the seats are
        not theirs to see, BadInput('folder') where the folder cannot be written.
        """
        saved = []
        for invitation in self._minutes.load_invitations(review_id):
            path = folder / f"{invitation.number}-{invitation.section}.ics"
            try:
                path.write_text(calendar_text(invitation), "utf-8", newline="")
            except OSError as error:
                raise BadInput("folder", f"“{folder}”写不进去，请另选一个文件夹") from error
            saved.append(path)
        return tuple(saved)

    def _render_minutes(
        self, review_id: int, form: str, facts: Callable[[Minutes], Mapping[str, object]]
    ) -> Rendered:
        minutes = self._minutes.load_minutes(review_id)
        if minutes.fault:
            raise Refused(f"签名无效：{minutes.fault}与账本不符，不得打印，请报告审计监督")
        pdf = render(load_form(self._minute_forms / form), facts(minutes))
        return rendered(pdf, f"{minutes.number}-{form}")
