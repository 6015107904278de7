"""The baseline: aisle after aisle, each time the one where most of what is still wanted lies."""

from packhorse.algorithms.waves.problem import Problem


def by_aisle(problem: Problem) -> tuple[list[int], list[int]]:
    """Return (orders, aisles) of the wave with most units per aisle that it passes on its way; none if it finds none.

    After each aisle the orders that it makes complete are taken, largest first, until the wave is full.
    """
    sizes, wanted = problem.sizes, problem.wanted
    stock = [0] * problem.items
    waiting = sorted(range(len(sizes)), key=lambda o: -sizes[o])
    left, taken, visited = set(range(len(problem.aisles))), list[int](), list[int]()
    units, best, found = 0, 0.0, (list[int](), list[int]())
    short = wanted  # what is still wanted of each item and not in the aisles visited
    while left and units < problem.upper:
        gains = {a: sum(min(count, short[i]) for i, count in problem.aisles[a].items()) for a in left}
        aisle = max(left, key=lambda a: (gains[a], -a))
        left.remove(aisle)
        visited.append(aisle)
        for item, count in problem.aisles[aisle].items():
            stock[item] += count
            short[item] = max(0, short[item] - count)
        still = []
        for o in waiting:
            lines = problem.orders[o].items()
            if units + sizes[o] <= problem.upper and all(count <= stock[item] for item, count in lines):
                taken.append(o)
                units += sizes[o]
                for item, count in lines:
                    stock[item] -= count
            else:
                still.append(o)
        waiting = still
        if units >= problem.lower and units / len(visited) > best:
            best, found = units / len(visited), (taken.copy(), visited.copy())
    return found
