// A filled carton as a picture: what is farther is painted first. The same as algorithms/packing/picture.py does.
// A block: low and high corner, parts (units along each axis), step; a piece of one knows the whole.
const NOTHING = 1e-9;

export class View {
  constructor(room, width, height, turn, tilt, margin) {
    Object.assign(this, { room, width, height, turn, tilt });
    this.away = [-Math.cos(tilt) * Math.sin(turn), -Math.cos(tilt) * Math.cos(turn), -Math.sin(tilt)];
    const across = Math.hypot(room[0], room[1]);
    const down = across * Math.sin(tilt) + room[2] * Math.cos(tilt); // so that turning never changes the size
    this.scale = Math.min((width - 2 * margin) / across, (height - 2 * margin) / down);
  }

  at(corner) {
    const [x, y, z] = corner.map((at, axis) => at - this.room[axis] / 2);
    const along = x * Math.cos(this.turn) - y * Math.sin(this.turn);
    const near = x * Math.sin(this.turn) + y * Math.cos(this.turn);
    const down = near * Math.sin(this.tilt) - z * Math.cos(this.tilt);
    return [this.width / 2 + along * this.scale, this.height / 2 + down * this.scale];
  }
}

export function painted(blocks, view) {
  const nowhere = [0, 0, 0];
  const walls = [2, 0, 1].map((axis) =>
    side(nowhere, view.room, axis, view.away[axis] > 0 ? view.room[axis] : 0).map((corner) => view.at(corner)));
  const front = [0, 1].map((axis) =>
    side(nowhere, view.room, axis, view.away[axis] > 0 ? 0 : view.room[axis]).map((corner) => view.at(corner)));
  return { walls, faces: inTurn(blocks, view.away).flatMap((block) => faces(block, view)), front };
}

// Blocks so that each is painted after all that it hides; what hides each other in a ring is cut first.
export function inTurn(blocks, away) {
  let left = blocks.slice();
  const done = [];
  while (left.length) {
    const before = hidden(left, away);
    const free = [...before.keys()].filter((nth) => !before[nth].size);
    if (!free.length) {
      left = cut(left, ring(before));
      continue;
    }
    const gone = new Set();
    while (free.length) {
      const nth = free.shift();
      gone.add(nth);
      done.push(left[nth]);
      before.forEach((others, later) => { if (others.delete(nth) && !others.size) free.push(later); });
    }
    left = left.filter((_, nth) => !gone.has(nth));
  }
  return done;
}

function hidden(blocks, away) {
  const found = blocks.map(() => new Set());
  for (let nth = 0; nth < blocks.length; nth++) {
    for (let mth = 0; mth < nth; mth++) {
      const way = hides(blocks[nth], blocks[mth], away);
      if (way > 0) found[nth].add(mth);
      if (way < 0) found[mth].add(nth);
    }
  }
  return found;
}

// 1: `a` hides part of `b`; -1: the other way round. `a` is moved along the line of sight until it comes upon `b`.
function hides(a, b, away) {
  let first = -Infinity, last = Infinity;
  for (let axis = 0; axis < 3; axis++) {
    const start = b.low[axis] - a.high[axis], end = b.high[axis] - a.low[axis], step = away[axis];
    if (Math.abs(step) < NOTHING) {
      if (start > -NOTHING || end < NOTHING) return 0;
      continue;
    }
    first = Math.max(first, Math.min(start / step, end / step));
    last = Math.min(last, Math.max(start / step, end / step));
  }
  if (last - first < NOTHING) return 0;
  return first + last > 0 ? 1 : -1;
}

function ring(before) {
  const way = [0];
  while (!way.slice(0, -1).includes(way.at(-1))) way.push(Math.min(...before[way.at(-1)]));
  return way.slice(way.indexOf(way.at(-1)), -1);
}

function cut(blocks, nths) {
  const inRing = nths.map((nth) => blocks[nth]);
  const cuts = [0, 1, 2].map((axis) =>
    [...new Set(inRing.flatMap((block) => [block.low[axis], block.high[axis]]))].sort((a, b) => a - b));
  const pieces = [];
  for (const block of inRing) {
    const [xs, ys, zs] = cuts.map((at, axis) => at.filter((x) => block.low[axis] <= x && x <= block.high[axis]));
    for (let i = 1; i < xs.length; i++) for (let j = 1; j < ys.length; j++) for (let k = 1; k < zs.length; k++) {
      const low = [xs[i - 1], ys[j - 1], zs[k - 1]], high = [xs[i], ys[j], zs[k]];
      pieces.push({ ...block, low, high, whole: block.whole || block });
    }
  }
  return [...blocks.filter((_, nth) => !nths.includes(nth)), ...pieces];
}

function side(low, high, axis, at) {
  const [one, other] = [0, 1, 2].filter((each) => each !== axis);
  return [[0, 0], [1, 0], [1, 1], [0, 1]].map(([first, second]) => {
    const corner = [at, at, at];
    corner[one] = (first ? high : low)[one];
    corner[other] = (second ? high : low)[other];
    return corner;
  });
}

// The visible sides of a block or of a piece of it; where it was cut there is no side.
function faces(block, view) {
  const whole = block.whole || block, found = [];
  const size = [0, 1, 2].map((axis) => whole.high[axis] - whole.low[axis]);
  const seen = [0, 1, 2].map((axis) => (Math.abs(view.away[axis]) * size[0] * size[1] * size[2]) / size[axis]);
  for (let axis = 0; axis < 3; axis++) {
    const end = view.away[axis] > 0 ? "low" : "high", level = block[end][axis];
    if (Math.abs(view.away[axis]) < NOTHING || level !== whole[end][axis]) continue;
    const across = [0, 1, 2].filter((each) => each !== axis), edges = [], seams = [];
    for (const [over, along] of [across, [across[1], across[0]]]) {
      for (let nth = 0; nth <= whole.parts[over]; nth++) {
        const at = whole.low[over] + (nth * size[over]) / whole.parts[over];
        if (at < block.low[over] - NOTHING || at > block.high[over] + NOTHING) continue;
        const line = [block.low, block.high].map((ends) => {
          const corner = [0, 0, 0];
          [corner[axis], corner[over], corner[along]] = [level, at, ends[along]];
          return view.at(corner);
        });
        (nth === 0 || nth === whole.parts[over] ? edges : seams).push(line);
      }
    }
    const middle = whole.low.map((low, each) => (each === axis ? level : (low + whole.high[each]) / 2));
    const mine = across.every((each) => block.low[each] <= middle[each] && middle[each] <= block.high[each]);
    const corners = side(block.low, block.high, axis, level).map((corner) => view.at(corner));
    const named = mine && seen[axis] === Math.max(...seen);
    found.push({ block: whole, axis, corners, edges, seams, middle: named ? view.at(middle) : null });
  }
  return found;
}
