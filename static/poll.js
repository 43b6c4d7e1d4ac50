/* Keeps a page about long work up to date: asks for it again every two seconds, shows its
   part `data-poll`, leaves the focus where it was, and goes where the page leads when the
   work is done. */
"use strict";
(() => {
  const again = async () => {
    const shown = document.querySelector("[data-poll]");
    if (!shown?.dataset.poll) return;
    try {
      const answer = await fetch(location.href);
      if (answer.redirected) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-poll]");
      if (fresh && fresh.outerHTML !== shown.outerHTML) {
        const stood = shown.contains(document.activeElement);
        shown.replaceWith(fresh);
        if (stood) (fresh.querySelector("a") || document.querySelector("main")).focus();
      }
    } catch { /* The network is away: the next round tries again. */ }
    setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
})();
