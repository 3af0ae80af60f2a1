/* The weekly review with single keys: through the posts, and what can be done with the one that has the focus. */

import { announce, somethingOpen, writesText } from "./smp.js";

const review = document.querySelector("[data-week-review]");
const lettersAct = document.documentElement.dataset.shortcuts !== "off";
const posts = [...review.querySelectorAll("[data-week-post]")];
const current = () => posts.find((post) => post.contains(document.activeElement));

function step(count) {
  const at = posts.indexOf(current());
  const post = posts[at < 0 ? (count > 0 ? 0 : posts.length - 1) : Math.min(posts.length - 1, Math.max(0, at + count))];
  post?.querySelector("[data-week-link]").focus();
}

function press(act) {
  const post = current();
  const button = post?.querySelector(`[data-week-${act}]`);
  if (button) button.click();
  else if (post) announce(review.dataset.cannot);
  return Boolean(post);
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!lettersAct || !(target instanceof Element) || somethingOpen() || writesText(target)) return;
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "a" ? !press("approve") : key !== "m" || !press("move")) return;
  event.preventDefault();
});

document.querySelector("[data-print]")?.addEventListener("click", () => print());
