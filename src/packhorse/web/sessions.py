"""Sessions are Django's own, in its table; only the read that every request begins with is a prepared statement."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from packhorse import sql


class SessionStore(db.SessionStore):
    """Django's sessions in the database. Nothing is kept between requests: one that ended anywhere has ended here."""

    def load(self) -> dict[str, Any]:
        """Read what the session holds; one that expired, or that nobody began, holds nothing and loses its key."""
        found = sql.rows("web", "session", {"key": self.session_key, "now": timezone.now()})
        if not found:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(found[0][0])
        return data
