/* Moving with the keyboard: Space picks a post up, arrows choose where it goes, Enter puts it down, Escape leaves it. */

import { announce } from "./smp.js";
import { addDays } from "./calendar-days.js";
import { closeDays, openDays } from "./calendar-open.js";
import { putDown } from "./calendar-put.js";
import { heldWith, hover, release } from "./calendar-save.js";
import { calendar, dayOf, dayPlace, linkOf, placeInWords, placeOf, say, titleOf } from "./calendar-page.js";

const IN_GRID = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const IN_LIST = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
const AMONG_COLUMNS = { ArrowLeft: -1, ArrowRight: 1 };

let held = null; // {post, day} or, on the board, {post, column}

export function grab(post) {
  if (held) letGo();
  const column = post.closest("[data-column]");
  held = column ? { post, column } : { post, day: dayOf(post) || calendar.dataset.anchor };
  post.classList.add("is-grabbed");
  if (!column) openDays();
  announce(say("grabbed", { title: titleOf(post) }));
}

function letGo() {
  const { post } = held;
  post.classList.remove("is-grabbed");
  delete post.dataset.goal;
  held = null;
  release();
  closeDays();
}

function cancel() {
  letGo();
  announce(say("cancelled"));
}

/** One step further; a day that this page does not show is said on the post itself. */
function step(key) {
  const { post } = held;
  if (held.column) {
    const columns = [...calendar.querySelectorAll("[data-column]")];
    held.column = columns[columns.indexOf(held.column) + (AMONG_COLUMNS[key] ?? 0)] ?? held.column;
    reach(held.column, held.column.querySelector("h2").textContent.trim());
  } else {
    const steps = calendar.querySelector("[role=grid]") ? IN_GRID : IN_LIST;
    held.day = addDays(held.day, steps[key]);
    reach(dayPlace(held.day), placeInWords(held.day));
  }
  linkOf(post).focus({ preventScroll: true });
}

function reach(place, words) {
  const { post } = held;
  hover(place === placeOf(post) ? null : place, heldWith(post));
  place?.scrollIntoView({ block: "nearest", inline: "nearest" });
  post.dataset.goal = place === placeOf(post) ? "" : words;
  announce(words);
}

function putItDown() {
  const { post, day, column } = held;
  if (column ? column === placeOf(post) : day === dayOf(post)) return cancel();
  letGo();
  putDown(post, column ? { column } : { day });
}

/** A key while something is held. True when it was for that, and for nothing else. */
export function press(key) {
  if (!held) return false;
  if (key in IN_GRID) step(key);
  else if (key === "Enter" || key === " ") putItDown();
  else if (key === "Escape") cancel();
  else {
    if (key === "Tab") cancel();
    return false;
  }
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !press(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
}

// Before the calendar's own keys: while something is held, arrows carry it.
document.addEventListener("keydown", onKey, { capture: true });
calendar.addEventListener("focusout", (event) => {
  if (held && event.target === linkOf(held.post) && event.relatedTarget) letGo();
});
