/* The page that the calendar's parts share: its words, its posts and days, and how it is fetched again. */

import { dayInWords } from "./calendar-days.js";

export const calendar = document.getElementById("calendar");
export const mayWrite = "mayWrite" in calendar.dataset;

const words = document.getElementById("calendar-words").dataset;

/** A sentence of the page's language; `{title}` and `{day}` in it are filled in. */
export function say(name, facts = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");
}

/** How a day is called; the reserve has none. */
export const placeInWords = (day) => dayInWords(day) || words.reserve;

export const cellOf = (day) => calendar.querySelector(`[role="gridcell"][data-day="${day}"]`);

/** Where something lies: a column of the board, or else a day or the reserve. */
export const placeOf = (node) => node.closest("[data-column]") ?? node.closest("[data-day]");

/** The day of a post: its own on the board, otherwise that of the place where it lies; "" in the reserve. */
export const dayOf = (post) => post.closest("[data-day]")?.dataset.day ?? "";

/** Where this page shows a day, or the reserve for "". */
export const dayPlace = (day) => calendar.querySelector(`[data-day="${day}"]:not([data-post])`);
export const postOf = (node) => node.closest("[data-post]");
export const postWithId = (id) => calendar.querySelector(`[data-post="${id}"]`);
export const linkOf = (post) => post.querySelector(".chip-link");
export const titleOf = (post) => (post.querySelector(".chip-title") ?? linkOf(post)).textContent.trim();
export const moveAddressOf = (post) => `${linkOf(post).pathname}move/`;

/** What fetches something when it is first needed. All who ask wait for one promise, and so are served in turn: of two
    imports of one module, a browser may answer the later one first. What failed is tried again. */
export function once(load) {
  let coming = null;
  return () =>
    (coming ??= load().catch((problem) => {
      coming = null;
      throw problem;
    }));
}

export const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

/** Send a form the way a form does, and read the JSON answer: {status, answer}. Rejects when nobody answers. Whoever is
    signed out meanwhile is led to the page to sign in, which has an answer of its own: theirs is a sentence instead. */
export async function send(url, fields) {
  const response = await fetch(url, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    body: new URLSearchParams(fields),
  });
  if (response.redirected) return { status: 401, answer: { ok: false, message: words.signedOut } };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return { status: response.status, answer: isJson ? await response.json() : {} };
}

/** Which folded days are unfolded, so that a fresh page can unfold them again. */
const unfolded = () => [...calendar.querySelectorAll(".day-more[open]")].map((fold) => placeOf(fold).dataset.day);

/** Put the server's present page in the place of this one: days, reserve, counts. Scroll stays where it is. */
export async function refresh() {
  const open = unfolded();
  const across = calendar.querySelector(".board")?.scrollLeft;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("calendar");
  if (!response.ok || !fresh) {
    location.reload(); // signed out meanwhile, or no longer a member
    return;
  }
  for (const id of ["calendar", "calendar-tools", "calendar-count"]) {
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  }
  for (const day of open) {
    const fold = cellOf(day)?.querySelector(".day-more");
    if (fold) fold.open = true;
  }
  if (across) calendar.querySelector(".board").scrollLeft = across;
  calendar.dispatchEvent(new Event("calendar:fresh"));
}
