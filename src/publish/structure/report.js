"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  const sentences = all(".sentences li");
  const pairs = all(".pair");
  const off = new Set();
  let at = -1;

  const shown = () => sentences.filter((item) => !item.hidden);

  const filter = () => {
    for (const item of sentences) item.hidden = off.has(item.dataset.level);
    for (const mark of all(".mark")) mark.toggleAttribute("hidden", off.has(mark.dataset.level));
    for (const badge of all(".numbers a")) badge.hidden = off.has(badge.dataset.level);
    for (const pair of pairs) pair.hidden = pair.dataset.levels.split(" ").every((level) => off.has(level));
  };

  const choose = (item, scroll = true) => {
    for (const other of all(".active")) other.classList.remove("active");
    for (const other of all(".current")) other.classList.remove("current");
    if (!item) return;
    item.classList.add("active");
    item.scrollIntoView({ block: "nearest" });
    const number = item.dataset.number;
    for (const mark of all(`.mark[data-number="${number}"]`)) mark.classList.add("active");
    const pair = document.getElementById(item.dataset.pair);
    if (pair && !pair.hidden) {
      pair.classList.add("current");
      if (scroll) pair.scrollIntoView({ block: "start", behavior: "auto" });
    }
    at = Number(number);
  };

  const step = (by) => {
    const items = shown();
    if (!items.length) return;
    const here = items.findIndex((item) => Number(item.dataset.number) === at);
    const next = here < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, here + by));
    choose(items[next]);
  };

  const onion = () => {
    const on = document.body.classList.toggle("onion");
    document.getElementById("onion").setAttribute("aria-pressed", String(on));
    for (const pair of pairs) fade(pair, on ? Number(pair.querySelector("input")?.value ?? 50) : 100);
  };
  const fade = (pair, value) => {
    const sheet = pair.querySelector(".sheet.new");
    if (sheet && pair.classList.contains("both")) sheet.style.opacity = value / 100;
  };

  const dark = () => root.dataset.theme === "dark" ||
    (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const theme = () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("publish-theme", root.dataset.theme); } catch { /* a file has no storage in some browsers */ }
  };
  try { const kept = localStorage.getItem("publish-theme"); if (kept) root.dataset.theme = kept; } catch { /* the same */ }

  const level = (button) => {
    const name = button.dataset.level;
    if (off.has(name)) off.delete(name); else off.add(name);
    button.setAttribute("aria-pressed", String(!off.has(name)));
    filter();
  };

  for (const button of all(".levels button")) button.addEventListener("click", () => level(button));
  document.getElementById("onion").addEventListener("click", onion);
  document.getElementById("theme").addEventListener("click", theme);
  for (const item of sentences) {
    item.addEventListener("click", (event) => { event.preventDefault(); choose(item); });
  }
  for (const mark of all(".mark, .numbers a")) {
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      choose(sentences[Number(mark.dataset.number) - 1], false);
    });
  }
  for (const pair of pairs) {
    pair.querySelector("input")?.addEventListener("input", (event) => fade(pair, event.target.value));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    const acts = {
      j: () => step(1), k: () => step(-1), ArrowRight: () => step(1), ArrowLeft: () => step(-1), o: onion, t: theme,
    };
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.get("theme")) root.dataset.theme = wanted.get("theme");
  if (wanted.has("onion")) onion();
  choose(sentences[Number(wanted.get("change") ?? 1) - 1] ?? sentences[0], wanted.has("change"));
  document.body.dataset.ready = "yes";
})();
