/* What the quick dialog understands of one line, the templates it can begin with, and the slots that are free. Loaded
   when a dialog is opened for the first time. */

import { send } from "./calendar-page.js";

const PAUSE_MS = 200;
const FIELDS = ["title", "channel", "persona", "pillar", "local_date", "local_time"];

let form, line, parts, said, unclear, template, button;
let base = {}; // what stands in the fields where the line says nothing
let kept = new Set(); // words that were taken back into the title
let offers = {}; // free slots and templates, as the server told them
let timer = 0;
let asked = 0;
let reading = Promise.resolve();

/** Make the quick dialog, which was just opened with its fields as they are, understand its line. */
export function attend(dialog) {
  if (!form) listen(dialog.querySelector("form"));
  clearTimeout(timer);
  asked += 1;
  kept = new Set();
  template.value = form.elements.pillar.value = "";
  base = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  tell({ sentence: "", parts: [], unclear: [] });
  if (line.value) read(); // typed while this was loading
  offerSlots();
}

function listen(quick) {
  form = quick;
  line = form.elements.line;
  [parts, said, unclear, button] = ["parts", "said", "unclear", "next-slot"].map((name) => form.querySelector(`[data-${name}]`));
  template = form.elements.template;
  line.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE_MS);
  });
  // What a person sets by hand stays when the line goes on.
  form.addEventListener("input", ({ target }) => {
    if (FIELDS.includes(target.name)) base[target.name] = target.value;
    if (target.name === "channel") showSlot();
  });
  parts.addEventListener("click", takeBack);
  template.addEventListener("change", beginWith);
  button.addEventListener("click", takeSlot);
}

/** Once everything that was typed is understood. */
export async function settled() {
  if (timer && line?.value.trim()) read();
  await reading;
}

function read() {
  clearTimeout(timer);
  timer = 0;
  reading = ask((asked += 1));
}

async function ask(turn) {
  if (!line.value.trim()) return settle({ fields: {}, sentence: "", parts: [], unclear: [] });
  const fields = [["line", line.value], ["day", base.local_date], ...[...kept].map((words) => ["keep", words])];
  try {
    const { answer } = await send(line.dataset.url, fields);
    if (turn === asked) settle(answer.ok ? answer : alone());
  } catch {
    if (turn === asked) settle(alone());
  }
}

/** Where nobody answers, the line is the title. */
const alone = () => ({ fields: { title: line.value.trim() }, sentence: "", parts: [], unclear: [] });

function settle(answer) {
  for (const name of FIELDS) form.elements[name].value = answer.fields[name] || base[name];
  form.elements.local_date.dispatchEvent(new Event("spell"));
  tell(answer);
  showSlot();
}

function tell(answer) {
  said.textContent = answer.sentence;
  unclear.textContent = answer.unclear.join(" ");
  const focused = document.activeElement.dataset?.words;
  parts.replaceChildren(
    ...answer.parts.map(({ words, says }) => chip(words, `${says} ×`, parts.dataset.keep)),
    ...[...kept].filter((words) => line.value.includes(words)).map((words) => chip(words, `“${words}” +`, parts.dataset.read)),
  );
  if (focused) (parts.querySelector(`[data-words="${CSS.escape(focused)}"]`) ?? line).focus();
}

function chip(words, text, told) {
  const item = document.createElement("li");
  const node = document.createElement("button");
  Object.assign(node, { type: "button", className: "btn btn-small", textContent: text });
  node.dataset.words = words;
  node.setAttribute("aria-label", `${text} – ${told.replace("{words}", words)}`);
  item.append(node);
  return item;
}

function takeBack(event) {
  const { words } = event.target.closest("button")?.dataset ?? {};
  if (!words) return;
  if (!kept.delete(words)) kept.add(words);
  read();
}

/* ---- Templates ---- */

function showTemplates() {
  const known = offers.templates ?? [];
  template.replaceChildren(template.options[0], ...known.map(({ id, name }) => new Option(name, id)));
  template.closest("[data-templates]").hidden = !known.length;
}

function beginWith() {
  const chosen = offers.templates.find(({ id }) => String(id) === template.value);
  for (const [name, value] of Object.entries(chosen?.fields ?? {})) {
    const field = form.elements[name];
    if (value && !field.value) field.value = base[name] = value;
  }
  showSlot();
}

/* ---- Free slots ---- */

async function offerSlots() {
  button.hidden = true;
  offers = await fetched(line.dataset.slots);
  showTemplates();
  showSlot();
}

async function fetched(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok && !response.redirected ? await response.json() : {};
  } catch {
    return {};
  }
}

const slot = () => (form.elements.channel.value ? offers.channels?.[form.elements.channel.value] : offers.any);

function showSlot() {
  const free = slot();
  button.hidden = !free;
  if (free) button.querySelector("span").textContent = form.elements.channel.value ? free.label : `${free.label} · ${free.name}`;
}

function takeSlot() {
  const free = slot();
  const values = { channel: form.elements.channel.value || free.channel, local_date: free.day, local_time: free.time };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = base[name] = value;
  form.elements.local_date.dispatchEvent(new Event("spell"));
  form.elements.local_time.focus();
}

/** Offer in the move dialog the next free slot of the post with this `id`; `take` is given it when it is pressed. */
export async function offerFor(id, node, take) {
  node.hidden = true;
  node.dataset.post = id;
  const { own } = await fetched(`${node.dataset.slots}?post=${id}`);
  if (!own || node.dataset.post !== id) return;
  node.querySelector("span").textContent = own.label;
  node.hidden = false;
  node.onclick = () => take(own);
}
