/* The quick dialog, the move dialog, and the menu of a post. Each opens what else would be a page of its own. */

import { announce, openDialog } from "./smp.js";
import { addDays, dayInWords } from "./calendar-days.js";
import { fill, foresee, forget } from "./calendar-effect.js";
import { focusPost, rove } from "./calendar-focus.js";
import { movePost } from "./calendar-save.js";
import { calendar, dayOf, linkOf, once, placeInWords, postOf, postWithId, refresh, say, send, titleOf } from "./calendar-page.js";

const quick = document.getElementById("quick-add");
const mover = document.getElementById("move-post");
const menu = document.getElementById("post-menu");

/** Write the day of a date field in words below it, in the page's language. */
function spellDay(dialog, field) {
  const words = dialog.querySelector("[data-day-words]");
  const spell = () => (words.textContent = dayInWords(field.value));
  field.addEventListener("input", spell);
  field.addEventListener("spell", spell); // when it was filled in by script
  return spell;
}

/* ---- Quick add ---- */

const quickForm = quick?.querySelector("form");
const spellQuick = quick && spellDay(quick, quickForm.elements.local_date);
const lines = once(() => import("./calendar-line.js"));

/** A new post on `day`, or in the reserve when it is empty. */
export function quickAdd(day, opener) {
  if (!quick) return;
  quickForm.reset();
  quickForm.elements.local_date.value = day;
  showErrors({});
  spellQuick();
  openDialog("quick-add", opener);
  quickForm.elements.line.focus();
  lines().then((line) => line.attend(quick));
}

// The title is empty until the line is understood, and the browser would refuse to send it so. Whoever is quick has
// written the line before the code that understands it is here.
async function sendUnderstood(event) {
  event.preventDefault();
  await lines().then((line) => line.settled()).catch(() => {});
  quickForm.requestSubmit();
}

if (quick) {
  const { line } = quickForm.elements;
  line.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && sendUnderstood(event));
  quickForm.querySelector("[type=submit]").addEventListener("click", (event) => line.value.trim() && sendUnderstood(event));
}

function showErrors(errors) {
  for (const place of quickForm.querySelectorAll("[data-error]")) {
    const name = place.dataset.error;
    place.textContent = (errors[name] ?? []).map((error) => error.message ?? error).join(" ");
    quickForm.elements[name].toggleAttribute("aria-invalid", false);
    if (name in errors) quickForm.elements[name].setAttribute("aria-invalid", "true");
  }
  const first = Object.keys(errors).find((name) => quickForm.elements[name]);
  if (first) quickForm.elements[first].focus();
}

async function saveQuick(event) {
  event.preventDefault();
  if (quickForm.dataset.busy) return;
  quickForm.dataset.busy = "1";
  try {
    await (await lines()).settled();
    const fields = Object.fromEntries(new FormData(quickForm));
    const { status, answer } = await send(quickForm.action, fields);
    if (answer.ok) await added(answer.id, fields);
    else if (status === 422) showErrors(answer.errors);
    else showErrors({ title: [answer.message || say("refused")] });
  } catch {
    showErrors({ title: [say("offline")] });
  } finally {
    delete quickForm.dataset.busy;
  }
}

async function added(id, { title, local_date: day }) {
  quick.close();
  await refresh();
  rove();
  focusPost(id, day);
  announce(say("added", { title, day: placeInWords(day) }));
}

/** Go on in the editor with what was typed. */
async function complete() {
  await (await lines()).settled();
  const typed = quickForm.elements;
  const url = new URL(quickForm.dataset.editor, location.origin);
  const fields = { title: typed.title.value, channel: typed.channel.value, persona: typed.persona.value, pillar: typed.pillar.value, day: typed.local_date.value, time: typed.local_time.value, next: location.pathname + location.search };
  for (const [name, value] of Object.entries(fields)) if (value) url.searchParams.set(name, value);
  location.assign(url);
}

quickForm?.addEventListener("submit", saveQuick);
quick?.querySelector("[data-complete]").addEventListener("click", complete);

/* ---- Move… ---- */

const moveForm = mover?.querySelector("form");
const spellMove = mover && spellDay(mover, moveForm.elements.day);
let moving = null; // {id, day}

/** Ask where `post` shall go. */
export function askMove(post) {
  if (!mover) return;
  moving = { id: post.dataset.post, day: dayOf(post) };
  mover.querySelector("[data-what]").textContent = `“${titleOf(post)}”`;
  moveForm.elements.day.value = moving.day || calendar.dataset.anchor;
  moveForm.elements.time.value = post.dataset.time;
  for (const button of moveForm.querySelectorAll("[data-shift], [data-to-reserve]")) button.hidden = !moving.day;
  spellMove();
  sayEffect();
  openDialog("move-post", linkOf(post));
  moveForm.elements.day.focus();
  lines().then((line) => line.offerFor(moving.id, mover.querySelector("[data-next-slot]"), ({ day, time }) => carryOut(day, time)));
}

/** Say in the dialog what the chosen day and hour would do: the sentences to see, and how many they are to hear. */
function sayEffect() {
  const { day, time } = moveForm.elements;
  const post = moving && postWithId(moving.id);
  tellEffect();
  if (!post || !day.value || (day.value === moving.day && time.value === post.dataset.time)) forget();
  else foresee(post, day.value, time.value, tellEffect);
}

function tellEffect({ said, html } = { said: "", html: "" }) {
  const list = mover.querySelector("[data-effect]");
  mover.querySelector("[data-effect-said]").textContent = said;
  fill(list, html);
  list.hidden = !html;
}

moveForm?.addEventListener("input", sayEffect);
mover?.addEventListener("close", forget);

function carryOut(day, time) {
  const post = postWithId(moving.id);
  mover.close();
  if (post) movePost(post, day, time);
}

moveForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  carryOut(moveForm.elements.day.value, moveForm.elements.time.value);
});
moveForm?.addEventListener("click", (event) => {
  const button = event.target.closest("button[type=button]");
  if (!button) return;
  if ("shift" in button.dataset) carryOut(addDays(moving.day, Number(button.dataset.shift)));
  else if ("toReserve" in button.dataset) carryOut("");
});

/* ---- ⋯ ---- */

let opener = null;

/** Open the menu of the post that the ⋯ `button` belongs to. False where the browser has no popovers. */
export function openMenu(button) {
  if (!menu?.showPopover) return false;
  const post = postOf(button);
  opener = button;
  menu.setAttribute("aria-label", say("menu", { title: titleOf(post) }));
  menu.querySelector("[data-open]").href = linkOf(post).href;
  menu.querySelector("[data-duplicate]").action = `${linkOf(post).pathname}duplicate/`;
  for (const link of menu.querySelectorAll("[data-sub]")) link.href = `${linkOf(post).pathname}${link.dataset.sub}/`;
  menu.querySelector("[data-to-reserve]").closest("li").hidden = !dayOf(post);
  menu.showPopover();
  beside(button.getBoundingClientRect());
  button.setAttribute("aria-expanded", "true");
  menu.querySelector("a").focus();
  return true;
}

/** Place the menu below its button, or above it, and always inside the window. */
function beside(box) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 4 + height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(box.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? box.bottom + 4 : box.top - height - 4)}px`;
}

/** Close the menu, and give the post it belongs to. */
function chosen() {
  const post = postOf(opener);
  menu.hidePopover();
  return post;
}

menu?.addEventListener("toggle", (event) => {
  if (event.newState === "closed") opener?.setAttribute("aria-expanded", "false");
});
menu?.addEventListener("click", (event) => {
  if (event.target.closest("[data-move]")) askMove(chosen());
  else if (event.target.closest("[data-to-reserve]")) movePost(chosen(), "");
});
menu?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("li:not([hidden]) :is(a, button)")];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});
window.addEventListener("scroll", () => menu?.matches(":popover-open") && menu.hidePopover(), { passive: true });

/** A copy of `post`, opened in the editor. */
export function duplicate(post) {
  const form = menu?.querySelector("[data-duplicate]");
  if (!form) return;
  form.action = `${linkOf(post).pathname}duplicate/`;
  form.requestSubmit();
}
