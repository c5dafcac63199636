/** Draws a person's initials on a quiet colour of their own. */

import { h } from "./dom.js";

const TINTS = 6;

/**
 * @param {string} id
 * @param {string} name
 */
export function avatar(id, name) {
  const initials = name.split(/[\s-]+/).map((word) => word[0] ?? "").join("").slice(0, 2).toUpperCase();
  const tint = [...id].reduce((sum, character) => sum + character.charCodeAt(0), 0) % TINTS;
  return h("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, initials);
}
