/** Builds DOM nodes; text only ever enters the page as text, so nothing a message says can become markup. */

/**
 * Return a new element. `on` holds event listeners, `class` the class names; other properties
 * become attributes, where `true` is an empty attribute and `false` or `null` none.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...any} children
 * @returns {any}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(/** @type {Record<string, any>} */ (value))) {
        element.addEventListener(event, listener);
      }
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...flat(children));
  return element;
}

/**
 * @param {any[]} children
 * @returns {(Node|string)[]}
 */
function flat(children) {
  return /** @type {(Node|string)[]} */ (
    children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false)
  );
}

/**
 * Return the element of the page with this id.
 *
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element with the id ${id}.`);
  return element;
}

let counter = 0;

/**
 * Return an id that no other element has.
 *
 * @param {string} stem
 */
export function freshId(stem) {
  counter += 1;
  return `${stem}-${counter}`;
}
