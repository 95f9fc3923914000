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


def rule_names(incomplete: str) -> list[str]:
    """Ids of our rules that begin so, and of those in the nearest `policies/checks/`."""
    import pkgutil

    from phizone_policies import checks
    from phizone_policies.proofs import claims

    places = [str(folder / "policies" / "checks") for folder in (Path.cwd(), *Path.cwd().parents)]
    names = {module.name for module in pkgutil.iter_modules([*checks.__path__, *claims.__path__, *places])}
    return sorted(name for name in names if name.startswith(incomplete) and not name.startswith("_"))


def rule_and_safeguard_names(incomplete: str) -> list[str]:
    """Ids of the rules and of the regulations' requirements that begin so."""
    from phizone_policies.controls.load import controls

    names = [requirement.id for requirement in controls().requirements() if requirement.id.startswith(incomplete)]
    return sorted([*rule_names(incomplete), *names])


def control_names(incomplete: str) -> list[str]:
    """Ids of requirements, of objectives and of the conformance pack's rules that begin so."""
    from phizone_policies.controls.load import controls
    from phizone_scripts.coverage import names

    return sorted(name for name in names(controls()) if name.startswith(incomplete))
