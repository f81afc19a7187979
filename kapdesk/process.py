"""What the process itself must not leak or be led astray by; done before anything else is imported."""

import os
import sys

_MISLEADING = (
    "PYTHONSTARTUP",
    "PYTHONPATH",
    "PYTHONHOME",
    "PYTHONINSPECT",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_PLATFORMTHEME",
    "QML_IMPORT_PATH",
    "QML2_IMPORT_PATH",
)


def protect() -> None:
    """Files for this user alone, no core dumps, no foreign OpenSSL settings, no misleading search paths."""
    os.environ["OPENSSL_CONF"] = os.devnull  # otherwise an OpenSSL settings file may load a foreign library
    for name in _MISLEADING:
        os.environ.pop(name, None)
    os.umask(0o077)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _refuse_dumps()


def _refuse_dumps() -> None:
    """PR_SET_DUMPABLE 0: other processes of this user cannot read this one's memory, and no dump is written."""
    import ctypes

    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
