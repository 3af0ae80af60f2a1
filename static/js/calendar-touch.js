/* Moving by touch: a long press picks a post up, the finger carries it, lifting it puts it down. A finger that moves
   before that scrolls; one that is lifted where it was chooses the post. */

import { closeDays, openDays } from "./calendar-open.js";
import { choose, goalIn, putDown } from "./calendar-put.js";
import { heldWith, hover, release } from "./calendar-save.js";
import { calendar, placeOf } from "./calendar-page.js";

const LONG_MS = 350;
const SLIP_PX = 10; // a resting finger is never quite still
const EDGE_PX = 72;
const MOST_PX = 14; // of scrolling in one frame

let pressed = null; // {id, post, x, y, timer, shadow}

/** A finger came down on `post`; `event` may be a moment old. */
export function press(event, post) {
  if (pressed) end();
  const { pointerId: id, clientX: x, clientY: y } = event;
  const wait = Math.max(0, LONG_MS - (performance.now() - event.timeStamp));
  pressed = { id, post, x, y, startX: x, startY: y, timer: setTimeout(pickUp, wait), shadow: null };
}

function pickUp() {
  const { post, x, y } = pressed;
  const before = post.getBoundingClientRect();
  pressed.shadow = post.cloneNode(true);
  pressed.shadow.className = `${post.className} touch-shadow`;
  pressed.shadow.style.inlineSize = `${before.width}px`;
  pressed.shadow.removeAttribute("data-post");
  pressed.shadow.setAttribute("aria-hidden", "true");
  pressed.shadow.inert = true;
  for (const one of heldWith(post)) one.classList.add("is-dragged");
  openDays();
  // What has opened above must not push the post from under the finger.
  scrollBy({ top: post.getBoundingClientRect().top - before.top, behavior: "instant" });
  calendar.append(pressed.shadow);
  carry(x, y);
  requestAnimationFrame(scroll);
}

function carry(x, y) {
  pressed.x = x;
  pressed.y = y;
  pressed.shadow.style.transform = `translate(${x - pressed.shadow.offsetWidth / 2}px, ${y - 28}px)`;
  const place = placeUnder(x, y);
  hover(place === placeOf(pressed.post) ? null : place, heldWith(pressed.post));
}

function placeUnder(x, y) {
  const node = document.elementFromPoint(x, y);
  return node && calendar.contains(node) ? placeOf(node) : null;
}

/** Near the upper or lower edge the page moves on under the finger. */
function scroll() {
  if (!pressed?.shadow) return;
  const { x, y } = pressed;
  const bar = document.querySelector(".bottombar")?.offsetHeight ?? 0;
  const below = y - (innerHeight - bar - EDGE_PX);
  const above = EDGE_PX - y;
  const by = below > 0 ? Math.min(MOST_PX, below / 4) : above > 0 ? -Math.min(MOST_PX, above / 4) : 0;
  if (by) {
    scrollBy({ top: by, behavior: "instant" });
    carry(x, y);
  }
  const board = placeOf(pressed.post).closest(".board");
  if (board) board.scrollLeft += x > innerWidth - EDGE_PX ? 8 : x < EDGE_PX ? -8 : 0;
  requestAnimationFrame(scroll);
}

function end() {
  clearTimeout(pressed.timer);
  pressed.shadow?.remove();
  for (const one of calendar.querySelectorAll(".is-dragged")) one.classList.remove("is-dragged");
  pressed = null;
  release();
  closeDays();
}

const isMine = (event) => pressed?.id === event.pointerId;
const hasSlipped = (event) => Math.hypot(event.clientX - pressed.startX, event.clientY - pressed.startY) > SLIP_PX;

document.addEventListener("pointermove", (event) => {
  if (!isMine(event)) return;
  if (pressed.shadow) carry(event.clientX, event.clientY);
  else if (hasSlipped(event)) end(); // it scrolls
});

document.addEventListener("pointerup", (event) => {
  if (!isMine(event)) return;
  const { post, shadow } = pressed;
  const place = shadow && placeUnder(event.clientX, event.clientY);
  const stayed = shadow && !hasSlipped(event);
  end();
  if (!shadow) return;
  swallowClick();
  if (stayed) choose(post);
  else if (place && place !== placeOf(post)) putDown(post, goalIn(place));
});

document.addEventListener("pointercancel", (event) => isMine(event) && end());
document.addEventListener("contextmenu", (event) => pressed && event.preventDefault(), { capture: true });

/** The click that follows a lifted finger would open the post. */
function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 400);
}
