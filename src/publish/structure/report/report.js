"use strict";
// Filters, steps and fades; the page can be read without it. State worth sharing is in the address: #c12 is change 12.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const by = (id) => document.getElementById(id);
  const root = document.documentElement;
  const sentences = all(".sentences > li");
  const pairs = all(".pair");
  const levels = all(".levels button");
  const RANKS = ["fault", "content", "layout", "reflow", "style"];
  const off = new Set();
  let current = null;

  // What a person chose is kept where the browser lets a file keep anything.
  const kept = (name) => { try { return localStorage.getItem(`publish-${name}`); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(`publish-${name}`, value); } catch { /* not kept */ } };

  const shown = () => sentences.filter((item) => !item.hidden);
  const count = () => {
    const items = shown();
    const at = items.indexOf(current);
    if (!sentences.length) return;
    const some = items.length < sentences.length ? `${items.length} of ${sentences.length}` : by("at").dataset.total;
    by("at").textContent = at < 0 ? some : `${at + 1} of ${items.length}`;
    by("now").textContent = at < 0 ? some : `${at + 1}/${items.length} ${current.querySelector(".sentence").textContent}`;
    by("back").disabled = at <= 0;
    by("on").disabled = !items.length || at === items.length - 1;
  };

  const filter = () => {
    for (const level of RANKS) root.classList.toggle(`off-${level}`, off.has(level));
    for (const item of sentences) item.hidden = off.has(item.dataset.level);
    for (const pair of pairs) pair.hidden = pair.dataset.levels.split(" ").every((level) => off.has(level));
    for (const button of levels) button.setAttribute("aria-pressed", String(!off.has(button.dataset.level)));
    if (current?.hidden) choose(null);
    count();
  };
  const toggle = (level) => {
    if (!levels.some((button) => button.dataset.level === level)) return;
    if (!off.delete(level)) off.add(level);
    filter();
  };

  // The list scrolls by itself where it is a column of its own, else the page does.
  const reveal = (item) => {
    if (getComputedStyle(by("pages")).overflowY !== "visible") item.scrollIntoView({ block: "nearest" });
  };
  const show = (pair) => {
    pair.scrollIntoView({ block: "start" });
    const mark = [...pair.querySelectorAll(".mark.active")].find((found) => found.getClientRects().length);
    if (mark && mark.getBoundingClientRect().bottom > innerHeight - 60) mark.scrollIntoView({ block: "center" });
  };
  const choose = (item, { scroll = true, focus = false } = {}) => {
    for (const other of all(".active")) other.classList.remove("active");
    for (const other of all(".pair.current")) other.classList.remove("current");
    current?.querySelector("a").removeAttribute("aria-current");
    current = item;
    count();
    if (!item) return;
    item.classList.add("active");
    const link = item.querySelector("a");
    link.setAttribute("aria-current", "true");
    if (focus) link.focus({ preventScroll: true });
    reveal(item);
    for (const mark of all(`.mark[data-number="${item.dataset.number}"]`)) mark.classList.add("active");
    for (const tag of all(`.tag[data-number="${item.dataset.number}"]`)) tag.classList.add("active");
    const pair = item.dataset.pair && by(item.dataset.pair);
    if (pair) {
      pair.classList.add("current");
      if (scroll) show(pair);
    }
    try { history.replaceState(null, "", `#${item.id}`); } catch { /* the address stays as it is */ }
  };
  const step = (by_) => {
    const items = shown();
    if (!items.length) return;
    const at = items.indexOf(current);
    const next = at < 0 ? (by_ > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by_));
    choose(items[next], { focus: true });
  };

  const fade = (pair, value) => {
    const sheet = pair.querySelector(".sheet.new");
    const slider = pair.querySelector("input");
    if (!sheet || !slider) return;
    slider.value = value;
    slider.setAttribute("aria-valuetext", `${slider.value} % new`);
    sheet.style.opacity = document.body.classList.contains("onion") ? slider.value / 100 : "";
  };
  const onion = (on = !document.body.classList.contains("onion")) => {
    document.body.classList.toggle("onion", on);
    by("onion").setAttribute("aria-pressed", String(on));
    for (const pair of pairs) fade(pair, pair.querySelector("input")?.value);
    if (current) choose(current);
  };
  const nudge = (by_) => {
    const pair = document.querySelector(".pair.current .both")?.closest(".pair");
    if (!pair) return;
    if (!document.body.classList.contains("onion")) onion(true);
    fade(pair, Number(pair.querySelector("input").value) + by_);
  };

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const dress = (theme) => {
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    by("dark").setAttribute("aria-pressed", String(isDark()));
  };
  const dark = () => { dress(isDark() ? "light" : "dark"); keep("theme", root.dataset.theme); };

  const ends = (last) => { const items = shown(); choose(items.at(last ? -1 : 0) ?? null, { focus: true }); };
  const keys = {
    j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1),
    Home: () => ends(false), End: () => ends(true), o: () => onion(), d: dark,
    "[": () => nudge(-10), "]": () => nudge(10),
    "?": () => { const help = document.querySelector(".keys"); help.open = true; help.querySelector("summary").focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key.length === 1 && !by("letters").checked) return;
    const rank = "12345".indexOf(event.key);
    const act = rank >= 0 && event.key.length === 1 ? () => toggle(RANKS[rank]) : keys[event.key];
    if (!act || !sentences.length) return;
    event.preventDefault();
    act();
  });

  for (const button of levels) button.addEventListener("click", () => toggle(button.dataset.level));
  by("onion").addEventListener("click", () => onion());
  by("dark").addEventListener("click", dark);
  by("back").addEventListener("click", () => step(-1));
  by("on").addEventListener("click", () => step(1));
  by("now").addEventListener("click", (event) => { event.preventDefault(); (current ?? document.body).scrollIntoView({ block: "center" }); });
  by("letters").addEventListener("change", (event) => keep("letters", event.target.checked ? "on" : "off"));
  document.addEventListener("input", (event) => {
    if (event.target.matches(".slider input")) fade(event.target.closest(".pair"), event.target.value);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".sentences > li > a");
    if (link) { event.preventDefault(); choose(link.parentElement); return; }
    const mark = event.target.closest(".mark, .tag, .numbers a");
    const item = mark && by(`c${mark.dataset.number}`);
    if (item) {
      event.preventDefault();
      choose(item, { scroll: false, focus: mark.matches("a") });
    }
  });
  addEventListener("hashchange", () => { const item = by(location.hash.slice(1)); if (sentences.includes(item)) choose(item); });

  dress(kept("theme"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dress());
  if (kept("letters") === "off") by("letters").checked = false;
  const wanted = sentences.find((item) => `#${item.id}` === location.hash);
  if (wanted) choose(wanted); else count();
  document.body.dataset.ready = "yes";
})();
