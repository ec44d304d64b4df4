"""The five-minute tour and the few words about the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from rnnviz import __version__
from rnnviz.widgets.naming import named


class Tour(QDialog):
    """What to look at first, and what to try; the window stays usable beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_tour")
        self.setWindowTitle(self.tr("Five-minute tour"))
        self.text = named(QTextBrowser(), "text_tour")
        self.text.document().setDocumentMargin(12)
        self.text.setHtml("".join(f"<h3>{title}</h3><p>{text}</p>" for title, text in self._chapters()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        self.resize(560, 640)

    def _chapters(self) -> list[tuple[str, str]]:
        return [
            (
                self.tr("1. One time axis"),
                self.tr(
                    "The model reads “hell” and at every timestep predicts the next character, “ello”. Each lane shows "
                    "one thing over time, and the column of timestep t is the same in all of them: the character read, "
                    "the unrolled graph, the hidden state h, the probabilities, the loss L, the gradients."
                ),
            ),
            (
                self.tr("2. Forward"),
                self.tr(
                    "Press <b>Right</b>. Timestep 1 is computed: h[1] from x[1] and h[0], the prediction from h[1], "
                    "the loss from the prediction. What has not been computed yet is empty. <b>Left</b> takes it back."
                ),
            ),
            (
                self.tr("3. Backward"),
                self.tr(
                    "Go on with <b>Right</b>. After t = 4 the run turns round. The total loss is the sum of all L[t]; "
                    "from each L[t] a gradient goes to y[t] and h[t], and along the hidden states to the left. The "
                    "weights are the same at every timestep, so each timestep adds its own contribution to their "
                    "gradient: watch dW[t] join the sum in the panel at the right, until the sum is complete."
                ),
            ),
            (
                self.tr("4. Ask about a number"),
                self.tr(
                    "Click a node, an edge or a cell. The inspector shows its equation, the same equation with this "
                    "timestep's numbers, its gradient, and what it came from; each name there is a link. Select W_hh, "
                    "W_xh or another weight to see its sum."
                ),
            ),
            (
                self.tr("5. Change something"),
                self.tr(
                    "Open the panels at the left. Type another text, another hidden size, another equation: the run "
                    "follows as you type, and Ctrl+Z takes everything back. Model ▸ Insert cell turns the RNN into an "
                    "LSTM, a GRU, two layers or a residual net: other equations, nothing else."
                ),
            ),
            (
                self.tr("6. A text of your own"),
                self.tr(
                    "Drop a text file on the window and press Enter. Ctrl and the wheel zoom at the pointer, the wheel "
                    "moves along, F shows everything, Space plays. F1 has all keys."
                ),
            ),
            (
                self.tr("7. Train it"),
                self.tr(
                    "Ctrl+T opens the training panel. Press <b>Train</b> and watch loss and gradient norm; then drag "
                    "the slider below them back: every lane shows the run with the weights of then, and one sees a "
                    "gradient vanish. The panel Update takes one update apart: W, what is added to it, W after."
                ),
            ),
            (
                self.tr("8. Let it write"),
                self.tr(
                    "Ctrl+M, type a beginning, press Enter: from there on the model's own prediction is its next "
                    "input, and a dotted line leads from each prediction to the input that it becomes. File ▸ Gallery "
                    "has trained networks of every shape, each with a guided walk."
                ),
            ),
        ]


class About(QDialog):
    """Version, licence, and whom to thank."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_about")
        self.setWindowTitle(self.tr("About rnnviz"))
        words = self.tr(
            "<h2>rnnviz %1</h2>"
            "<p>A desktop debugger for recurrent networks: the forward pass and the backpropagation through time, "
            "one timestep at a time, in either direction.</p>"
            "<p>MIT licence. Built on Qt for Python, NumPy and SciPy; Chinese text is drawn with Droid Sans Fallback "
            "(Apache licence 2.0).</p>"
            "<p>The idea of itemising the gradient by timestep was published as RNNbow by Cashman, Patterson, Mosca, "
            "Watts, Robinson and Chang (2017).</p>"
        )
        self.text = named(QLabel(words.replace("%1", __version__)), "text_about")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        self.setMinimumWidth(440)
