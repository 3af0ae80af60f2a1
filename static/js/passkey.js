/* Says on the page that the browser got no passkey: it was refused, waited for too long, or there is none. */

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // which keeps the exception out of the console
  document.getElementById("passkey-failed").hidden = false;
});
