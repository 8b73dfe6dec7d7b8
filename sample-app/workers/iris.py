"""A small model, which tells what kind of iris a flower is. The profile "model" starts it."""
from dataclasses import dataclass
from typing import Optional

import multifrost_worker
import numpy
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

TREES_AT_ONCE = 10

data = load_iris()
model: Optional[RandomForestClassifier] = None


@dataclass
class Flower:
    """Lengths in centimetres."""

    sepal_length: float
    sepal_width: float
    petal_length: float
    petal_width: float


@dataclass
class Prediction:
    kind: str
    probability: float


@multifrost_worker.on_start
def _train_once():
    train()


def train(trees: int = 50) -> float:
    """Trains the model anew; returns what share of flowers that it has not seen it gets right."""
    global model
    seen, unseen, kinds, kinds_of_unseen = train_test_split(data.data, data.target, random_state=1)
    forest = RandomForestClassifier(random_state=1, warm_start=True)
    for done in range(TREES_AT_ONCE, max(trees, TREES_AT_ONCE) + 1, TREES_AT_ONCE):
        forest.set_params(n_estimators=done).fit(seen, kinds)
        multifrost_worker.progress(done, trees, f"{done} trees")
    model = forest  # until here, the one before predicts
    return forest.score(unseen, kinds_of_unseen)


def predict(flowers: list[Flower]) -> list[Prediction]:
    rows = [[each.sepal_length, each.sepal_width, each.petal_length, each.petal_width]
            for each in flowers]
    return [Prediction(str(data.target_names[row.argmax()]), row.max())
            for row in model.predict_proba(rows)] if rows else []


def importances() -> numpy.ndarray:
    """How much each length of a flower tells, in their order; all of them together are 1."""
    return model.feature_importances_
