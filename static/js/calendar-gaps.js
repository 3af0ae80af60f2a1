/* What is missing, on its day and in its week: laid over the calendar when the checker's lines have come. */

import { quickAdd } from "./calendar-dialogs.js";
import { rove } from "./calendar-focus.js";
import { calendar, cellOf, mayWrite, placeOf } from "./calendar-page.js";

/** Put the list beside the calendar, and its marks where they belong. */
export function lay(found) {
  calendar.querySelector(".cal-side > [data-gaps-found]")?.remove();
  for (const old of calendar.querySelectorAll(".cal-main :is(.day-gap, .week-load, .week-load-words)")) old.remove();
  for (const meter of found.querySelectorAll("[data-load-of]")) {
    const row = calendar.querySelector(`[data-of-week="${meter.dataset.loadOf}"]`);
    put(meter, row);
    if (row?.matches(".week-hours")) meter.after(Object.assign(document.createElement("span"), { className: "week-load-words", textContent: meter.title, ariaHidden: "true" }));
  }
  for (const gap of found.querySelectorAll("[data-gap-on]")) put(gap, cellOf(gap.dataset.gapOn));
  calendar.querySelector(".cal-side > [data-summary]").after(found); // so that what stands there does not jump
  rove();
}

function put(mark, place) {
  mark.remove();
  mark.hidden = false;
  place?.append(mark);
}

/* “Fill it” asks in the quick dialog, with what the gap says filled in. */
calendar.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-fill]");
  if (!link || !mayWrite || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const given = new URL(link.href).searchParams;
  event.preventDefault();
  quickAdd(given.get("day"), placeOf(link)?.querySelector(".day-head") ?? link);
  for (const [name, field] of [["channel", "channel"], ["persona", "persona"], ["time", "local_time"]]) {
    const input = document.querySelector(`#quick-add [name="${field}"]`);
    if (input && given.get(name)) input.value = given.get(name);
  }
});
