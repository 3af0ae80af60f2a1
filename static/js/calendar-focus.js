/* One tab stop for the whole month: the focused day. Arrow keys change it; Tab goes into that day's posts. */

import { addDays, addMonths } from "./calendar-days.js";
import { calendar, cellOf, linkOf, placeOf, postWithId } from "./calendar-page.js";

const KEPT = "calendar-focus";
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** What can have the focus in a day: its heading first, then its posts. */
const stops = (cell) => cell.querySelectorAll("a, summary");
const headOf = (cell) => cell.querySelector(".day-head");
let active = null;

/** Let Tab reach one day only, posts included; after a fresh page, the day that had it before. */
export function rove() {
  active = cellOf(active?.dataset.day ?? calendar.dataset.anchor) ?? calendar.querySelector('[role="gridcell"]');
  for (const cell of calendar.querySelectorAll('[role="gridcell"]')) letIn(cell, cell === active);
}

function letIn(cell, isOpen) {
  for (const stop of stops(cell)) stop.tabIndex = isOpen ? 0 : -1;
}

calendar.addEventListener("focusin", (event) => {
  const cell = event.target.closest('[role="gridcell"]');
  if (!cell || cell === active) return;
  if (active) letIn(active, false);
  letIn(cell, true);
  active = cell;
});

/** Focus a day; one that this page does not show is fetched, and focused there. */
export function focusDay(day) {
  const cell = cellOf(day);
  if (cell) headOf(cell).focus();
  else leaveFor(day);
}

/** Focus a post wherever it stands now, or else the first of these days that the page shows. */
export function focusPost(id, ...days) {
  const post = postWithId(id);
  if (!post) {
    const day = days.find(cellOf);
    if (day) focusDay(day);
    return;
  }
  const fold = post.closest("details");
  if (fold) fold.open = true;
  linkOf(post).focus();
}

/** Go to the month of `day`, and land on it. */
export function leaveFor(day) {
  keep({ day });
  const url = new URL(location.href);
  url.searchParams.set("d", day);
  location.assign(url);
}

/** Remember over one page load what shall have the focus: {day} or the {key} of a link. */
export const keep = (what) => sessionStorage.setItem(KEPT, JSON.stringify(what));

export function landFocus() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  sessionStorage.removeItem(KEPT);
  if (cellOf(kept.day)) focusDay(kept.day);
  const link = kept.key && document.querySelector(`[data-key="${CSS.escape(kept.key)}"]`);
  if (link) {
    const menu = link.closest("details");
    if (menu) menu.open = true;
    link.focus();
  }
}

/** The day that a key leads to from `day`, or undefined for other keys. */
function wanted(key, day, cell) {
  if (key in STEPS) return addDays(day, STEPS[key]);
  const week = [...cell.parentElement.querySelectorAll('[role="gridcell"]')];
  if (key === "Home") return week[0].dataset.day;
  if (key === "End") return week.at(-1).dataset.day;
  if (key === "PageUp") return addMonths(day, -1);
  if (key === "PageDown") return addMonths(day, 1);
  return undefined;
}

/** Arrow keys, Home, End, Page Up and Page Down on the heading of a day. True when the key was one of them. */
export function walk(event) {
  const cell = placeOf(event.target);
  const day = wanted(event.key, cell.dataset.day, cell);
  if (!day) return false;
  // A page is a month, even where the grid shows a few days of the next one.
  if (event.key.startsWith("Page")) leaveFor(day);
  else focusDay(day);
  return true;
}

/** From a post back to its day. */
export function stepOut(event) {
  const cell = event.target.closest('[role="gridcell"]');
  if (!cell) return false;
  headOf(cell).focus();
  return true;
}
