/** Renders tables of figures, and charts together with the table they are drawn from. */

import { drawChart } from "./chart.js";
import { h } from "./dom.js";
import { renderRichText } from "./rich_text.js";

/** @typedef {import("./inline.js").Reader} Reader */

/**
 * @param {any} block a `table` or `data_table`
 * @param {Reader} reader
 */
export function renderTable(block, reader) {
  const [first, ...rest] = block.rows;
  /** @param {any} cell @param {number} column */
  const body = (cell, column) => column === block.row_header_column_index
    ? h("th", { scope: "row" }, content(cell, reader))
    : h("td", { class: alignment(block, column) }, content(cell, reader));
  return scrolling(block.caption ?? "Table", h("table", {},
    block.caption && h("caption", {}, block.caption),
    h("thead", {}, h("tr", {}, first.map((/** @type {any} */ cell, /** @type {number} */ column) =>
      h("th", { scope: "col", class: alignment(block, column) }, content(cell, reader))))),
    h("tbody", {}, rest.map((/** @type {any[]} */ row) => h("tr", {}, row.map(body))))));
}

/** @param {any} block a `data_visualization` */
export function renderChart(block) {
  const { columns, rows } = figuresOf(block.chart);
  return h("figure", { class: "chart" },
    h("figcaption", {}, block.title),
    scrolling(`Chart: ${block.title}`, drawChart(block.chart, block.title)),
    h("details", {}, h("summary", {}, "Show the figures"),
      scrolling(block.title, h("table", {},
        h("thead", {}, h("tr", {}, columns.map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, rows.map(([label, ...values]) => h("tr", {}, h("th", { scope: "row" }, label), values.map((value) => h("td", { class: "right" }, value)))))))));
}

/**
 * @param {any} chart
 * @returns {{columns: string[], rows: string[][]}}
 */
function figuresOf(chart) {
  if (chart.type === "pie") {
    return { columns: ["Part", "Value"], rows: chart.segments.map((/** @type {any} */ each) => [each.label, String(each.value)]) };
  }
  const rows = chart.axis_config.categories.map((/** @type {string} */ category) => [
    category,
    ...chart.series.map((/** @type {any} */ series) => String(series.data.find((/** @type {any} */ point) => point.label === category)?.value ?? "")),
  ]);
  return { columns: [chart.axis_config.x_label ?? "", ...chart.series.map((/** @type {any} */ series) => series.name)], rows };
}

/**
 * @param {any} cell
 * @param {Reader} reader
 */
function content(cell, reader) {
  return cell.type === "rich_text" ? renderRichText(cell, reader) : String(cell.text ?? cell.value ?? "");
}

/**
 * @param {any} block
 * @param {number} column
 */
function alignment(block, column) {
  return block.column_settings?.[column]?.align ?? null;
}

/**
 * @param {string} label
 * @param {Node} node
 */
function scrolling(label, node) {
  return h("div", { class: "wide", tabindex: "0", role: "group", "aria-label": label }, node);
}
