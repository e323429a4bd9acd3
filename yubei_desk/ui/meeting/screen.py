"""The screen of the meeting room 投屏: one review, readable at six metres, nothing private on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QScreen,
    QShortcut,
)
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.meeting import ReviewFile, Seat, initials, short_name
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.dots import LOOKS, paint_dot
from yubei_desk.ui.meeting.words import ItemClock, look_of, meeting_words, opinion_words, result_words

SECOND_MS: Final = 1000
# Letters a thirtieth of the picture high: 27 mm on a screen of 65 inches, which is read at six metres.
BODY: Final = 30
TITLE: Final = 17
TIMER: Final = 9
MOST_ITEMS: Final = 6
MOST_SEATS: Final = 12
Screens = Callable[[], list[QScreen]]


def all_screens() -> list[QScreen]:
    """The screens plugged in now."""
    return QGuiApplication.screens()


def screen_beside(own: QScreen | None, screens: list[QScreen]) -> QScreen | None:
    """The second screen where there is one, else the one the desk stands on."""
    return next((screen for screen in screens if screen is not own), own)


class HallScreen(QWidget):
    """Full screen until F11 or Esc; `closed` then. Shows project, item, time, seats and the issues' number.

    When its screen is unplugged it comes back on one that is left, and says so; plugged in again, it returns.
    """

    closed = Signal()

    def __init__(self, own: QScreen | None, screens: Screens = all_screens) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._own, self._screens = own, screens
        self.file: ReviewFile | None = None
        self._away = ""
        self._displaced = False
        self._clock = ItemClock()
        self.setWindowTitle(self.tr("联合审批 · 会场"))
        self.setMinimumSize(640, 360)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.update)
        self._second.start()
        QShortcut(QKeySequence("F11"), self, self.close)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self.screen_gone)
        application.screenAdded.connect(self.screen_came)

    def present(self) -> None:
        """Fill the second screen, or this one."""
        self._stand_on(screen_beside(self._own, self._screens()))

    def screen_gone(self, gone: QScreen) -> None:
        """A screen was unplugged: when it was ours, go on with one that is left."""
        left = [screen for screen in self._screens() if screen is not gone]
        if self.isVisible() and self.screen() not in left:
            self._displaced = True
            self._stand_on(self._own if self._own in left else left[0] if left else None)

    def screen_came(self, _screen: QScreen) -> None:
        """A screen was plugged in: where ours had gone, this is the one to stand on."""
        if self.isVisible() and self._displaced:
            self._displaced = False
            self.present()

    def _stand_on(self, screen: QScreen | None) -> None:
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()

    def show_review(self, file: ReviewFile) -> None:
        """Show this review as it stands."""
        self.file = file
        self._clock.show(file.at_item_since if file.speaking else None, file.loaded_at)
        self.setAccessibleName(self._spoken(file))
        self.update()

    def set_away(self, sentence: str) -> None:
        """Say across the foot that what is shown stands still, and since when; "" when it lives again."""
        self._away = sentence
        self.update()

    def _spoken(self, file: ReviewFile) -> str:
        seats = "，".join(f"{short_name(seat.section)}{self._said(seat)}" for seat in file.seats)
        item = file.speaking.name if file.speaking else file.state_label
        return f"{file.project}；{item}；{seats}"

    def _said(self, seat: Seat) -> str:
        if seat.state == "opined":
            return opinion_words(seat.opinion) or self.tr("已表态")
        return self.tr("已签到") if seat.state == "seated" else self.tr("未签到")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the page."""
        super().closeEvent(event)
        self._second.stop()
        self.closed.emit()

    # -- painting: everything grows with the height of the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the whole picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("nav", "dark"))
        page = QRectF(self.rect()).adjusted(*self._margins())
        if self.file is None:
            self._words(painter, page, self.tr("等待会议开始"), TITLE, "on_nav", middle=True)
        else:
            top = self._paint_head(painter, page, self.file)
            body = QRectF(page.left(), top, page.width(), page.bottom() - top)
            self._paint_agenda(painter, body, self.file)
            self._paint_seats(painter, body, self.file)
        if words := self.warning():
            band = QRectF(0, self.height() * 0.93, self.width(), self.height() * 0.07)
            painter.fillRect(band, theme.colour("sign" if self._away else "nav_selected", "dark"))
            self._words(painter, band, words, BODY, "on_sign", middle=True)
        painter.end()

    def warning(self) -> str:
        """What stands across the foot of the picture, "" while all is well."""
        if self._away:
            at = f"{self.file.loaded_at:%H:%M}" if self.file else ""
            return self.tr("与中心失去联系，画面停在 {0}").format(at)
        return self.tr("会场屏幕已断开，画面移到本机；按 Esc 收起") if self._displaced else ""

    def _margins(self) -> tuple[float, float, float, float]:
        edge = self.height() / 22
        return edge, edge * 0.8, -edge, -edge * 0.8

    def _words(
        self, painter: QPainter, box: QRectF, words: str, part: int, token: str, *,
        bold: bool = False, right: bool = False, middle: bool = False,
    ) -> None:  # fmt: skip
        """One line of words, a `part` of the picture's height high, that ends in … where it has no room."""
        font = QFont(self.font())
        font.setPixelSize(max(10, round(self.height() / part)))
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(theme.colour(token, "dark"))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
        sides = Qt.AlignmentFlag
        side = sides.AlignHCenter if middle else sides.AlignRight if right else sides.AlignLeft
        painter.drawText(box, side | sides.AlignVCenter, shown)

    def _paint_head(self, painter: QPainter, page: QRectF, file: ReviewFile) -> float:
        """Project, stage and meeting left, the time of the item right; where the rest begins."""
        high = self.height()
        elapsed = self._clock.words()
        time_width = page.width() * 0.24
        left = page.width() - time_width
        self._words(
            painter,
            QRectF(page.left(), page.top(), left, high / 12),
            file.project,
            TITLE,
            "on_nav",
            bold=True,
        )
        about = f"{file.stage}　{meeting_words(file)}"
        self._words(
            painter, QRectF(page.left(), page.top() + high / 12, left, high / 20), about, BODY, "nav_text"
        )
        corner = QRectF(page.right() - time_width, page.top(), time_width, high / 7.6)
        ended = result_words(file.result) if file.state in ("concluded", "finished") else ""
        if elapsed:
            self._words(painter, corner, elapsed, TIMER, "on_nav", bold=True, right=True)
        else:
            self._words(painter, corner, ended or file.state_label, TITLE, "on_nav", bold=True, right=True)
        return page.top() + high / 6

    def _paint_agenda(self, painter: QPainter, body: QRectF, file: ReviewFile) -> None:
        """The items left, the one under discussion on a light ground."""
        high = self.height()
        line, width = high / 11, body.width() * 0.47
        at = file.at_item if file.state == "in_session" else 0
        first = max(0, min(at - 2, len(file.items) - MOST_ITEMS))
        top = body.top()
        self._words(
            painter, QRectF(body.left(), top, width, high / 18), self._agenda_title(file), BODY, "nav_hint"
        )
        top += high / 16
        for item in file.items[first : first + MOST_ITEMS]:
            box = QRectF(body.left(), top, width, line * 0.86)
            now = item.position == at
            if now:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("nav_selected", "dark"))
                painter.drawRoundedRect(box, high / 90, high / 90)
            inside = box.adjusted(high / 50, 0, -high / 50, 0)
            token = "on_nav" if now else "nav_hint" if item.position < at else "nav_text"
            self._words(
                painter, inside, f"{item.position}　{item.name}", BODY - 2 if now else BODY, token, bold=now
            )
            top += line
        self._paint_issues(painter, QRectF(body.left(), top, width, body.bottom() - top), file)

    def _paint_issues(self, painter: QPainter, box: QRectF, file: ReviewFile) -> None:
        """Below the agenda as many of the open issues as have room."""
        line = self.height() / 17
        waiting = [issue for issue in file.issues if issue.open]
        for number, issue in enumerate(waiting[: max(0, int(box.height() / line) - 1)]):
            place = QRectF(box.left(), box.top() + (number + 0.5) * line, box.width(), line)
            words = f"{short_name(issue.section)}：{issue.words}"
            self._words(painter, place.adjusted(line / 3, 0, 0, 0), words, BODY + 4, "warn")

    def _agenda_title(self, file: ReviewFile) -> str:
        waiting = sum(issue.open for issue in file.issues)
        title = self.tr("议题 {0} 件").format(len(file.items))
        return self.tr("{0}　未决问题 {1} 个").format(title, waiting) if waiting else title

    def _paint_seats(self, painter: QPainter, body: QRectF, file: ReviewFile) -> None:
        """Every seat right, with shape, name and opinion."""
        high, count = self.height(), len(file.seats)
        area = QRectF(body.left() + body.width() * 0.52, body.top(), body.width() * 0.48, body.height())
        said = sum(seat.state == "opined" for seat in file.seats)
        title = self.tr("席位意见 {0}/{1}").format(said, count)
        self._words(
            painter, QRectF(area.left(), area.top(), area.width(), high / 18), title, BODY, "nav_hint"
        )
        if count > MOST_SEATS:
            self._paint_counts(painter, area.adjusted(0, high / 16, 0, 0), file.seats)
            return
        line = min(high / 12, (area.height() - high / 16) / max(1, count))
        for number, (seat, initial) in enumerate(
            zip(file.seats, initials([seat.section for seat in file.seats]), strict=True)
        ):
            top = area.top() + high / 16 + number * line
            self._paint_seat(painter, QRectF(area.left(), top, area.width(), line), seat, initial)

    def _paint_counts(self, painter: QPainter, area: QRectF, seats: Sequence[Seat]) -> None:
        """Of more seats than can be read from afar: how many said what, and who."""
        looks = Counter(look_of(seat) for seat in seats)
        line = min(self.height() / 8, area.height() / max(1, len(looks)))
        for number, look in enumerate(each for each in LOOKS if looks[each]):
            named = [seat for seat in seats if look_of(seat) == look]
            box = QRectF(area.left(), area.top() + number * line, area.width(), line * 0.6)
            self._paint_seat_words(painter, box, look, str(len(named)), self._said(named[0]))
            names = "、".join(short_name(seat.section) for seat in named)
            below = QRectF(box.left(), box.bottom(), box.width(), line * 0.36)
            self._words(painter, below, names, BODY + 8, "nav_hint")

    def _paint_seat_words(self, painter: QPainter, box: QRectF, look: str, initial: str, words: str) -> None:
        side = min(box.height() * 0.9, self.height() / 16)
        paint_dot(painter, QRectF(box.left(), box.center().y() - side / 2, side, side), initial, look)
        self._words(painter, box.adjusted(side * 1.4, 0, 0, 0), words, BODY - 4, "on_nav", bold=True)

    def _paint_seat(self, painter: QPainter, box: QRectF, seat: Seat, initial: str) -> None:
        side = min(box.height() * 0.78, self.height() / 16)
        look = look_of(seat)
        place = QPointF(box.left(), box.center().y() - side / 2)
        paint_dot(painter, QRectF(place.x(), place.y(), side, side), initial, look)
        part = max(BODY, round(self.height() / max(10.0, box.height() * 0.5)))
        words = box.adjusted(side * 1.4, 0, 0, 0)
        said = QRectF(words.right() - words.width() * 0.42, words.top(), words.width() * 0.42, words.height())
        name = QRectF(words.left(), words.top(), words.width() * 0.56, words.height())
        self._words(painter, name, short_name(seat.section), part, "on_nav")
        token = {"secondary": "nav_text", "primary": "nav_mark"}.get(LOOKS[look][0], LOOKS[look][0])
        self._words(painter, said, self._said(seat), part, token, bold=seat.state == "opined", right=True)
