/** Renders one message: who, when, its blocks or text, and what went wrong with a press. */

import { renderAttachment } from "./attachment.js";
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { personName, readerOf } from "./reader.js";
import { textNodes } from "./text.js";
import { longDate, momentOfTs, timeOfDay } from "./zones.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").WorkspaceState} WorkspaceState */

/**
 * @typedef {{press: (message: Message, blockId: string, element: any, value?: import("./types.js").Value) => Promise<void>,
 *            reply: (message: Message) => void}} MessageActions
 */

/**
 * @param {Message} message
 * @param {WorkspaceState} state
 * @param {MessageActions} actions
 * @param {string|null} warning
 * @returns {HTMLElement}
 */
export function renderMessage(message, state, actions, warning) {
  const name = personName(state, message.user) ?? message.user;
  const moment = momentOfTs(message.ts);
  const zone = state.me.tz;
  return h("article", {
    class: message.ephemeral ? "message ephemeral" : "message",
    tabindex: "-1",
    "data-ts": message.ts,
    "aria-label": `${name}, ${timeOfDay(moment, zone)}`,
  },
  avatar(message.user, name),
  h("div", { class: "message-main" },
    h("div", { class: "message-head" },
      h("span", { class: "author" }, name),
      message.is_bot && h("span", { class: "badge" }, "App"),
      h("time", { datetime: moment.toISOString(), title: `${longDate(moment, zone)}, ${timeOfDay(moment, zone)}` }, timeOfDay(moment, zone)),
      !message.ephemeral && h("button", {
        type: "button",
        class: "quiet reply",
        "aria-label": `Reply to ${name}, ${timeOfDay(moment, zone)}`,
        on: { click: () => actions.reply(message) },
      }, "Reply")),
    message.ephemeral && h("p", { class: "only-you" }, "Only visible to you"),
    body(message, state, actions),
    message.edited && h("span", { class: "hint" }, "Edited"),
    warning && h("p", { class: "warning", role: "alert" }, warning)));
}

/**
 * @param {Message} message
 * @param {WorkspaceState} state
 * @param {MessageActions} actions
 */
function body(message, state, actions) {
  const reader = readerOf(state);
  const attachments = message.attachments ?? [];
  /** @param {any[]} blocks */
  const inBlocks = (blocks) => renderBlocks(blocks, {
    headingLevel: 4,
    reader,
    people: state.people,
    conversations: state.conversations,
    draft: () => undefined,
    press: (blockId, element, value) => actions.press(message, blockId, element, value),
  }).node;
  return [
    message.blocks?.length
      ? inBlocks(message.blocks)
      : message.text && h("div", { class: "text" }, textNodes({ type: "mrkdwn", text: message.text }, reader)),
    ...attachments.map((each) => renderAttachment(each, reader, inBlocks)),
  ];
}
