/* The checker's few lines at the side of the calendar. They weigh the whole plan, so the month does not wait for them. */

import { calendar } from "./calendar-page.js";

async function show() {
  const place = calendar.querySelector("[data-summary]");
  const response = await fetch(place.dataset.summary + shownDays(place), { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return; // the link to the report stays
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const mark of page.querySelectorAll("[data-week]")) toItsRow(mark);
  const gaps = page.querySelector("[data-gaps-found]");
  gaps?.remove();
  place.replaceChildren(...page.body.childNodes);
  if (gaps) (await import("./calendar-gaps.js")).lay(gaps);
}

/** The days whose gaps are asked for: those of the page, unless gaps are switched off. */
function shownDays(place) {
  const days = [...calendar.querySelectorAll(".cal-main [data-day]")].map((cell) => cell.dataset.day);
  return "gaps" in place.dataset && days.length ? `?since=${days[0]}&until=${days.at(-1)}` : "";
}

/** A week of the month that something is said of shows it beside its number; a mark of another week goes. */
function toItsRow(mark) {
  const row = calendar.querySelector(`[data-of-week="${mark.dataset.week}"]`);
  mark.remove();
  row?.querySelector(".week-mark")?.remove();
  row?.append(mark);
  mark.hidden = false;
}

calendar.addEventListener("calendar:fresh", show);
show();
