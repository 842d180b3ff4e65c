// A click on a button tells the server what the button's data attributes say.
// `element` and `trigger` come from Gradio's HTML component.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) trigger("click", { ...button.dataset });
});
