import secrets

# No signs that look alike when somebody reads them out or writes them off paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time() -> str:
    """A password to hand over once: four groups of four signs, about 79 bits."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
