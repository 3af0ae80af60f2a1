/* A page that a link shows does not outlive the link: as soon as it has ended, the page says so instead. */

const BEAT_MS = 20_000;
const OVER = 410;

async function look() {
  if (document.hidden) return;
  try {
    const { status } = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (status === OVER) location.replace(location.pathname);
  } catch {
    // No connection: the next beat tries again.
  }
}

setInterval(look, BEAT_MS);
addEventListener("visibilitychange", look);
addEventListener("pageshow", (event) => event.persisted && look());
