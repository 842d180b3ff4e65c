// The slider's day, told beside it while it moves and to the server when it stands still; at its
// right end, no day. `element` and `trigger` come from Gradio's HTML component.
const day = (slider) => {
  if (slider.value === slider.max) return "";
  const first = new Date(`${slider.dataset.first}T00:00:00Z`);
  first.setUTCDate(first.getUTCDate() + Number(slider.value));
  return first.toISOString().slice(0, 10);
};

element.addEventListener("input", ({ target }) => {
  const told = target.closest("label").querySelector("output");
  told.textContent = day(target) || target.dataset.any;
});
element.addEventListener("change", ({ target }) => trigger("select", { day: day(target) }));
