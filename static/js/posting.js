/* <button data-share="id of a field" data-share-files="id of a list of links"> hands text and pictures to an app of the
   device, where the browser can. Files are fetched beforehand: sharing is only allowed right after a tap. */

import { announce } from "./smp.js";

async function fetchFile(link) {
  const response = await fetch(link.href);
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  const named = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "");
  const blob = await response.blob();
  return new File([blob], named?.[1] ?? "picture", { type: blob.type });
}

async function offer(button) {
  const text = document.getElementById(button.dataset.share).value;
  const links = document.getElementById(button.dataset.shareFiles)?.querySelectorAll("[data-file]") ?? [];
  const files = await Promise.all([...links].map(fetchFile)).catch(() => []);
  const both = files.length ? { text, files } : { text };
  const parcel = navigator.canShare?.(both) ? both : { text };
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share(parcel);
    } catch (problem) {
      if (problem.name !== "AbortError") announce(problem.message); // whoever changes their mind says nothing
    }
  });
}

if (navigator.share) for (const button of document.querySelectorAll("[data-share]")) offer(button);
