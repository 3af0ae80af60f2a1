/* Putting down what is held, and choosing several posts: what concerns many is fetched when it is first needed. */

import { calendar, once } from "./calendar-page.js";
import { heldWith, movePost, placePost } from "./calendar-save.js";

let dressed = null;

/** The looks of what is held and chosen come when they are first needed; the list has them from the beginning. */
export const dress = () => (dressed ??= new Promise(putOn));

function putOn(done) {
  const { bulkLooks } = calendar.dataset;
  if (!bulkLooks) return done();
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: bulkLooks });
  sheet.addEventListener("load", () => {
    document.getElementById("selection").hidden = false;
    done();
  });
  sheet.addEventListener("error", done);
  document.head.append(sheet);
}

const choosing = once(() => Promise.all([import("./calendar-select.js"), dress()]));

/** Act on those that are chosen, in the order in which it is asked. */
export const several = (act) => choosing().then(([all]) => act(all));

/** Choose `post`, or let it be, beside those that are chosen; `upTo` chooses all from the last one on. */
export const choose = (post, upTo = false) => several((all) => all.toggle(post, upTo));

/** Put what is held by `post` down: in a `column` of the board, or on a `day`, which this page may not show. */
export function putDown(post, { column, day }) {
  const posts = heldWith(post);
  if (posts.length > 1 && column) several((all) => all.placeTogether(posts, post, column));
  else if (column) placePost(post, column);
  else if (posts.length > 1) several((all) => all.moveTogether(posts, post, day));
  else movePost(post, day);
}

/** What `putDown` is told of a place. */
export const goalIn = (place) => ("column" in place.dataset ? { column: place } : { day: place.dataset.day });
