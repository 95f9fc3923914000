"""A naive walker of single packets: the second opinion on what the symbolic engine says of a network.

It follows one packet with one source, one destination and one port from interface to interface, rule by rule, and is
written to be read beside AWS's pages. Nothing of it is shared with the engine but the facts.
"""

from phizone_policies.proofs.network.walker.walk import walk

__all__ = ["walk"]
