/* Whoever writes into their own version means to take it. */

document.addEventListener("input", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest(".merge-mine")) return;
  const mine = event.target.closest(".merge").querySelector("input[type=radio][value=mine]");
  mine.checked = true;
});
