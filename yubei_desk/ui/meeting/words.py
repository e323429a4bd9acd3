"""Words 用语 of the room 联合审批: how opinions, seats, days and minutes are said on board and screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer

from yubei_desk.domain.meeting import Card, ReviewFile, Seat, SeatDot, short_name
from yubei_desk.ui.widgets.day import moment_text

COLUMNS: Final = ("waiting", "discussed", "correcting", "concluded")
COLUMN_TONE: Final = {"waiting": "muted", "discussed": "info", "correcting": "warn", "concluded": "ok"}
RESULT_TONE: Final = {"passed": "ok", "partly": "warn", "failed": "danger"}


def _tr(words: str) -> str:
    return QCoreApplication.translate("meeting", words)


def column_title(column: str) -> str:
    """The heading of a column of the board."""
    titles = {
        "waiting": _tr("待会审"),
        "discussed": _tr("会审中"),
        "correcting": _tr("待补正"),
        "concluded": _tr("已有结论"),
    }
    return titles[column]


def column_hint(column: str) -> str:
    """What would appear in an empty column."""
    hints = {
        "waiting": _tr("这里列出拟召集和已召集的联审"),
        "discussed": _tr("开会后的联审在这里"),
        "correcting": _tr("休会补正的联审在这里"),
        "concluded": _tr("作出结论的联审在这里"),
    }
    return hints[column]


def opinion_words(opinion: str) -> str:
    """An opinion as it is said, "" for none."""
    words = {
        "agree": _tr("同意"),
        "conditions": _tr("有条件同意"),
        "object": _tr("不同意"),
        "not_concerned": _tr("不涉及"),
    }
    return words.get(opinion, "")


def result_words(result: str) -> str:
    """A conclusion as it is said, "" for none."""
    words = {"passed": _tr("通过"), "partly": _tr("部分通过"), "failed": _tr("不通过")}
    return words.get(result, "")


def look_of(seat: SeatDot | Seat) -> str:
    """How a seat is drawn: its opinion once it has opined, else invited or seated; "opined" where the law
    shows that it opined and not how.
    """
    return (seat.opinion or "opined") if seat.state == "opined" else seat.state


def seat_words(seat: SeatDot | Seat) -> str:
    """A seat in words: 消防救援：有条件同意（上轮意见）."""
    states = {"invited": _tr("未签到"), "seated": _tr("已签到，未表态"), "opined": _tr("已表态")}
    look = opinion_words(seat.opinion) if seat.state == "opined" else ""
    said = look or states[seat.state]
    if isinstance(seat, SeatDot) and seat.standing:
        said = _tr("{0}（上轮意见）").format(said)
    return f"{short_name(seat.section)}：{said}"


def card_pill(card: Card, today: date, elapsed: str) -> tuple[str, str]:
    """The words and tone at the corner of a card: when it meets, how long it is discussed, how it ended."""
    if card.state == "in_session":
        return _tr("讨论中 {0}").format(elapsed) if elapsed else _tr("会议中"), "info"
    if card.column == "concluded":
        return result_words(card.result) or card.state_label, RESULT_TONE.get(card.result, "muted")
    if card.state == "adjourned":
        return _tr("第{0}轮休会").format(card.round), "warn"
    if card.state == "drafted" or card.meeting_on is None:
        return card.state_label, "muted"
    if card.meeting_on == today:
        return _tr("今日 {0}").format(card.meeting_at), "warn"
    return f"{card.meeting_on:%m-%d} {card.meeting_at}", "danger" if card.meeting_on < today else "ok"


def card_words(card: Card, today: date) -> str:
    """A card as a screen reader says it."""
    pill, _tone = card_pill(card, today, "")
    seats = "，".join(seat_words(seat) for seat in card.seats)
    parts = [card.project, card.stage, card.state_label, pill, _tr("牵头 {0}").format(short_name(card.lead))]
    if card.issues:
        parts.append(_tr("未决问题 {0} 个").format(card.issues))
    return "；".join(dict.fromkeys([*parts, seats]))


def meeting_words(file: ReviewFile | Card) -> str:
    """Day, hour, place and round of the meeting, as far as they are set."""
    if file.meeting_on is None:
        return _tr("尚未召集")
    words = f"{file.meeting_on:%m月%d日} {file.meeting_at}　{file.place}"
    return f"{words}　{_tr('第{0}轮').format(file.round)}"


def limit_words(file: ReviewFile) -> str:
    """The last day of what is handled jointly, once a case was accepted; all of it ends within it."""
    return _tr("联合办理期限 {0}").format(f"{file.outer_on:%m月%d日}") if file.outer_on else ""


def opined_words(seat: Seat, now: datetime) -> str:
    """Who gave the opinion of a seat and when, and whether the signature holds."""
    act = seat.opined
    if act is None:
        return ""
    marks = {"valid": _tr("签名有效"), "broken": _tr("签名无效"), "": ""}
    who = f"{act.actor}（{act.capacity}）" if act.capacity else act.actor
    round_words = _tr("第{0}轮").format(seat.opined_round)
    return "　".join(
        part for part in (who, moment_text(act.at, now.date()), round_words, marks[act.signature]) if part
    )


class ItemClock:
    """How long an item is under discussion: by the law's time when first seen, by this desk's clock since."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._ahead = 0
        self._ticks = QElapsedTimer()

    def show(self, since: datetime | None, now: datetime) -> None:
        """An item began at `since`; `now` is the time of the law. The same item again changes nothing."""
        if since == self._since:
            return
        self._since = since
        self._ahead = max(0, round((now - since).total_seconds() * 1000)) if since else 0
        self._ticks.start()

    def words(self) -> str:
        """The time as 08:42 or 1:08:42, "" without an item."""
        if self._since is None:
            return ""
        seconds = (self._ahead + self._ticks.elapsed()) // 1000
        hours, rest = divmod(seconds, 3600)
        minutes = f"{rest // 60:02}:{rest % 60:02}"
        return f"{hours}:{minutes}" if hours else minutes
