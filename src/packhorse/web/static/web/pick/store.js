// What a device keeps for itself (IndexedDB): who works with it, the plans of lists, and the scans that have no answer yet.
import { AFTER } from "./loop.js";

const NAME = "packhorse-floor";
let opened;

function database() {
  opened ||= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("known"); // the last login, and plans by their list's number
      asked.result.createObjectStore("scans", { keyPath: "turn", autoIncrement: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function within(store, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const remember = (name, value) => within("known", "readwrite", (known) => known.put(value, name));
export const recall = (name) => within("known", "readonly", (known) => known.get(name));
export const names = () => within("known", "readonly", (known) => known.getAllKeys());
export const forget = (name) => within("known", "readwrite", (known) => known.delete(name));

// Scans in the order in which they were made; kept before anything else is done with them.
export const keep = (rows) => within("scans", "readwrite", (scans) => rows.map((row) => scans.add(row)).at(-1));
export const drop = (turns) => within("scans", "readwrite", (scans) => turns.map((turn) => scans.delete(turn)).at(-1));
export const change = (rows) => within("scans", "readwrite", (scans) => rows.map((row) => scans.put(row)).at(-1));

// Scans that the server took: the plan says so from now on, and they are forgotten, both at once. Without it a page that
// is opened anew without the network would ask for them again.
export async function settle(rows) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(["known", "scans"], "readwrite", { durability: "strict" });
    const [known, scans] = [transaction.objectStore("known"), transaction.objectStore("scans")];
    for (const list of new Set(rows.map((row) => row.list))) {
      const asked = known.get(list);
      asked.onsuccess = () => {
        if (!asked.result) return;
        for (const row of rows) if (row.list === list) note(asked.result.plan, row.scan);
        known.put(asked.result, list);
      };
    }
    for (const row of rows) scans.delete(row.turn);
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function note(plan, scan) {
  const task = plan.stops.flatMap((stop) => stop.tasks).find((each) => each.task === scan.task);
  if (!task) return;
  task.state = AFTER[scan.kind];
  plan.last_closed = scan.kind === "undo" ? null : scan.task;
}

export async function kept(user) {
  const rows = await within("scans", "readonly", (scans) => scans.getAll());
  return rows.filter((row) => row.user === user);
}
