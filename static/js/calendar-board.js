/* The board with a mouse and with the menu of a post: another column is another status, persona, pillar, channel, or
   someone else's care. Without this script the menu is a page that asks the same. */

import { announce, toast } from "./smp.js";
import { focusPost, rove } from "./calendar-focus.js";
import { calendar, linkOf, mayWrite, postOf, refresh, say, send } from "./calendar-page.js";

const columnOf = (node) => node.closest?.("[data-column]");
const { by } = calendar.querySelector(".board").dataset;
const undoable = []; // what to send to take an act back; the latest last

/** Put `post` into a column: at once on the screen, then on the server; back again with a sentence when refused. */
async function putInto(post, column) {
  const id = post.dataset.post;
  const wayBack = { list: post.parentElement, before: post.nextElementSibling };
  listIn(column).append(post);
  post.classList.add("is-moving");
  const answer = await sent(`${linkOf(post).pathname}place/`, { by, value: column.dataset.column, version: post.dataset.version });
  if (!answer.ok) {
    post.classList.remove("is-moving");
    wayBack.list.insertBefore(post, wayBack.before);
  }
  if (answer.ok || answer.stale) await refreshed();
  focusPost(id);
  if (!answer.ok) return toast(answer.message);
  const entry = { id, ...answer.undo };
  catchUp(entry);
  undoable.push(entry);
  entry.toast = toast(answer.message, { label: say("undo"), run: () => undo(entry) });
}

function listIn(column) {
  const list = column.querySelector(".posts") ?? document.createElement("ol");
  list.className = "posts";
  column.append(list);
  column.classList.remove("is-empty");
  return list;
}

async function sent(url, fields) {
  try {
    const { status, answer } = await send(url, fields);
    return answer.ok ? answer : { ok: false, stale: status === 409, message: answer.message || say("refused") };
  } catch {
    return { ok: false, message: say("offline") };
  }
}

async function refreshed() {
  const { scrollLeft } = calendar.querySelector(".board");
  await refresh();
  calendar.querySelector(".board").scrollLeft = scrollLeft;
  rove();
}

/** Older acts on the same post now start from its new version. */
function catchUp({ url, version }) {
  for (const entry of undoable) if (entry.url === url) entry.version = version;
}

async function undo(entry) {
  undoable.splice(undoable.indexOf(entry), 1);
  entry.toast?.remove();
  const { id, url, value, version } = entry;
  const answer = await sent(url, { by: entry.by, value, version });
  if (answer.ok) catchUp({ url, version: answer.version });
  await refreshed();
  focusPost(id);
  if (answer.ok) announce(say("undone"));
  else toast(answer.message);
}

document.addEventListener("keydown", (event) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "z";
  if (!isUndo || !undoable.length || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  undo(undoable.at(-1));
}, { capture: true });

/* ---- With the mouse: before the days of the calendar hear of it, for here a card stands in a column ---- */

let dragged = null;
let over = null;

function hover(column) {
  over?.classList.remove("is-over");
  over = column;
  over?.classList.add("is-over");
}

const onBoard = {
  dragstart(event) {
    dragged = event.target instanceof Element && postOf(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", linkOf(dragged).textContent);
    event.dataTransfer.setDragImage(dragged, 12, 12);
    requestAnimationFrame(() => dragged?.classList.add("is-dragged"));
  },
  dragover(event) {
    const column = dragged && columnOf(event.target);
    hover(column === columnOf(dragged ?? event.target) ? null : column);
    if (column) event.preventDefault();
  },
  drop(event) {
    const column = dragged && columnOf(event.target);
    if (!column) return;
    event.preventDefault();
    if (column !== columnOf(dragged)) putInto(dragged, column);
  },
  dragend() {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    hover(null);
  },
};

/* ---- With the menu of a post: the other columns, by name ---- */

const menu = document.getElementById("post-menu");
let asked = null;

function offerColumns() {
  menu.querySelector("[data-columns]")?.remove();
  if (!asked) return;
  const own = columnOf(asked);
  const group = document.createElement("li");
  group.dataset.columns = "";
  const title = document.createElement("p");
  title.className = "menu-label";
  title.textContent = document.querySelector(".board-by [aria-current]").textContent;
  const list = document.createElement("ul");
  for (const column of calendar.querySelectorAll("[data-column]")) {
    if (column === own) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(column.querySelector(".swatch").cloneNode(), column.querySelector(".column-name").textContent);
    button.addEventListener("click", () => {
      const post = asked;
      menu.hidePopover();
      putInto(post, column);
    });
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  }
  group.append(title, list);
  menu.querySelector("ul").append(group);
}

if (mayWrite) {
  for (const [kind, act] of Object.entries(onBoard)) {
    calendar.addEventListener(kind, (event) => {
      event.stopPropagation();
      act(event);
    }, { capture: true });
  }
  calendar.addEventListener("click", ({ target }) => {
    const button = target.closest(".chip-more");
    if (!button || !menu) return;
    asked = postOf(button);
    offerColumns();
  }, { capture: true });
}
