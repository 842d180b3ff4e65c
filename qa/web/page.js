// Bring the quote of each open article into view, after an answer and after a click.
// `element` and `watch` come from Gradio's HTML component.
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
    revealQuestion();
  }),
);
element.addEventListener(
  "toggle",
  (event) => event.target.open && reveal(event.target.querySelector("article")),
  true, // toggle does not bubble
);
