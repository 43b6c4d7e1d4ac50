/* Copy buttons: shown only where the browser can copy. */
"use strict";
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies).textContent;
    await navigator.clipboard.writeText(text.trim().replace(/\s+/g, " "));
    button.lastElementChild.textContent = button.dataset.done;
  });
}
