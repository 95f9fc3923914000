"""Security groups keep administration and databases to themselves."""

from __future__ import annotations

from phizone_policies.check import Claim, Profile, Result, Severity, View, check, failed, passed
from phizone_policies.views.networks import is_world
from phizone_policies.views.security_groups import GROUPS, READS, RULES, Rule, rules_in
from phizone_stacks.graph.node import Node

_PORTS = {
    20: "FTP",
    21: "FTP",
    22: "SSH",
    23: "Telnet",
    135: "Windows RPC",
    445: "SMB",
    1433: "SQL Server",
    1434: "SQL Server",
    1521: "Oracle",
    2049: "NFS",
    2375: "Docker",
    3306: "MySQL",
    3389: "RDP",
    4333: "mSQL",
    5432: "PostgreSQL",
    5439: "Redshift",
    5500: "VNC",
    5601: "Kibana",
    5985: "WinRM",
    5986: "WinRM",
    6379: "Redis",
    9092: "Kafka",
    9200: "Elasticsearch",
    9300: "Elasticsearch",
    11211: "memcached",
    27017: "MongoDB",
}
_ALL = (0, 65535)


@check(
    claim=Claim.ISOLATION,
    severity=Severity.HIGH,
    profile=Profile.BASELINE,
    types=(*GROUPS, *RULES),
    reads=READS,
)
def security_group_admits_no_administration(node: Node, view: View) -> Result:
    """A security group lets nobody from everywhere reach a port of administration or of a database, or all ports.

    Why: such ports are found within minutes, and one guessed password or one flaw is the whole machine or table.
    Fix: name the security group or the addresses that may come in; administer through Session Manager.
    Source: AWS Config rules restricted-ssh, restricted-common-ports; AWS Security Hub EC2.13, EC2.14, EC2.19.
    """
    for rule in rules_in(view.graph, node):
        world = next((cidr for cidr in rule.cidrs if is_world(cidr)), "")
        opened = _opened(rule) if world and rule.direction == "ingress" else ""
        if opened:
            return failed(f"its ingress lets {world} reach {opened}", cidr=world, opened=opened)
    return passed()


def _opened(rule: Rule) -> str:
    if rule.ports == _ALL:
        return "every port" if rule.protocol in ("-1", "all") else f"every port of {rule.protocol}"
    return next((f"port {port} ({name})" for port, name in _PORTS.items() if rule.reaches(port, port)), "")
