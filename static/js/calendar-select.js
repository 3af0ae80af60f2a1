/* Several posts at once: choosing them, and what the bar does with all of them in one request. */

import { announce, openDialog, somethingOpen, toast } from "./smp.js";
import { addDays } from "./calendar-days.js";
import { focusPost, rove } from "./calendar-focus.js";
import { catchUp, done, sendMove, show, underWay } from "./calendar-save.js";
import { calendar, dayOf, dayPlace, linkOf, postWithId, refresh, titleOf } from "./calendar-page.js";

const bar = document.getElementById("selection");
const counted = bar.querySelector("[data-count]");
const words = bar.dataset;
const chosen = new Set(); // numbers of posts, as the page writes them
let last = null;

const boxOf = (post) => post.querySelector("input[name=post]");
const postsInOrder = () => [...calendar.querySelectorAll("[data-post]")];
const chosenPosts = () => postsInOrder().filter((post) => chosen.has(post.dataset.post));
const howMany = () => (chosen.size === 1 ? words.one : words.many.replace("{n}", chosen.size));

/* ---- Choosing ---- */

function mark(post, isChosen) {
  chosen[isChosen ? "add" : "delete"](post.dataset.post);
  post.classList.toggle("is-selected", isChosen);
  const box = boxOf(post);
  if (box) box.checked = isChosen;
  const said = linkOf(post).querySelector(".is-chosen-word");
  if (!isChosen) said?.remove();
  else if (!said && !box) linkOf(post).append(Object.assign(document.createElement("span"), { className: "vh is-chosen-word", textContent: `, ${words.word}` }));
}

function tell(post) {
  counted.textContent = howMany();
  announce(post ? `${chosen.has(post.dataset.post) ? words.chosen.replace("{title}", titleOf(post)) : words.left.replace("{title}", titleOf(post))} ${howMany()}` : howMany());
}

/** Choose `post` or let it be; `upTo` chooses everything between the last one and it. */
export function toggle(post, upTo) {
  const posts = postsInOrder();
  const from = posts.findIndex((one) => one.dataset.post === last);
  if (upTo && from >= 0) {
    const to = posts.indexOf(post);
    for (const one of posts.slice(Math.min(from, to), Math.max(from, to) + 1)) mark(one, true);
  } else mark(post, !chosen.has(post.dataset.post));
  last = post.dataset.post;
  tell(post);
}

/** A box of the list was ticked, or unticked. */
export function ticked(box, upTo) {
  const post = box.closest("[data-post]");
  if (upTo && last) return toggle(post, true);
  mark(post, box.checked);
  last = post.dataset.post;
  tell(post);
}

/** Take over what the browser had ticked already. */
export function gather() {
  for (const box of calendar.querySelectorAll("input[name=post]:checked")) mark(box.closest("[data-post]"), true);
  tell();
}

function clear() {
  for (const post of chosenPosts()) mark(post, false);
  chosen.clear();
  last = null;
}

/** After a fresh page, what is still there is still chosen. */
function keepChosen() {
  const there = new Set(postsInOrder().map((post) => post.dataset.post));
  for (const id of chosen) if (!there.has(id)) chosen.delete(id);
  for (const post of chosenPosts()) mark(post, true);
  counted.textContent = howMany();
}

calendar.addEventListener("calendar:fresh", keepChosen);
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !chosen.size || somethingOpen() || document.querySelector(".is-grabbed")) return;
    event.preventDefault();
    event.stopPropagation();
    letBe();
  },
  { capture: true },
);

function letBe() {
  const post = last && postWithId(last);
  clear();
  if (post) linkOf(post).focus();
  announce(words.none);
}

/* ---- Acting on all of them: at once on the screen, then in one request ---- */

/** Move `posts` so that `held`, one of them, comes to stand on `day`; the others keep their distance from it. */
export function moveTogether(posts, held, day) {
  const from = dayOf(held);
  if (!day) act(posts, { act: "reserve" }, held);
  else if (!from) act(posts, { act: "day", day }, held);
  else act(posts, { act: "days", days: Math.round((Date.parse(day) - Date.parse(from)) / 86_400_000) }, held);
}

/** Put `posts` into another column of the board; `held` is the one that was held. */
export function placeTogether(posts, held, column) {
  const { by } = column.closest("[data-by]").dataset;
  act(posts, { act: by, [by]: column.dataset.column }, held, column);
}

/** Where an act puts `post`; undefined where it stays. */
function goalOf(post, { act: name, days, day }) {
  if (name === "days") return dayOf(post) ? addDays(dayOf(post), Number(days)) : undefined;
  return { day, reserve: "" }[name];
}

function showAll(posts, fields, column) {
  if (calendar.querySelector(".board")) return posts.map((post) => show(post, column ?? post.closest("[data-column]")));
  const goals = posts.map((post) => [post, goalOf(post, fields)]);
  return goals.map(([post, goal]) => {
    if (fields.act === "trash") return show(post, null);
    return show(post, goal === undefined ? post.closest("[data-day]") : dayPlace(goal));
  });
}

function act(posts, fields, held = posts[0], column = null) {
  if (posts.length > Number(words.most)) toast(words.tooMany.replace("{n}", posts.length));
  else underWay(save(posts, fields, held, column));
}

async function save(posts, fields, held, column) {
  const { post: id } = held.dataset;
  const from = dayOf(held);
  const goal = goalOf(held, fields) ?? from;
  const named = posts.map((post) => `${post.dataset.post}:${post.dataset.version}`).join(",");
  const takeBack = showAll(posts, fields, column);
  const result = await sendMove(bar.action, { ...fields, post: named });
  if (!result.ok) {
    for (const one of takeBack.reverse()) one();
    if (result.stale) await refresh();
    rove();
    focusPost(id, from);
    toast(result.message);
    return;
  }
  catchUp(result.posts);
  await done(result.message, result.undo && { ...result.undo, fields: {}, id, day: from }, goal, result);
}

bar.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  if (button.dataset.act === "none") letBe();
  else act(chosenPosts(), { act: button.dataset.act, ...(button.dataset.days && { days: button.dataset.days }) });
});

/* ---- Everything else: the page of the server, in a dialog ---- */

bar.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  const fields = { post: chosenPosts().map((post) => post.dataset.post).join(","), csrfmiddlewaretoken: bar.elements.csrfmiddlewaretoken.value };
  const response = await fetch(bar.action, { method: "POST", headers: { Accept: "text/html" }, body: new URLSearchParams(fields) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const forms = page.getElementById("together");
  if (!forms) return toast(page.querySelector(".messages [data-toast-text]")?.textContent.trim() || words.refused);
  const dialog = document.getElementById("bulk-dialog");
  dialog.querySelector("[data-title]").textContent = page.querySelector("h1").textContent;
  dialog.querySelector("[data-body]").replaceChildren(forms);
  openDialog("bulk-dialog", button);
});

document.getElementById("bulk-dialog").addEventListener("submit", (event) => {
  event.preventDefault();
  const { post: _numbers, csrfmiddlewaretoken: _token, next: _next, ...fields } = Object.fromEntries(new FormData(event.target));
  document.getElementById("bulk-dialog").close();
  act(chosenPosts(), fields);
});
