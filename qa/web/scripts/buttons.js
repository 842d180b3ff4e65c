// A click on a button tells the server what the button's data attributes say, which are JSON.
// `element` and `trigger` come from Gradio's HTML component.
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const said = Object.entries(button.dataset).map(([name, value]) => [name, JSON.parse(value)]);
  trigger("click", Object.fromEntries(said));
});
