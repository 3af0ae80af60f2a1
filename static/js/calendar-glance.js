/* A post at a glance: whoever stays on a post with the pointer or the focus sees all of its title, how its text begins,
   facts, and what the checks find. Escape takes it away, and the pointer may go into it (WCAG 1.4.13). */

import { calendar, linkOf, postOf } from "./calendar-page.js";

const WAIT_MS = 400;
const LEAVE_MS = 200; // long enough to reach the card

const known = new Map(); // address → HTML, as long as the page is fresh
let wanted = null; // the post that the pointer or the focus is on
let shown = null;
let timer = 0;

const card = document.createElement("div");
card.id = "glance";
card.className = "glance";
card.setAttribute("role", "tooltip");
card.popover = "manual";
document.body.append(card);

const looks = document.createElement("link");
looks.rel = "stylesheet";
looks.href = calendar.dataset.glanceLooks;
const dressed = new Promise((done) => { looks.onload = looks.onerror = done; });
document.head.append(looks);

/** Show the card of `post` soon, unless something else is looked at before. */
export function look(post) {
  if (post === shown) return clearTimeout(timer);
  wanted = post;
  clearTimeout(timer);
  timer = setTimeout(() => show(post), WAIT_MS);
}

function leave() {
  wanted = null;
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE_MS);
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  linkOf(shown)?.removeAttribute("aria-describedby");
  if (card.matches(":popover-open")) card.hidePopover();
  shown = null;
}

async function show(post) {
  const [html] = await Promise.all([htmlOf(post), dressed]);
  const busy = document.querySelector("dialog[open], .post-menu:popover-open, .is-dragged, .is-grabbed");
  if (!html || wanted !== post || !post.isConnected || busy) return;
  hide();
  card.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes, ...findings(post));
  shown = post;
  card.showPopover();
  beside(post.getBoundingClientRect());
  linkOf(post).setAttribute("aria-describedby", card.id);
}

async function htmlOf(post) {
  const address = `${linkOf(post).pathname}card/`;
  if (!known.has(address)) {
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) return "";
      known.set(address, await response.text());
    } catch {
      return ""; // nobody answers: the post itself is a click away
    }
  }
  return known.get(address);
}

/** What the page says already of the post’s findings, a line each; the browser’s own tip would say it twice. */
function findings(post) {
  const mark = post.querySelector(".chip-sev");
  if (!mark) return [];
  mark.dataset.said ??= mark.title;
  mark.removeAttribute("title");
  const list = document.createElement("ul");
  list.className = `glance-findings ${[...mark.classList].find((name) => name.startsWith("sev-")) ?? ""}`;
  for (const words of mark.dataset.said.split("\n")) {
    const line = document.createElement("li");
    line.textContent = words;
    list.append(line);
  }
  return [list];
}

/** Below the post, or above it where there is more room, and always inside the window; never over the post itself. */
function beside(box) {
  const { offsetWidth: width, offsetHeight: height } = card;
  const right = box.right + 8 + width < innerWidth;
  const left = box.left - 8 - width > 0;
  const below = box.bottom + 6 + height < innerHeight;
  const x = right ? box.right + 6 : left ? box.left - 6 - width : Math.max(8, Math.min(box.left, innerWidth - width - 8));
  const y = right || left ? Math.max(8, Math.min(box.top, innerHeight - height - 8)) : below ? box.bottom + 4 : Math.max(8, box.top - height - 4);
  card.style.left = `${x}px`;
  card.style.top = `${y}px`;
}

/* ---- Coming and going ---- */

calendar.addEventListener("pointerover", ({ target, pointerType }) => {
  const post = pointerType !== "touch" && postOf(target);
  if (post) look(post);
  else if (shown || wanted) leave();
});
calendar.addEventListener("pointerleave", (event) => card.contains(event.relatedTarget) || leave());
card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", leave);
calendar.addEventListener("focusin", ({ target }) => {
  if (target.matches(".chip-link:focus-visible")) look(postOf(target));
  else leave();
});
calendar.addEventListener("focusout", () => leave());
for (const gone of ["dragstart", "calendar:fresh", "pointerdown"]) calendar.addEventListener(gone, () => { wanted = null; hide(); });
calendar.addEventListener("calendar:fresh", () => known.clear());
addEventListener("scroll", () => { wanted = null; hide(); }, { passive: true });

// Before anybody else hears of it: Escape takes the card away and nothing else; a key that acts does not wait for the card.
addEventListener("keydown", (event) => {
  const away = event.key === "Escape";
  if (away && shown) event.stopImmediatePropagation();
  if (!away && event.key.length > 1) return;
  wanted = null;
  hide();
}, { capture: true });
