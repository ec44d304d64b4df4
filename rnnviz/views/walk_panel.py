"""The guided walk through an example: what there is to see at this stop, a question, and the way on."""

from __future__ import annotations

import math

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rnnviz.debugger.numbers import number
from rnnviz.models.example import Question
from rnnviz.session.session import Session
from rnnviz.session.translated import translated, worded
from rnnviz.widgets.lane_metrics import title_font
from rnnviz.widgets.naming import named

_LARGER = 1.15


class WalkPanel(QWidget):
    """The stop that the walk stands at. `gallery_wanted` says that the user looks for an example that has one."""

    gallery_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_walk")
        self._session, self._walk = session, session.walk
        self._question: Question | None = None
        self.title = self._words("label_walk_title")
        self.title.setFont(title_font(self))
        self.about = self._words("label_walk_about")
        self.progress = named(QProgressBar(), "progress_walk")
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(4)
        self.where = self._words("label_walk_stop")
        self.text = self._words("label_walk_text")
        self.ask = self._words("label_walk_question")
        larger = self.font()
        larger.setPointSizeF(larger.pointSizeF() * _LARGER)
        self.text.setFont(larger)
        larger.setBold(True)
        self.ask.setFont(larger)
        self.missing = self._words("label_walk_missing")
        self.answer = self._words("label_walk_answer")
        self.choices = QButtonGroup(self)
        self.choices.idClicked.connect(self._walk.choose)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(4)
        self.guess = named(QLineEdit(), "field_guess")
        self.guess.setPlaceholderText(self.tr("your guess"))
        self.guess.returnPressed.connect(self._predict)
        self.guess.textEdited.connect(self._forget_unread)
        self.unread = self._words("label_guess_unread")
        self.unread.hide()
        self.reveal = named(QPushButton(self.tr("&Reveal")), "button_reveal")
        self.reveal.setToolTip(self.tr("Step on to where the value is computed"))
        self.reveal.clicked.connect(self._predict)
        self.astray = self._words("label_walk_astray")
        self.put_back = named(QPushButton(self.tr("Back to this stop")), "button_walk_put_back")
        self.put_back.clicked.connect(self._walk.put_back)
        self.back = named(QPushButton(self.tr("← &Back")), "button_walk_back")
        self.back.clicked.connect(self._walk.back)
        self.on = named(QPushButton(), "button_walk_on")
        self.on.clicked.connect(self._go_on)
        self.on.setDefault(True)
        self._lay_out()
        self._walk.changed.connect(self._show)
        session.tape_changed.connect(self._show)
        self._show()

    def _words(self, name: str) -> QLabel:
        label = named(QLabel(), name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _lay_out(self) -> None:
        predict = QHBoxLayout()
        predict.addWidget(self.guess, 1)
        predict.addWidget(self.reveal)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(10)
        for part in (self.about, self.where, self.missing, self.text, self.ask):
            column.addWidget(part)
        column.addLayout(self._choices)
        column.addLayout(predict)
        for widget in (self.unread, self.answer, self.astray, self.put_back):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back, 1)
        buttons.addWidget(self.on, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.progress)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)

    def _show(self) -> None:
        example, stops, index = self._session.draft.example, self._walk.stops, self._walk.index
        self.title.setText(worded(example.title) if example is not None else self.tr("No example is open"))
        self.progress.setVisible(index is not None)
        self.progress.setRange(0, max(1, len(stops)))
        self.progress.setValue(0 if index is None else index + 1)
        begun = index is not None
        self.where.setVisible(begun)
        self.text.setVisible(begun)
        self.about.setVisible(not begun)
        if index is None:
            self.about.setText(self._about())
        else:
            locale = QLocale()
            words = self.tr("Stop %1 of %2").replace("%1", locale.toString(index + 1))
            self.where.setText(words.replace("%2", locale.toString(len(stops))))
            self.text.setText(worded(stops[index].text))
        self._show_question()
        self._show_place()
        self.back.setVisible(begun)
        self.back.setEnabled(bool(index))
        self.on.setText(self._way_on())

    def _about(self) -> str:
        example, stops = self._session.draft.example, self._walk.stops
        if example is None:
            return self.tr("Examples have guided walks: a few stops that say what to look at, and why. Choose one.")
        if not stops:
            return self.tr("%1\n\nThis example has no guided walk.").replace("%1", worded(example.about))
        return worded(example.about)

    def _way_on(self) -> str:
        index, stops = self._walk.index, self._walk.stops
        if index is None:
            return self.tr("&Begin the walk") if stops else self.tr("Open the &gallery")
        return self.tr("&Next →") if index + 1 < len(stops) else self.tr("&End the walk")

    def _go_on(self) -> None:
        index, stops = self._walk.index, self._walk.stops
        if not stops:
            self.gallery_wanted.emit()
        elif index is None:
            self._walk.begin()
        elif index + 1 < len(stops):
            self._walk.forward()
        else:
            self._walk.leave()

    # The question

    def _show_question(self) -> None:
        stop = self._walk.stop
        question = None if stop is None else stop.question
        if question is not self._question:
            self._question = question
            self._make_choices(question)
            self.guess.clear()
            self._forget_unread()
        answered = self._walk.answered
        self.ask.setVisible(question is not None)
        if question is not None:
            words = worded(question.ask)
            if question.kind == "step" and not answered:
                words = self.tr("%1 Step to see.").replace("%1", words)
            self.ask.setText(words)
        for place, button in enumerate(self.choices.buttons()):
            button.setEnabled(not answered)
            button.setText(self._choice(place))
        predicts = question is not None and question.kind == "predict"
        for part in (self.guess, self.reveal):
            part.setVisible(predicts and not answered)
        self.answer.setVisible(question is not None and answered)
        self.answer.setText(self._answer(question) if question is not None and answered else "")

    def _make_choices(self, question: Question | None) -> None:
        for button in self.choices.buttons():
            self.choices.removeButton(button)
            self._choices.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place in range(len(question.choices) if question is not None else 0):
            button = Choice(f"button_choice_{place + 1}")
            self.choices.addButton(button, place)
            self._choices.addWidget(button)

    def _choice(self, place: int) -> str:
        question = self._question
        assert question is not None
        words = worded(question.choices[place])
        if self._walk.answered:
            mark = "✓" if place == question.right else "✗" if place == self._walk.chosen else " "
            return f"{mark}  {words}"
        return words

    def _answer(self, question: Question) -> str:
        words = worded(question.answer)
        if question.kind == "choose":
            right = self._walk.chosen == question.right
            return (self.tr("Right. %1") if right else self.tr("Not so. %1")).replace("%1", words)
        actual, guess = self._walk.actual, self._walk.guess
        if question.kind != "predict" or actual is None:
            return words
        if guess is None:
            return self.tr("It is %1. %2").replace("%1", number(actual)).replace("%2", words)
        told = self.tr("It is %1; you said %2. %3")
        return told.replace("%1", number(actual)).replace("%2", number(guess)).replace("%3", words)

    def _predict(self) -> None:
        text = self.guess.text().strip()
        try:
            guess = float(text.replace("−", "-").replace(",", ".")) if text else None
        except ValueError:
            guess = math.nan
        if guess is not None and not math.isfinite(guess):
            words = self.tr("“{text}” is no number. Write one, such as 0.5, or leave the field empty.")
            self.unread.setText(words.format(text=text))
            self.unread.show()
            return
        self._walk.predict(guess)

    def _forget_unread(self) -> None:
        self.unread.hide()

    def _show_place(self) -> None:
        astray = self._walk.astray
        self.astray.setVisible(astray)
        self.put_back.setVisible(astray)
        missing = self._walk.missing if self._walk.index is not None else ()
        self.missing.setVisible(bool(missing))
        self.missing.setText("\n".join(map(translated, missing)))
        self.astray.setText(self.tr("The run stands elsewhere now; the stop is where you left it."))


class Choice(QPushButton):
    """One of several answers, its words on as many lines as they need.

    Args:
        name: the objectName.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(self._label)

    def setText(self, text: str) -> None:
        """The words; a screen reader says them too."""
        self._label.setText(text)
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._label.text()

    def sizeHint(self) -> QSize:
        """The words' size: that of a button's own text is nothing."""
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.heightForWidth(width)
