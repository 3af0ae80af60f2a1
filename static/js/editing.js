/* Says every while that this editor is open, shows who else has the same post open, and says so when it is left. */

const BEAT_MS = 30_000;

const hint = document.getElementById("editing");
const url = hint.dataset.url;
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

let timer = 0;

function form(fields = {}) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token());
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

function show(text) {
  if (hint.textContent.trim() === text) return; // what stands there is not said again
  const line = document.createElement("p");
  line.textContent = text;
  hint.replaceChildren(...(text ? [line] : []));
}

async function beat() {
  try {
    const response = await fetch(url, { method: "POST", body: form(), headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return clearInterval(timer); // signed out, or the post is gone: saving will say so
    const { said, version } = await response.json();
    const newer = String(version) === hint.dataset.version ? "" : hint.dataset.newer;
    show([said, newer].filter(Boolean).join(" "));
  } catch {
    // No connection: the next beat tries again.
  }
}

function start() {
  clearInterval(timer);
  timer = setInterval(beat, BEAT_MS);
}

addEventListener("pagehide", () => {
  clearInterval(timer);
  navigator.sendBeacon(url, form({ left: "1" }));
});
// Back from the browser's memory, without loading.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  beat();
  start();
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());

beat();
start();
