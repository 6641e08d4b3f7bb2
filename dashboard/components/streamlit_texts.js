// What Streamlit itself says in English (in its upload field, below its fields, on its tools), in the reader's language. Only its own parts are
// looked at, and only texts that are exactly its own, so that no text of the data is changed.

const ITS_OWN = [
  "stFileUploader", "InputInstructions", "stSelectbox", "stSelectboxVirtualDropdown", "stMultiSelect", "stMultiSelectVirtualDropdown",
  "stDateInput", "stElementToolbar", "stTooltipContent", "stTooltipIcon", "stTooltipHoverTarget", "stMainMenu", "stMainMenuList", "stExpandSidebarButton", "stSidebarCollapseButton",
  "stDateInputCalendar", "stSkipToContent",
].map((name) => `[data-testid="${name}"]`).join();
const DATES = '[data-testid="stDateInput"], [data-testid="stDateInputCalendar"]';
const NAMES = ["aria-label", "placeholder", "aria-valuetext"]; // attributes that are read aloud or seen
const SIZE = /^(\d+)\s?M[Bo]\s.+$/;
const PER_FILE = "{n} MB per file";
const TOOL_OF = /^(Show\/hide columns|Download as CSV|Search|Fullscreen|Close fullscreen): (.+)$/s; // a tool, and the name of its table
const HELP_FOR = "Help for {name}";
const PART_OF_DATE = /^(day|month|year), (.+)$/s;
const END_OF_PERIOD = /^(.+) (start|end) date$/s;
const CALENDAR_OF = /^(Choose date|Choose date range), (.+)$/s; // and the month that is in sight
const NAMED_MONTH = /^(\d\d) – [A-Z][a-z]+$/;

let translations = {};
const english = new Map(); // what was translated before, which Streamlit does not write anew when the language changes

// A name of which only a part is Streamlit's own is kept as it was, so that it can be said anew in another language.
const originals = new WeakMap();

function ownLabel(node, attribute, label) {
  const kept = originals.get(node) ?? {};
  const before = kept[attribute];
  const original = before?.said === label ? before.original : label;
  const [, tool, table] = original.match(TOOL_OF) ?? [];
  const [, helped] = original.match(/^Help for (.+)$/s) ?? [];
  let said = ownText(original);
  if (tool) said = spoken.named.replace("{name}", () => translations[tool] ?? tool).replace("{value}", () => table);
  if (helped) said = (translations[HELP_FOR] ?? HELP_FOR).replace("{name}", () => helped);
  if (node.closest(DATES)) said = ofDate(original) ?? said;
  if (said !== undefined) originals.set(node, { ...kept, [attribute]: { original, said } });
  return said;
}

// The parts of a date are named “month, Period start date”, and a month is read as “08 – August”.
function ofDate(original) {
  const [, part, field] = original.match(PART_OF_DATE) ?? [];
  const [, name, end] = (field ?? original).match(END_OF_PERIOD) ?? [];
  const [, calendar, inSight] = original.match(CALENDAR_OF) ?? [];
  const [, month] = original.match(NAMED_MONTH) ?? [];
  if (!(part || name || calendar || month)) return undefined;
  if (!Object.keys(translations).length) return original;
  if (month) return `${month} – ${new Intl.DateTimeFormat(spoken.language, { month: "long" }).format(new Date(2000, month - 1))}`;
  if (calendar) return `${translations[calendar]}, ${inSight}`;
  const day = end === "start" ? "{name}, first day" : "{name}, last day";
  const said = name ? translations[day].replace("{name}", () => name) : field;
  return part ? `${said}, ${translations[part]}` : said;
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
    for (const name of NAMES) {
      const text = node.hasAttribute(name) && node.closest(ITS_OWN) ? ownLabel(node, name, node.getAttribute(name)) : undefined;
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
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES,
  });
}
