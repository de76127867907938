"""Let go of files when their visits are over.

Streamlit keeps a visit for two minutes after its browser has left, so that it may come back. After
that nobody can reach the visit any more, but its memory stays taken until Python happens to search
for garbage. A file may be large, so it does not wait for that.
"""

from collections.abc import Callable
from threading import Lock, Thread
from time import sleep
from typing import NamedTuple

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

PAUSE = 10.0  # seconds between two looks at the visits
AWAY = 15  # looks in a row at which a visit has no browser: longer than Streamlit waits for it


class Held(NamedTuple):
    """A file that a visit holds.

    Parameters
    ----------
    forget
        Lets go of it.
    away
        How many looks in a row have found the visit without a browser.
    """

    forget: Callable[[], None]
    away: int = 0


_held: dict[str, Held] = {}  # by the session of the visit
_lock = Lock()
_watching = Lock()  # held by the thread that looks


def forget_after_visit(forget: Callable[[], None]) -> None:
    """Call a function once this visit is over."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():  # in a test without a server
        return
    with _lock:
        _held[context.session_id] = Held(forget)
        if not _watching.locked():
            _watching.acquire()
            Thread(target=_watch, name="visits", daemon=True).start()


def remove_upload(file_id: str) -> None:
    """Let Streamlit forget a file of this visit that has come."""
    context = get_script_run_ctx()
    if context is None or not runtime.exists():
        return
    manager = runtime.get_instance().uploaded_file_mgr
    if isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, file_id)


def _watch() -> None:
    """Look after all visits with files until there are none."""
    try:
        while _look_again():
            pass
    except BaseException:
        _watching.release()  # the next file starts another thread
        raise


def _look_again() -> bool:
    """Wait and look; say whether there are files left."""
    sleep(PAUSE)
    with _lock:
        if runtime.exists():
            look(runtime.get_instance().is_active_session)
        else:  # the server has stopped
            _held.clear()
        if not _held:
            _watching.release()
        return bool(_held)


def look(active: Callable[[str], bool]) -> None:
    """Let go of the files of visits that have been without a browser for too long."""
    for session, held in list(_held.items()):
        away = 0 if active(session) else held.away + 1
        _held[session] = held._replace(away=away)
        if away >= AWAY:
            del _held[session]
            held.forget()
