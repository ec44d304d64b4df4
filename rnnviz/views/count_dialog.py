"""How many parameters and multiply-adds the model has, equation by equation; and AlexNet's beside it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.models.counting import Count, Layer, alexnet, counted
from rnnviz.session.session import Session
from rnnviz.widgets.lane_metrics import code_font, scale_of
from rnnviz.widgets.naming import named

_SIZE = 760, 460
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CountDialog(QDialog):
    """One row an equation. It follows the session's run, or shows one of two nets of the lecture."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_count")
        self.setWindowTitle(self.tr("Parameters and multiply-adds"))
        self._session = session
        self.which = named(QComboBox(), "field_counted")
        for words, choice in (
            (self.tr("This model"), ""),
            (self.tr("AlexNet"), "alexnet"),
            (self.tr("AlexNet with global average pooling"), "pooled"),
        ):
            self.which.addItem(words, choice)
        self.table = named(QTableWidget(0, 4), "table_count")
        self.table.setHorizontalHeaderLabels(
            [self.tr("Equation"), self.tr("Parameters"), self.tr("Multiply-adds a timestep"), self.tr("in the run")]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.total = named(QLabel(), "label_count")
        self.total.setWordWrap(True)
        self.note = named(QLabel(), "label_count_note")
        self.note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.which)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.total)
        layout.addWidget(self.note)
        layout.addWidget(buttons)
        self.which.activated.connect(self._show)
        session.tape_changed.connect(self._show)
        scale = scale_of(self)
        self.resize(round(_SIZE[0] * scale), round(_SIZE[1] * scale))
        self._show()

    def _count(self) -> Count | None:
        choice = self.which.currentData()
        if choice:
            return alexnet(choice == "pooled")
        tape = self._session.tape
        if tape is None:
            return None
        graph = tape.model.graph
        ranges = tape.extent.ranges
        return counted(graph, {name: ranges[i][1] - ranges[i][0] + 1 for i, name in enumerate(graph.segments)})

    @Slot()
    def _show(self) -> None:
        count = self._count()
        self.table.setRowCount(0 if count is None else len(count.layers))
        if count is None:
            self.total.setText(self.tr("There is no run yet whose model could be counted."))
            self.note.clear()
            return
        for row, layer in enumerate(count.layers):
            self._fill(row, layer)
        header = self.table.horizontalHeader()
        for column in range(1, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        number = QLocale().toString
        words = self.tr("{parameters} parameters; {products} multiply-adds in a forward run.")
        self.total.setText(words.format(parameters=number(count.parameters), products=number(count.multiply_adds)))
        self.note.setText(self._words())

    def _fill(self, row: int, layer: Layer) -> None:
        number = QLocale().toString
        shared = self.tr("{count}, shared with an equation above").format(count=number(layer.shared))
        parameters = number(layer.parameters) if layer.parameters or not layer.shared else shared
        text = f"{layer.segment}: {layer.text}" if layer.segment else layer.text
        texts = (text, parameters, number(layer.multiply_adds), number(layer.all_multiply_adds))
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(_RIGHT)
            else:
                item.setFont(code_font(self.table))
                item.setToolTip(text)
            self.table.setItem(row, column, item)

    def _words(self) -> str:
        choice = self.which.currentData()
        if choice == "alexnet":
            return self.tr(
                "Of AlexNet's 62 million parameters 6·6·256·4096, 38 million, stand in one layer, the first fully "
                "connected one. The work is elsewhere: a convolution's few weights are used at each position."
            )
        if choice == "pooled":
            return self.tr(
                "The mean of each channel instead of all its positions: that layer is gone, and with it nine in ten "
                "parameters."
            )
        return self.tr(
            "A multiply-add is one product added to a sum: W @ h takes rows times columns. What works element by "
            "element and what looks a row up are not counted."
        )
