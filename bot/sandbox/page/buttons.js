/** Renders buttons, links that look like buttons, and the overflow menu. */

import { freshId, h } from "./dom.js";

/** @typedef {import("./elements.js").Place} Place */
/** @typedef {import("./elements.js").Control} Control */

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderButton(element, place) {
  const properties = {
    class: ["button", element.style ?? ""].join(" ").trim(),
    "data-action-id": element.action_id ?? null,
    "aria-label": element.accessibility_label ?? null,
    on: { click: () => void place.decide?.() },
  };
  const node = element.url
    ? h("a", { ...properties, href: element.url, target: "_blank", rel: "noopener noreferrer" }, element.text.text)
    : h("button", { ...properties, type: "button" }, element.text.text);
  return { node, isGroup: false, focus: () => node.focus() };
}

/**
 * @param {any} element
 * @param {Place} place
 * @returns {Control}
 */
export function renderOverflow(element, place) {
  const list = freshId("overflow");
  const toggle = h("button", {
    type: "button",
    class: "button icon",
    "aria-expanded": "false",
    "aria-controls": list,
    "aria-label": `More choices: ${place.label}`,
    "data-action-id": element.action_id ?? null,
    on: { click: () => show(menu.hidden) },
  }, "⋯");
  /** @param {any} option */
  const choose = (option) => {
    show(false);
    toggle.focus();
    if (option.url) window.open(option.url, "_blank", "noopener");
    void place.decide?.(option.value);
  };
  const menu = h("ul", { id: list, class: "menu", hidden: true },
    element.options.map((/** @type {any} */ option) =>
      h("li", {}, h("button", { type: "button", on: { click: () => choose(option) } }, option.text.text))));
  /** @param {boolean} isOpen */
  const show = (isOpen) => {
    menu.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  const node = h("div", { class: "overflow", on: {
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || menu.hidden) return;
      event.preventDefault();
      show(false);
      toggle.focus();
    },
    focusout: (/** @type {FocusEvent} */ event) => {
      if (!node.contains(event.relatedTarget)) show(false);
    },
  } }, toggle, menu);
  return { node, isGroup: false, focus: () => toggle.focus() };
}
