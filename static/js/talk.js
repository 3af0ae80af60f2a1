/* What is said about something: sent without leaving the page, and names offered after an @. smp.js brings it along when
   somebody begins to write. Without script the same forms lead to the same place. */

/** Send a form of the section, and put the threads as they are then in its place; what else is typed there stays. */
export async function send(form, submitter, { announce, toast }) {
  const section = form.closest("[data-talk]");
  submitter?.setAttribute("aria-disabled", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: { Accept: "application/json" } });
    if (response.redirected) throw new Error("signed out"); // without script, what was typed comes along to the page to sign in
    const answer = await response.json();
    if (answer.ok) announce(show(section, form, answer));
    else toast(answer.message);
  } catch {
    form.submit(); // no connection, signed out, or another page than ours: as without script
  } finally {
    submitter?.removeAttribute("aria-disabled");
  }
}

function show(section, form, { html, id, message }) {
  const written = [...section.querySelectorAll("textarea")].filter((field) => field.form !== form && field.value !== field.defaultValue);
  const next = new DOMParser().parseFromString(html, "text/html").querySelector("[data-talk]");
  section.replaceWith(next);
  for (const { id: name, value } of written) {
    const field = document.getElementById(name);
    if (!field) continue;
    field.value = value;
    field.closest("details")?.setAttribute("open", "");
  }
  const place = document.getElementById(id) ?? next.querySelector("h2");
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  place.focus();
  return message;
}

const known = new WeakSet();

/** Offer names in `field` while a word after an @ is being written. */
export function completes(field) {
  if (known.has(field)) return;
  known.add(field);
  const names = (field.closest("[data-talk]").dataset.talk || "").split("|").filter(Boolean);
  const list = document.createElement("ul");
  list.className = "talk-names";
  list.id = `${field.id}-names`;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", field.closest("[data-talk]").dataset.people);
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  const begun = () => /(?:^|[^\w@./])@([^@\n]{0,40})$/u.exec(field.value.slice(0, field.selectionStart))?.[1];
  const close = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    const options = [...list.children];
    const at = (place + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    field.setAttribute("aria-activedescendant", options[at].id);
  };
  const marked = () => [...list.children].findIndex((option) => option.getAttribute("aria-selected") === "true");
  const take = (name) => {
    const at = field.selectionStart;
    field.setRangeText(`${name} `, at - begun().length, at, "end");
    close();
    field.focus();
  };
  const offer = () => {
    const start = begun()?.toLocaleLowerCase();
    const fitting = start === undefined ? [] : names.filter((name) => name.toLocaleLowerCase().split(" ").some((word, n, all) => all.slice(n).join(" ").startsWith(start))).slice(0, 6);
    if (!fitting.length) return close();
    list.replaceChildren(
      ...fitting.map((name, n) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `${list.id}-${n}`;
        option.textContent = name;
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(name);
        });
        return option;
      }),
    );
    list.hidden = false;
    mark(0);
  };

  field.addEventListener("input", offer);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") mark(marked() + 1);
    else if (event.key === "ArrowUp") mark(marked() - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[marked()].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  if (document.activeElement === field) offer(); // what was typed while this came
}
