"""What the account and role pages read."""

from dataclasses import dataclass

from stegvis.accounts.roles import GRANTS, Permission, Role


@dataclass(frozen=True)
class PermissionRow:
    permission: Permission
    granted: tuple[tuple[Role, bool], ...]


def permission_rows() -> list[PermissionRow]:
    """Permission × role as accounts/roles.py has it. No query."""
    return [
        PermissionRow(
            permission,
            tuple((role, permission in grant.permissions) for role, grant in GRANTS.items()),
        )
        for permission in Permission
    ]
