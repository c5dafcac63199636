/** Renders fields that are typed into: text, numbers, addresses, dates and times. */

import { onDecision } from "./decision.js";
import { h } from "./dom.js";
import { momentOf, wallClock } from "./zones.js";

/** @typedef {import("./elements.js").Place} Place */
/** @typedef {import("./elements.js").Control} Control */

/**
 * @param {any} element
 * @param {Place} place
 */
function shared(element, place) {
  return {
    id: place.id,
    placeholder: element.placeholder?.text ?? null,
    "aria-label": place.isLabelled ? null : place.label,
    "aria-describedby": place.describedBy,
    "aria-required": place.isRequired ? "true" : null,
    "data-action-id": element.action_id ?? null,
  };
}

const TEXT_TYPES = /** @type {Record<string, Record<string, string>>} */ ({
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal" },
});

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderTextField(element, place) {
  const properties = { ...shared(element, place), maxlength: element.max_length ?? null };
  const node = element.multiline
    ? h("textarea", { ...properties, rows: "4" })
    : h("input", { ...properties, ...TEXT_TYPES[element.type] });
  node.value = place.draft === undefined ? (element.initial_value ?? "") : (place.draft ?? "");
  const decide = place.decide;
  if (decide) sendOn(element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"], node, decide);
  return { node, isGroup: false, read: () => node.value, focus: () => node.focus() };
}

/**
 * @param {string[]} triggers
 * @param {HTMLInputElement} node
 * @param {(value: string) => Promise<boolean>} decide
 */
function sendOn(triggers, node, decide) {
  if (triggers.includes("on_character_entered")) {
    node.addEventListener("input", () => void decide(node.value));
  }
  if (triggers.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      void decide(node.value);
    });
  }
}

const TIME_TYPES = /** @type {Record<string, string>} */ ({
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
});

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderTimeField(element, place) {
  const isMoment = element.type === "datetimepicker";
  const zone = place.surface.reader.zone;
  const initial = element.initial_date ?? element.initial_time ?? element.initial_date_time ?? null;
  const start = place.draft === undefined ? initial : place.draft;
  const node = h("input", { ...shared(element, place), type: TIME_TYPES[element.type] });
  if (start !== null) node.value = isMoment ? wallClock(new Date(Number(start) * 1000), zone) : start;
  const read = () => {
    if (!node.value) return null;
    return isMoment ? momentOf(node.value, zone).getTime() / 1000 : node.value;
  };
  let kept = node.value;
  const decide = place.decide;
  if (decide) {
    onDecision(node, async () => {
      if (!node.value) return;
      if (await decide(read())) kept = node.value;
      else node.value = kept;
    });
  }
  return { node, isGroup: false, read, focus: () => node.focus() };
}
