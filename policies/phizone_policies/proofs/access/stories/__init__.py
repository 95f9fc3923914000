"""Stories: requests written as data, each with the answer that AWS must give."""

from __future__ import annotations

from phizone_policies.proofs.access.stories.model import InvalidStories, Story, Told, load_stories, problems, shipped
from phizone_policies.proofs.access.stories.telling import tell, together

__all__ = ["InvalidStories", "Story", "Told", "load_stories", "problems", "shipped", "tell", "together"]
