/** Renders an input block: label, control, hint, and the error that the app may send back. */

import { freshId, h } from "./dom.js";
import { renderElement } from "./elements.js";

/**
 * @typedef {{blockId: string, actionId: string, isDispatched: boolean, node: HTMLElement,
 *            read: () => import("./types.js").Value, focus: () => void,
 *            showError: (text: string|null) => void}} Input
 */

/**
 * @param {any} block
 * @param {import("./elements.js").Surface} surface
 * @param {((value?: import("./types.js").Value) => Promise<boolean>)|null} decide
 * @returns {Input}
 */
export function renderInput(block, surface, decide) {
  const id = freshId("input");
  const error = h("p", { id: `${id}-error`, class: "error", hidden: true });
  const hint = block.hint ? h("p", { id: `${id}-hint`, class: "hint" }, block.hint.text) : null;
  const control = renderElement(block.element, {
    id,
    label: block.label.text,
    isLabelled: true,
    describedBy: [hint && hint.id, error.id].filter(Boolean).join(" "),
    isRequired: !block.optional,
    draft: surface.draft(block.block_id, block.element.action_id),
    surface,
    decide,
  });
  const optional = block.optional ? h("span", { class: "hint-inline" }, " (optional)") : null;
  const node = control.isGroup
    ? h("fieldset", { class: "input-block" }, h("legend", {}, block.label.text, optional), control.node, hint, error)
    : h("div", { class: "input-block" }, h("label", { for: id }, block.label.text, optional), control.node, hint, error);
  return {
    blockId: block.block_id,
    actionId: block.element.action_id,
    isDispatched: decide !== null,
    node,
    read: () => (control.read ? control.read() : null),
    focus: control.focus,
    showError: (text) => {
      error.textContent = text ?? "";
      error.hidden = text === null;
      if (control.isGroup) return;
      if (text === null) control.node.removeAttribute("aria-invalid");
      else control.node.setAttribute("aria-invalid", "true");
    },
  };
}
