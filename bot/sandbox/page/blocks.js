/** Renders Block Kit blocks and remembers their inputs. */

import { isConfirmed } from "./confirm.js";
import { freshId, h } from "./dom.js";
import { renderElement } from "./elements.js";
import { renderChart, renderTable } from "./figures.js";
import { renderInput } from "./input_block.js";
import { renderMarkdown } from "./markdown.js";
import { renderRichText } from "./rich_text.js";
import { spoken, textNodes } from "./text.js";

/** @typedef {import("./elements.js").Surface} Surface */
/** @typedef {import("./input_block.js").Input} Input */

/**
 * @param {any[]} blocks
 * @param {Surface} surface
 * @returns {{node: HTMLElement, inputs: Input[]}}
 */
export function renderBlocks(blocks, surface) {
  /** @type {Input[]} */
  const inputs = [];
  const nodes = blocks.map((block) => {
    if (block.type !== "input") return renderBlock(block, surface);
    const input = renderInput(block, surface, deciderFor(block, block.element, surface));
    inputs.push(input);
    return input.node;
  });
  return { node: h("div", { class: "blocks" }, nodes), inputs };
}

/**
 * @param {any} block
 * @param {Surface} surface
 * @returns {Node}
 */
function renderBlock(block, surface) {
  const { reader, headingLevel } = surface;
  switch (block.type) {
    case "section":
      return section(block, surface);
    case "actions":
      return h("div", { class: "actions" }, block.elements.map((/** @type {any} */ each) => element(block, each, "", surface)));
    case "context":
      return h("div", { class: "context" }, block.elements.map((/** @type {any} */ each) =>
        each.type === "image" ? image(each, "context-image") : h("span", { class: "text" }, textNodes(each, reader))));
    case "header":
      return h(`h${block.level ? Math.min(6, headingLevel + block.level - 1) : headingLevel}`, { class: "block-header" }, block.text.text);
    case "divider":
      return h("hr");
    case "image":
      return h("figure", {}, block.title && h("figcaption", {}, block.title.text), image(block, "block-image"));
    case "markdown":
      return h("div", { class: "prose" }, renderMarkdown(block.text, reader, headingLevel));
    case "rich_text":
      return h("div", { class: "prose" }, renderRichText(block, reader));
    case "alert":
      return h("div", { class: `alert ${block.level ?? ""}`, role: "note" }, textNodes(block.text, reader));
    case "table":
    case "data_table":
      return renderTable(block, reader);
    case "data_visualization":
      return renderChart(block);
    default:
      return h("p", { class: "muted" }, `This page doesn't show blocks of the type ${block.type}.`);
  }
}

/**
 * @param {any} block
 * @param {Surface} surface
 */
function section(block, surface) {
  const label = block.text ? spoken(block.text.text, surface.reader) : "";
  const fields = block.fields ?? [];
  return h("div", { class: "section" },
    h("div", { class: "section-text" },
      block.text && h("div", { class: "text" }, textNodes(block.text, surface.reader)),
      fields.length > 0 && h("div", { class: "fields" },
        fields.map((/** @type {any} */ field) => h("div", { class: "text" }, textNodes(field, surface.reader))))),
    block.accessory && h("div", { class: "accessory" }, element(block, block.accessory, label, surface)));
}

/**
 * @param {any} block
 * @param {any} element
 * @param {string} context words beside the element that tell what it is about
 * @param {Surface} surface
 */
function element(block, element, context, surface) {
  if (element.type === "image") return image(element, "accessory-image");
  const label = [element.placeholder?.text, context].filter(Boolean).join(": ") || element.action_id || element.type;
  return renderElement(element, {
    id: freshId("element"),
    label,
    isLabelled: false,
    describedBy: null,
    isRequired: false,
    draft: surface.draft(block.block_id, element.action_id),
    surface,
    decide: deciderFor(block, element, surface),
  }).node;
}

/**
 * Return what a decision on this element does, or null where it only waits to be submitted.
 *
 * @param {any} block
 * @param {any} element
 * @param {Surface} surface
 */
function deciderFor(block, element, surface) {
  if (block.type === "input" && !block.dispatch_action) return null;
  return async (/** @type {import("./types.js").Value|undefined} */ value) => {
    if (element.confirm && !(await isConfirmed(element.confirm, surface.reader))) return false;
    await surface.press(block.block_id, element, value);
    return true;
  };
}

/**
 * @param {any} source
 * @param {string} name
 */
function image(source, name) {
  const url = source.slack_file?.id ? `/sandbox/files/${encodeURIComponent(source.slack_file.id)}` : source.image_url ?? "";
  if (!/^(https?:|\/sandbox\/files\/)/i.test(url)) return h("span", { class: "muted" }, source.alt_text);
  return h("img", { class: name, src: url, alt: source.alt_text, referrerpolicy: "no-referrer", loading: "lazy" });
}
