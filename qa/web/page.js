// Bring the quote of each open article into view, after an answer and after a click.
// `element`, `watch` and `trigger` come from Gradio's HTML component.
const reveal = (article) => {
  const mark = article.querySelector("mark");
  const above = mark.getBoundingClientRect().top - article.getBoundingClientRect().top;
  article.scrollTop += above - article.clientHeight / 4;
};
const revealAll = () => element.querySelectorAll("details[open] article").forEach(reveal);

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
  (event) => event.target.open && reveal(event.target.querySelector("article")),
  true, // toggle does not bubble
);

// A number in the answer opens its source; that of an earlier answer is fetched first.
const sourceOf = (link) => link?.getAttribute("href")?.match(/#(source-(\d+)-\d+)$/);
let wanted = null;
const open = (id) => {
  const entry = element.querySelector(`[id="${id}"]`);
  if (!entry) return false;
  for (const other of element.querySelectorAll("details")) other.open = other === entry;
  reveal(entry.querySelector("article"));
  entry.querySelector("summary").focus();
  entry.scrollIntoView({ block: "nearest" });
  return true;
};
document.addEventListener(
  "click",
  (event) => {
    const source = sourceOf(event.target.closest?.("#chat a"));
    if (!source) return;
    event.preventDefault();
    event.stopPropagation();
    if (open(source[1])) return;
    wanted = source[1];
    trigger("click", { turn: source[2] });
  },
  true,
);
