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
    for (const item of reading.querySelectorAll(".item")) item.classList.toggle("item-off", !on.has(item.dataset.item));
  };
  // Only what somebody switched is remembered: the next document may have kinds that this one lacks.
  const switched = (() => { try { return JSON.parse(sessionStorage.getItem("kinds")) || {}; } catch { return {}; } })();
  const remember = (box) => {
    switched[box.value] = box.checked;
    try { sessionStorage.setItem("kinds", JSON.stringify(switched)); } catch { /* storage may be closed */ }
  };
  for (const box of boxes) {
    box.checked = switched[box.value] ?? box.checked;
    box.addEventListener("change", () => { remember(box); light(); });
  }
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
      if (edit && on) show(edit); else if (edit) office.hide();
    });
  }

  const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  function show(edit) {
    if (!edits[edit.dataset.e]) return;
    const [raw, clean, outcome, kind, confidence, evidence] = edits[edit.dataset.e];
    const after = outcome === "unknown" ? line("strong", words.unknown) : line("ins", clean || "∅");
    const sure = `${words[outcome] || ""} · ${words.sure} ${Math.round(confidence * 100)}%`;
    office.explain(edit, [line("del", raw || "∅"), " → ", after], `${words[kind] || kind} · ${sure}`, evidence || "");
  }

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
