// A picker's way through a list: which stop comes next, and what a scan means there. Knows no page and no network.
import { read, sameCode } from "./gs1.js";

const good = (text, more) => ({ kind: "good", text, ...more });
const bad = (text) => ({ kind: "bad", text });

// What a task is after a scan of this kind.
export const AFTER = { pick: "picked", short: "short", undo: "open" };

export class Loop {
  // `plan` is the server's; `scans` are those of this device that it does not know yet, in order.
  constructor(plan, scans = []) {
    this.plan = plan;
    this.tasks = plan.stops.flatMap((stop) => stop.tasks.map((task) => ({ ...task, stop })));
    this.closed = plan.last_closed ? [[plan.last_closed]] : []; // tasks in the order of their scans, by scan of a person
    this.bin = "";
    this.restart();
    for (const { scan, group } of scans) this.note(scan, group);
  }

  restart() {
    this.count = 0;
    this.code = "";
    this.numbers = [];
  }

  note(scan, group) {
    const task = this.task(scan.task);
    if (!task) return;
    task.state = AFTER[scan.kind];
    task.group = group;
    this.closed = this.closed.map((ids) => ids.filter((id) => id !== scan.task)).filter((ids) => ids.length);
    if (scan.kind === "undo") return;
    const last = this.closed.at(-1);
    if (last && this.task(last[0])?.group === group) last.push(scan.task);
    else this.closed.push([scan.task]);
  }

  task(id) { return this.tasks.find((each) => each.task === id); }

  get left() { return this.tasks.filter((each) => each.state === "open"); }

  // The tasks that one scan closes: all that are open at the next stop, or, where totes are scanned, those of one tote.
  get portion() {
    const first = this.left[0];
    if (!first) return null;
    const here = this.left.filter((each) => each.stop === first.stop);
    const tasks = this.plan.scan_totes ? here.filter((each) => each.tote === first.tote) : here;
    const units = tasks.reduce((sum, each) => sum + each.quantity, 0);
    const whole = here.reduce((sum, each) => sum + each.quantity, 0);
    return { stop: first.stop, tasks, units, whole, here };
  }

  get step() {
    const now = this.portion;
    if (!now) return "done";
    if (this.bin !== now.stop.bin_barcode) return "bin";
    return this.count < now.units ? "item" : "tote";
  }

  scan(text) {
    const code = text.trim();
    const step = this.step;
    if (step === "bin") return this.scanBin(code);
    if (step === "item") return this.scanItem(code);
    return step === "tote" ? this.scanTote(code) : bad("Everything is picked.");
  }

  scanBin(code) {
    const { stop } = this.portion;
    if (!names(stop, code)) {
      const other = this.plan.stops.find((each) => names(each, code));
      return bad(`Wrong bin: ${other ? `this is ${other.bin}` : "this code is not it"}. Go to ${stop.bin}.`);
    }
    this.bin = stop.bin_barcode;
    return good("Right bin");
  }

  scanItem(text) {
    const { stop, units } = this.portion;
    const said = read(text);
    const found = said.wrong ? null : stop.codes.find((each) => sameCode(said, each.code));
    if (stop.serials) return this.scanNumber(text.trim(), said, found);
    if (!found) {
      const other = said.wrong ? null : this.plan.stops.find((each) => each.codes.some((code) => sameCode(said, code.code)));
      return bad(`Wrong item: ${other ? `this is ${other.sku} ${other.name}` : "this code is not it"}. Take ${stop.sku} ${stop.name}.`);
    }
    if (stop.lot && said.lot && said.lot !== stop.lot) {
      return bad(`Wrong lot: this is ${said.lot}. Take ${stop.lot}: it is to leave first.`);
    }
    const more = found.units * (Number(said.count) || 1);
    if (this.count + more > units) {
      return bad(`That is ${more} at once, and ${units - this.count} are to be taken: scan units, or type how many.`);
    }
    this.code = text.trim();
    return this.counted(this.count + more);
  }

  scanNumber(text, said, found) {
    const number = said.serial || (found || said.wrong || said.gtin ? "" : text);
    if ((said.gtin && !found) || !number) return bad("Each of these has a serial number: scan that, not the product.");
    if (this.numbers.includes(number)) return bad(`${number} is taken already: scan the next one.`);
    this.numbers.push(number);
    this.code = this.portion.stop.codes[0].code;
    return this.counted(this.count + 1);
  }

  // A typed number says how many there are in all, once the item was scanned.
  type(total) {
    const { units, stop } = this.portion;
    if (!this.code || stop.serials) return bad("Scan the item first.");
    if (!Number.isInteger(total) || total < 1 || total > units) return bad(`Type a whole number from 1 to ${units}.`);
    return this.counted(total);
  }

  counted(total) {
    this.count = total;
    const { units, tasks } = this.portion;
    if (total < units) return good(`${total} of ${units}`);
    if (this.plan.scan_totes) return good(`${units} of ${units}: into tote ${tasks[0].tote}`);
    return this.take();
  }

  scanTote(code) {
    const [task] = this.portion.tasks;
    if (code !== task.tote_barcode) return bad(`Wrong tote. Lay it into tote ${task.tote} (${task.tote_barcode}).`);
    return this.take();
  }

  take() {
    const { stop, tasks, units } = this.portion;
    const numbers = [...this.numbers];
    const scans = tasks.map((task) => ({
      kind: "pick", task: task.task, bin: stop.bin_barcode, code: this.code, quantity: task.quantity,
      tote: task.tote_barcode, numbers: numbers.splice(0, stop.serials ? task.quantity : 0),
    }));
    return this.close(scans, `${units} ${into(tasks)}`);
  }

  // So many of the portion were there: whole tasks are picked, of one only a part, of the rest nothing. Why: a reason's code.
  short(found, reason) {
    const { stop, tasks, units } = this.portion;
    if (!Number.isInteger(found) || found < 0 || found >= units) {
      return bad(`Type how many were there, 0 to ${units - 1}. If all ${units} are there, scan them.`);
    }
    if (stop.serials && found !== this.numbers.length) return bad(`Scan the serial number of each of the ${found} first.`);
    const numbers = [...this.numbers];
    let left = found;
    const scans = tasks.map((task) => {
      const quantity = Math.min(left, task.quantity);
      left -= quantity;
      const mine = { task: task.task, quantity, numbers: numbers.splice(0, stop.serials ? quantity : 0) };
      if (quantity < task.quantity) return { kind: "short", reason, ...mine };
      return { kind: "pick", ...mine, bin: stop.bin_barcode, code: this.code || stop.codes[0].code, tote: task.tote_barcode };
    });
    return this.close(scans, `Short pick noted: ${found} of ${units}, the rest is looked for in other bins`);
  }

  // What was counted so far is forgotten; else the last scan that closed something is taken back. Kinds short and done:
  // that can only be done as long as the server does not know of it.
  undo() {
    if (this.count || this.step === "tote") {
      this.restart();
      return good("Counted anew: lay them back and scan again");
    }
    const last = this.closed.at(-1);
    if (!last) return bad("There is nothing to undo.");
    if (last.some((id) => this.task(id)?.state === "short")) return { kind: "short", ids: last };
    if (this.step === "done") return { kind: "done", ids: last };
    const units = last.reduce((sum, id) => sum + this.task(id).quantity, 0);
    const { stop } = this.task(last[0]);
    const scans = [...last].reverse().map((task) => ({ kind: "undo", task }));
    this.bin = "";
    return this.close(scans, `Undone: lay ${units} × ${stop.sku} back into ${stop.bin}`);
  }

  close(made, text) {
    const group = uuid();
    const at = new Date().toISOString();
    const scans = made.map((scan) => ({ id: uuid(), at, ...scan }));
    for (const scan of scans) this.note(scan, group);
    this.restart();
    return good(text, { scans, group });
  }
}

// `crypto.randomUUID` is there under https only, and a small warehouse may have none.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// A bin's barcode is scanned; whoever types may type what is written large on bin and page, in small letters too.
function names(stop, code) {
  const typed = code.toUpperCase();
  return typed === stop.bin_barcode.toUpperCase() || typed === stop.bin.toUpperCase();
}

// Tote 0 is none: what is too large for totes goes onto a truck.
export function into(tasks) {
  const totes = [...new Set(tasks.map((each) => each.tote))];
  return totes.every((each) => each) ? `into tote ${totes.join(" and ")}` : "onto the truck";
}

// Units in whole packs, the largest first: "2 cases of 12 + 3 units"; "" where none is whole.
export function inPacks(units, packs = []) {
  const said = [];
  let left = units;
  for (const { level, units: each } of [...packs].sort((a, b) => b.units - a.units)) {
    const count = Math.floor(left / each);
    if (!count) continue;
    said.push(`${count} ${level === "inner" ? "inner pack" : level}${count > 1 ? "s" : ""} of ${each}`);
    left -= count * each;
  }
  if (said.length && left) said.push(`${left} unit${left > 1 ? "s" : ""}`);
  return said.join(" + ");
}
