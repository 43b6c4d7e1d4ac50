/* The quick exit, and a screen that shows nothing to others while its owner is away.
   What was opened of an identity is shut again. Works on pages of people who are signed
   in; without script the exit signs out. */
"use strict";
(() => {
  const exit = document.getElementById("quick-exit");
  if (!exit) return;
  const root = document.documentElement;

  /* Hide the page; let forms save what is typed (it needs the session), then sign out;
     show a neutral page in this one's place. */
  async function leave() {
    root.hidden = true;
    const saves = [];
    dispatchEvent(new CustomEvent("leaving", { detail: saves }));
    const patience = new Promise((done) => setTimeout(done, 800));
    await Promise.race([Promise.all(saves), patience]);
    navigator.sendBeacon(exit.action, new FormData(exit));
    location.replace(exit.dataset.exit);
  }
  exit.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });

  /* Esc Esc. One that closes something, ends a composition or is held down is none. */
  const within = 700;
  let escapedAt = -Infinity;
  const isMeant = (event) =>
    event.key === "Escape" && !event.defaultPrevented && !event.isComposing &&
    !event.repeat && !document.querySelector("dialog[open], :popover-open");
  addEventListener("keydown", (event) => {
    if (!isMeant(event)) return;
    if (event.timeStamp - escapedAt < within) leave();
    escapedAt = event.timeStamp;
  });

  /* Blurred while the tab is hidden; while another window is used too, unless switched
     off on this browser by someone who works in two windows. */
  const option = document.querySelector("[data-blur-switch]");
  const withWindow = () => localStorage.getItem("blur") !== "off";
  const away = (is) => root.classList.toggle("away", is);
  document.addEventListener("visibilitychange", () => away(document.hidden));
  addEventListener("blur", () => withWindow() && away(true));
  addEventListener("focus", () => away(document.hidden));
  away(document.hidden);
  /* What was opened of a masked identity leaves the page: with the tab, when the page is
     left or taken from history, and after a minute in which nobody moves. */
  const minute = 60_000;
  const opened = document.querySelector("[data-opened]");
  if (opened) {
    let timer;
    const shut = () => {
      opened.remove();
      document.querySelector("[data-shut]").hidden = false;
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(shut, minute);
    };
    for (const sign of ["pointermove", "pointerdown", "keydown", "scroll"])
      addEventListener(sign, wait, { passive: true });
    document.addEventListener("visibilitychange", () => document.hidden && shut());
    for (const left of ["pagehide", "leaving"]) addEventListener(left, shut);
    wait();
  }
  if (option) {
    option.checked = withWindow();
    option.closest("[hidden]")?.removeAttribute("hidden");
    option.addEventListener("change", () =>
      localStorage.setItem("blur", option.checked ? "on" : "off"));
  }
})();
