/** Gives rendered text the names, the zone and the present moment of whoever is acting. */

/**
 * @param {import("./types.js").WorkspaceState} state
 * @returns {import("./inline.js").Reader}
 */
export function readerOf(state) {
  return {
    myId: state.me.id,
    zone: state.me.tz,
    now: () => new Date(state.clock.now),
    personName: (id) => personName(state, id),
    channelName: (id) => state.conversations.find((each) => each.id === id)?.name ?? null,
  };
}

/**
 * @param {import("./types.js").WorkspaceState} state
 * @param {string} id
 * @returns {string|null}
 */
export function personName(state, id) {
  if (id === state.app.bot_user_id || id === state.app.id) return state.app.name;
  const person = state.people.find((each) => each.id === id);
  return person ? person.real_name || person.name : null;
}

/**
 * Return what a conversation is called: its channel name, or who the direct message is with.
 *
 * @param {import("./types.js").WorkspaceState} state
 * @param {import("./types.js").Conversation} conversation
 */
export function conversationName(state, conversation) {
  if (conversation.kind !== "im") return `#${conversation.name}`;
  return personName(state, conversation.with ?? "") ?? conversation.name;
}
