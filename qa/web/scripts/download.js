// Save what the server sent, JSON of a name and a text, as a file.
// `props` and `watch` come from Gradio's HTML component.
watch("value", () => {
  if (!props.value) return;
  const { name, text } = JSON.parse(props.value);
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
});
