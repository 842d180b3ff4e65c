// Name as many ticks of the line of time as there is room for. Drag over it to ask again of that
// range alone.
// `element` and `trigger` come from Gradio's HTML component.
const SHORTEST = 12; // pixels; less is a click
let drag = null;

const line = () => element.querySelector(".line");
const inside = (x, box) => Math.min(Math.max(x - box.left, 0), box.width);
const day = (share) => {
  const { first, days } = line().dataset;
  const at = new Date(`${first}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + Math.round(share * Number(days)));
  return at.toISOString().slice(0, 10);
};

const draw = (event) => {
  const to = inside(event.clientX, drag.box);
  const [left, right] = [Math.min(drag.from, to), Math.max(drag.from, to)];
  const range = line().querySelector(".range");
  range.hidden = right - left < SHORTEST;
  range.style.left = `${left}px`;
  range.style.width = `${right - left}px`;
  return [left, right];
};

const GAP = 6; // pixels between two names
const nameTicks = () => {
  if (!line()?.clientWidth) return;
  const { left, right } = line().getBoundingClientRect();
  const kept = [];
  for (const tick of line().querySelectorAll(".ticks span")) {
    tick.hidden = false;
    tick.classList.remove("late");
    if (tick.getBoundingClientRect().right > right) tick.classList.add("late");
    const box = tick.getBoundingClientRect();
    const free = kept.every((one) => one.right + GAP <= box.left || box.right + GAP <= one.left);
    tick.hidden = !free || box.left < left || box.right > right;
    if (!tick.hidden) kept.push(box);
  }
};
new ResizeObserver(nameTicks).observe(element);
new MutationObserver(nameTicks).observe(element, { childList: true, subtree: true });
nameTicks();

element.addEventListener("pointerdown", (event) => {
  if (event.button || !event.target.closest(".line")) return;
  const box = line().getBoundingClientRect();
  drag = { box, from: inside(event.clientX, box) };
});
document.addEventListener("pointermove", (event) => drag && draw(event));
document.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const [left, right] = draw(event);
  const { width } = drag.box;
  drag = null;
  if (right - left < SHORTEST) return;
  setTimeout(() => (line().querySelector(".range").hidden = true)); // after the click that follows
  trigger("select", { since: day(left / width), until: day(right / width) });
});
element.addEventListener("dragstart", (event) => event.preventDefault()); // marks are links
