/** Lists what can be chosen in a select: its own options, people, or conversations. */

/** @typedef {{value: string, text: string, description?: string}} Choice */
/** @typedef {{label: string|null, choices: Choice[]}} ChoiceGroup */
/** @typedef {import("./elements.js").Surface} Surface */

/**
 * @param {any} element
 * @param {Surface} surface
 * @returns {ChoiceGroup[]}
 */
export function choiceGroups(element, surface) {
  if (element.type.includes("users")) return [{ label: null, choices: people(surface) }];
  if (element.type.includes("channels")) {
    return [{ label: null, choices: conversations(surface).filter((each) => each.isPublic) }];
  }
  if (element.type.includes("conversations")) return [{ label: null, choices: conversations(surface) }];
  if (element.option_groups) {
    return element.option_groups.map((/** @type {any} */ group) => ({
      label: group.label.text,
      choices: group.options.map(choice),
    }));
  }
  return [{ label: null, choices: element.options.map(choice) }];
}

/**
 * @param {any} option
 * @returns {Choice}
 */
export function choice(option) {
  return { value: option.value, text: option.text.text, description: option.description?.text };
}

/**
 * Return the values an element starts with, by whichever name its type gives them.
 *
 * @param {any} element
 * @returns {string[]}
 */
export function initialValues(element) {
  const options = element.initial_options ?? (element.initial_option ? [element.initial_option] : []);
  const ids = element.initial_users ?? element.initial_channels ?? element.initial_conversations
    ?? [element.initial_user ?? element.initial_channel ?? element.initial_conversation];
  return [...options.map((/** @type {any} */ option) => option.value), ...ids].filter(Boolean);
}

/**
 * @param {Surface} surface
 * @returns {Choice[]}
 */
function people(surface) {
  return surface.people
    .filter((person) => !person.is_bot && !person.deleted)
    .map((person) => ({ value: person.id, text: person.real_name, description: person.title }));
}

/** @param {Surface} surface */
function conversations(surface) {
  return surface.conversations
    .filter((each) => each.kind !== "im")
    .map((each) => ({ value: each.id, text: `#${each.name}`, isPublic: each.kind === "public_channel" }));
}
