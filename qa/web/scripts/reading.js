// An article that was opened is read from its beginning.
// `element` and `watch` come from Gradio's HTML component.
watch("value", () =>
  requestAnimationFrame(() => {
    const article = element.querySelector("article");
    article?.focus({ preventScroll: true });
    article?.scrollIntoView({ block: "nearest" });
  }),
);
