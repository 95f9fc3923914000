"""Applying a graph: in dependency order, several at once; what fails is told, and what waits for it is not made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from phizone_stacks.emulator.adapter import Adapter, Outputs, Wanted, all_adapters
from phizone_stacks.graph.graph import Graph
from phizone_stacks.graph.node import Node
from phizone_stacks.graph.physical import physical
from phizone_stacks.graph.values import Ref, Template, Unknown, Value
from phizone_stacks.live.place import Place

WORKERS = 8
"""Resources that are made at once."""
_PATIENCE = 5
_ABSENT = ("NoSuch", "NotFound", "DoesNotExist", "Missing")
"""What error codes hold by which AWS says that what a resource names does not exist, or not yet."""


class NotMade(Exception):
    """Something that a resource refers to was not made."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying gave."""

    outputs: Mapping[str, Outputs]
    """What AWS assigned, by address of each resource that was made."""
    failures: Mapping[str, str]
    """Why a resource was not made, by address."""
    not_emulated: tuple[str, ...]
    """Addresses of the resources that were not to be made, sorted."""

    @property
    def accounts(self) -> int:
        """Accounts in which something was made."""
        return len({address.partition("/")[0] for address in self.outputs})


@dataclass(slots=True)
class _State:
    graph: Graph
    outputs: dict[str, Outputs] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def apply(
    graph: Graph,
    client_of: Callable[[str, Place], Any],
    home: str,
    left_out: Collection[str] = (),
    report: Callable[[str], None] = lambda done: None,
    known: Mapping[str, Outputs] | None = None,
    only: Collection[str] | None = None,
) -> Applied:
    """Makes every resource; types that are `left_out` are not made, and references to them are the program's own.

    What is `known` stands already and is not made; of the others only what is named, where `only` names some.
    """
    adapters = all_adapters()
    state = _State(graph, dict(known or {}))
    chosen = [node for node in graph if node.address not in state.outputs]
    skipped = [node for node in chosen if node.type in left_out or node.type.startswith("data.")]
    for node in skipped:
        state.outputs[node.address] = _stand_in(node)
    todo = {
        node.address: node
        for node in chosen
        if node.address not in state.outputs and (only is None or node.address in only)
    }
    for address, node in list(todo.items()):
        if node.type not in adapters:
            state.failures[address] = f"no adapter makes {node.type}"
            del todo[address]
    _run(state, todo, lambda node: _make(state, adapters[node.type], node, client_of, home), report)
    aside = {node.address for node in skipped}.union(known or ())
    made = {address: outputs for address, outputs in state.outputs.items() if address not in aside}
    wanted = (node.address for node in skipped if only is None or node.address in only)
    return Applied(made, dict(sorted(state.failures.items())), tuple(sorted(wanted)))


def _run(state: _State, todo: dict[str, Node], make: Callable[[Node], Outputs], report: Callable[[str], None]) -> None:
    """Makes what waits for nothing any more until nothing is left; who names what is not there yet waits, too."""
    waiting = dict(todo)
    deferred: dict[str, str] = {}
    running: dict[Future[Outputs], str] = {}
    existed: dict[str, int] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        while waiting or running:
            ready = [address for address, node in waiting.items() if _is_ready(state, node, todo)]
            for address in ready:
                existed[address] = len(state.outputs)
                running[pool.submit(make, waiting.pop(address))] = address
            if not running:
                break
            try:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
            except (KeyboardInterrupt, SystemExit):
                pool.shutdown(cancel_futures=True)
                raise
            for future in done:
                address = running.pop(future)
                if _settle(state, address, future, deferred):
                    report(address)
            # Something exists since they were tried: who named it before it did may try again.
            for address in [each for each in deferred if existed[each] < len(state.outputs)]:
                del deferred[address]
                waiting[address] = todo[address]
    state.failures.update(deferred)
    state.failures.update(dict.fromkeys(waiting, "what it refers to was not made"))


def _settle(state: _State, address: str, future: Future[Outputs], deferred: dict[str, str]) -> bool:
    """Takes a result; whether the resource was made."""
    try:
        state.outputs[address] = future.result()
        return True
    except NotMade as failure:
        state.failures[address] = str(failure)
    except ClientError as failure:
        code = failure.response.get("Error", {}).get("Code", "")
        target = deferred if any(each in code for each in _ABSENT) else state.failures
        target[address] = str(failure)
    except Exception as failure:  # noqa: BLE001 - an emulator in this process raises whatever it stumbles over
        state.failures[address] = f"{type(failure).__name__}: {failure}"
    return False


def _is_ready(state: _State, node: Node, todo: Mapping[str, Node]) -> bool:
    return all(
        each in state.outputs or each in state.failures or each not in todo for each in state.graph.refers_to(node)
    )


def _make(state: _State, adapter: Adapter, node: Node, client_of: Callable[[str, Place], Any], home: str) -> Outputs:
    attributes = {name: _literal(state, node, value) for name, value in node.attributes.items()}
    region = home if node.region in ("", "global") else node.region
    wanted = Wanted(node, attributes, Place(node.account, region), client_of)
    for _ in range(_PATIENCE):
        try:
            return {**attributes, **adapter.function(wanted)}
        except RuntimeError as failure:
            # moto's dicts are not safe from several threads: it says so before it has done anything.
            if "changed size during iteration" not in str(failure):
                raise
    raise NotMade("the emulator was too busy with other calls")


def _literal(state: _State, node: Node, value: Value) -> Any:
    if isinstance(value, Unknown):
        raise NotMade(f"an attribute is not known before apply: {value.reason}")
    if isinstance(value, Ref):
        return _assigned(state, node, value)
    if isinstance(value, Template):
        return "".join(part if isinstance(part, str) else str(_assigned(state, node, part)) for part in value.parts)
    if isinstance(value, dict):
        return {key: _literal(state, node, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_literal(state, node, item) for item in value]
    return value


def _assigned(state: _State, node: Node, ref: Ref) -> Any:
    outputs = state.outputs.get(ref.address)
    if outputs is None:
        raise NotMade(f"{ref.address} was not made, to which it refers")
    value: Any = outputs
    for step in ref.attribute.split("."):
        value = value[int(step)] if isinstance(value, list) and step.isdigit() else (value or {}).get(step)
    if value is None:
        target = state.graph.find(ref.address)
        found = physical(target, ref.attribute) if target is not None else None
        if not isinstance(found, str):
            raise NotMade(f"{ref.address} told no {ref.attribute}, which it needs")
        return found
    return value


def _stand_in(node: Node) -> Outputs:
    """What stands for the outputs of what is not made: names and ARNs that the program fixes, else its address."""
    found = {name: physical(node, name) for name in ("arn", "id")}
    texts = {name: value if isinstance(value, str) else node.address for name, value in found.items()}
    return {**{name: value for name, value in node.attributes.items() if isinstance(value, str)}, **texts}
