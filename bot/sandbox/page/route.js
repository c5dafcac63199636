/** Keeps the acting person and the open conversation in the URL hash, so that a reload finds them. */

/** @typedef {{as: string|null, conversation: string|null}} Route */

/** @returns {Route} */
export function currentRoute() {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  return { as: parts.get("as"), conversation: parts.get("in") };
}

/**
 * Return the hash for a person and a conversation.
 *
 * @param {string} as
 * @param {string|null} conversation
 */
export function hashFor(as, conversation) {
  const parts = new URLSearchParams({ as });
  if (conversation) parts.set("in", conversation);
  return `#${parts}`;
}

/**
 * Write the route without adding a step to the browser's history.
 *
 * @param {string} as
 * @param {string|null} conversation
 */
export function replaceRoute(as, conversation) {
  const hash = hashFor(as, conversation);
  if (window.location.hash !== hash) window.history.replaceState(null, "", hash);
}
