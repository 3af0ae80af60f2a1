/* Counters and previews of the versions of a post, asked a moment after the last key; nothing is saved. */

import { announce } from "./smp.js";

const PAUSE_MS = 350;

const form = document.querySelector("form[data-look]");
const failed = document.getElementById("look-failed");

let timer = 0;
let asked = new AbortController();

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS);
});

async function ask() {
  asked.abort();
  asked = new AbortController();
  try {
    const response = await fetch(form.dataset.look, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      signal: asked.signal,
    });
    if (!response.ok || response.redirected) throw new Error(response.status);
    const { parts } = await response.json();
    for (const [id, part] of Object.entries(parts)) document.getElementById(id).innerHTML = part;
    failed.hidden = true;
  } catch (error) {
    if (error.name === "AbortError" || !failed.hidden) return;
    failed.hidden = false;
    announce(failed.textContent.trim());
  }
}
