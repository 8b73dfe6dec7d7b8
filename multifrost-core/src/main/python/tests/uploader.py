"""A caller whose arguments come in pieces, piece by piece as a test says."""

from stream_reader import Reader


class Uploader:
    def __init__(self, parent, function, *args, upload=((0, False),), metadata=None, stream=None):
        self.parent = parent
        self.granted = {argument: 0 for argument, _ in upload}
        self.sent = {argument: 0 for argument, _ in upload}
        self.cancelled = set()
        named = [{"argument": argument, "bytes": binary} for argument, binary in upload]
        metadata = {"upload": named, **(metadata or {})}
        if stream:
            self.reader = Reader(parent, function, *args, credit=stream, metadata=metadata)
            self.id = self.reader.id
        else:
            self.id = parent.begin(function, *args, metadata=metadata)

    def look(self):
        others = []
        for message in self.parent.pieces.pop(self.id, []):
            if message["type"] == "credit":
                assert message["count"] > 0
                self.granted[message["argument"]] += message["count"]
            elif message["type"] == "cancel":
                self.cancelled.add(message["argument"])
            else:
                others.append(message)
        if others:
            self.parent.pieces[self.id] = others

    def wait_for(self, condition):
        def met():
            self.look()
            return condition() or self.id in self.parent.replies

        self.parent.read_until(met)
        assert condition()

    def wait_for_credit(self, count=1, argument=0):
        self.wait_for(lambda: self.granted[argument] - self.sent[argument] >= count)

    def send(self, *items, argument=0, seq=None, together=True):
        """Sends items whether they are granted or not."""
        seq = self.sent[argument] if seq is None else seq
        value = {"results": list(items)} if together else {"result": items[0]}
        self.parent.send("item", id=self.id, argument=argument, seq=seq, **value)
        self.sent[argument] += len(items)

    def send_all(self, items, argument=0):
        for item in items:
            self.wait_for_credit(1, argument)
            self.send(item, argument=argument, together=False)

    def finish(self, argument=0):
        seq = self.sent[argument]
        self.parent.send("response", id=self.id, argument=argument, seq=seq, result=None)

    def fail(self, text, argument=0):
        self.parent.send("error", id=self.id, argument=argument, error=text)

    def cancel(self):
        self.parent.send("cancel", id=self.id)

    def answer(self):
        answer = self.parent.reply(self.id)
        self.look()
        return answer
