/* The shortcuts over the page that they are for: the same table as on the page that the link leads to. */

let dialog;

/** Show what `link` leads to in a dialog. */
export async function open(link) {
  if (!dialog) {
    const response = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const table = page.querySelector("main .table-wrap");
    if (!table) return location.assign(link.href);
    dialog = document.getElementById("sheet-template").content.firstElementChild.cloneNode(true);
    dialog.append(document.adoptNode(table));
    document.body.append(dialog);
  }
  if (!dialog.open) dialog.showModal();
  return undefined;
}
