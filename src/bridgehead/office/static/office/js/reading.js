// The document page: which kinds are lit, what a repair was, and where the asked-for record stands.
"use strict";

(() => {
  const reading = document.querySelector(".reading");
  if (!reading) return;
  const boxes = [...document.querySelectorAll("[data-kind-toggle]")];
  const edits = JSON.parse(document.getElementById("edits")?.textContent || "{}");
  const words = JSON.parse(document.getElementById("edit-words")?.textContent || "{}");

  // A segment shows the innermost kind that is switched on, and opens that record.
  const light = () => {
    const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const seen = new Set();
    for (const mark of reading.querySelectorAll(".mark")) {
      const kinds = mark.dataset.types.split(" ");
      const at = kinds.findIndex((kind) => on.has(kind));
      mark.dataset.top = at < 0 ? "" : kinds[at];
      const record = at < 0 ? "" : mark.dataset.records.split(" ")[at];
      if (record) mark.href = `${mark.dataset.base}${record}/`;
      else mark.removeAttribute("href");
      // A record cut into many segments is one stop of the keyboard.
      mark.tabIndex = record && !seen.has(record) ? 0 : -1;
      seen.add(record);
    }
    try { sessionStorage.setItem("kinds", [...on].join(" ")); } catch { /* storage may be closed */ }
  };
  const remembered = (() => { try { return sessionStorage.getItem("kinds"); } catch { return null; } })();
  if (remembered !== null) for (const box of boxes) box.checked = remembered.split(" ").includes(box.value);
  for (const box of boxes) box.addEventListener("change", light);
  light();

  const edgeBox = document.querySelector("[data-edits-toggle]");
  edgeBox?.addEventListener("change", () => reading.classList.toggle("show-edits", edgeBox.checked));

  // One record is often several segments: they light up together.
  const together = (id, on) => {
    for (const mark of reading.querySelectorAll(`.mark[data-records~="${id}"]`)) mark.classList.toggle("lit", on);
  };
  const openOf = (mark) => mark.getAttribute("href")?.split("/").filter(Boolean).pop();
  for (const [enter, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    reading.addEventListener(enter, (event) => {
      const mark = event.target.closest?.(".mark[href]");
      if (mark) together(openOf(mark), on);
      const edit = event.target.closest?.("[data-e]");
      if (edit && on) show(edit); else if (edit) hide();
    });
  }

  let popover = null;
  const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  function show(edit) {
    hide();
    if (!edits[edit.dataset.e]) return;
    const [raw, clean, outcome, kind, confidence, evidence] = edits[edit.dataset.e];
    edit.removeAttribute("title");
    popover = Object.assign(document.createElement("div"), { className: "popover", id: "edit-popover", role: "tooltip" });
    const change = document.createElement("p");
    change.append(line("del", raw || "∅"), " → ", outcome === "unknown" ? line("strong", words.unknown) : line("ins", clean || "∅"));
    const sure = `${words[outcome] || ""} · ${words.sure} ${Math.round(confidence * 100)}%`;
    popover.append(change, line("p", `${words[kind] || kind} · ${sure}`), line("p", evidence || ""));
    document.body.append(popover);
    const box = edit.getBoundingClientRect();
    const left = Math.min(box.left + scrollX, scrollX + document.documentElement.clientWidth - popover.offsetWidth - 8);
    popover.style.left = `${Math.max(left, scrollX + 8)}px`;
    popover.style.top = `${box.bottom + scrollY + 6}px`;
    edit.setAttribute("aria-describedby", "edit-popover");
  }
  function hide() { popover?.remove(); popover = null; }
  document.addEventListener("office:escape", hide);

  // e walks over the repairs that a person should look at; thousands of plain ones would be no stops.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "e" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const list = [...reading.querySelectorAll(".edit-unknown, .edit-suggested")];
    const all = list.length ? list : [...reading.querySelectorAll("[data-e]")];
    const next = all[(all.indexOf(document.activeElement) + 1) % all.length];
    next?.focus();
    next?.scrollIntoView({ block: "center" });
  });

  reading.querySelector(".mark.here")?.scrollIntoView({ block: "center" });
})();
