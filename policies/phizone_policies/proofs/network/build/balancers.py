"""What stands behind load balancers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from phizone_policies.proofs.network.build.survey import Survey
from phizone_policies.views.load_balancers import BALANCERS, CLASSIC
from phizone_policies.views.naming import named_node
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.values import Value

_GROUPS = ("aws_alb_target_group", "aws_lb_target_group")
_ATTACHMENTS = ("aws_alb_target_group_attachment", "aws_lb_target_group_attachment")
_LISTENING = ("aws_alb_listener", "aws_alb_listener_rule", "aws_lb_listener", "aws_lb_listener_rule")
_LISTENERS = ("aws_alb_listener", "aws_lb_listener")
_BEHIND = (*_ATTACHMENTS, "aws_autoscaling_attachment", "aws_elb_attachment")


class Balancers:
    """The targets of load balancers, as interfaces where they are known and as VPCs where not."""

    def __init__(self, survey: Survey, own: Mapping[str, Sequence[str]]) -> None:
        self._survey, self._graph, self._own = survey, survey.graph, own

    def named(self, value: Value) -> Iterator[Node]:
        """The load balancer that a value names."""
        found = self._survey.named(value, *BALANCERS)
        if found is not None:
            yield found

    def targets(self, balancer: Node) -> tuple[str, ...]:
        """Interfaces and VPCs that a load balancer sends requests to, sorted."""
        found: set[str] = set()
        if balancer.type == CLASSIC:
            found |= self._behind(balancer)
        for group in self._groups.get(balancer.address, ()):
            behind = self._behind(group)
            found |= behind or {self._survey.vpc(group.peek("vpc_id"))}
        return tuple(sorted(found - {""}))

    def _behind(self, group: Node) -> set[str]:
        """The interfaces of what registers with a target group, or with a classic load balancer."""
        found: set[str] = set()
        for node in (group, *self._graph.referrers(group)):
            if node.type in _LISTENING or node.type in (*BALANCERS,):
                continue
            registered = [node.address]
            if node is group or node.type in _BEHIND:
                registered = list(self._graph.refers_to(node))
            for address in registered:
                found |= set(self._own.get(address, ()))
        return found - set(self._own.get(group.address, ()))

    @cached_property
    def _groups(self) -> Mapping[str, list[Node]]:
        """Target groups by load balancer, over listeners and their rules."""
        listeners = {
            node.address: self._survey.named(node.peek("load_balancer_arn"), *BALANCERS)
            for node in self._graph.of_type(*_LISTENERS)
        }
        found: dict[str, dict[str, Node]] = {}
        for node in self._graph.of_type(*_LISTENING):
            self._survey.sure(node, "load_balancer_arn", "listener_arn", "default_action", "action")
            listener = node.address
            if node.address not in listeners:
                named = named_node(self._graph, node.peek("listener_arn"), _LISTENERS, "arn")
                listener = named.address if named else ""
            balancer = listeners.get(listener)
            for address in self._graph.refers_to(node):
                target = self._graph.find(address)
                if balancer is not None and target is not None and target.type in _GROUPS:
                    found.setdefault(balancer.address, {})[address] = target
        self._survey.of_type(*_GROUPS, *_ATTACHMENTS)
        return {name: list(groups.values()) for name, groups in found.items()}
