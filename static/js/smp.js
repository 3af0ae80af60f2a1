/* The shell's behaviour. Every page works without it: menus are <details>, dialogs have a link behind them,
   preferences are plain forms. */

const GAP_MS = 500; // never more than one spoken message in this time
const TOAST_MS = 12_000;

let spokenAt = -GAP_MS;
let waiting = 0;

/** Say `text` politely to screen readers. Calls closer than 500 ms are folded into the last one. */
export function announce(text) {
  const region = document.getElementById("announcer");
  if (!region) return;
  clearTimeout(waiting);
  const delay = Math.max(50, spokenAt + GAP_MS - performance.now());
  region.textContent = "";
  waiting = setTimeout(() => {
    spokenAt = performance.now();
    region.textContent = text;
  }, delay);
}

/** A node cloned from `<template id="toast-template">`, so that its words and icons are the server's. */
function toastNode(text) {
  const template = document.getElementById("toast-template");
  const node = template.content.firstElementChild.cloneNode(true);
  node.querySelector("[data-toast-text]").textContent = text;
  return node;
}

/**
 * Show `text` for at least 10 s; it waits while hovered or focused. Each of the `actions` is {label, run}: a button
 * beside the sentence. The same acts must also be reachable without a time limit.
 */
export function toast(text, ...actions) {
  const shelf = document.getElementById("toasts");
  if (!shelf || !document.getElementById("toast-template")) return null;
  const node = toastNode(text);
  for (const action of actions.filter(Boolean).reverse()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-small";
    button.textContent = action.label;
    button.addEventListener("click", () => {
      node.remove();
      action.run();
    });
    node.querySelector(".toast-actions").prepend(button);
  }
  shelf.append(node);
  leaveInTime(node);
  announce(text);
  return node;
}

function leaveInTime(node) {
  let timer = 0;
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => node.remove(), TOAST_MS);
  };
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerenter", stop);
  node.addEventListener("focusin", stop);
  node.addEventListener("pointerleave", () => node.contains(document.activeElement) || start());
  node.addEventListener("focusout", (event) => node.contains(event.relatedTarget) || node.matches(":hover") || start());
  start();
}

/** Open the dialog with this id, if it is in the page. Focus returns to `opener` when it closes. */
export function openDialog(id, opener) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return false;
  if (!dialog.open) dialog.showModal();
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus(), { once: true });
  return true;
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return;
  closeMenus(target);

  const opener = target.closest("[data-dialog]");
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (opener && !modified && openDialog(opener.dataset.dialog, opener)) {
    event.preventDefault();
    closeMenus(null);
    return;
  }
  const closer = target.closest("[data-dialog-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  } else if (target instanceof HTMLDialogElement && target.matches(".dialog")) {
    const box = target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) target.close();
  }
  if (target.closest("[data-toast-close]")) target.closest(".toast")?.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary")?.focus();
});

document.addEventListener("focusin", (event) => closeMenus(event.target));

/* ---- Keys that act on every page. Single letters can be switched off; Ctrl+K cannot write anything by accident. ---- */

const lettersAct = document.documentElement.dataset.shortcuts !== "off";

/** Whether a key is meant for what has the focus. */
export const writesText = (node) => node.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

/** Whether a dialog or a menu is open, to which keys then belong. What merely tells of a post (.glance) takes none. */
export const somethingOpen = () => document.querySelector("dialog[open], :popover-open:not(.glance)") !== null;

const palette = document.querySelector("[data-palette]");
const sheet = document.querySelector("[data-sheet]");

const showPalette = async () => (await import("./palette.js")).open(palette, announce);
const showSheet = async () => (await import("./sheet.js")).open(sheet);

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || !(event.target instanceof Element)) return;
  const isControlled = event.ctrlKey || event.metaKey;
  if (palette && isControlled && !event.shiftKey && event.key.toLowerCase() === "k") {
    if (!document.querySelector("dialog[open]:not(.palette)")) showPalette();
  } else if (!lettersAct || isControlled || writesText(event.target) || somethingOpen()) return;
  else if (event.key === "?" && sheet) showSheet();
  else if (event.key === "/" && palette && !document.getElementById("cal-q")) showPalette();
  else return;
  event.preventDefault();
});

palette?.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  showPalette();
});

/** What the address points at may wait in a fold: open it, and go there. */
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  let fold = target?.closest("details.fold:not([open])");
  if (!fold) return;
  for (; fold; fold = fold.parentElement.closest("details.fold:not([open])")) fold.open = true;
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}

addEventListener("hashchange", unfold);
unfold();

/* What is said about something is sent without leaving the page, where other things may be being written. */

const talk = () => import("./talk.js");
const isTalk = (node) => node instanceof Element && node.closest("[data-talk]");

document.addEventListener("focusin", ({ target }) => isTalk(target) && target.matches("textarea") && talk().then(({ completes }) => completes(target)));
document.addEventListener("submit", (event) => {
  if (!isTalk(event.target)) return;
  event.preventDefault();
  talk().then(({ send }) => send(event.target, event.submitter, { announce, toast }), () => event.target.submit());
});

// What only makes sense with script is hidden until now.
for (const node of document.querySelectorAll("[data-needs-script]")) node.hidden = false;

/* What draft.js keeps goes when the server says that it is saved, and all of it when the person signs out. */

const DRAFT = "draft:";

function forgetDrafts(names) {
  try {
    for (const name of names ?? Object.keys(localStorage).filter((key) => key.startsWith(DRAFT))) localStorage.removeItem(name);
  } catch {
    // There is no storage, so nothing lies in it.
  }
}

forgetDrafts([...document.querySelectorAll(`[data-saved^="${DRAFT}"]`)].map((node) => node.dataset.saved));
document.addEventListener("submit", ({ target }) => /\/logout\/$/.test(target.getAttribute("action")) && forgetDrafts());

// Messages that came with the page are read once; a form with errors takes the focus instead.
const errors = document.querySelector(".error-summary[tabindex]");
const said = [...document.querySelectorAll(".messages [data-toast-text]")].map((node) => node.textContent.trim());
if (errors) errors.focus();
else if (said.length) announce(said.join(" "));
