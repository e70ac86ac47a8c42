"""The publications the methods come from, as a report cites them.

Keys are those of the documentation's bibliography (``docs/bibliography.bib``); a test compares the
two.
"""

from __future__ import annotations

from typing import Final

__all__ = ["METHODS", "WORKS"]

WORKS: Final[dict[str, str]] = {
    "nash1950": "Nash, J. F. 1950. Equilibrium points in n-person games. Proceedings of the "
    "National Academy of Sciences 36(1), 48-49.",
    "howard1971": "Howard, N. 1971. Paradoxes of Rationality: Theory of Metagames and Political "
    "Behavior. Cambridge, MA: MIT Press.",
    "fh1984": "Fraser, N. M. and Hipel, K. W. 1984. Conflict Analysis: Models and Resolutions. New "
    "York: North-Holland.",
    "khf1987": "Kilgour, D. M., Hipel, K. W. and Fang, L. 1987. The graph model for conflicts. "
    "Automatica 23(1), 41-55.",
    "fhk1993": "Fang, L., Hipel, K. W. and Kilgour, D. M. 1993. Interactive Decision Making: The "
    "Graph Model for Conflict Resolution. New York: Wiley.",
    "khfp2001": "Kilgour, D. M., Hipel, K. W., Fang, L. and Peng, X. 2001. Coalition analysis in "
    "group decision support. Group Decision and Negotiation 10(2), 159-175.",
    "fhkp2003": "Fang, L., Hipel, K. W., Kilgour, D. M. and Peng, X. 2003. A decision support "
    "system for interactive decision making, part I: model formulation. IEEE Transactions on "
    "Systems, Man, and Cybernetics, Part C 33(1), 42-55.",
    "lkh2005": "Li, K. W., Kilgour, D. M. and Hipel, K. W. 2005. Status quo analysis in the graph "
    "model for conflict resolution. Journal of the Operational Research Society 56(6), 699-707.",
    "bennett1977": "Bennett, P. G. 1977. Toward a theory of hypergames. Omega 5(6), 749-751.",
    "osgood1962": "Osgood, C. E. 1962. An Alternative to War or Surrender. Urbana: University of "
    "Illinois Press.",
    "touval_zartman1985": "Touval, S. and Zartman, I. W. (eds) 1985. International Mediation in "
    "Theory and Practice. Boulder: Westview Press.",
    "fearon1995": "Fearon, J. D. 1995. Rationalist explanations for war. International "
    "Organization 49(3), 379-414.",
    "kydd2003": "Kydd, A. 2003. Which side are you on? Bias, credibility, and mediation. American "
    "Journal of Political Science 47(4), 597-611.",
    "kydd2005": "Kydd, A. H. 2005. Trust and Mistrust in International Relations. Princeton: "
    "Princeton University Press.",
    "kydd2006": "Kydd, A. H. 2006. When can mediators build trust? American Political Science "
    "Review 100(3), 449-462.",
    "lukin_zakharova2017": "Lukin, A. and Zakharova, L. 2017. Nuclear Weapons and Russian-North "
    "Korean Relations. Philadelphia: Foreign Policy Research Institute, 64-70.",
    "shapley1953": "Shapley, L. S. 1953. A value for n-person games. In: Contributions to the "
    "Theory of Games II. Princeton: Princeton University Press, 307-317.",
    "kinsara2014": "Kinsara, R. A. 2014. Negotiation Support System with Third Party Intervention. "
    "PhD thesis, University of Waterloo.",
    "regovieira2017": "Rêgo, L. C. and Vieira, G. I. A. 2017. Symmetric sequential stability in "
    "the graph model for conflict resolution with multiple decision makers. Group Decision and "
    "Negotiation 26. doi:10.1007/s10726-016-9520-8.",
}
"""Key to citation."""

METHODS: Final[dict[str, tuple[str, ...]]] = {
    "model": ("khf1987", "fhk1993"),
    "statements": ("fhkp2003",),
    "reach": ("lkh2005",),
    "together": ("khfp2001",),
}
"""What an analysis is built on, besides the stability concepts, which name their own sources."""
