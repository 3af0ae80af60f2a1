/* The calendar with a keyboard, a mouse and dialogs. Without this script every act is a link or a form. */

import { announce, somethingOpen, writesText } from "./smp.js";
import { askMove, duplicate, openMenu, quickAdd } from "./calendar-dialogs.js";
import { focusDay, keep, landFocus, leaveFor, rove, stepOut, walk } from "./calendar-focus.js";
import { grab } from "./calendar-move.js";
import { choose } from "./calendar-put.js";
import { undo } from "./calendar-save.js";
import { calendar, cellOf, mayWrite, placeOf, postOf, say } from "./calendar-page.js";

const lettersAct = document.documentElement.dataset.shortcuts !== "off";

/* ---- Clicks: links that a dialog answers sooner ---- */

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element && event.target.closest("a");
  if (!link) return;
  if (link.dataset.key) keep({ key: link.dataset.key });
  if (link.dataset.page === "0" && cellOf(calendar.dataset.today)) {
    event.preventDefault();
    focusDay(calendar.dataset.today);
    return;
  }
  // From a post one comes back to this very page, filters included.
  if (link.matches(".chip-link, #post-menu [data-open]")) link.search = new URLSearchParams({ next: location.pathname + location.search });
  if (link.matches("[data-note]")) link.search = new URLSearchParams({ day: document.getElementById("quick-day").value, next: location.pathname + location.search });
  if (!mayWrite || !calendar.contains(link)) return;
  if (link.matches(".day-add:not(.day-note), .day-head")) {
    event.preventDefault();
    quickAdd(placeOf(link).dataset.day, link);
  } else if (link.matches(".chip-more") && openMenu(link)) event.preventDefault();
});

// Whoever stays on a post sees it at a glance. The code for that comes when the first post is looked at.
let glance = null;
function lookAt({ target, type, pointerType }) {
  const post = !glance && pointerType !== "touch" && postOf(target);
  if (!post || (type === "focusin" && !target.matches(":focus-visible"))) return;
  glance = import("./calendar-glance.js").then(({ look }) => post.matches(":hover, :focus-within") && look(post));
}
calendar.addEventListener("pointerover", lookAt);
calendar.addEventListener("focusin", lookAt);

/* ---- Keys ---- */

function onPost(event, post) {
  if (event.key === "Escape") return stepOut(event);
  if (!mayWrite || !event.target.matches(".chip-link")) return false;
  if (event.key === " ") grab(post);
  else if (lettersAct && event.key === "m") askMove(post);
  else if (lettersAct && event.key === "d") duplicate(post);
  else if (lettersAct && event.key === "x") choose(post);
  else return false;
  return true;
}

/* Enter on a day's heading is a click on it, and so a new post. */
function onDay(event, head) {
  if (walk(event)) return true;
  if (!mayWrite || !lettersAct || event.key !== "n") return false;
  quickAdd(placeOf(head).dataset.day, head);
  return true;
}

function anywhere(event) {
  if (!lettersAct) return false;
  if (event.key === "t") goToToday();
  else if (event.key === "/") document.getElementById("cal-q").focus();
  else if (event.key === "n" && mayWrite) quickAdd(calendar.dataset.anchor, document.activeElement);
  else if ("123456".includes(event.key)) document.querySelectorAll(".cal-views a")[Number(event.key) - 1]?.click();
  else return false;
  return true;
}

function goToToday() {
  const { today } = calendar.dataset;
  if (cellOf(today)) focusDay(today);
  else leaveFor(today);
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
  if (somethingOpen() || writesText(target)) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "z") {
    event.preventDefault();
    if (!undo()) announce(say("nothingToUndo"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const post = calendar.contains(target) && postOf(target);
  const isDay = target.matches(".day-head");
  if ((post && onPost(event, post)) || (isDay && onDay(event, target)) || anywhere(event)) event.preventDefault();
});

/* ---- Now ---- */

rove();
landFocus();
const counted = document.querySelector("[data-announce]");
if (counted) announce(counted.textContent.trim());
