"""The why panel: the terms that made a number, each with its share, and on to theirs; of a weight its history."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.debugger.explanation import Explanation, Quantity, Term
from rnnviz.debugger.roles import legends
from rnnviz.session.inquiry import Inquiry
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.views.why.history import History
from rnnviz.views.why.reached import is_there
from rnnviz.widgets.lane_metrics import scale_of
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_text import exact, short
from rnnviz.widgets.share_bars import PERCENT, SHARE, ShareBars, percents

_LOWEST_TREE, _SHARES = 64, 68
_QUANTITIES = Qt.ItemDataRole.UserRole
_FILLED = Qt.ItemDataRole.UserRole + 2


class WhyPanel(QWidget):
    """A tree that opens term by term. A click selects a term everywhere, a double click (Enter) asks why of it."""

    def __init__(self, session: Session, inquiry: Inquiry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_why")
        self._session, self._inquiry = session, inquiry
        self._is_there = False
        self.back = named(QToolButton(), "button_why_back")
        self.back.setText("←")
        self.back.setToolTip(self.tr("Back to the question before"))
        self.ask = named(QPushButton(self.tr("Why the selection?")), "button_why_selection")
        self.ask.setToolTip(self.tr("Ask of the selected unit, or of the largest element of the selected value"))
        self.heading = named(QLabel(), "label_why")
        self.heading.setWordWrap(True)
        self.words = named(QLabel(), "label_why_words")
        self.words.setWordWrap(True)
        self.tree = named(QTreeWidget(), "tree_why")
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([self.tr("Term"), self.tr("Adds"), self.tr("Share")])
        self.tree.setUniformRowHeights(True)
        self.tree.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the run
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setItemDelegateForColumn(2, ShareBars(self.tree))
        self.tree.setIndentation(11)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # which element it is stands at the end
        for column, tip in enumerate(
            (
                self.tr("A click selects a term everywhere, a double click (Enter) asks why of it"),
                self.tr("What a term adds, with its sign; or its value, where nothing adds up"),
                self.tr(
                    "A term's part of all terms' sizes, whatever their signs, so that all parts are 100 %; "
                    "filled: it adds, hatched: it takes away"
                ),
            )
        ):
            self.tree.headerItem().setToolTip(column, tip)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(2, round(_SHARES * scale_of(self)))
        self.tree.setMinimumHeight(_LOWEST_TREE)
        self.history = History(session, inquiry)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.heading)
        layout.addWidget(self.words)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.history)
        layout.addStretch()  # takes the room of a tree that has nothing to show
        self.back.clicked.connect(inquiry.back)
        self.ask.clicked.connect(inquiry.ask_selection)
        self.tree.itemExpanded.connect(self._open)
        self.tree.itemClicked.connect(self._select)
        self.tree.itemActivated.connect(self._walk_on)
        inquiry.changed.connect(self._show_answer)
        session.cursor_moved.connect(self._show_if_reached)
        session.view_changed.connect(self._show_if_reached)
        self._show_answer()

    def minimumSizeHint(self) -> QSize:
        """High enough for all of it: a layout alone forgets that words take more lines in a narrow panel."""
        least = super().minimumSizeHint()
        layout = self.layout()
        return least if layout is None else QSize(least.width(), layout.totalMinimumHeightForWidth(self.width()))

    def _show_if_reached(self) -> None:
        """What the cursor reaches appears, and what it leaves goes."""
        told = self._inquiry.explanation
        if told is not None:
            there = is_there(self._session, told.of.name, told.of.timestep)
            if there != self._is_there:
                self._show_answer()

    def _show_answer(self) -> None:
        told = self._inquiry.explanation
        self.back.setEnabled(self._inquiry.can_go_back)
        self.tree.clear()
        self._is_there = there = told is not None and is_there(self._session, told.of.name, told.of.timestep)
        self.tree.setVisible(there and told is not None and bool(told.terms))
        if told is not None and not there:
            self.heading.setText(f"<b>{self.tr('Why is %1 what it is?').replace('%1', str(told.of))}</b>")
            self.words.setText(
                self.tr("Not yet: the cursor has not reached it. View ▸ Show whole run shows what is to come.")
            )
            return
        if told is None:
            self.heading.setText(self.tr("Why is a number what it is?"))
            self.words.setText(
                self.tr("Select a unit anywhere and ask: here come the terms that made it, largest first, and theirs.")
            )
            return
        question = self.tr("Why is %1 = %2?").replace("%1", str(told.of)).replace("%2", short(told.of.value))
        self.heading.setText(f"<b>{question}</b>")
        self.heading.setToolTip(exact(told.of.value, 12))
        self.words.setText(self._told(told))
        self.tree.headerItem().setText(1, self.tr("Adds") if _adds(told) else self.tr("Value"))
        self._fill(self.tree.invisibleRootItem(), told)
        self.tree.setColumnHidden(2, all(one.share is None for one in told.terms))

    def _told(self, told: Explanation) -> str:
        """How the number was made, and what those names in it say that nobody has given."""
        named = [str(told.of), *(self._name(one) for one in told.terms)]
        return "\n".join([translated(told.words), *self._legends(" ".join(named))])

    def _legends(self, text: str) -> list[str]:
        tape = self._session.tape
        return [] if tape is None else [translated(one) for one in legends(tape, text)]

    def _fill(self, parent: QTreeWidgetItem, told: Explanation) -> None:
        items = [self._item(one) for one in told.terms]
        if told.left_out:
            words = self.tr("and %n more", "", told.left_out)
            rest = QTreeWidgetItem([words, short(told.left_out_amount) if _adds(told) else "", ""])
            rest.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rest.setData(2, SHARE, told.left_out_share)
            rest.setDisabled(True)
            items.append(rest)
        shared = [item for item in items if item.data(2, SHARE) is not None]
        for item, percent in zip(shared, percents([item.data(2, SHARE) for item in shared]), strict=True):
            item.setData(2, PERCENT, percent)
        parent.addChildren(items)
        if parent is not self.tree.invisibleRootItem() and not told.terms:
            given = QTreeWidgetItem([translated(told.words)])
            given.setDisabled(True)
            parent.addChild(given)
            given.setFirstColumnSpanned(True)

    def _item(self, term: Term) -> QTreeWidgetItem:
        item = QTreeWidgetItem([self._name(term), self._number(term), ""])
        item.setData(0, _QUANTITIES, term.factors)
        if term.share is not None:
            item.setData(2, SHARE, -term.share if (term.amount or 0.0) < 0 else term.share)
        item.setToolTip(0, self._tip(term))
        item.setToolTip(1, self._tip(term))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if term.factors:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _name(self, term: Term) -> str:
        if not term.factors:
            return self.tr("%1, a constant").replace("%1", short(term.amount or 0.0))
        name = term.text or "·".join(str(one).replace(", ", ",") for one in term.factors)
        return self.tr("%1 (cut)").replace("%1", name) if term.cut else name

    def _number(self, term: Term) -> str:
        if term.amount is not None:
            return short(term.amount)
        return short(term.factors[0].value) if term.factors else ""

    def _tip(self, term: Term) -> str:
        lines = [f"{term.text or one} = {exact(one.value, 9)}" for one in term.factors]
        if term.amount is not None:
            lines.append(self.tr("adds %1").replace("%1", exact(term.amount, 9)))
        if term.derivative is not None:
            lines.append(self.tr("local derivative %1").replace("%1", exact(term.derivative, 9)))
        if term.cut:
            lines.append(self.tr("truncation cuts it off: nothing of it arrives"))
        return "\n".join([*lines, *self._legends(lines[0] if lines else "")])

    def _open(self, item: QTreeWidgetItem) -> None:
        """The terms of a term; of a product its factors, each with its own."""
        quantities = item.data(0, _QUANTITIES)
        if item.data(0, _FILLED) or not quantities:
            return
        item.setData(0, _FILLED, True)
        if len(quantities) == 1:
            self._fill(item, self._inquiry.explain(quantities[0]))
            return
        for one in quantities:
            factor = QTreeWidgetItem([str(one), short(one.value), ""])
            factor.setData(0, _QUANTITIES, (one,))
            factor.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            factor.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            item.addChild(factor)

    def _select(self, item: QTreeWidgetItem) -> None:
        quantity = _main(item)
        if quantity is not None:
            self._session.select(quantity.name, quantity.timestep, quantity.element or None)

    def _walk_on(self, item: QTreeWidgetItem) -> None:
        quantity = _main(item)
        if quantity is not None:
            self._inquiry.ask(quantity.name, quantity.timestep, quantity.element)


def _adds(told: Explanation) -> bool:
    return any(one.amount is not None for one in told.terms)


def _main(item: QTreeWidgetItem) -> Quantity | None:
    """What a row is about: of a weight times a state the state, which has a history of its own."""
    quantities: tuple[Quantity, ...] | None = item.data(0, _QUANTITIES)
    if not quantities:
        return None
    return next((one for one in quantities if one.timestep is not None), quantities[0])
