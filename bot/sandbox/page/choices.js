/** Renders selects with one choice, radio buttons and checkboxes. */

import { onDecision } from "./decision.js";
import { freshId, h } from "./dom.js";
import { choiceGroups, initialValues } from "./options.js";
import { textNodes } from "./text.js";

/** @typedef {import("./elements.js").Place} Place */
/** @typedef {import("./elements.js").Control} Control */

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderSelect(element, place) {
  let kept = place.draft === undefined ? (initialValues(element)[0] ?? "") : (place.draft ?? "");
  const placeholder = element.placeholder?.text ?? "Choose one";
  const options = choiceGroups(element, place.surface).map((group) => {
    const items = group.choices.map((each) => h("option", { value: each.value, title: each.description ?? null }, each.text));
    return group.label === null ? items : h("optgroup", { label: group.label }, items);
  });
  const node = h("select", {
    id: place.id,
    "aria-label": place.isLabelled ? null : place.label,
    "aria-describedby": place.describedBy,
    "aria-required": place.isRequired ? "true" : null,
    "data-action-id": element.action_id ?? null,
  }, h("option", { value: "" }, placeholder), options);
  node.value = kept;
  const decide = place.decide;
  if (decide) {
    onDecision(node, async () => {
      if (!node.value) return;
      if (await decide(node.value)) kept = node.value;
      else node.value = kept;
    });
  }
  return { node, isGroup: false, read: () => node.value || null, focus: () => node.focus() };
}

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderRadioButtons(element, place) {
  const group = renderTicks("radio", element, place);
  return { ...group, read: () => group.read()[0] ?? null };
}

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderCheckboxes(element, place) {
  return renderTicks("checkbox", element, place);
}

/**
 * @param {"radio"|"checkbox"} type
 * @param {any} element
 * @param {Place} place
 */
function renderTicks(type, element, place) {
  let kept = /** @type {string[]} */ (place.draft === undefined ? initialValues(element) : [place.draft ?? []].flat());
  const name = freshId("choice");
  const inputs = /** @type {HTMLInputElement[]} */ ([]);
  const rows = element.options.map((/** @type {any} */ option) => {
    const input = h("input", { type, name, value: option.value, "aria-describedby": place.describedBy });
    input.checked = kept.includes(option.value);
    inputs.push(input);
    return h("label", { class: "tick" }, input, h("span", { class: "text" },
      textNodes(option.text, place.surface.reader),
      option.description && h("span", { class: "hint" }, textNodes(option.description, place.surface.reader))));
  });
  const read = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const restore = () => {
    for (const input of inputs) input.checked = kept.includes(input.value);
  };
  const decide = place.decide;
  const decided = async () => {
    const values = read();
    if (decide && (await decide(type === "radio" ? values[0] : values))) kept = values;
    else restore();
  };
  if (decide) inputs.forEach((input) => onDecision(input, decided));
  const node = h("div", {
    class: "ticks",
    role: place.isLabelled ? null : type === "radio" ? "radiogroup" : "group",
    "aria-label": place.isLabelled ? null : place.label,
    "data-action-id": element.action_id ?? null,
  }, rows);
  const focus = () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus();
  return { node, isGroup: true, read, focus };
}
