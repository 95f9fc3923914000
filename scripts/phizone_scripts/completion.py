"""What the shell offers for a word that is being typed; nothing here reads more than it must."""

from __future__ import annotations

from pathlib import Path


def environment_names(incomplete: str) -> list[str]:
    """Names of the environments in the nearest `environments/` that begin so."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        files = folder / "environments"
        if (files / "organization.yaml").is_file():
            names = (file.stem for file in files.glob("*.yaml") if file.stem != "organization")
            return sorted(name for name in names if name.startswith(incomplete))
    return []


def rule_and_safeguard_names(incomplete: str) -> list[str]:
    """Ids of the rules and safeguards that begin so."""
    import pkgutil

    from phizone_policies import checks
    from phizone_policies.controls.load import controls

    names = [module.name for module in pkgutil.iter_modules(checks.__path__)]
    names += [requirement.id for requirement in controls().requirements()]
    return sorted(name for name in names if name.startswith(incomplete))
