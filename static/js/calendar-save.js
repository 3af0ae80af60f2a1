/* Moving a post: at once on the screen, then on the server; back again with a sentence when it is refused. */

import { announce, toast } from "./smp.js";
import { forget, showIn } from "./calendar-effect.js";
import { focusPost, rove } from "./calendar-focus.js";
import { calendar, dayOf, dayPlace, linkOf, moveAddressOf, placeOf, refresh, say, send } from "./calendar-page.js";

const undoable = []; // {url, fields, id, day, toast}: the latest last

/** Where posts of a day, of a column or of the reserve are listed; made when it is the first. */
function listIn(place) {
  const list = place.querySelector(":scope > .posts, :scope > .lines");
  if (list) return list;
  const made = document.createElement("ul");
  made.className = place.matches(".agenda-day") ? "lines" : "posts";
  place.querySelector(":scope > .hint")?.remove();
  place.classList.remove("is-empty");
  place.append(made);
  return made;
}

/** Show `post` in `place`, or nowhere on this page without one; the function that is given back takes it back. */
export function show(post, place) {
  const { parentElement: list, nextElementSibling: next } = post;
  if (!place) post.remove();
  else if (place !== placeOf(post)) listIn(place).append(post);
  post.classList.add("is-moving");
  return () => {
    post.classList.remove("is-moving");
    list.insertBefore(post, next?.parentElement === list ? next : null);
  };
}

/** Move `post` to `day` ("" is the reserve), keeping its time unless one is given. */
export function movePost(post, day, time) {
  const fields = { day, version: post.dataset.version };
  if (time !== undefined) fields.time = time;
  const place = dayPlace(day) ?? (post.matches("[data-day]") ? placeOf(post) : null);
  return underWay(transfer(post, place, moveAddressOf(post), fields, day));
}

/** Put `post` into another column of the board. */
export function placePost(post, column) {
  const fields = { by: column.closest("[data-by]").dataset.by, value: column.dataset.column, version: post.dataset.version };
  return underWay(transfer(post, column, `${linkOf(post).pathname}place/`, fields, dayOf(post)));
}

async function transfer(post, place, url, fields, day) {
  const id = post.dataset.post;
  const from = dayOf(post);
  const takeBack = show(post, place);
  const result = await sendMove(url, fields);
  if (!result.ok) {
    takeBack();
    if (result.stale) await refresh();
    rove();
    focusPost(id, from);
    toast(result.message);
    return;
  }
  const { url: wayBack, ...undone } = result.undo;
  catchUp([{ id, version: result.version }]);
  await done(result.message, { url: wayBack, fields: undone, id, day: from }, day, result);
}

/** Let others of its series take over what was changed in a post, as the server offered `also`. */
async function carryOver({ url, event }, which, { id, day: from }, day) {
  const result = await sendMove(url, { event, which });
  if (!result.ok) return toast(result.message);
  catchUp(result.posts);
  return done(result.message, result.undo && { ...result.undo, fields: {}, id, day: from }, day);
}

/** What was asked for is saved: show it as it is, offer the way back and what `also` can be done, and ask `why`. */
export async function done(message, entry, day, { also, why } = {}) {
  if (entry) undoable.push(entry);
  await refresh();
  rove();
  if (entry) focusPost(entry.id, day, entry.day);
  const more = (also?.choices ?? []).map(({ which, label }) => ({ label, run: () => underWay(carryOver(also, which, entry, day)) }));
  if (why) more.push({ label: why.label, run: () => location.assign(`${why.url}?next=${encodeURIComponent(location.pathname + location.search)}`) });
  const shown = toast(also ? `${message} ${also.said}` : message, entry && { label: say("undo"), run: () => undo(entry) }, ...more);
  if (entry) entry.toast = shown;
}

export async function sendMove(url, fields) {
  try {
    const { status, answer } = await send(url, fields);
    if (answer.ok) return answer;
    return { ok: false, stale: status === 409, message: answer.message || say("refused") };
  } catch {
    return { ok: false, stale: false, message: say("offline") };
  }
}

/** Older moves of the same posts now start from their new versions. */
export function catchUp(posts) {
  for (const { id, version } of posts) {
    for (const entry of undoable) if (entry.id === String(id) && "version" in entry.fields) entry.fields.version = version;
  }
}

let saving = null;

/** Let whoever wants to undo wait for this act: it is the latest, though the server has not answered yet. */
export function underWay(act) {
  saving = act;
  act.finally(() => (saving = saving === act ? null : saving));
  return act;
}

/** Take a move back: the latest, unless another is named. False when there is none. */
export function undo(entry) {
  if (!entry && saving) {
    saving.then(() => undo());
    return true;
  }
  entry ??= undoable.at(-1);
  if (!undoable.includes(entry)) return false;
  undoable.splice(undoable.indexOf(entry), 1);
  entry.toast?.remove();
  underWay(takeBack(entry));
  return true;
}

async function takeBack({ id, url, day, fields }) {
  const result = await sendMove(url, fields);
  if (result.ok) catchUp(result.posts ?? [{ id, version: result.version }]);
  await refresh();
  rove();
  focusPost(id, day);
  if (result.ok) announce(say("undone"));
  else toast(result.message);
}

/* ---- Holding posts, whichever way: over which place, and letting go ---- */

let over = null;

/** Mark the place over which `posts` are held, the one in the hand first, and say what letting go there would do. */
export function hover(place, posts) {
  if (place === over) return;
  over?.classList.remove("is-over");
  over = place;
  over?.classList.add("is-over");
  showIn(place && !("column" in place.dataset) ? place : null, posts);
}

export function release() {
  hover(null);
  forget();
}

/** What is held by holding `post`: all that are chosen when it is one of them. It comes first. */
export const heldWith = (post) => [...new Set([post, ...(post.matches(".is-selected") ? calendar.querySelectorAll(".is-selected") : [])])];
