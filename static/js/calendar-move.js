/* The ways to move posts: mouse, finger, keyboard, several at once. What is not needed at first is fetched when it is. */

import { choose, dress, goalIn, putDown, several } from "./calendar-put.js";
import { heldWith, hover, release } from "./calendar-save.js";
import { calendar, mayWrite, placeOf, postOf, titleOf } from "./calendar-page.js";

/* ---- With the mouse ---- */

let dragged = null;
let pointer = "mouse";

function listenToMouse() {
  calendar.addEventListener("dragstart", (event) => {
    const post = event.target instanceof Element && postOf(event.target);
    if (!post) return;
    if (pointer !== "mouse") return event.preventDefault(); // a long press, which is carried otherwise
    dragged = post;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(post));
    event.dataTransfer.setDragImage(post, 12, 12);
    // After the picture was taken, or it would be pale as well.
    requestAnimationFrame(() => dragged && heldWith(dragged).forEach((one) => one.classList.add("is-dragged")));
  });
  calendar.addEventListener("dragover", (event) => {
    const place = dragged && placeOf(event.target);
    if (!place) return hover(null);
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    hover(place === placeOf(dragged) ? null : place, heldWith(dragged));
  });
  calendar.addEventListener("dragleave", (event) => calendar.contains(event.relatedTarget) || hover(null));
  calendar.addEventListener("drop", (event) => {
    const place = dragged && placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    if (place !== placeOf(dragged)) putDown(dragged, goalIn(place));
  });
  calendar.addEventListener("dragend", () => {
    for (const one of calendar.querySelectorAll(".is-dragged")) one.classList.remove("is-dragged");
    dragged = null;
    release();
  });
}

/* ---- By touch: a long press picks up; a swipe scrolls as ever ---- */

function listenToTouch() {
  calendar.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    const post = pointer !== "mouse" && event.isPrimary && event.target.closest(".chip-more, .chip-box") === null && postOf(event.target);
    if (!post) return;
    dress();
    import("./calendar-touch.js").then((touch) => touch.press(event, post));
  });
  // Known before the finger touches, or the browser would scroll without asking.
  calendar.addEventListener("touchmove", (event) => calendar.matches(".is-carrying") && event.cancelable && event.preventDefault(), { passive: false });
}

/* ---- With the keyboard ---- */

let carrying = null;

/** Pick `post` up: arrows then choose where it goes. Keys that are pressed before the code for that has come wait. */
export async function grab(post) {
  dress();
  if (carrying) return carrying.grab(post);
  const waiting = [];
  const wait = (event) => {
    if (!/^Arrow|^Enter$|^Escape$|^ $/.test(event.key)) return;
    waiting.push(event.key);
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", wait, { capture: true });
  carrying = await import("./calendar-carry.js").finally(() => document.removeEventListener("keydown", wait, { capture: true }));
  carrying.grab(post);
  waiting.forEach(carrying.press);
}

/* ---- Several at once ---- */

function listenToChoices() {
  calendar.addEventListener("click", (event) => {
    if (event.button || event.altKey || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    const post = event.target.closest(".chip-link") && postOf(event.target);
    if (!post) return;
    event.preventDefault();
    choose(post, event.shiftKey);
  });
  calendar.addEventListener("click", (event) => event.target.matches("input[name=post]") && several((all) => all.ticked(event.target, event.shiftKey)));
  if (calendar.querySelector("input[name=post]:checked")) several((all) => all.gather());
}

if (mayWrite) {
  listenToMouse();
  listenToTouch();
  listenToChoices();
}
