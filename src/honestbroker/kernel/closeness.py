"""How close two orders of the same states are: Kendall's tau-b.

Definition (Kendall 1945). Over all pairs of states, C counts those that both orders rank the same
way, D those that they rank opposite ways; n1 (n2) counts the pairs that the first (second) order
does not tie. tau-b = (C - D) / sqrt(n1 n2). It is 1 for equal orders, -1 for opposite ones, and
undefined if an order ties everything.

How. SciPy's implementation, which sorts: n log n for n states.

Guarantees: the correctly counted value up to floating point.
"""

from __future__ import annotations

from honestbroker.kernel.moves import Ranks

__all__ = ["tau_b"]


def tau_b(first: Ranks, second: Ranks) -> float | None:
    """Kendall's tau-b of two orders.

    Parameters
    ----------
    first, second : array of int32, shape (states,)
        Ranks, larger is better, equal is a tie.

    Returns
    -------
    float or None
        Between -1 and 1; None if an order ties everything.

    Examples
    --------
    >>> import numpy as np
    >>> tau_b(np.array([0, 1, 2], dtype=np.int32), np.array([0, 2, 1], dtype=np.int32))
    0.333...
    >>> tau_b(np.array([0, 1], dtype=np.int32), np.array([5, 5], dtype=np.int32))
    """
    if first.size == 0 or (first == first[0]).all() or (second == second[0]).all():
        return None
    from scipy.stats import kendalltau

    return float(kendalltau(first, second).statistic)
