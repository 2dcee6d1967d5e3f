// Keys, dialog and small courtesies of every page. Each page works without this file.
"use strict";

(() => {
  const search = () => document.querySelector("[data-search]");
  const dialog = () => document.getElementById("shortcuts");
  const typing = (el) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(el.tagName));

  // What j and k walk over: highlights on a document, rows of a table, entries of a list, neighbours of a record.
  const stops = () => {
    for (const selector of [".reading a.mark[href]:not([tabindex=\"-1\"])", "tbody tr[data-href] a[data-row]", ".evidence .headline", ".entries .headline"]) {
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
    // On a card of evidence c, x and u decide; the card that htmx puts in its place takes the focus.
    const card = document.activeElement?.closest(".evidence");
    const button = card?.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); return button.click(); }
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const id = event.detail.requestConfig?.elt?.closest(".evidence")?.id;
    if (id) document.getElementById(id)?.querySelector(".headline")?.focus();
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

  // The box in the head of a list ticks all rows of the page; x ticks the row that has the focus.
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-picks=all]")) return;
    for (const box of document.querySelectorAll("input[name=keys]")) box.checked = event.target.checked;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const box = document.activeElement?.closest("tr")?.querySelector("input[name=keys]");
    if (box) box.checked = !box.checked;
  });

  // What explains a mark stands in a box below it, for the mouse and for the keyboard.
  let box = null;
  const hide = () => { box?.remove(); box = null; };
  const explain = (anchor, ...lines) => {
    hide();
    anchor.removeAttribute("title");
    box = Object.assign(document.createElement("div"), { className: "popover", id: "popover", role: "tooltip" });
    for (const line of lines) {
      const p = document.createElement("p");
      p.append(...[line].flat());
      box.append(p);
    }
    document.body.append(box);
    const at = anchor.getBoundingClientRect();
    const left = Math.min(at.left + scrollX, scrollX + document.documentElement.clientWidth - box.offsetWidth - 8);
    box.style.left = `${Math.max(left, scrollX + 8)}px`;
    box.style.top = `${at.bottom + scrollY + 6}px`;
    anchor.setAttribute("aria-describedby", "popover");
  };
  document.addEventListener("office:escape", hide);
  for (const [enter, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(enter, (event) => {
      const mark = event.target.closest?.("[data-why]");
      if (mark && on) explain(mark, mark.dataset.why); else if (mark) hide();
    });
  }
  window.office = { explain, hide };

  // A menu of the masthead closes on Escape, with the focus back on its word, and when one goes elsewhere.
  const shut = (except) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(except)) menu.open = false;
  };
  document.addEventListener("office:escape", () => {
    const menu = document.activeElement?.closest("[data-menu][open]");
    if (menu) menu.querySelector("summary").focus();
    shut();
  });
  document.addEventListener("click", (event) => shut(event.target));
  document.addEventListener("focusin", (event) => shut(event.target));

  document.documentElement.classList.add("has-js");
})();
