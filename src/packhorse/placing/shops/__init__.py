"""What connected shops send by webhook, as orders of ours: one pure module a kind of shop."""
