"""SageMaker's jobs as a program describes them: their network, their instances and where their results go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from phizone_policies.views.blocks import inside, leaves
from phizone_stacks.graph.node import Node, UnknownValue
from phizone_stacks.graph.values import Ref, Value

Block = dict[str, Value]
"""A block of a node."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where a type keeps its jobs; paths inside a job lead through blocks that may repeat."""

    jobs: str = ""
    """Path of the blocks that are jobs; empty where the resource is one."""
    network: str = ""
    """Block of a job with its network; empty where the job itself has the settings."""
    clusters: tuple[str, ...] = ()
    """Blocks with instances and `volume_kms_key_id`."""
    output: str = ""
    """Block with `kms_key_id` of the results."""


_TUNING = ("hyper_parameter_tuning_resource_config", "resource_config")
_SHAPES: dict[str, tuple[_Shape, ...]] = {
    "aws_sagemaker_data_quality_job_definition": (
        _Shape("", "network_config", ("job_resources.cluster_config",), "data_quality_job_output_config"),
    ),
    "aws_sagemaker_hyper_parameter_tuning_job": (
        _Shape("training_job_definition", "", _TUNING, "output_data_config"),
        _Shape("training_job_definitions", "", _TUNING, "output_data_config"),
    ),
    "aws_sagemaker_labeling_job": (
        _Shape(
            "",
            "labeling_job_algorithms_config.labeling_job_resource_config",
            ("labeling_job_algorithms_config.labeling_job_resource_config",),
            "output_config",
        ),
    ),
    "aws_sagemaker_monitoring_schedule": (
        _Shape(
            "monitoring_schedule_config.monitoring_job_definition",
            "network_config",
            ("monitoring_resources.cluster_config",),
            "monitoring_output_config",
        ),
    ),
    "aws_sagemaker_training_job": (_Shape("", "", ("resource_config",), "output_data_config"),),
}
_NETWORK = ("vpc_config", "enable_inter_container_traffic_encryption", "enable_network_isolation")
JOBS = tuple(sorted(_SHAPES))
"""Types that describe jobs."""
COMPUTING = tuple(kind for kind in JOBS if kind != "aws_sagemaker_labeling_job")
"""Those whose containers work with data in a network of theirs; labelling is people's work."""
MONITORING = ("aws_sagemaker_data_quality_job_definition", "aws_sagemaker_monitoring_schedule")
"""Those that compare what an endpoint answers with what it should."""


def reads(*types: str) -> tuple[str, ...]:
    """The attributes, as `type.attribute`, by which the jobs of some types are known."""
    found: set[str] = set()
    for kind in types:
        for shape in _SHAPES[kind]:
            inner = (shape.network, *shape.clusters, shape.output, *(() if shape.network else _NETWORK))
            paths = (shape.jobs,) if shape.jobs else inner
            found |= {f"{kind}.{path.split('.')[0]}" for path in paths if path}
    return tuple(sorted(found))


def training_paths(*jobs: str) -> tuple[str, ...]:
    """Where training jobs below some paths write their models and checkpoints; empty is the resource itself."""
    written = ("checkpoint_config.s3_uri", "output_data_config.s3_output_path")
    return tuple(f"{job}.{path}".lstrip(".") for job in jobs for path in written)


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a resource."""

    node: Node
    """The resource."""
    block: Block
    """Its settings."""
    shape: _Shape
    """Where they stand."""

    def network(self, key: str) -> Value:
        """A setting of its network, as `enable_network_isolation`; None where absent. Raises: UnknownValue."""
        for block in [self.block] if not self.shape.network else _within(self.node, self.block, self.shape.network):
            return inside(self.node, block, key)
        return None

    @property
    def has_subnets(self) -> bool:
        """Whether it runs in subnets of a VPC. Raises: UnknownValue."""
        vpc = self.network("vpc_config")
        found = _within(self.node, {"vpc_config": vpc}, "vpc_config")
        return any(bool(inside(self.node, block, "subnets")) for block in found)

    def clusters(self) -> Iterator[Block]:
        """Its groups of instances, with `volume_kms_key_id`. Raises: UnknownValue."""
        for path in self.shape.clusters:
            yield from _within(self.node, self.block, path)

    def outputs(self) -> Iterator[Block]:
        """Its results, with `kms_key_id`. Raises: UnknownValue."""
        yield from _within(self.node, self.block, self.shape.output)


def jobs(node: Node) -> list[Job]:
    """The jobs that a resource describes; none where it only names another's. Raises: UnknownValue."""
    return [Job(node, block, shape) for shape in _SHAPES[node.type] for block in _blocks(node, shape)]


def _blocks(node: Node, shape: _Shape) -> Iterator[Block]:
    if not shape.jobs:
        inner = (shape.network, *shape.clusters, shape.output, *_NETWORK)
        heads = {path.split(".")[0] for path in inner if path}
        yield {head: node.get(head) for head in sorted(heads) if head in node.attributes}
        return
    for value in leaves(node, shape.jobs):
        if not isinstance(value, dict):
            raise UnknownValue(node.address, shape.jobs)
        yield value


def _within(node: Node, block: Block, path: str) -> list[Block]:
    """The blocks at a path inside a block. Raises: UnknownValue."""
    found = [block]
    for step in path.split("."):
        values = [inside(node, each, step) for each in found]
        flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
        if any(isinstance(each, Ref) for each in flat):
            raise UnknownValue(node.address, path, "it is another resource's attribute")
        found = [each for each in flat if isinstance(each, dict)]
    return found
