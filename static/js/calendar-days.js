/* Days as the calendar writes them: "2026-11-16". Sums are made at noon, which no change of clocks touches. */

const noon = (day) => new Date(`${day}T12:00`);

const written = (date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

/** The day `count` days after `day`. */
export function addDays(day, count) {
  const date = noon(day);
  date.setDate(date.getDate() + count);
  return written(date);
}

/** The same day of the month `count` months later, or that month's last day. */
export function addMonths(day, count) {
  const date = noon(day);
  const wanted = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() + count);
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  date.setDate(Math.min(wanted, last));
  return written(date);
}

/** `day` in full, in the page's language: a date field shows the browser's. */
export function dayInWords(day) {
  if (!day || Number.isNaN(noon(day).getTime())) return "";
  const { lang } = document.documentElement;
  // The server writes “Monday 16 November 2026”, as the British do.
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "full" }).format(noon(day));
}
