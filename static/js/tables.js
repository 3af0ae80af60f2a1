/* <form data-progress>: sends the form and shows how far the work has come while the server does it, told line by line
   in one answer. Without script, or where that does not work, the browser sends the form and waits for the next page. */

import { announce } from "./smp.js";

const LINES = "application/x-ndjson";

for (const form of document.querySelectorAll("form[data-progress]")) {
  form.addEventListener("submit", (event) => {
    const place = form.querySelector("[data-progress-bar]");
    if (!form.checkValidity() || typeof TextDecoderStream === "undefined") return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    send(form, place, event.submitter).catch(() => failed(form, place));
  });
}

/* A page that comes back from the browser's memory waits for nothing any more. */
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-progress]")) {
    ready(form);
    form.querySelector("[data-progress-bar]").hidden = true;
  }
});

async function send(form, place, button) {
  const bar = place.querySelector("progress");
  const said = place.querySelector("p");
  form.ariaBusy = "true";
  button?.setAttribute("aria-disabled", "true");
  place.hidden = false;
  bar.removeAttribute("value");
  said.textContent = place.dataset.reading;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: LINES } });
  if (!answer.headers.get("Content-Type")?.startsWith(LINES)) {
    await show(answer);
    return;
  }
  for await (const line of lines(answer.body)) {
    if (line.to) {
      location.assign(line.to);
      return;
    }
    bar.max = line.total || 1;
    bar.value = line.done;
    said.textContent = `${line.what}: ${Math.round((100 * line.done) / (line.total || 1))} %`;
  }
  throw new Error("the answer ended before the work was done");
}

async function* lines(body) {
  let rest = "";
  for await (const piece of chunks(body.pipeThrough(new TextDecoderStream()))) {
    const parts = (rest + piece).split("\n");
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

async function* chunks(stream) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/* A page instead of progress says what is wrong with the form, or that one has to go elsewhere. */
async function show(answer) {
  if (answer.redirected) {
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  document.querySelector("main").replaceWith(document.adoptNode(main));
  document.title = page.title;
  const fault = main.querySelector('.error-summary, [aria-invalid="true"]');
  fault?.focus();
  main.querySelectorAll("form[data-progress]").forEach((form) => form.removeAttribute("data-progress"));
}

function ready(form) {
  form.ariaBusy = "false";
  form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
}

function failed(form, place) {
  ready(form);
  place.querySelector("progress").value = 0;
  place.querySelector("p").textContent = place.dataset.failed;
  announce(place.dataset.failed);
}
