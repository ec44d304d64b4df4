"""The diagnostics panel: what is wrong with the whole run, in words, and the thresholds that decide it."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.debugger.diagnostics.finding import Evidence, Finding, Severity
from rnnviz.debugger.diagnostics.thresholds import Thresholds
from rnnviz.session.diagnosis import Diagnosis
from rnnviz.session.session import Session
from rnnviz.session.translated import translated
from rnnviz.widgets.course_painting import by_powers
from rnnviz.widgets.finding_list import FindingList, FindingRow
from rnnviz.widgets.lane_metrics import scale_of
from rnnviz.widgets.naming import named
from rnnviz.widgets.number_text import short

_HIGHEST_THRESHOLDS = 220
_FIELD = 72


class DiagnosticsPanel(QWidget):
    """What was found, the worst first; a click goes there."""

    def __init__(self, session: Session, diagnosis: Diagnosis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_diagnostics")
        self._session, self._diagnosis = session, diagnosis
        self._shown: tuple[Finding, ...] | None = None
        self.summary = named(QLabel(), "label_diagnostics")
        self.summary.setWordWrap(True)
        self.progress = named(QProgressBar(), "progress_diagnostics")
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.cancel = named(QPushButton(self.tr("Cancel")), "button_cancel_diagnostics")
        self.again = named(QPushButton(self.tr("Look again")), "button_look_again")
        self.findings = named(FindingList(), "list_findings")
        self.findings.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the run
        room = self.findings.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.findings.setSizePolicy(room)
        self.open_thresholds = named(QToolButton(), "button_thresholds")
        self.open_thresholds.setText(self.tr("Thresholds"))
        self.open_thresholds.setCheckable(True)
        self.open_thresholds.setToolTip(self.tr("From where on something is a finding; every number can be changed"))
        self.reset = named(QPushButton(self.tr("Reset")), "button_reset_thresholds")
        self.reset.setToolTip(self.tr("The documented thresholds again"))
        self.fields: dict[str, QLineEdit] = {}
        self.thresholds = self._threshold_fields()
        self._lay_out()
        self.findings.itemClicked.connect(self._go)
        self.findings.itemActivated.connect(self._go)
        self.cancel.clicked.connect(diagnosis.cancel)
        self.again.clicked.connect(diagnosis.look)
        self.open_thresholds.clicked.connect(self._show_thresholds)
        self.reset.clicked.connect(diagnosis.reset_thresholds)
        diagnosis.changed.connect(self._show_all)
        session.tape_changed.connect(self._show_all)
        self._show_thresholds()
        self._show_all()

    def _lay_out(self) -> None:
        looking = QHBoxLayout()
        looking.addWidget(self.progress, 1)
        looking.addWidget(self.cancel)
        head = QHBoxLayout()
        head.addWidget(self.open_thresholds)
        head.addStretch(1)
        head.addWidget(self.again)
        head.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.summary)
        layout.addLayout(looking)
        layout.addWidget(self.findings, 1)
        layout.addLayout(head)
        layout.addWidget(self.thresholds)

    def _threshold_fields(self) -> QScrollArea:
        """One field for each threshold, in a part that scrolls."""
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 6, 0)
        labels = self._labels()
        for each in fields(Thresholds):
            words, tip = labels[each.name]
            field = named(QLineEdit(), f"field_threshold_{each.name}")
            field.setFixedWidth(round(_FIELD * scale_of(self)))
            allowed = QDoubleValidator(0.0, 1e300, 12, field)
            allowed.setLocale(QLocale.c())
            field.setValidator(allowed)
            field.setAccessibleName(words)
            field.setAccessibleDescription(tip)
            field.editingFinished.connect(self._take_thresholds)
            label = QLabel(words)
            label.setBuddy(field)
            for part in (label, field):
                part.setToolTip(tip)
            form.addRow(label, field)
            self.fields[each.name] = field
        area = QScrollArea()
        area.setObjectName("area_thresholds")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMaximumHeight(_HIGHEST_THRESHOLDS)
        area.setWidget(body)
        return area

    def _labels(self) -> dict[str, tuple[str, str]]:
        """Of every threshold a few words for the form, and what it says in full."""
        return {
            "vanishing_rate": (
                self.tr("Vanishing: rate below"),
                self.tr("What a loss sends back shrinks to less than this part of itself at each timestep"),
            ),
            "vanishing_rest": (
                self.tr("Vanishing: rest below"),
                self.tr("Of what a loss sends back less than this part is left in the end"),
            ),
            "exploding_growth": (
                self.tr("Exploding: growth from"),
                self.tr("What a loss sends back becomes this many times as large on its way"),
            ),
            "least_timesteps": (
                self.tr("Fewest timesteps"),
                self.tr("On fewer timesteps no rate is told, and no unit called dead or saturated"),
            ),
            "saturated_tanh": (
                self.tr("Saturated: |tanh| above"),
                self.tr("A tanh is saturated beyond this, and beyond its negative"),
            ),
            "saturated_gate": (self.tr("Pinned: gate within"), self.tr("A gate is pinned within this of 0 or of 1")),
            "saturated_time": (
                self.tr("Saturated: time from"),
                self.tr("A unit is saturated that is so in at least this part of the timesteps"),
            ),
            "saturated_units": (
                self.tr("Saturated: units from"),
                self.tr("A value is saturated if at least this part of its units are"),
            ),
            "saturated_whole": (
                self.tr("Saturated: numbers from"),
                self.tr("A value is saturated if at least this part of all its numbers are"),
            ),
            "dead_range": (
                self.tr("Dead: change below"),
                self.tr("A unit is dead that changes by less than this part of what the liveliest one does"),
            ),
            "input_share": (
                self.tr("Idle input: effect below"),
                self.tr("An input is idle whose effect is less than this part of the strongest one's"),
            ),
            "cut_share": (
                self.tr("Cut path: share lost from"),
                self.tr("A cut or a stop takes at least this part of a value's gradient, squared, average over time"),
            ),
            "target_share": (
                self.tr("Idle target: share below"),
                self.tr("Targets are idle if less than this part of those that are there send a gradient"),
            ),
            "target_weight": (
                self.tr("Idle target: weight below"),
                self.tr("A target sends no gradient to speak of below this part of the strongest loss' weight"),
            ),
        }

    def _take_thresholds(self) -> None:
        """What was typed; a field that was left as it is changes nothing."""
        for name, field in self.fields.items():
            if field.hasAcceptableInput() and float(field.text()) != getattr(self._diagnosis.thresholds, name):
                self._diagnosis.set_threshold(name, float(field.text()))

    def _show_thresholds(self) -> None:
        self.thresholds.setVisible(self.open_thresholds.isChecked())

    def _show_all(self) -> None:
        diagnosis, tape = self._diagnosis, self._session.tape
        looking = diagnosis.looking
        for part in (self.progress, self.cancel):
            part.setVisible(looking is not None)
        self.again.setVisible(looking is None and diagnosis.findings is None and tape is not None)
        self.progress.setValue(round(1000 * (looking or 0.0)))
        self.summary.setText(self._words())
        if diagnosis.findings != self._shown:
            self._shown = diagnosis.findings
            self.findings.set_rows([self._row(one) for one in diagnosis.findings or ()])
        self.findings.setVisible(bool(self._shown))
        self.reset.setEnabled(diagnosis.thresholds != Thresholds())
        for name, field in self.fields.items():
            value = getattr(diagnosis.thresholds, name)
            if not field.hasFocus() or not field.hasAcceptableInput() or float(field.text()) != value:
                field.setText(f"{value:g}")

    def _words(self) -> str:
        tape, findings = self._session.tape, self._diagnosis.findings
        if tape is None:
            return self.tr("There is no run to look at yet.")
        if self._diagnosis.looking is not None:
            return self.tr("Looking at the whole run…")
        if findings is None:
            return self.tr("The run has not been looked at.")
        if not findings:
            words = self.tr("The whole run was looked at, wherever the cursor stands: nothing wrong was found.")
            few = tape.timesteps < self._diagnosis.thresholds.least_timesteps
            return f"{words} {self.tr('For most rules %1 timesteps are too few.')}".replace(
                "%1", str(tape.timesteps)
            ) if few else words  # fmt: skip
        words = self.tr("The whole run was looked at, wherever the cursor stands. A click goes to the place.")
        return f"{self.tr('Findings: %1.').replace('%1', str(len(findings)))} {words}"

    def _row(self, finding: Finding) -> FindingRow:
        first = finding.evidence[0]
        number = f"{translated(first.label)}: {short(first.value)}"
        if first.threshold is not None:
            number = self.tr("%1 (threshold %2)").replace("%1", number).replace("%2", short(first.threshold))
        further = [f"{translated(one.label)}: {short(one.value)}" for one in finding.evidence[1:]]
        words = translated(finding.words)
        course = next((one for one in finding.evidence if len(one.values) > 1), None)
        if course is not None:
            further.append(self._span(course))
        return FindingRow(
            finding.severity.value,
            f"{self._severity(finding.severity)} · {self._rule(finding.rule)}",
            words,
            "\n".join([number, *further]),
            course.timesteps if course is not None else (),
            course.values if course is not None else (),
            first.threshold if course is first and finding.rule == "cut path" else None,
        )

    def _span(self, course: Evidence) -> str:
        """What the small course shows."""
        words = self.tr("The line: %1, t = %2 … %3")
        if by_powers(course.values):
            words = self.tr("The line: %1, t = %2 … %3, on a logarithmic scale")
        words = words.replace("%1", translated(course.course or course.label)).replace("%2", str(min(course.timesteps)))
        return words.replace("%3", str(max(course.timesteps)))

    def _severity(self, severity: Severity) -> str:
        return {
            Severity.ERROR: self.tr("Error"),
            Severity.WARNING: self.tr("Warning"),
            Severity.NOTICE: self.tr("Notice"),
        }[severity]

    def _rule(self, rule: str) -> str:
        return {
            "not finite": self.tr("not finite"),
            "exploding": self.tr("exploding"),
            "vanishing": self.tr("vanishing"),
            "saturated": self.tr("saturated"),
            "dead": self.tr("dead units"),
            "idle input": self.tr("idle input"),
            "idle target": self.tr("idle target"),
            "cut path": self.tr("cut path"),
        }[rule]

    def _go(self, item: QListWidgetItem) -> None:
        row = self.findings.row(item)
        if self._shown is not None and 0 <= row < len(self._shown):
            self._diagnosis.go(self._shown[row].place)
