/* <button data-copy="id of a field" data-copied="what to say" data-needs-script hidden>: puts the field's value on the
   clipboard. Without script, or where the browser refuses, the field itself can be selected and copied. */

import { announce } from "./smp.js";

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // no permission, or no HTTPS: the text stays selected
    }
    const label = button.querySelector("[data-copy-label]");
    label.textContent = button.dataset.copied;
    announce(button.dataset.copied);
  });
}
