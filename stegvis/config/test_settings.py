"""Settings for the test suite: stricter than production, and quick."""

import os
import tempfile

os.environ.setdefault("STEGVIS_SECRET_KEY", "only-for-tests")
os.environ.setdefault("STEGVIS_HTTPS", "0")
os.environ.setdefault("STEGVIS_DATA_DIR", tempfile.mkdtemp(prefix="stegvis-test-"))

from stegvis.config.settings import *  # noqa: E402,F403
from stegvis.config.settings import STATIC_ROOT, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
REPORTS_APART = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


class UndefinedVariable(str):
    """Fails where a template names a variable that the view did not pass."""

    def __contains__(self, item: str) -> bool:
        return item == "%s"

    def __mod__(self, name: str) -> str:
        raise AssertionError(f"undefined template variable: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
