/** Finds the right control for a Block Kit element. */

import { renderButton, renderOverflow } from "./buttons.js";
import { renderChecklist } from "./checklist.js";
import { renderCheckboxes, renderRadioButtons, renderSelect } from "./choices.js";
import { h } from "./dom.js";
import { renderTextField, renderTimeField } from "./fields.js";

/** @typedef {import("./types.js").Value} Value */

/**
 * Where blocks are shown and what they may do there.
 *
 * @typedef {{headingLevel: number, reader: import("./inline.js").Reader,
 *            people: import("./types.js").Person[], conversations: import("./types.js").Conversation[],
 *            draft: (blockId: string, actionId: string) => Value|undefined,
 *            press: (blockId: string, element: any, value?: Value) => Promise<void>}} Surface
 */

/**
 * An element's place: how it is named, what it starts with, and whom to tell about a decision.
 *
 * `decide` answers false when the person thought better of it, so that the control goes back.
 *
 * @typedef {{id: string, label: string, isLabelled: boolean, describedBy: string|null, isRequired: boolean,
 *            draft: Value|undefined, surface: Surface, decide: ((value?: Value) => Promise<boolean>)|null}} Place
 */

/**
 * A rendered element. A group is several controls under one name; `read` is missing where there is no value.
 *
 * @typedef {{node: HTMLElement, isGroup: boolean, read?: () => Value, focus: () => void}} Control
 */

/** @type {Record<string, (element: any, place: Place) => Control>} */
const RENDERERS = {
  button: renderButton,
  overflow: renderOverflow,
  static_select: renderSelect,
  users_select: renderSelect,
  channels_select: renderSelect,
  conversations_select: renderSelect,
  multi_static_select: renderChecklist,
  multi_users_select: renderChecklist,
  multi_channels_select: renderChecklist,
  multi_conversations_select: renderChecklist,
  radio_buttons: renderRadioButtons,
  checkboxes: renderCheckboxes,
  datepicker: renderTimeField,
  timepicker: renderTimeField,
  datetimepicker: renderTimeField,
  plain_text_input: renderTextField,
  number_input: renderTextField,
  email_text_input: renderTextField,
  url_text_input: renderTextField,
};

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderElement(element, place) {
  const renderer = RENDERERS[element.type];
  if (renderer) return renderer(element, place);
  const note = h("span", { class: "muted" }, `This page doesn't show elements of the type ${element.type}.`);
  return { node: note, isGroup: true, focus: () => undefined };
}
