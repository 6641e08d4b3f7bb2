// On a phone a card is folded to its finding, and the tools under a chart or a number are one button, so that a page is no longer than what is read of it.
// page.css says from which width on; here are the buttons, and the names of all tools by the chart they belong to.

const CARDS = '[class*="st-key-card_"], [class*="st-key-quote_"], [class*="st-key-claim_"]';
const TOOLS = '[class*="st-key-tools_"]';

const keyOf = (element) => [...element.classList].find((name) => name.startsWith("st-key-"));
const PHONE = window.matchMedia("(max-width: 640px)");
const textOf = (element) => element?.textContent.trim() ?? "";
const named = (texts, tool, title) => texts.named.replace("{name}", () => tool).replace("{value}", () => title);

// What Streamlit draws anew keeps a button that was put into it, but may have become another card.
function button(within, kind, name, isOpen, toggle) {
  let found = within.querySelector(`:scope > button.${kind}`);
  if (!found) {
    found = document.createElement("button");
    found.type = "button";
    found.className = kind;
    within.append(found);
  }
  found.onclick = toggle;
  if (found.getAttribute("aria-label") !== name) found.setAttribute("aria-label", name);
  if (found.getAttribute("aria-expanded") !== String(isOpen)) found.setAttribute("aria-expanded", isOpen);
  return found;
}

function fold(card, isFirst, texts) {
  const title = card.querySelector("h2, h3, h4");
  if (!title) return;
  if (card.dataset.foldOf !== keyOf(card)) {
    card.dataset.foldOf = keyOf(card);
    card.dataset.fold = isFirst || card.querySelector("div.definitions details[open]") ? "open" : "closed";
  }
  const isOpen = card.dataset.fold === "open";
  const toggle = () => {
    card.dataset.fold = isOpen ? "closed" : "open";
    nameAndFold(texts);
    window.dispatchEvent(new Event("resize")); // a chart that was drawn out of sight takes its width
  };
  card.onclick = (event) => {
    if (card.dataset.fold === "closed" && !event.target.closest("a, button")) toggle();
  };
  button(card, "fold", named(texts, isOpen ? texts.hide : texts.show, textOf(title)), isOpen, toggle);
}

// What an address names is in sight, also within a card that was folded.
function unfold(element) {
  const card = element.closest('[data-fold="closed"]');
  if (!card) return;
  card.dataset.fold = "open";
  nameAndFold(spoken);
}

function gather(tools, label, title, texts) {
  if (tools.dataset.toolsOf !== keyOf(tools)) {
    tools.dataset.toolsOf = keyOf(tools);
    tools.dataset.tools = "closed";
  }
  const isOpen = tools.dataset.tools === "open";
  const toggle = () => {
    tools.dataset.tools = isOpen ? "closed" : "open";
    nameAndFold(texts);
  };
  const gathered = button(tools, "gathered", named(texts, label, title), isOpen, toggle);
  if (gathered.textContent !== label) gathered.textContent = label;
}

// What the one button of a chart or of a number says; a number with one tool keeps it as it is.
function gatheredLabel(tools, of, texts) {
  if (of.querySelector("h2")) return texts.tools;
  if (tools.querySelector('[class*="st-key-say_"]')) return texts.quote;
  return tools.querySelector('[class*="st-key-freeze_"]') ? texts.save : "";
}

function nameAndFold(texts) {
  if (PHONE.matches) {
    const folded = [...document.querySelectorAll(CARDS)].filter((card) => card.querySelector("h2, h3, h4"));
    folded.forEach((card, place) => fold(card, place === 0, texts));
  }
  for (const tools of document.querySelectorAll(TOOLS)) {
    const of = tools.closest('[class*="st-key-card_"], [class*="st-key-tile_"]');
    const title = textOf(of?.querySelector('h2, [data-testid="stMetricLabel"] p'));
    if (!title) continue;
    const label = gatheredLabel(tools, of, texts);
    if (PHONE.matches && label) gather(tools, label, title, texts);
    for (const tool of tools.querySelectorAll('button[data-testid^="stPopover"], button[data-testid^="stBaseButton"]')) {
      const name = named(texts, textOf(tool.querySelector('[data-testid="stMarkdownContainer"]')), title);
      if (tool.getAttribute("aria-label") !== name) tool.setAttribute("aria-label", name);
    }
  }
}

let spoken = null; // what the buttons say in the reader's language
let isAskedFor = false;

function onceAFrame() {
  if (isAskedFor) return;
  isAskedFor = true;
  window.requestAnimationFrame(() => { isAskedFor = false; nameAndFold(spoken); });
}

function foldOnPhones(texts) {
  const isFirst = spoken === null;
  spoken = texts;
  onceAFrame();
  if (!isFirst) return;
  document.documentElement.dataset.folds = "";
  PHONE.addEventListener("change", onceAFrame);
  new MutationObserver(onceAFrame).observe(document.body, { childList: true, subtree: true, characterData: true });
}
