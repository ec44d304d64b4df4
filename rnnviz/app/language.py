"""The window's language: English, or Simplified Chinese from a file of translations that a person can read and edit.

The file is Qt Linguist's (`.ts`), read as it is: nothing is built of it. A text is looked up by itself, whatever class
says it, for a class that inherits another says its texts under its own name; where one English text needs two
translations, the comment that it is given along (`self.tr("Value", "of a setting")`) tells them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from rnnviz.models.resources import resource

_NAME = "window_language"
_OTHER_SCRIPTS = ("Hant", "TW", "HK", "MO")


class Language(StrEnum):
    """What the user chose: the system's language, or one of the two."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


LANGUAGES = {Language.ENGLISH.value: "English", Language.CHINESE.value: "简体中文"}
"""Each language by its own name, which is the same in the other."""


class Translations(QTranslator):
    """The translations of a `.ts` file.

    Args:
        path: the file. An entry whose translation is marked unfinished is left out: its text stays English.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(_NAME)
        self._found = {
            (source, comment): translation
            for source, comment, translation, is_finished in entries(path)
            if is_finished and translation
        }

    def isEmpty(self) -> bool:
        """Qt installs no translator that says it has nothing."""
        return not self._found

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The translation of a text; None, of which Qt asks another translator, where there is none."""
        if disambiguation:
            found = self._found.get((source, disambiguation))
            if found is not None:
                return found
        return self._found.get((source, ""))


def entries(path: Path) -> list[tuple[str, str, str, bool]]:
    """Of each message of a `.ts` file its text, its comment ("" mostly), its translation, whether it is finished."""
    from xml.etree import ElementTree  # nobody who reads English needs it

    found = []
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        if translation is None:
            continue
        form = translation.find("numerusform")  # Chinese has one form for every number
        said = (translation if form is None else form).text or ""
        found.append(
            (message.findtext("source", ""), message.findtext("comment", ""), said, translation.get("type") is None)
        )
    return found


def translations_path() -> Path:
    """The file with the Chinese of every text."""
    return resource("translations", f"rnnviz_{Language.CHINESE.value}.ts")


def spoken(choice: Language) -> Language:
    """The language that a choice comes to."""
    return preferred(QLocale.system().uiLanguages()) if choice is Language.SYSTEM else choice


def preferred(names: Sequence[str]) -> Language:
    """Chinese where Simplified Chinese is preferred to English, by codes such as zh-Hans-CN, the preferred first."""
    for name in names:
        parts = name.replace("_", "-").split("-")
        if parts[0] == "en":
            break
        if parts[0] == "zh" and not set(parts) & set(_OTHER_SCRIPTS):
            return Language.CHINESE
    return Language.ENGLISH


def speak(choice: Language) -> bool:
    """Lets the application speak a language from now on; whether it spoke another before.

    What has been said already stays as it is: the window is to be made again.
    """
    application = QCoreApplication.instance()
    assert application is not None
    present = application.findChildren(QTranslator, _NAME)
    wanted = spoken(choice) is Language.CHINESE
    if wanted == bool(present):
        return False
    for one in present:
        application.removeTranslator(one)
        one.setObjectName("")  # it is deleted later, and is not to be found until then
        one.deleteLater()
    QLocale.setDefault(_locale(wanted))
    if wanted:
        dialogs = QTranslator(application)
        dialogs.setObjectName(_NAME)
        if dialogs.load(
            f"qtbase_{Language.CHINESE.value}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ):
            application.installTranslator(dialogs)
        application.installTranslator(Translations(translations_path(), application))
    return True


def _locale(chinese: bool) -> QLocale:
    """How dates and numbers are written: as the system has it, where that is the language."""
    system = QLocale.system()
    if chinese:
        return QLocale(Language.CHINESE.value)
    return QLocale("en") if system.language() is QLocale.Language.Chinese else system
