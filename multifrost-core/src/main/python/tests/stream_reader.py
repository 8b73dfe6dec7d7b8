"""The reader of one stream, at a parent of either kind."""

from fake_parent import RemoteError


class Reader:
    def __init__(self, parent, function, *args, credit=16, batch=True, metadata=None):
        self.parent = parent
        self.granted = credit
        self.taken = []
        self.messages = []
        stream = {"credit": credit, **({"batch": True} if batch else {})}
        self.id = parent.begin(function, *args, metadata={"stream": stream, **(metadata or {})})

    def grant(self, count):
        self.granted += count
        self.parent.send("credit", id=self.id, count=count)

    def cancel(self):
        self.parent.send("cancel", id=self.id)

    def wait_for(self, count):
        """Waits until so many items are there, and returns all that are."""
        self.parent.read_until(lambda: self._look() >= count)
        return self.taken

    def end(self):
        """Waits for the end, which must fit to the items, and returns these."""
        answer = self.parent.reply(self.id)
        self._look()
        if answer["type"] == "error":
            raise RemoteError(answer)
        assert answer["result"] is None
        assert answer["seq"] == len(self.taken)
        return self.taken

    def all(self, window=4096):
        """Reads as fast as it can, with so much credit outstanding."""
        while True:
            self.parent.read_until(
                lambda: self.id in self.parent.replies or self.id in self.parent.pieces
            )
            self._look()
            if self.id in self.parent.replies:
                return self.end()
            if self.granted - len(self.taken) <= window // 2:
                self.grant(window - (self.granted - len(self.taken)))

    def _look(self):
        for message in self.parent.pieces.pop(self.id, []):
            assert message["type"] == "item"
            assert message["seq"] == len(self.taken)
            assert ("result" in message) != ("results" in message)
            self.messages.append(message)
            self.taken += message["results"] if "results" in message else [message["result"]]
            assert len(self.taken) <= self.granted
        return len(self.taken)
