/* What is typed into <form data-draft="name"> is kept on this device until it is saved: a dropped connection, a crash or
   the end of a session loses nothing. smp.js forgets it when the server says that it is saved, and on signing out. */

import { announce } from "./smp.js";

const PAUSE_MS = 300;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "next"]);

const form = document.querySelector("form[data-draft]");
const name = form.dataset.draft;
const offer = document.getElementById("draft-offer");
const offline = document.getElementById("draft-offline");

let timer = 0;

/** [name, value] of every field, as the form would send it; files are the browser's to keep, and it does not. */
const typed = () => [...new FormData(form)].filter(([field, value]) => typeof value === "string" && !LEFT_OUT.has(field));
const same = (a, b) => JSON.stringify(a.map(plain)) === JSON.stringify(b.map(plain));
const plain = ([field, value]) => (/(^|-)(version|seen)$/.test(field) ? [field] : [field, value.replaceAll("\r\n", "\n")]);

function read() {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // no storage, or not ours
  }
}

function keep() {
  clearTimeout(timer);
  timer = 0;
  try {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), fields: typed() }));
  } catch {
    // No room or no storage: the page itself still holds what was typed.
  }
}

function forget() {
  offer.hidden = true;
  try {
    localStorage.removeItem(name);
  } catch {
    // There was nothing.
  }
}

// The offer stays while somebody writes on without answering it: what it holds was read already.
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE_MS);
});
addEventListener("pagehide", () => timer && keep());

form.addEventListener("submit", (event) => {
  if (timer) keep();
  if (navigator.onLine) return;
  event.preventDefault();
  keep();
  offline.hidden = false;
  offline.scrollIntoView({ block: "center" });
  announce(offline.textContent.trim());
});
addEventListener("online", () => (offline.hidden = true));

function restore(fields) {
  const values = new Map();
  for (const [field, value] of fields) values.set(field, [...(values.get(field) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || LEFT_OUT.has(field.name) || ["file", "submit", "button"].includes(field.type)) continue;
    const its = values.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(its?.includes(field.value));
    else if (its && !field.name.endsWith("_FORMS")) field.value = its[0];
    const fold = field.closest("details");
    if (fold && its?.[0] && field.value !== field.defaultValue && field.type !== "hidden") fold.open = true;
  }
  offer.hidden = true;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

const draft = read();
if ("unsaved" in form.dataset) keep();
else if (draft?.fields && !same(draft.fields, typed())) {
  const at = new Date(draft.at);
  const today = at.toDateString() === new Date().toDateString();
  const when = at.toLocaleString(document.documentElement.lang, today ? { timeStyle: "short" } : { dateStyle: "long", timeStyle: "short" });
  const said = document.getElementById("draft-said");
  said.textContent = offer.dataset.text.replace("{when}", when);
  offer.hidden = false;
  announce(said.textContent);
  document.getElementById("draft-restore").addEventListener("click", () => {
    restore(draft.fields);
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
  });
  document.getElementById("draft-drop").addEventListener("click", () => {
    forget();
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
  });
} else if (draft) forget();
