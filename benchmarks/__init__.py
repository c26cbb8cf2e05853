"""How fast Stegvis is, as ratios against something bare on the same machine: `make bench`."""
