"""Weights from pairs of which somebody decided: the same person, or not.

Logistic regression with a small ridge by Newton's method: the log-odds that a feature
adds, once all others are known. Decisions of the review queue go the same way.
"""

from collections.abc import Sequence

import numpy as np

from cases.names.scoring import Features

RIDGE, STEPS, DONE = 1.0, 50, 1e-6
START = "start"


def learn(pairs: Sequence[Features], same: Sequence[bool]) -> dict[str, float]:
    """Weights by feature, with `start` for what every pair begins with.

    ValueError when all pairs are the same person, or none is.
    """
    if len(set(same)) < 2:
        raise ValueError("Pairs of both kinds are needed.")
    names = [START, *sorted({name for pair in pairs for name in pair})]
    matrix = np.array([[1.0, *(pair.get(n, 0.0) for n in names[1:])] for pair in pairs])
    found = _newton(matrix, np.array(same, float))
    return {name: round(float(w), 4) for name, w in zip(names, found, strict=True)}


def _newton(matrix: np.ndarray, truth: np.ndarray) -> np.ndarray:
    ridge = np.full(matrix.shape[1], RIDGE)
    ridge[0] = 0.0  # how often pairs are the same is not held small
    weights = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        slope = matrix.T @ (truth - chance) - ridge * weights
        curve = (matrix.T * (chance * (1 - chance))) @ matrix + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < DONE:
            break
    return weights


def best_threshold(chances: Sequence[float], same: Sequence[bool]) -> float:
    """The probability from which on proposing pairs gives the best F1."""
    order = np.argsort(-np.array(chances), kind="stable")
    hits = np.cumsum(np.array(same, int)[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + sum(same))
    return round(float(np.array(chances)[order][int(np.argmax(f1))]), 4)
