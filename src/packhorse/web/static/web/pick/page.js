// The page of a pick list: the loop's state put into words and colours. Texts only, so that no name of a product is markup.
import { inPacks, into } from "./loop.js";

export function page(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const say = (name, text) => { part(name).textContent = text; };
  const show = (name, shown) => { part(name).hidden = !shown; };
  return { part, say, show, draw, answer, wait, conflicts };

  function draw(loop) {
    const { step, portion: now, tasks, left } = loop;
    const counted = tasks.filter((each) => each.state !== "cancelled").length;
    say("progress", `${counted - left.length} of ${counted} picks done`);
    part("bar").max = counted || 1;
    part("bar").value = counted - left.length;
    show("work", step !== "done");
    show("done", step === "done");
    show("amount", step === "item" && loop.count > 0 && !now.stop.serials);
    show("short", step === "item");
    const word = loop.count || step === "tote" ? "Count again" : "Undo the last pick";
    say("undo", word);
    part("undo").disabled = !(loop.count || step === "tote" || loop.closed.length);
    const go = part("go");
    for (const name of ["bin", "item", "tote"]) delete go.dataset[name];
    if (step === "done") return;
    const { stop, units, whole, here } = now;
    const rest = units - loop.count;
    if (step === "bin") {
      say("lead", "Go to");
      say("go", stop.bin);
      go.dataset.bin = stop.bin_barcode;
      say("goods", `then ${whole} × ${stop.name}`);
    } else if (step === "item") {
      say("lead", loop.count ? `In ${stop.bin}: ${loop.count} of ${units}, take` : `In ${stop.bin} take`);
      say("go", `${rest} ×`);
      go.dataset.item = stop.codes[0].code;
      say("goods", `${stop.sku} ${stop.name}`);
    } else {
      say("lead", `${units} × ${stop.sku} into`);
      say("go", `Tote ${now.tasks[0].tote}`);
      say("goods", stop.name);
      go.dataset.tote = now.tasks[0].tote_barcode;
    }
    say("lot", stop.lot && step !== "bin" ? `of lot ${stop.lot}${stop.expires_on ? `, good to ${stop.expires_on}` : ""}` : "");
    say("packs", step === "tote" ? "" : inPacks(step === "bin" ? whole : rest, stop.packs));
    say("totes", step === "item" ? where(here) : "");
    say("label", {
      bin: "Scan the bin",
      item: stop.serials ? `Scan serial number ${loop.count + 1} of ${units}` : "Scan the item",
      tote: `Scan tote ${now.tasks[0].tote}`,
    }[step]);
    say("all", `All ${units}`);
    part("number").max = units;
    part("there").max = units - 1;
    say("found-label", `How many of ${units} were there?`);
  }

  function where(here) {
    const sums = new Map();
    for (const task of here) sums.set(task.tote, (sums.get(task.tote) ?? 0) + task.quantity);
    if (sums.size < 2) return into(here);
    return [...sums].map(([tote, units]) => `${units} into tote ${tote}`).join(", ");
  }

  function answer(said) {
    const box = part("answer");
    box.hidden = false;
    box.className = `answer answer-${said.kind}`;
    box.setAttribute("role", said.kind === "bad" ? "alert" : "status");
    box.dataset.answer = said.kind;
    box.textContent = said.text;
  }

  // `sends`: scans that have no answer yet.
  function wait(loop, sends, { away, stranger }, leaves) {
    const scans = `${sends} scan${sends === 1 ? "" : "s"}`;
    show("waiting", away || stranger);
    say("waiting", stranger ? `Sign in again: ${scans} of yours wait on this device.`
      : sends ? `No network: ${scans} wait${sends === 1 ? "s" : ""} for it. Go on.` : "No network. Go on: scans are kept on this device.");
    show("sort", !leaves);
    say("end", leaves ? `All picked. ${scans} must be sent first: go where the network is.` : whither(loop));
    show("sign-in", stranger);
  }

  // Whole orders in totes of their own, and what needs none, go past the wall, unless they wait for more.
  function whither({ tasks, plan }) {
    if (plan.kind === "cluster" || plan.kind === "single") {
      return "Bring the cart to the pack bench. What waits for more than this list brought goes to the put wall.";
    }
    if (tasks.some((each) => each.tote)) return "Bring the cart to the put wall.";
    return "Bring the goods to the pack bench; cases of an order that wants more, to the put wall.";
  }

  function conflicts(rows, loop) {
    show("conflicts", rows.length > 0);
    if (rows.length) {
      for (const name of ["work", "done", "answer"]) show(name, false);
      part("undo").disabled = true;
    }
    say("refused-do", rows.every(({ scan }) => scan.kind === "undo")
      ? "These picks stand: take the goods from the bin again, or ask the lead."
      : "Lay these goods back into their bin, or ask the lead.");
    part("refused").replaceChildren(...rows.map(({ scan, refused }) => {
      const task = loop?.task(scan.task);
      const item = document.createElement("li");
      const what = { pick: "Pick", short: "Short pick", undo: "Undo" }[scan.kind];
      item.textContent = `${what}${task ? ` of ${task.quantity} × ${task.stop.sku} in ${task.stop.bin}` : ""}: ${refused.text}`;
      return item;
    }));
  }
}
