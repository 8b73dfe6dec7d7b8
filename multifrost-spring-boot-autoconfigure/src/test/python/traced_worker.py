"""A worker whose function answers with the metadata of its call."""

from worker import Worker


class TracedWorker(Worker):
    def answer(self, identity, message):
        self.functions["metadata"] = lambda: message.get("metadata")
        super().answer(identity, message)


def metadata():
    """Stands for the function that each call brings along."""


if __name__ == "__main__":
    TracedWorker([metadata]).run()
