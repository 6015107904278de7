// What a scanned code says: GS1 element strings (GTIN, lot, expiry, serial), as algorithms/elements.py reads them on the
// server. A code that is no element string is a code as it stands.
const SEPARATOR = "\x1d";
const SYMBOLOGIES = ["]C1", "]d2", "]Q3", "]e0"];
const FIXED = { "00": 18, "01": 14, "02": 14, 11: 6, 12: 6, 13: 6, 15: 6, 16: 6, 17: 6, 20: 2, 402: 17 };
const VARIABLE = { 10: 20, 21: 20, 22: 20, 30: 8, 37: 8, 235: 28, 240: 30, 241: 30, 250: 30, 251: 30, 400: 30, 401: 30 };
const NAMES = { "01": "gtin", "02": "gtin", 10: "lot", 21: "serial", 17: "expires", 30: "count", 37: "count" };

export function rightDigits(number) {
  if (!/^\d{2,}$/.test(number)) return false;
  const sum = [...number].reverse().reduce((total, digit, nth) => total + Number(digit) * (nth % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

// { code } for a plain code; { gtin, lot, serial, expires, count } for an element string; { wrong } for a broken one.
export function read(text) {
  const plain = text.trim();
  let body = plain.startsWith(SEPARATOR) ? plain.slice(1) : plain;
  const symbology = SYMBOLOGIES.find((each) => plain.startsWith(each));
  if (symbology) body = plain.slice(symbology.length).replace(/^\x1d+/, "");
  const bracketed = /^\(\d{2,4}\)/.test(body);
  const sure = Boolean(symbology) || bracketed || plain.includes(SEPARATOR);
  if (!sure && !(/^01\d{14}/.test(body) && rightDigits(body.slice(2, 16)))) return { code: plain };
  const said = bracketed ? brackets(body) : run(body);
  if (!said || (said.gtin && !rightDigits(said.gtin))) return sure ? { wrong: true } : { code: plain };
  return said.gtin ? said : { wrong: true };
}

export function sameCode(said, code) {
  if (said.code !== undefined) return said.code === code;
  return Boolean(said.gtin) && /^(\d{8}|\d{12,14})$/.test(code) && code.padStart(14, "0") === said.gtin.padStart(14, "0");
}

function brackets(body) {
  const said = {};
  const parts = body.split(/\((\d{2,4})\)/).slice(1);
  for (let nth = 0; nth < parts.length; nth += 2) {
    if (NAMES[parts[nth]]) said[NAMES[parts[nth]]] = parts[nth + 1].replaceAll(SEPARATOR, "");
  }
  return said;
}

function run(body) {
  const said = {};
  let rest = body;
  while (rest) {
    const ai = [2, 3, 4].map((size) => rest.slice(0, size)).find(known);
    if (!ai) return null;
    rest = rest.slice(ai.length);
    const value = size(ai) ? rest.slice(0, size(ai)) : rest.split(SEPARATOR, 1)[0];
    if (size(ai) && !(value.length === size(ai) && /^\d+$/.test(value))) return null;
    if (!value) return null;
    if (NAMES[ai]) said[NAMES[ai]] = value;
    rest = rest.slice(value.length);
    if (rest.startsWith(SEPARATOR)) rest = rest.slice(1);
  }
  return said;
}

function known(ai) {
  return ai in FIXED || ai in VARIABLE || /^(3[1-6]\d\d|41[0-7]|39[0-3]\d|9\d)$/.test(ai);
}

function size(ai) {
  if (ai in FIXED) return FIXED[ai];
  if (/^3[1-6]\d\d$/.test(ai)) return 6;
  return /^41[0-7]$/.test(ai) ? 13 : 0;
}
