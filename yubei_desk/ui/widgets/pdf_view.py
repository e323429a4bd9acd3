"""Pages 纸面预览: printed pages on screen exactly as they leave the printer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from yubei_desk.domain.paper import PageImage
from yubei_desk.ui import theme
from yubei_desk.ui.printing import image_of

SCREEN_DPI = 96.0
VIEW_DPI = 150.0
GAP = 16
_FRAME = QMargins(1, 1, 1, 1)
_ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


def screen_images(pages: Sequence[PageImage]) -> tuple[QImage, ...]:
    """Printed pages as pictures at VIEW_DPI, light enough to be zoomed; may be called in a worker."""
    return tuple(
        image_of(page).scaledToWidth(
            round(page.width * VIEW_DPI / page.dpi), Qt.TransformationMode.SmoothTransformation
        )
        for page in pages
    )


class PageView(QWidget):
    """Pages given as images, one below the other; fits the width until somebody zooms."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[QImage, ...] = ()
        self._dpi = SCREEN_DPI
        self._zoom: float | None = None
        self._labels: list[QLabel] = []
        self._area = QScrollArea(self)
        self._area.setAccessibleName(name)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QWidget(self._area)
        inside.setProperty("ground", "column")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(inside)
        self._where = theme.text_label("", self, kind="hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._tools())
        column.addWidget(self._area, 1)
        self._area.verticalScrollBar().valueChanged.connect(self._tell_place)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._where)
        row.addStretch(1)
        for icon, words, step in (
            ("zoom-out", self.tr("缩小（Ctrl+-）"), -1),
            ("zoom-in", self.tr("放大（Ctrl++）"), 1),
            ("fit-width", self.tr("适合宽度（Ctrl+0）"), 0),
        ):
            tool = QToolButton(self)
            theme.set_icon(tool, icon)
            tool.setToolTip(words)
            tool.setAccessibleName(words)
            tool.clicked.connect(lambda _checked=False, step=step: self.zoom_by(step))
            row.addWidget(tool)
        return row

    def show_pages(self, pages: Sequence[QImage], dpi: float = 144.0) -> None:
        """Show these pages, rendered at `dpi`; none empties the view. The zoom stays."""
        self._pages, self._dpi = tuple(pages), dpi
        for label in self._labels:
            label.setParent(None)
            label.deleteLater()
        self._labels = []
        for number, _page in enumerate(self._pages, 1):
            label = QLabel(self._area.widget())
            label.setProperty("kind", "paper")
            label.setAccessibleName(self.tr("第 {0} 页").format(number))
            self._column.addWidget(label)
            self._labels.append(label)
        self._draw()

    def zoom(self) -> float:
        """The present zoom; 1.0 is the size of the paper at 96 dpi."""
        return self._zoom if self._zoom is not None else self._fit()

    def zoom_by(self, step: int) -> None:
        """Go one step larger (+1) or smaller (-1); 0 fits the width again."""
        if step == 0:
            self._zoom = None
        else:
            bigger = [zoom for zoom in _ZOOMS if zoom > self.zoom() + 0.01]
            smaller = [zoom for zoom in _ZOOMS if zoom < self.zoom() - 0.01]
            self._zoom = (bigger[:1] or [_ZOOMS[-1]])[0] if step > 0 else (smaller[-1:] or [_ZOOMS[0]])[0]
        self._draw()

    def _fit(self) -> float:
        widest = max((page.width() for page in self._pages), default=1) * SCREEN_DPI / self._dpi
        return max((self._area.viewport().width() - 36) / widest, 0.1)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        for page, label in zip(self._pages, self._labels, strict=True):
            width = round(page.width() * SCREEN_DPI / self._dpi * self.zoom() * ratio)
            sized = page.scaledToWidth(max(width, 1), Qt.TransformationMode.SmoothTransformation)
            sized.setDevicePixelRatio(ratio)
            label.setPixmap(QPixmap.fromImage(sized))
            label.setFixedSize(sized.deviceIndependentSize().toSize().grownBy(_FRAME))
        self._tell_place()

    def _tell_place(self) -> None:
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 2
        ends = accumulate(each.height() + GAP for each in self._labels)  # no layout may have run yet
        page = min(sum(end < middle for end in ends) + 1, len(self._pages))
        words = self.tr("第 {0} / {1} 页　{2}%").format(page, len(self._pages), round(self.zoom() * 100))
        self._where.setText(words if self._pages else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with plus, minus and 0 zoom."""
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again, unless somebody zoomed."""
        super().resizeEvent(event)
        if self._zoom is None:
            self._draw()
