/* Moving posts: at once on the screen, then on the server; back again with a sentence when it is refused. */

import { announce, toast } from "./smp.js";
import { addDays } from "./calendar-days.js";
import { forget, showIn } from "./calendar-effect.js";
import { focusPost, rove } from "./calendar-focus.js";
import { calendar, cellOf, linkOf, mayWrite, moveAddressOf, placeInWords, placeOf, postOf, refresh, say, send, titleOf } from "./calendar-page.js";

const undoable = []; // {id, url, day, time, version, toast}: the latest last

/** Where posts of a day or of the reserve are listed; made when it is the first. */
function listIn(place) {
  const list = place.querySelector(":scope > .posts, :scope > .lines");
  if (list) return list;
  const made = document.createElement("ul");
  made.className = "posts";
  place.querySelector(":scope > .hint")?.remove();
  place.append(made);
  return made;
}

/** Move `post` to `day` ("" is the reserve), keeping its time unless one is given. */
export async function movePost(post, day, time) {
  const id = post.dataset.post;
  const url = moveAddressOf(post);
  const wayBack = { list: post.parentElement, before: post.nextElementSibling, day: placeOf(post).dataset.day };
  const place = [...calendar.querySelectorAll("[data-day]")].find((node) => node.dataset.day === day);
  if (place && place !== placeOf(post)) listIn(place).append(post);
  post.classList.add("is-moving");
  const fields = { day, version: post.dataset.version };
  if (time !== undefined) fields.time = time;
  const result = await sendMove(url, fields);
  if (!result.ok) {
    post.classList.remove("is-moving");
    wayBack.list.insertBefore(post, wayBack.before);
    if (result.stale) await refresh();
    rove();
    focusPost(id, wayBack.day);
    toast(result.message);
    return;
  }
  const entry = remember({ id, ...result.undo });
  await refresh();
  rove();
  focusPost(id, day);
  entry.toast = toast(result.message, { label: say("undo"), run: () => undo(entry) });
}

async function sendMove(url, fields) {
  try {
    const { status, answer } = await send(url, fields);
    if (answer.ok) return answer;
    return { ok: false, stale: status === 409, message: answer.message || say("refused") };
  } catch {
    return { ok: false, stale: false, message: say("offline") };
  }
}

/** Keep how to take a move back. */
function remember(entry) {
  catchUp(entry.url, entry.version);
  undoable.push(entry);
  return entry;
}

/** Older moves of the same post now start from its new version. */
function catchUp(url, version) {
  for (const entry of undoable) if (entry.url === url) entry.version = version;
}

/** Take a move back: the latest, unless another is named. False when there is none. */
export function undo(entry = undoable.at(-1)) {
  if (!undoable.includes(entry)) return false;
  undoable.splice(undoable.indexOf(entry), 1);
  entry.toast?.remove();
  takeBack(entry);
  return true;
}

async function takeBack({ id, url, day, time, version }) {
  const result = await sendMove(url, { day, time, version });
  if (result.ok) catchUp(url, result.version);
  await refresh();
  rove();
  focusPost(id, day);
  if (result.ok) announce(say("undone"));
  else toast(result.message);
}

/* ---- With the mouse ---- */

let dragged = null;
let over = null;

/** Mark the place over which `post` is held, and say what letting go there would do. */
function hover(place, post) {
  if (place === over) return;
  over?.classList.remove("is-over");
  over = place;
  over?.classList.add("is-over");
  showIn(place, post);
}

function release() {
  hover(null);
  forget();
}

function listenToMouse() {
  calendar.addEventListener("dragstart", (event) => {
    const post = event.target instanceof Element && postOf(event.target);
    if (!post) return;
    dragged = post;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(post));
    event.dataTransfer.setDragImage(post, 12, 12);
    // After the picture was taken, or it would be pale as well.
    requestAnimationFrame(() => dragged?.classList.add("is-dragged"));
  });
  calendar.addEventListener("dragover", (event) => {
    const place = dragged && placeOf(event.target);
    if (!place) return hover(null);
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    hover(place === placeOf(dragged) ? null : place, dragged);
  });
  calendar.addEventListener("dragleave", (event) => calendar.contains(event.relatedTarget) || hover(null));
  calendar.addEventListener("drop", (event) => {
    const place = dragged && placeOf(event.target);
    if (!place) return;
    event.preventDefault();
    const post = dragged;
    if (place !== placeOf(post)) movePost(post, place.dataset.day);
  });
  calendar.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    release();
  });
}

/* ---- With the keyboard: Space picks a post up, arrows choose the day, Enter puts it down ---- */

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
let grabbed = null; // {post, day}

export function grab(post) {
  const start = placeOf(post).dataset.day || calendar.dataset.anchor;
  if (!cellOf(start)) return;
  grabbed = { post, day: start };
  post.classList.add("is-grabbed");
  announce(say("grabbed", { title: titleOf(post) }));
}

function letGo() {
  grabbed.post.classList.remove("is-grabbed");
  release();
  grabbed = null;
}

/** Keys while a post is picked up. True when the key was for it. */
export function carry(event) {
  if (!grabbed) return false;
  const { post, day } = grabbed;
  if (event.key in STEPS) {
    const cell = cellOf(addDays(day, STEPS[event.key]));
    if (cell) {
      grabbed.day = cell.dataset.day;
      hover(cell === placeOf(post) ? null : cell, post);
      cell.scrollIntoView({ block: "nearest" });
      announce(placeInWords(cell.dataset.day));
    }
  } else if (event.key === "Enter" || event.key === " ") {
    const back = placeOf(post).dataset.day === day;
    letGo();
    if (back) announce(say("cancelled"));
    else movePost(post, day);
  } else if (event.key === "Escape") {
    letGo();
    announce(say("cancelled"));
  } else if (event.key === "Tab") {
    letGo();
    announce(say("cancelled"));
    return false;
  } else return false;
  event.preventDefault();
  return true;
}

calendar.addEventListener("focusout", (event) => {
  if (grabbed && event.target === linkOf(grabbed.post)) letGo();
});

if (mayWrite) listenToMouse();
