/* While something is carried, days without posts must be seen too: the list leaves them out, and so does a phone. */

import { addDays, dayInWords } from "./calendar-days.js";
import { calendar } from "./calendar-page.js";

const listed = () => [...calendar.querySelectorAll(".agenda > [data-day]")];

/** Show every day of the month, where the view leaves some out. */
export function openDays() {
  calendar.classList.add("is-carrying");
  const agenda = calendar.querySelector(".agenda");
  const days = listed().map((node) => node.dataset.day);
  if (!days.length) return;
  const backwards = days[0] > days.at(-1);
  const month = calendar.dataset.anchor.slice(0, 7);
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) {
    if (days.includes(day)) continue;
    const node = document.createElement("div");
    node.className = "drop-day";
    node.dataset.day = day;
    node.textContent = dayInWords(day);
    agenda.insertBefore(node, listed().find((other) => (backwards ? other.dataset.day < day : other.dataset.day > day)) ?? null);
  }
}

export function closeDays() {
  calendar.classList.remove("is-carrying");
  for (const node of calendar.querySelectorAll(".drop-day:not(:has([data-post]))")) node.remove();
}
