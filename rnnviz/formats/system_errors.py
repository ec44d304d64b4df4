"""What the operating system says of a file, in words that can be translated: its own are in its own language."""

from __future__ import annotations

import errno

from rnnviz.equations.sentence import Sentence, said

_FULL = said("the disk is full")
_NOT_ALLOWED = said("the system does not allow it; look at the permissions of the file and of its folder")
_IN_USE = said("another program is using it")
_TOO_MANY = said("too many files are open; close some other programs")
_BROKEN = said("the disk or its drive reports a fault")
_AWAY = said("the drive that it is on does not answer")

_WORDS = {
    errno.ENOENT: said("there is no such file or folder"),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: said("what it is on can only be read"),
    errno.EISDIR: said("it is a folder, not a file"),
    errno.ENOTDIR: said("a part of its path is a file, not a folder"),
    errno.EEXIST: said("something of this name is there already"),
    errno.ENAMETOOLONG: said("its name is too long"),
    errno.ELOOP: said("its links lead in a circle"),
    errno.EINVAL: said("the system does not accept its name, or cannot do this there"),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: said("your share of the disk is full"),
    errno.EFBIG: said("it is larger than a file can be there"),
    errno.ENOMEM: said("this computer's memory is full"),
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.EIO: _BROKEN,
    errno.ENXIO: _AWAY,
    errno.ENODEV: _AWAY,
    errno.ESTALE: _AWAY,
    errno.ETIMEDOUT: _AWAY,
    errno.EHOSTDOWN: _AWAY,
    errno.ENOTCONN: _AWAY,
}


def what_the_system_says(error: OSError) -> Sentence:
    """The reason of an error, to stand after a colon; the number of one that is not usual."""
    if error.errno is None:
        return said("the system does not say why")
    words = _WORDS.get(error.errno)
    name = errno.errorcode.get(error.errno, "")
    return words or said("the system reports the error {number} `{name}`", number=error.errno, name=name)
