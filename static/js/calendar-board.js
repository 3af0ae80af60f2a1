/* The menu of a post on the board: the other columns, by name. Another column is another status, persona, pillar,
   channel, or someone else's care. Without this script the menu is a page that asks the same. */

import { putDown } from "./calendar-put.js";
import { calendar, mayWrite, postOf } from "./calendar-page.js";

const menu = document.getElementById("post-menu");
let asked = null;

function offerColumns() {
  menu.querySelector("[data-columns]")?.remove();
  const own = asked.closest("[data-column]");
  if (!own) return;
  const group = document.createElement("li");
  group.dataset.columns = "";
  const title = document.createElement("p");
  title.className = "menu-label";
  title.textContent = document.querySelector(".board-by [aria-current]").textContent;
  const list = document.createElement("ul");
  for (const column of calendar.querySelectorAll("[data-column]")) if (column !== own) list.append(choice(column));
  group.append(title, list);
  menu.querySelector("ul").append(group);
}

function choice(column) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(column.querySelector(".swatch").cloneNode(), column.querySelector(".column-name").textContent);
  button.addEventListener("click", () => {
    const post = asked;
    menu.hidePopover();
    putDown(post, { column });
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

if (mayWrite) {
  calendar.addEventListener("click", ({ target }) => {
    const button = target.closest(".chip-more");
    if (!button || !menu) return;
    asked = postOf(button);
    offerColumns();
  }, { capture: true });
}
