/* What a move would cause and cure, while a post hovers over a day or a day is chosen. It never holds a drop back. */

import { announce } from "./smp.js";
import { moveAddressOf, placeInWords } from "./calendar-page.js";

const PAUSE_MS = 200;

const known = new Map(); // address → answer, as long as one post is held
let timer = 0;
let asked = new AbortController();

/** Ask what moving `post` to `day` would do, and the `others` with it; `show` gets {said, html} unless something else
    is asked before that. */
export function foresee(post, day, time, show, others = []) {
  stop();
  const query = new URLSearchParams(time === undefined ? { day } : { day, time });
  if (others.length) query.set("post", [post, ...others].map((one) => one.dataset.post).join(","));
  const address = `${moveAddressOf(post)}preview/?${query}`;
  if (known.has(address)) show(known.get(address));
  else timer = setTimeout(() => ask(address, show), PAUSE_MS);
}

/** The post is let go: what was known about it will not hold any longer. */
export function forget() {
  stop();
  known.clear();
}

function stop() {
  clearTimeout(timer);
  asked.abort();
}

async function ask(address, show) {
  asked = new AbortController();
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
    if (!response.ok || response.redirected) return; // the move itself will say what is amiss
    const answer = await response.json();
    known.set(address, answer);
    show(answer);
  } catch {
    // Nobody answered, or something else is asked by now: the move works all the same.
  }
}

/** Put into `node` what the server wrote about it. */
export function fill(node, html) {
  node.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

const card = document.createElement("div");
card.className = "effect drop-effect";

/** Say in `place`, a day or the reserve, what moving `post` there would do, and the `others` as far; without a place,
    say nothing any more. */
export function showIn(place, [post, ...others] = []) {
  card.remove();
  if (!place) return stop();
  const show = ({ said, html }) => {
    fill(card, html);
    place.append(card);
    announce(`${placeInWords(place.dataset.day)}. ${said}`);
  };
  return foresee(post, place.dataset.day, undefined, show, others);
}
