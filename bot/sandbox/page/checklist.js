/** Renders selects with several choices as a list of checkboxes that can be searched. */

import { freshId, h } from "./dom.js";
import { choiceGroups, initialValues } from "./options.js";

/** @typedef {import("./elements.js").Place} Place */
/** @typedef {import("./elements.js").Control} Control */

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderChecklist(element, place) {
  const start = place.draft === undefined ? initialValues(element) : [place.draft ?? []].flat();
  const groups = choiceGroups(element, place.surface);
  const chosen = new Set(groups.flatMap((group) => group.choices.map((each) => each.value)).filter((value) => start.includes(value)));
  const limit = element.max_selected_items ?? Infinity;
  const count = h("p", { class: "hint", role: "status" });
  const rows = groups.flatMap((group) => [
    group.label && h("li", { class: "group" }, group.label),
    ...group.choices.map((each) => row(each)),
  ]);
  /** @param {import("./options.js").Choice} each */
  function row(each) {
    const input = h("input", { type: "checkbox", value: each.value, "aria-describedby": place.describedBy });
    input.checked = chosen.has(each.value);
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(each.value);
      else chosen.delete(each.value);
      refresh();
    });
    return h("li", { "data-words": `${each.text} ${each.description ?? ""}`.toLowerCase() },
      h("label", { class: "tick" }, input,
        h("span", {}, each.text, each.description && h("span", { class: "hint" }, each.description))));
  }
  const list = h("ul", { class: "checklist-rows", tabindex: "-1" }, rows);
  const refresh = () => {
    const most = limit === Infinity ? "" : ` of at most ${limit}`;
    count.textContent = `${chosen.size}${most} chosen.`;
    for (const input of list.querySelectorAll("input")) input.disabled = !input.checked && chosen.size >= limit;
  };
  const read = () => [...chosen];
  const search = searchField(place, list);
  const node = h("div", {
    class: "checklist",
    id: place.id,
    role: place.isLabelled ? null : "group",
    "aria-label": place.isLabelled ? null : place.label,
    "data-action-id": element.action_id ?? null,
  }, search, list, count, place.decide && applyButton(place.decide, read));
  refresh();
  return { node, isGroup: true, read, focus: () => search.querySelector("input").focus() };
}

/**
 * @param {Place} place
 * @param {HTMLElement} list
 */
function searchField(place, list) {
  const id = freshId("search");
  const none = h("p", { class: "hint", role: "status" });
  const filter = () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li[data-words]"))) {
      item.hidden = !(item.dataset.words ?? "").includes(wanted);
      shown += item.hidden ? 0 : 1;
    }
    none.textContent = shown === 0 ? "Nothing in this list matches the search." : "";
  };
  const input = h("input", { id, type: "search", autocomplete: "off", placeholder: "Search", on: {
    input: filter,
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") event.preventDefault();
    },
  } });
  return h("div", {}, h("label", { for: id, class: "visually-hidden" }, `Search: ${place.label}`), input, none);
}

/**
 * Several choices are one decision only when the person says so.
 *
 * @param {(value: string[]) => Promise<boolean>} decide
 * @param {() => string[]} read
 */
function applyButton(decide, read) {
  return h("button", { type: "button", class: "button", on: { click: () => void decide(read()) } }, "Use these");
}
