/** Draws a chart block as SVG: lines, areas and bars over categories, and a pie as bars of its shares. */

const WIDTH = 620;
const HEIGHT = 240;
const LEFT = 56;
const RIGHT = 12;
const TOP = 34;
const BOTTOM = 44;

/**
 * @param {string} tag
 * @param {Record<string, unknown>} attributes
 * @param {...(Node|string)} children
 */
function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * @param {any} chart
 * @param {string} title
 * @returns {Node}
 */
export function drawChart(chart, title) {
  const isPie = chart.type === "pie";
  const categories = isPie ? chart.segments.map((/** @type {any} */ each) => each.label) : chart.axis_config.categories;
  const series = isPie ? [{ name: "", data: chart.segments }] : chart.series;
  const shape = isPie ? "bar" : chart.type;
  const values = series.flatMap((/** @type {any} */ each) => each.data.map((/** @type {any} */ point) => Number(point.value)));
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const slot = (WIDTH - LEFT - RIGHT) / categories.length;
  /** @type {Scale} */
  const scale = {
    x: (index) => LEFT + slot * (index + 0.5),
    y: (value) => TOP + ((top - value) / (top - bottom || 1)) * (HEIGHT - TOP - BOTTOM),
    slot,
  };
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title, class: "chart-drawing" },
    ...frame(categories, [bottom, top], scale),
    ...series.flatMap((/** @type {any} */ each, /** @type {number} */ index) => [
      ...drawSeries(shape, ordered(each.data, categories), scale, { index, count: series.length }),
      ...(each.name ? legend(each.name, index, series.length) : []),
    ]));
}

/** @typedef {{x: (index: number) => number, y: (value: number) => number, slot: number}} Scale */

/**
 * @param {any[]} data
 * @param {string[]} categories
 * @returns {number[]}
 */
function ordered(data, categories) {
  return categories.map((category) => Number(data.find((point) => point.label === category)?.value ?? 0));
}

/**
 * @param {string[]} categories
 * @param {[number, number]} range
 * @param {Scale} scale
 */
function frame(categories, [bottom, top], scale) {
  const every = Math.ceil(categories.length / 10);
  const lines = [...new Set([bottom, (bottom + top) / 2, top])].flatMap((value) => [
    svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: scale.y(value), y2: scale.y(value), class: "chart-line" }),
    svg("text", { x: LEFT - 8, y: scale.y(value) + 4, "text-anchor": "end" }, String(Number(value.toPrecision(3)))),
  ]);
  const labels = categories.flatMap((category, index) => index % every ? [] : [
    svg("text", { x: scale.x(index), y: HEIGHT - BOTTOM + 20, "text-anchor": "middle" }, category),
  ]);
  return [...lines, ...labels];
}

/**
 * @param {string} shape
 * @param {number[]} values
 * @param {Scale} scale
 * @param {{index: number, count: number}} place
 */
function drawSeries(shape, values, scale, { index, count }) {
  const colour = `series-${index % 6}`;
  if (shape === "bar") {
    const width = (scale.slot * 0.7) / count;
    return values.map((value, at) => svg("rect", {
      class: `${colour} filled`,
      x: scale.x(at) - scale.slot * 0.35 + width * index,
      y: Math.min(scale.y(value), scale.y(0)),
      width: Math.max(1, width - 1),
      height: Math.abs(scale.y(value) - scale.y(0)),
    }));
  }
  const points = values.map((value, at) => `${scale.x(at)},${scale.y(value)}`);
  const line = svg("polyline", { class: `${colour} drawn`, points: points.join(" ") });
  const dots = values.map((value, at) => svg("circle", { class: `${colour} filled`, cx: scale.x(at), cy: scale.y(value), r: 3 }));
  if (shape !== "area") return [line, ...dots];
  const edge = [`${scale.x(0)},${scale.y(0)}`, ...points, `${scale.x(values.length - 1)},${scale.y(0)}`];
  return [svg("polygon", { class: `${colour} filled faint`, points: edge.join(" ") }), line, ...dots];
}

/**
 * @param {string} name
 * @param {number} index
 * @param {number} count
 */
function legend(name, index, count) {
  const x = LEFT + (index * (WIDTH - LEFT - RIGHT)) / count;
  return [
    svg("rect", { class: `series-${index % 6} filled`, x, y: 6, width: 12, height: 12 }),
    svg("text", { x: x + 18, y: 17 }, name),
  ];
}
