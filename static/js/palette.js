/* Ctrl+K, ⌘K: go anywhere by name. A combobox in a dialog; behind it stands a page that does the same by form. */

const PAUSE_MS = 120; // after the last key, before the server is asked
const PLACE = "palette";

let dialog, input, list, words, pages, asked, timer, announce;
let isAwaited = false; // Enter came before the answers

/** Open the palette that `link` is the way to without script; `say` speaks to screen readers. */
export async function open(link, say) {
  announce = say; // given, not imported: names with hashes cannot be worked out for scripts that import each other
  if (!dialog) {
    build(link);
    await dress(link.dataset.css);
  }
  if (!dialog.open) dialog.showModal(); // the browser gives the focus back when it closes
  input.value = "";
  isAwaited = false;
  input.focus();
  ask();
}

/** Its looks come with it. */
function dress(href) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = href;
  return new Promise((done) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
    document.head.append(sheet);
  });
}

function build(link) {
  words = link.dataset;
  dialog = document.getElementById("palette-template").content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  input = dialog.querySelector("input");
  list = dialog.querySelector("[role=listbox]");
  pages = link.href;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
    isAwaited = false;
    choose(null); // what stands there answers what was typed before
  });
  input.addEventListener("keydown", onKey);
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option, event);
  });
  list.addEventListener("pointermove", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const url = new URL(pages);
  url.searchParams.set("q", input.value.trim());
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, signal });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    show((await response.json()).results);
  } catch (error) {
    if (error.name !== "AbortError") tell(words.lost);
  }
}

function show(results) {
  list.replaceChildren(...[...results, ...theme()].map(option));
  choose(list.firstElementChild);
  input.setAttribute("aria-expanded", String(list.childElementCount > 0));
  if (isAwaited && list.firstElementChild) {
    follow(list.firstElementChild, {});
    return;
  }
  tell(list.childElementCount ? words.count.replace("{n}", list.childElementCount) : words.none);
}

/** The other appearance is a button of the menu on this page. */
function theme() {
  const said = input.value.trim().toLocaleLowerCase();
  const isDark = getComputedStyle(document.documentElement).colorScheme === "dark" || (document.documentElement.dataset.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  const button = document.querySelector(`button[name=theme][value=${isDark ? "light" : "dark"}]`);
  if (!button || !words.theme.toLocaleLowerCase().includes(said)) return [];
  return [{ label: words.theme, kind: words.act, icon: isDark ? "sun" : "moon", button }];
}

function option({ label, kind, icon, url, button }, number) {
  const node = document.createElement("li");
  node.id = `${PLACE}-${number}`;
  node.setAttribute("role", "option");
  const [name, what] = [label, kind].map((text) => {
    const part = document.createElement("span");
    part.textContent = text;
    return part;
  });
  what.className = "muted";
  node.append(drawing(icon), name, what);
  node.follow = button ? () => button.click() : (event) => (event.ctrlKey || event.metaKey ? window.open(url) : location.assign(url));
  return node;
}

/** A drawing of the sprite, like the one on the button. */
function drawing(name) {
  const svg = dialog.querySelector("svg").cloneNode(true);
  const use = svg.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${name}`));
  return svg;
}

const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function onKey(event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && list.childElementCount) {
    event.preventDefault();
    const options = [...list.children];
    choose(options.at((options.indexOf(chosen()) + step) % options.length));
    chosen().scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (chosen()) follow(chosen(), event);
    else isAwaited = true;
  }
}

function follow(option, event) {
  dialog.close();
  option.follow(event);
}

function tell(text) {
  dialog.querySelector("[data-said]").textContent = text;
  if (text) announce(text);
}
