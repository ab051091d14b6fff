"""The inbox of an honest EPJ: what the citizens wrote lies there until staff have seen it."""

from __future__ import annotations

from typing import Any

from tests.miniatures.post import Post
from tests.miniatures.records import Thread


class Inbox(Post):
    """One list for all."""

    def came_in(self, thread: Thread) -> None:
        """Something new lies in the thread."""
        self.memory.unread[thread.id] = self.local_text()

    def seen(self, thread: str) -> None:
        """Staff have looked at it, or answered."""
        self.memory.unread.pop(thread, None)

    def lists_of(self, thread: str) -> list[str]:
        """Whose work lists it is on."""
        return ["felles"]

    def staff_read_inbox(self, params: dict[str, Any]) -> dict[str, Any]:
        """The threads with something unread."""
        threads = [
            {
                "thread": id_,
                "patient": self.memory.threads[id_].patient,
                "since": since,
                "unread": 1,
                "lists": self.lists_of(id_),
            }
            for id_, since in self.memory.unread.items()
        ]
        return {"outcome": "done", "reason": None, "data": {"threads": threads}}
