"""The data: the text that the model reads, editable in place, or the arrays that its streams and states are given."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rnnviz.session.data_places import Place
from rnnviz.session.data_words import offered, origin_words, present, typed_text, wanted
from rnnviz.session.draft import EXAMPLE, LARGEST_TRUNCATE, Draft, example
from rnnviz.session.given import Kind, Origin
from rnnviz.session.session import Session
from rnnviz.session.translated import told
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.data_form import Choice, DataForm, RowContents
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_field import NumberField

LONGEST_EDITED = 20_000
_SHOWN_OF_LONG = 2_000
_MOST_SYMBOLS = 250
"""So many symbols of a vocabulary are listed: a label of thousands takes half a second to lay out."""
_SYMBOLS = {" ": "␣", "\n": "⏎", "\t": "⇥", "\r": "␍", "\u00a0": "⍽"}


def data_name(draft: Draft) -> str:
    """What the data are called: the file's or the example's name, unless the example's text has been typed over."""
    if draft.title == EXAMPLE and draft.text != example().text:
        return QCoreApplication.translate("DataPanel", "typed text")
    return draft.title


class TextField(QPlainTextEdit):
    """The text. `edited` tells what the user made of it, and never what the program put there."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("field_text")
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._filling = False
        self.textChanged.connect(self._tell)

    def fill(self, text: str) -> None:
        """Shows a text, with the caret left where it was as far as that can be."""
        if text == self.toPlainText():
            return
        place = self.textCursor().position()
        self._filling = True
        self.setPlainText(text)
        self._filling = False
        caret = self.textCursor()
        caret.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(caret)

    def _tell(self) -> None:
        if not self._filling:
            self.edited.emit(self.toPlainText())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text is pasted; a dropped file is the window's to ask about."""
        return source.hasText() and not source.hasUrls()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leaves files to the window."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Leaves files to the window."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)


class DataPanel(QWidget):
    """A text, what is read and predicted of it, and its vocabulary; or what each stream and state is given instead.

    `load_wanted` asks for a file of arrays.
    """

    load_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_data")
        self._session = session
        self.title = named(QLabel(), "label_text")
        self.title.setWordWrap(True)
        self.text = TextField()
        self.text.setPlaceholderText(self.tr("Type a text here, or drop a file on the window."))
        self.title.setBuddy(self.text)
        self.summary = named(QLabel(), "label_summary")
        self.summary.setWordWrap(True)
        self.vocabulary = named(QLabel(), "label_vocabulary")
        self.vocabulary.setWordWrap(True)
        self.vocabulary.setTextFormat(Qt.TextFormat.RichText)
        self.vocabulary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.vocabulary.setContentsMargins(2, 2, 2, 2)
        self.symbols = self._scrolled(self.vocabulary)
        self.form = DataForm()
        self.parts = self._scrolled(self.form)
        self.timesteps = NumberField("field_timesteps", 1, LARGEST_TRUNCATE)
        self.timesteps.setToolTip(self.tr("How many timesteps: nothing that is loaded or typed tells it"))
        self.length = named(QLabel(self.tr("&Timesteps")), "label_timesteps")
        self.length.setBuddy(self.timesteps)
        self.said = named(QLabel(), "label_data")
        self.said.setWordWrap(True)
        self.load = named(QPushButton(self.tr("Load arrays…")), "button_load_arrays")
        self.load.setToolTip(
            self.tr(
                "Numbers to run over, from .npy, .npz, .csv, .safetensors or .pt; or drop such a file on the window"
            )
        )
        self.use_text = named(QPushButton(self.tr("Use a text")), "button_use_text")
        self.use_text.setToolTip(self.tr("Run the equations over a text instead, with parameters from the seed"))
        self.hint = QLabel(self.tr("Drop a text file anywhere on the window, then Enter, to run the model over it."))
        self.hint.setObjectName("label_drop_hint")
        self.hint.setWordWrap(True)
        self.hint.setEnabled(False)
        self._lay_out()
        self._connect()
        self._show_draft()
        self._show_sequence()

    def _scrolled(self, contents: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(contents)
        return area

    def _lay_out(self) -> None:
        length, buttons = QHBoxLayout(), QHBoxLayout()
        length.addWidget(self.length)
        length.addWidget(self.timesteps, 1)
        buttons.addWidget(self.load)
        buttons.addWidget(self.use_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.text, 3)
        layout.addWidget(self.summary)
        layout.addWidget(self.symbols, 2)
        layout.addWidget(self.parts, 5)
        layout.addLayout(length)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        layout.addWidget(self.hint)

    def put_before_parts(self, form: QWidget) -> None:
        """Takes in another way to say what is run over, above that of each stream."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self.parts), form)

    def _connect(self) -> None:
        session = self._session
        self.text.edited.connect(self._edit)
        self.form.chosen.connect(self._choose)
        self.form.typed.connect(session.data.type_in)
        self.timesteps.edited.connect(session.data.set_timesteps)
        self.load.clicked.connect(self.load_wanted)
        self.use_text.clicked.connect(session.data.use_text)
        session.draft_changed.connect(self._show_draft)
        session.tape_changed.connect(self._show_sequence)
        session.tape_changed.connect(self._show_parts)
        session.run_changed.connect(self._show_said)
        session.data.changed.connect(self._show_parts)

    def changeEvent(self, event: QEvent) -> None:
        """The colour of words follows the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "hint"):
            self._show_parts()

    def _edit(self, text: str) -> None:
        self._session.edit(text=text, given=None)

    def _choose(self, key: str, origin: Origin) -> None:
        self._session.data.give(key, origin)

    def _show_draft(self) -> None:
        draft = self._session.draft
        long = len(draft.text) > LONGEST_EDITED
        self.text.fill(draft.text[:_SHOWN_OF_LONG] if long else draft.text)
        self.text.setReadOnly(long)  # last: it lays out whatever stands there, a long line for a tenth of a second
        if draft.given is not None:
            words = self.tr("%1: what each part of the run is given")
        elif long:
            words = self.tr("%1: the first %2 of %3 characters. A text this long is replaced, not edited here.")
            words = words.replace("%2", QLocale().toString(_SHOWN_OF_LONG)).replace(
                "%3", QLocale().toString(len(draft.text))
            )
        else:
            words = self.tr("&Text: %1")
        self.title.setText(words.replace("%1", data_name(draft)))
        for part in (self.text, self.summary, self.symbols, self.hint):
            part.setVisible(draft.given is None)
        self.use_text.setVisible(draft.given is not None)
        self._show_parts()

    def _show_parts(self) -> None:
        """What stands for each stream and state, what may, and what became of the last choice."""
        session = self._session
        data, draft = session.data, session.draft
        offers = draft.given is not None or bool(data.loaded) or self._lacks_streams()
        self.parts.setVisible(offers)
        places = data.places if offers else ()
        self.form.fill([self._row(place, places) for place in places])
        free = offers and all(
            place.state or (origin is not None and origin.kind.made)
            for place, (origin, _) in ((place, present(session, place)) for place in places)
        )
        self.length.setVisible(free)
        self.timesteps.setVisible(free)
        if session.tape is not None:
            self.timesteps.fill(session.tape.timesteps)
        self._show_said()

    def _show_said(self) -> None:
        """What became of the last choice, or what is wrong with the data."""
        session, data = self._session, self._session.data
        words = data.said
        problem = session.problem
        if not words and problem is not None and problem.where == "data":
            words = told(problem.message, problem.hint)
        colours = colours_of(self)
        wrong = data.wrong or (not data.said and bool(words))
        self.said.setText(
            f"<span style='color:{(colours.error if wrong else colours.text).name()}'>{escape(words)}</span>"
        )
        self.said.setVisible(bool(words))

    def _lacks_streams(self) -> bool:
        """Whether the model reads nothing, so that its length is to be said."""
        tape = self._session.tape
        return tape is not None and not tape.model.graph.streams

    def _row(self, place: Place, places: tuple[Place, ...]) -> RowContents:
        """One part of what the run is given."""
        origin, rows = present(self._session, place)
        choices = [
            Choice(words, one, why or words, not why) for words, one, why in offered(self._session, place, places)
        ]
        if origin is None:
            choices.insert(0, Choice(self.tr("nothing yet: choose"), Origin(Kind.NONE)))
            at = 0
        elif origin.kind is Kind.TYPED:
            at = len(choices)
        else:
            found = [row for row, choice in enumerate(choices) if choice.value == origin]
            if not found:
                choices.insert(0, Choice(origin_words(origin, rows), origin))
            at = found[0] if found else 0
        typed = self.tr("typed here") if origin is not None and origin.kind is Kind.TYPED else self.tr("type numbers…")
        choices.append(Choice(typed, None))
        title = f"{place.key}[{'T+1' if place.last else 0}]" if place.state and "[" not in place.key else place.key
        return RowContents(
            place.key, escape(title), escape(wanted(place)), tuple(choices), at, typed_text(place, origin, rows)
        )

    def _show_sequence(self) -> None:
        sequence = self._session.sequence
        if sequence is None:
            self.summary.clear()
            self.vocabulary.clear()
            return
        words = self.tr("%1 timesteps: at each the model reads one character and predicts the next. Vocabulary of %2:")
        self.summary.setText(
            words.replace("%1", QLocale().toString(sequence.timesteps)).replace(
                "%2", QLocale().toString(len(sequence.vocabulary))
            )
        )
        listed = [
            f"<b>{escape(_SYMBOLS.get(symbol, symbol))}</b>&nbsp;<span style='font-size:small'>{index}</span>"
            for index, symbol in enumerate(sequence.vocabulary[:_MOST_SYMBOLS])
        ]
        more = ["…"] if len(listed) < len(sequence.vocabulary) else []
        self.vocabulary.setText("&nbsp; ".join(listed + more))
