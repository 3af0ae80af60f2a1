/* The checker beside a post that is being written: asked a moment after the last key, and nothing is saved. */

import { announce } from "./smp.js";

const PAUSE_MS = 350;
const FOCUSABLE = "a[href], button, summary";

const panel = document.getElementById("post-findings");
const form = document.getElementById(panel.dataset.form);
const lost = document.getElementById("post-check-lost");
const failed = document.getElementById("post-check-failed");

let timer = 0;
let asked = new AbortController();
let spoken = "";

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS, null);
});

async function ask(button) {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    let response = await send(signal, button);
    if (response.status === 403 && (await renewToken(signal))) response = await send(signal, button);
    // The page to sign in is JSON as well for whoever asks for it.
    if (response.ok && !response.redirected) show(await response.json(), button);
    else complain(response.status < 500 ? lost : failed);
  } catch (error) {
    if (error.name !== "AbortError") complain(failed);
  }
}

const send = (signal, button) =>
  fetch(panel.dataset.check, {
    method: "POST",
    headers: { Accept: "application/json" },
    // Chosen files stay here until the form is saved.
    body: new URLSearchParams([...new FormData(form, button)].filter(([, value]) => typeof value === "string")),
    signal,
  });

/** After signing in again in another tab, the forms of this page need that session's token. False when there is none. */
async function renewToken(signal) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, signal });
  if (!response.ok || response.redirected) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (fresh) for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh;
  return Boolean(fresh);
}

/** Say once that nothing can be checked; what was found last stays. */
function complain(note) {
  if (!note.hidden) return;
  lost.hidden = note !== lost;
  failed.hidden = note !== failed;
  announce(note.textContent.trim());
}

function show({ html, said, parts, link }, button) {
  if (button) fillLink(link);
  for (const [id, part] of Object.entries(parts)) document.getElementById(id).innerHTML = part;
  lost.hidden = failed.hidden = true;
  const { scrollX, scrollY } = window;
  const place = placeOfFocus();
  const open = openFolds();
  panel.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  for (const { id, number } of open) {
    const fold = document.getElementById(id)?.querySelectorAll("details")[number];
    if (fold) fold.open = true;
  }
  if (place) giveFocus(place);
  if (window.scrollY !== scrollY) window.scrollTo(scrollX, scrollY);
  if (said !== spoken) announce(said);
  spoken = said;
}

/* ---- What the person had before their hands stays there ---- */

const findingOf = (node) => node.closest(".finding") ?? panel;

function placeOfFocus() {
  const node = document.activeElement;
  if (!panel.contains(node)) return null;
  const finding = findingOf(node);
  return { id: finding.id, number: [...finding.querySelectorAll(FOCUSABLE)].indexOf(node) };
}

function giveFocus({ id, number }) {
  const node = document.getElementById(id)?.querySelectorAll(FOCUSABLE)[number] ?? panel;
  node.focus({ preventScroll: true });
}

function openFolds() {
  return [...panel.querySelectorAll("details[open]")].map((fold) => {
    const finding = findingOf(fold);
    return { id: finding.id, number: [...finding.querySelectorAll("details")].indexOf(fold) };
  });
}

/* ---- The link that says where it was clicked: the server writes it, and the field takes it ---- */

function fillLink(link) {
  const field = form.elements.link;
  field.value = link;
  field.focus();
  form.dispatchEvent(new Event("input", { bubbles: true })); // to be kept as what is typed is
}

form.elements.build_link?.addEventListener("click", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  ask(event.currentTarget);
});

/* ---- Another day than the one that was planned: the field for why shows itself ---- */

form.addEventListener("input", () => {
  const { local_date: day, local_time: clock } = form.elements;
  form.toggleAttribute("data-moves", Boolean(day.defaultValue) && (day.value !== day.defaultValue || clock.value !== clock.defaultValue));
});

/* ---- Pictures: the label of a chosen file, and room for one more ---- */

form.addEventListener("change", ({ target }) => {
  if (target.type !== "file" || !target.files.length) return;
  const label = form.elements[target.name.replace(/upload$/, "label")];
  if (label.value) return;
  label.value = target.files[0].name;
  label.dispatchEvent(new Event("input", { bubbles: true }));
});

document.getElementById("media-more")?.addEventListener("click", () => {
  const total = form.elements["media-TOTAL_FORMS"];
  const empty = document.getElementById("media-empty");
  const holder = document.createElement("template");
  holder.innerHTML = empty.innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.content.firstElementChild;
  empty.before(row);
  total.value = Number(total.value) + 1;
  row.querySelector("input:not([type=hidden])").focus();
});

/* ---- Accept what a finding suggests: the field takes it, and says so by having the focus ---- */

panel.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills]");
  if (!button) return;
  event.preventDefault();
  const field = document.getElementById(button.dataset.fills);
  const fold = field.closest("details");
  if (fold) fold.open = true;
  field.value = button.value;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// The button that is there for those without script asks at once.
document.querySelector(`button[form="${form.id}"][formaction="${panel.dataset.check}"]:not([name])`)?.addEventListener("click", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  spoken = "";
  ask(null);
});
