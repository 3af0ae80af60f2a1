/* Keys on the page of one post to review, for those who want single letters: the links and buttons say which is theirs. */

import { somethingOpen, writesText } from "./smp.js";

if (document.documentElement.dataset.shortcuts !== "off") {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    if (!(event.target instanceof Element) || writesText(event.target) || somethingOpen()) return;
    if (event.key === "r") document.querySelector("#answer textarea")?.focus();
    else if (/^[ajk]$/.test(event.key)) document.querySelector(`[data-key="${event.key}"]`)?.click();
    else return;
    event.preventDefault();
  });
}
