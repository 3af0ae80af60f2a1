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
  timer = setTimeout(ask, PAUSE_MS);
});

async function ask() {
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    let response = await send(signal);
    if (response.status === 403 && (await renewToken(signal))) response = await send(signal);
    // The page to sign in is JSON as well for whoever asks for it.
    if (response.ok && !response.redirected) show(await response.json());
    else complain(response.status < 500 ? lost : failed);
  } catch (error) {
    if (error.name !== "AbortError") complain(failed);
  }
}

const send = (signal) =>
  fetch(panel.dataset.check, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
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

function show({ html, said }) {
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
  ask();
});
