"""rnnviz, a desktop debugger for recurrent networks.

The house, from the ground up; imports point downwards only:

    app/         the window, the actions, the theme, the settings, the command line
    views/       one file a view; a view asks the session and shows, and keeps nothing
    session/     the one object that changes, announces its changes, and can undo them
    widgets/     parts that know Qt and pyqtgraph, and not the session
    debugger/    stepping, narration, substitution: functions of a tape, without a window
    layout/      where things stand in the picture: geometry of the graph, without Qt
    formats/     what comes in and goes out without a window
    models/      a model and its data: equations, sizes, parameters, sequences; the gallery
    engine/      the schedule, execution, the tape, contributions, gradient check
    equations/   the language: its table of operations, text to graph, shapes, adjoint, and back to text
"""
