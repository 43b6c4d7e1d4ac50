/* Help on top of pages that work without it: steppers, region search, drafts, keys,
   warnings. Every word shown comes from the page, so that it is translated;
   every address comes from a data attribute. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
      element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  const changed = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));
  const later = (milliseconds, act) => {
    let timer;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => act(...values), milliseconds);
    };
  };

  /* Steppers: without script each button submits and the server counts. */
  const amount = (input) => Math.max(0, parseInt(input.value, 10) || 0);
  function showTotal(table) {
    const inputs = all(".step input", table);
    const sum = (list) => list.reduce((total, input) => total + amount(input), 0);
    const total = one("[data-total]", table);
    if (total)
      total.textContent = total.dataset.total
        .replace("{n}", sum(inputs))
        .replace("{c}", sum(inputs.filter((input) => "child" in input.dataset)));
  }
  function stepBy(input, by) {
    input.value = Math.min(Number(input.dataset.most || Infinity), Math.max(0, amount(input) + by));
    changed(input);
  }
  for (const step of all(".step")) {
    const input = one("input", step);
    for (const button of all("button", step)) {
      button.type = "button";
      button.addEventListener("click", () =>
        stepBy(input, button.name === "minus" ? -1 : 1));
    }
    input.addEventListener("keydown", (event) => {
      const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (by) stepBy(input, by);
      if (by) event.preventDefault();
    });
    input.addEventListener("input", () => {
      input.classList.toggle("z", !amount(input));
      const table = step.closest("table");
      if (table) showTotal(table);
    });
    input.addEventListener("focus", () => input.select());
  }

  /* Region search: an ARIA combobox. Without script the text itself is sent, and the
     server answers with the places that match. */
  for (const input of all("[data-typeahead]")) {
    const hidden = document.getElementById(input.dataset.fills);
    const list = make("ul", {
      role: "listbox", id: `${input.id}_list`, "aria-label": input.dataset.listLabel });
    const status = make("p", { role: "status", class: "vh" });
    let found = [];
    let at = -1;
    let asking = null;
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": list.id }))
      input.setAttribute(name, value);
    list.hidden = true;
    input.after(list, status);

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const point = (index) => {
      at = (index + found.length) % found.length;
      [...list.children].forEach((item, i) =>
        item.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", list.children[at].id);
    };
    const choose = (region) => {
      input.value = region.context ? `${region.label}, ${region.context}` : region.label;
      hidden.value = region.id;
      const zone = one("[data-zone]", input.form);
      if (zone && region.zone) zone.textContent = region.zone;
      close();
      changed(hidden);
    };
    const option = (region, index, text) => {
      const item = make("li", { role: "option", id: `${list.id}_${index}` });
      const name = make("span");
      const start = region.label.toLowerCase().indexOf(text);
      if (start < 0) name.textContent = region.label;
      else
        name.append(
          region.label.slice(0, start),
          make("mark", {}, region.label.slice(start, start + text.length)),
          region.label.slice(start + text.length));
      item.append(name, make("small", {}, region.context || ""));
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(region);
      });
      return item;
    };
    const show = (regions, text) => {
      found = regions;
      list.replaceChildren(
        ...regions.map((region, index) => option(region, index, text)));
      status.textContent = input.dataset.countLabel.replace("{n}", regions.length);
      close();
      if (!regions.length) return;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      point(0);
    };
    const ask = later(150, async () => {
      const text = input.value.trim();
      if (asking) asking.abort();
      if (text.length < 2) return close();
      asking = new AbortController();
      const address = new URL(input.dataset.typeahead, location.href);
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address, {
          signal: asking.signal, headers: { Accept: "application/json" } });
        if (answer.ok) show(await answer.json(), text.toLowerCase());
      } catch { /* a newer question, or no signal: the plain search remains */ }
    });
    input.addEventListener("input", () => {
      hidden.value = "";
      ask();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") point(at + 1);
      else if (event.key === "ArrowUp") point(at - 1);
      else if (event.key === "Enter") choose(found[at]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /* Drafts: saved by the server two seconds after the typing stops, and when the page
     goes away. A form that has been sent is never saved as a draft again. */
  for (const form of all("form[data-draft]")) {
    const status = one("[data-draft-status]", form);
    const state = { dirty: false, saving: false };
    const idle = () => !state.dirty || "sent" in form.dataset;
    const tell = (text, ok) => {
      if (!status) return;
      one("[data-words]", status).textContent = text;
      status.hidden = false;
      status.classList.toggle("off", !ok);
    };
    const send = (how) => fetch(form.dataset.draftUrl, { method: "POST",
      body: new FormData(form), headers: { Accept: "application/json" }, ...how });
    const save = async () => {
      if (idle()) return;
      if (state.saving) return soon();
      state.saving = true;
      state.dirty = false;
      try {
        const answer = await send({ redirect: "manual" });
        if (!answer.ok) throw answer;
        const { saved_at } = await answer.json();
        tell(status?.dataset.saved.replace("{at}", saved_at), true);
      } catch (fault) {
        state.dirty = true;
        const signedOut = fault.type === "opaqueredirect" || fault.status === 403;
        tell(status?.dataset[signedOut ? "signedOut" : "unsaved"] ?? "", false);
      }
      state.saving = false;
    };
    const soon = later(2000, save);
    const leave = async () => {
      if (idle()) return;
      state.dirty = false;
      await send({ keepalive: true }).catch(() => (state.dirty = true));
    };
    form.addEventListener("input", () => {
      state.dirty = true;
      soon();
    });
    form.addEventListener("submit", () => (state.dirty = false));
    addEventListener("online", save);
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", () => document.hidden && leave());
    /* The quick exit waits for what is added here. */
    addEventListener("leaving", ({ detail }) => detail.push(leave()));
  }

  /* One click, one case. The button stays able to send its name, so it is only marked. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000);
  });
  function release(form) {
    delete form.dataset.sent;
    all("[aria-disabled]", form).forEach((b) => b.removeAttribute("aria-disabled"));
  }
  addEventListener("pageshow", () => all("form[data-sent]").forEach(release));

  /* Filters leave no empty words in the address. */
  for (const form of all("form[method=get]"))
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (!value) formData.delete(name);
    });

  /* Keys. One may switch them off (they are single letters); Esc Esc (guard.js) stays. */
  const keys = document.getElementById("keys");
  const keySwitch = one("[data-key-switch]");
  const keysOn = () => localStorage.getItem("keys") !== "off";
  if (keySwitch) {
    keySwitch.checked = keysOn();
    keySwitch.closest("[hidden]")?.removeAttribute("hidden");
    keySwitch.addEventListener("change", () =>
      localStorage.setItem("keys", keySwitch.checked ? "on" : "off"));
  }
  function search() {
    const input = one(".find input");
    if (!input) return;
    if (!input.offsetParent) location.hash = "find";
    input.focus();
    input.select();
  }
  addEventListener("hashchange", () => location.hash === "#find" && search());
  function help() {
    if (!keys) return;
    keys.open = true;
    one("summary", keys).focus();
  }
  function move(by) {
    const rows = all("[data-rows] tbody tr").filter((row) => one("a", row));
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + by));
    rows.forEach((row, index) => row.classList.toggle("on", index === next));
    one("a", rows[next]).focus();
  }
  const acts = { "/": search, "?": help, j: () => move(1), k: () => move(-1) };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input,select,textarea");
    const act = Object.hasOwn(acts, event.key) && acts[event.key];
    if (!act || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!keysOn()) return;
    event.preventDefault();
    act();
  });

  /* Free text: the server's own patterns, told while typing. */
  for (const input of all("[data-warns]")) {
    const rules = JSON.parse(input.dataset.warns).map((rule) => ({
      pattern: new RegExp(rule.pattern, rule.flags || "iu"), message: rule.message }));
    const region = document.getElementById(`${input.id}_warns`);
    let told = "";
    input.addEventListener("input", later(400, () => {
      const hits = rules.filter((rule) => rule.pattern.test(input.value));
      const words = [...new Set(hits.map((rule) => rule.message))];
      if (words.join() === told) return;
      told = words.join();
      region.replaceChildren(...words.map((text) => make("li", {}, text)));
    }));
  }

  /* The links of the summary of errors go into the fields. */
  for (const link of all(".errors a"))
    link.addEventListener("click", () => {
      setTimeout(() => document.getElementById(link.hash.slice(1))?.focus());
    });
})();
