// Keys, dialog and small courtesies of every page. Each page works without this file.
"use strict";

(() => {
  const search = () => document.querySelector("[data-search]");
  const dialog = () => document.getElementById("shortcuts");
  const typing = (el) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(el.tagName));

  // What j and k walk over: highlights on a document, rows of a table, entries of a list, neighbours of a record.
  const stops = () => {
    for (const selector of [".reading a.mark[href]:not([tabindex=\"-1\"])", "tbody tr[data-href] a[data-row]", ".entries .headline"]) {
      const found = [...document.querySelectorAll(`main ${selector}`)].filter((el) => el.offsetParent !== null);
      if (found.length) return found;
    }
    return [];
  };

  const step = (by) => {
    const neighbour = document.querySelector(by > 0 ? "main a[rel=next][data-turn]" : "main a[rel=prev][data-turn]");
    if (neighbour) return neighbour.click();
    const list = stops();
    if (!list.length) return;
    const focused = list.indexOf(document.activeElement);
    const at = focused < 0 ? list.findIndex((el) => el.matches(".here")) : focused;
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const keys = {
    "/": () => { search()?.focus(); search()?.select(); },
    "j": () => step(1),
    "k": () => step(-1),
    "?": () => dialog()?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.dispatchEvent(new CustomEvent("office:escape"));
      if (typing(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog()?.open) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    if (target.closest("[data-opens=shortcuts]")) dialog()?.showModal();
    if (target.closest("[data-closes]") || target === dialog()) dialog()?.close();
    if (target.closest("[data-print]")) window.print();
    // A whole row opens its record, as long as nobody is marking text or clicking another link.
    const row = target.closest("tr[data-href]");
    if (row && !target.closest("a, button, input, label") && !String(getSelection())) location.assign(row.dataset.href);
  });

  document.documentElement.classList.add("has-js");
})();
