// What Streamlit itself says in English (in its upload field, below its fields, on its tools), in the reader's language. Only its own parts are
// looked at, and only texts that are exactly its own, so that no text of the data is changed.

const ITS_OWN = [
  "stFileUploader", "InputInstructions", "stSelectbox", "stSelectboxVirtualDropdown", "stMultiSelect", "stMultiSelectVirtualDropdown",
  "stDateInput", "stElementToolbar", "stTooltipContent", "stTooltipIcon", "stTooltipHoverTarget", "stMainMenu", "stMainMenuList", "stExpandSidebarButton", "stSidebarCollapseButton",
].map((name) => `[data-testid="${name}"]`).join();
const SIZE = /^(\d+)\s?M[Bo]\s.+$/;
const PER_FILE = "{n} MB per file";
const TOOL_OF = /^(Show\/hide columns|Download as CSV|Search|Fullscreen|Close fullscreen): (.+)$/s; // a tool, and the name of its table
const HELP_FOR = "Help for {name}";

let translations = {};
const english = new Map(); // what was translated before, which Streamlit does not write anew when the language changes

// A name of which only a part is Streamlit's own is kept as it was, so that it can be said anew in another language.
const originals = new WeakMap();

function ownLabel(node, label) {
  const before = originals.get(node);
  const original = before?.said === label ? before.original : label;
  const [, tool, table] = original.match(TOOL_OF) ?? [];
  const [, helped] = original.match(/^Help for (.+)$/s) ?? [];
  let said = ownText(original);
  if (tool) said = spoken.named.replace("{name}", () => translations[tool] ?? tool).replace("{value}", () => table);
  if (helped) said = (translations[HELP_FOR] ?? HELP_FOR).replace("{name}", () => helped);
  if (said !== undefined) originals.set(node, { original, said });
  return said;
}

function ownText(text) {
  const original = english.get(text.trim()) ?? text.trim();
  const [, megabytes] = original.match(SIZE) ?? [];
  if (megabytes) return (translations[PER_FILE] ?? PER_FILE).replace("{n}", megabytes);
  return translations[original] ?? (english.has(text.trim()) ? original : undefined);
}

function translate(node) {
  if (!english.size) return; // nothing but English was spoken
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.parentElement?.closest(ITS_OWN) ? ownText(node.data) : undefined;
    if (text !== undefined && text !== node.data) node.data = text;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ["aria-label", "placeholder"]) {
      const text = node.hasAttribute(name) && node.closest(ITS_OWN) ? ownLabel(node, node.getAttribute(name)) : undefined;
      if (text !== undefined && text !== node.getAttribute(name)) node.setAttribute(name, text);
    }
    node.childNodes.forEach(translate);
  }
}

function speakForStreamlit(texts) {
  translations = texts;
  for (const [original, text] of Object.entries(texts)) english.set(text, original);
  translate(document.body);
}

function keepSpeakingForStreamlit() {
  new MutationObserver((changes) => {
    for (const change of changes) (change.type === "childList" ? change.addedNodes : [change.target]).forEach(translate);
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-label", "placeholder"],
  });
}
