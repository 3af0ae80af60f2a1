/* The checker's few lines at the side of the calendar. They weigh the whole plan, so the month does not wait for them. */

import { calendar } from "./calendar-page.js";

async function show() {
  const place = calendar.querySelector("[data-summary]");
  const response = await fetch(place.dataset.summary, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return; // the link to the report stays
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  place.replaceChildren(...page.body.childNodes);
}

calendar.addEventListener("calendar:fresh", show);
show();
