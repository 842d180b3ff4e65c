// Bring the quote of each open article into view, after an answer and after a click; obey the
// links of the answers. `element`, `watch` and `trigger` come from Gradio's HTML component.
const reveal = (article) => {
  const mark = article?.querySelector("mark");
  if (!mark) return;
  const above = mark.getBoundingClientRect().top - article.getBoundingClientRect().top;
  article.scrollTop += above - article.clientHeight / 4;
};
const revealAll = () => element.querySelectorAll("details[open] > article").forEach(reveal);

// The answer is read from its question down, however long it is.
const revealQuestion = () => {
  const question = [...document.querySelectorAll("#chat .user-row")].at(-1);
  question?.scrollIntoView({ block: "start" });
};

watch("value", () =>
  requestAnimationFrame(() => {
    revealAll();
    if (wanted) open(wanted);
    else revealQuestion();
    wanted = null;
  }),
);
element.addEventListener(
  "toggle",
  (event) => event.target.open && reveal(event.target.querySelector(":scope > article")),
  true, // toggle does not bubble
);

// A number in the answer, or a mark on the timeline, opens its source; that of an earlier answer
// is fetched first.
let wanted = null;
const open = (id) => {
  const entry = element.querySelector(`[id="${id}"]`);
  if (!entry) return false;
  for (const other of element.querySelectorAll("section > details")) other.open = other === entry;
  reveal(entry.querySelector("article"));
  entry.querySelector("summary").focus();
  entry.scrollIntoView({ block: "nearest" });
  return true;
};
const source = (id, turn) => {
  if (open(id)) return;
  wanted = id;
  trigger("click", { turn });
};

const copy = async (link) => {
  const message = link.closest(".message-content").querySelector(".prose");
  if (!navigator.clipboard) {
    // Browsers lend it to https and this machine alone: the reader has the rest to do.
    getSelection().selectAllChildren(message);
    return;
  }
  const text = [...message.children].slice(0, -1).map((line) => line.innerText.trim());
  await navigator.clipboard.writeText(text.join("\n\n"));
  const label = link.textContent;
  link.textContent = `${label} ✓`;
  setTimeout(() => (link.textContent = label), 1500);
};

const edit = (turn) => {
  trigger("edit", { turn });
  document.querySelector("#question textarea")?.focus();
};

const ACTIONS = {
  again: (turn) => trigger("retry", { turn }),
  edit,
  copy: (_, link) => copy(link),
  helpful: (turn) => trigger("like", { turn, helpful: "true" }),
  unhelpful: (turn) => trigger("like", { turn, helpful: "false" }),
};

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.(":is(#chat, #timeline) a[href^='#']");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    if (document.querySelector("#timeline .range:not([hidden])")) return; // a drag ended there
    const [, name, turn, number] = link.getAttribute("href").match(/^#(\w+)-(\d+)(-\d+)?$/) ?? [];
    if (number) source(`${name}-${turn}${number}`, turn);
    else ACTIONS[name]?.(turn, link);
  },
  true,
);

// A link to the page may bring a question.
if (new URLSearchParams(location.search).get("q")) trigger("apply", { address: location.search });

// Gradio labels each message with its Markdown, which a screen reader would spell out in place of
// the words. The chat may be on the page later than this script: all of the page is watched.
new MutationObserver(() => {
  for (const message of document.querySelectorAll("#chat [aria-label*='&#']")) {
    message.removeAttribute("aria-label");
  }
}).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
