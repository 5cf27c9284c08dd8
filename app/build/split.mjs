// Cuts the wasm in two. The first part is what a visit begins with; the second holds the pages named in
// app/second.json with all that only they use, and is loaded by app/src/part.js. Both share memory and tables, so that
// nothing else changes: a call into the second part goes through a slot of the table that is filled once it is here.
//
// Works on binaryen's text, where a module is one form a line group and names still tell where a function comes from.

import binaryen from "binaryen";

const NAME = /\$(?:"(?:[^"\\]|\\.)*"|[^\s()]+)/;
const HASH = /\[[0-9a-f]{8,16}\]/g;
/** The namespace under which the second part finds what the first gives it. */
const FIRST = "a";

const nameIn = (form, keyword) => form.match(new RegExp(`^ \\(${keyword} (${NAME.source})`))?.[1];
const plain = (name) => name.replace(HASH, "");

/** The forms of a module's text, by what they are. */
function formsOf(text) {
  const forms = text.slice(text.indexOf("\n") + 1, text.lastIndexOf("\n)")).split(/\n(?= \()/);
  const of = (keyword) => forms.filter((form) => form.startsWith(` (${keyword} `));
  const functions = new Map(of("func").map((form) => [nameIn(form, "func"), form]));
  const imported = of("import").filter((form) => form.includes(" (func "));
  const known = ["func", "import", "type", "global", "memory", "data", "table", "elem", "export"];
  const other = forms.filter((form) => !known.some((keyword) => form.startsWith(` (${keyword} `)));
  if (other.length > 0) throw new Error(`split: what is this? ${other[0].slice(0, 80)}`);
  return { of, functions, imported };
}

const callsOf = (form) => new Set([...form.matchAll(new RegExp(`\\(call (${NAME.source})`, "g"))].map((match) => match[1]));
const signature = (line) => [...line.split("\n")[0].matchAll(/\((?:param|result)[^)]*\)/g)].map((match) => match[0]);
const unnamed = (parts) => parts.map((part) => part.replace(/\(param \$\S+ /, "(param ")).join(" ");

/** The functions of the second part. `gate` is the only one of them that the first part may call by name. */
function chosen(functions, calls, slots, exported, pages, gate) {
  const inPage = new RegExp(`jiefang_app::(?:${pages.join("|")})(?:::|>|$|")`);
  const second = new Set([...functions.keys()].filter((name) => inPage.test(plain(name))));
  const isGate = (name) => plain(name).replace(/["$]/g, "") === gate;
  const first = new Set();
  const reach = [...exported, ...slots.filter((name) => !second.has(name))];
  while (reach.length > 0) {
    const name = reach.pop();
    if (first.has(name) || !functions.has(name)) continue;
    first.add(name);
    // What the first part calls by name belongs to it, wherever it was written.
    reach.push(...[...calls.get(name)].filter((called) => !isGate(called)));
  }
  return { first, isGate };
}

/** A function that jumps to whatever the second part puts into the slot. */
function stub(name, parts, slot) {
  const locals = [...parts.join(" ").matchAll(/\(param (\$\S+) /g)].map((match) => `(local.get ${match[1]})`);
  const type = unnamed(parts);
  return ` (func ${name} ${parts.join(" ")} (call_indirect ${type} ${locals.join(" ")} (i32.const ${slot})))`;
}

/** Runs of neighbouring slots, each with where it begins. */
function runs(filled) {
  const all = [];
  for (const [slot, name] of [...filled].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && last.from + last.names.length === slot) last.names.push(name);
    else all.push({ from: slot, names: [name] });
  }
  return all;
}

/** Both parts of `module`, as modules of their own. */
export function split(module, pages, gate) {
  const { of, functions, imported } = formsOf(module.emitText());
  const calls = new Map([...functions].map(([name, form]) => [name, callsOf(form)]));
  const [element, ...more] = of("elem");
  const [, segment, table, base] = element.match(/^ \(elem (\S+) (?:\(table (\S+)\) )?\(i32.const (\d+)\) func /) ?? [];
  const tables = of("table");
  if (!segment || more.length > 0) throw new Error("split: the table is filled in another way now");
  const slots = [...element.slice(element.indexOf(" func ") + 6).matchAll(new RegExp(NAME.source, "g"))].map(([name]) => name);
  const exported = of("export").map((form) => form.match(new RegExp(`\\(func (${NAME.source})`))?.[1]).filter(Boolean);
  const { first, isGate } = chosen(functions, calls, slots, exported, pages, gate);

  const second = [...functions.keys()].filter((name) => !first.has(name));
  const isSecond = (name) => functions.has(name) && !first.has(name);
  const gates = second.filter(isGate);
  if (gates.length !== 1) throw new Error(`split: ${gates.length} functions are called ${gate}`);
  const filled = new Map(slots.map((name, at) => [Number(base) + at, name]).filter(([, name]) => isSecond(name)));
  const end = Number(base) + slots.length;
  gates.forEach((name, at) => filled.set(end + at, name));
  const growing = tables.map((form) => {
    if (table && nameIn(form, "table") !== table) return form;
    if (!form.includes("funcref")) return form;
    return form.replace(/\d+ \d+ funcref/, `${end + 1} ${end + 1} funcref`);
  });

  const wanted = new Set(second.flatMap((name) => [...calls.get(name)]).filter((name) => !second.includes(name)));
  const given = new Map([...wanted].map((name, at) => [name, at.toString(36)]));
  const globals = of("global").filter((form) => form.includes("(mut "));
  const share = [
    ...[...given].map(([name, as]) => ` (export "${FIRST}${as}" (func ${name}))`),
    ...globals.map((form, at) => ` (export "g${at}" (global ${nameIn(form, "global")}))`),
    ...tables.map((form, at) => ` (export "t${at}" (table ${nameIn(form, "table")}))`),
  ];
  const absent = ` (func $absent (unreachable))`;
  const names = slots.map((name) => (isSecond(name) ? "$absent" : name)).join(" ");
  const firstText = [
    ...of("type"), ...of("import"), ...of("global"), ...of("memory"), ...of("data"), ...growing,
    // A function, because `$` means something in a text that is put in.
    element.replace(/ func .*$/s, () => ` func ${names})`), ...of("export"), ...share, absent,
    ...[...functions].filter(([name]) => first.has(name)).map(([, form]) => form),
    ...gates.map((name, at) => stub(name, signature(functions.get(name).slice(name.length + 8)), end + at)),
  ];
  const importedOf = new Map(imported.map((form) => [form.match(new RegExp(`\\(func (${NAME.source})`))[1], form]));
  const typeOf = (name) => {
    const form = functions.has(name) ? functions.get(name).split("\n")[0] : importedOf.get(name);
    return unnamed(signature(form.slice(form.indexOf(name) + name.length)));
  };
  const take = (as, what) => ` (import "${FIRST}" "${as}" ${what})`;
  const secondText = [
    ...of("type"),
    take("memory", `(memory ${of("memory")[0].match(/(\d+)\)$/)[1]})`),
    ...tables.map((form, at) => take(`t${at}`, `(table ${nameIn(form, "table")} ${form.match(/(\d+(?: \d+)? (?:funcref|externref))\)$/)[1].replace(/^\d+ \d+ funcref|^\d+ funcref/, "1 funcref")})`)),
    ...globals.map((form, at) => take(`g${at}`, `(global ${nameIn(form, "global")} ${form.match(/\(mut \w+\)/)[0]})`)),
    ...[...given].map(([name, as]) => take(FIRST + as, `(func ${name} ${typeOf(name)})`)),
    ...runs(filled).map(({ from, names }, at) => ` (elem $e${at} (table ${table ?? nameIn(tables[0], "table")}) (i32.const ${from}) func ${names.join(" ")})`),
    ...second.map((name) => functions.get(name)),
  ];
  return [firstText, secondText].map((forms) => parsed(forms, module.getFeatures()));
}

function parsed(forms, features) {
  const module = binaryen.parseText(`(module\n${forms.join("\n")}\n)`);
  module.setFeatures(features);
  return module;
}
