/** Asks for a second thought before a press that carries a confirm object. */

import { Dialog } from "./dialog.js";
import { freshId, h } from "./dom.js";
import { textNodes } from "./text.js";

/**
 * @param {any} confirm Slack's confirm object
 * @param {import("./inline.js").Reader} reader
 * @returns {Promise<boolean>}
 */
export function isConfirmed(confirm, reader) {
  return new Promise((resolve) => {
    /** @param {boolean} answer */
    const answer = (answer) => {
      dialog.close();
      resolve(answer);
    };
    const title = freshId("confirm-title");
    const style = confirm.style === "danger" ? "danger" : "primary";
    const dialog = new Dialog({
      label: title,
      class: "confirm",
      onDismiss: () => answer(false),
      content: [
        h("h2", { id: title }, confirm.title.text),
        h("div", { class: "text" }, textNodes(confirm.text, reader)),
        h("div", { class: "dialog-buttons" },
          h("button", { type: "button", on: { click: () => answer(false) } }, confirm.deny?.text ?? "Cancel"),
          h("button", { type: "button", class: style, on: { click: () => answer(true) } }, confirm.confirm?.text ?? "Yes")),
      ],
    });
  });
}
