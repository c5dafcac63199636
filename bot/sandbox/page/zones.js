/** Shows moments in a person's time zone, and turns a wall-clock time there into a moment. */

/** @type {Map<string, Intl.DateTimeFormat>} formatters are slow to make, and a page shows many moments */
const formatters = new Map();

/**
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function formatter(zone, options) {
  const key = JSON.stringify([zone, options]);
  const kept = formatters.get(key);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
  formatters.set(key, made);
  return made;
}

/**
 * Return the moment in a zone, in the given parts.
 *
 * @param {Date} moment
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
export function show(moment, zone, options) {
  return formatter(zone, options).format(moment);
}

/**
 * Return the hour and minute, "09:05".
 *
 * @param {Date} moment
 * @param {string} zone
 */
export function timeOfDay(moment, zone) {
  return show(moment, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/**
 * Return the date with its weekday, "Monday, 5 January 2026".
 *
 * @param {Date} moment
 * @param {string} zone
 */
export function longDate(moment, zone) {
  return show(moment, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/**
 * Return the date in few characters, "Mon 5 Jan 2026".
 *
 * @param {Date} moment
 * @param {string} zone
 */
export function shortDate(moment, zone) {
  return show(moment, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).replace(",", "");
}

/**
 * Return the wall clock there as the value of a date-time field, "2026-01-05T09:05".
 *
 * @param {Date} moment
 * @param {string} zone
 */
export function wallClock(moment, zone) {
  const parts = formatter(zone, {
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(moment);
  /** @param {string} type */
  const part = (type) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * Return the moment at which the wall clock in a zone shows `wall`.
 *
 * The offset is found by trying: reading the guess back shows how far off it is. A second try
 * settles the days on which the zone changes its offset.
 *
 * @param {string} wall
 * @param {string} zone
 */
export function momentOf(wall, zone) {
  const wanted = Date.parse(`${wall}:00Z`);
  let guess = wanted;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const shown = Date.parse(`${wallClock(new Date(guess), zone)}:00Z`);
    guess += wanted - shown;
  }
  return new Date(guess);
}

/**
 * Return the next Monday at nine in the morning there, always later than `moment`.
 *
 * @param {Date} moment
 * @param {string} zone
 */
export function nextMondayMorning(moment, zone) {
  const day = new Date(`${wallClock(moment, zone).slice(0, 10)}T00:00:00Z`);
  const untilMonday = (8 - day.getUTCDay()) % 7;
  for (const days of [untilMonday, untilMonday + 7]) {
    const monday = new Date(day.getTime() + days * 86_400_000);
    const candidate = momentOf(`${monday.toISOString().slice(0, 10)}T09:00`, zone);
    if (candidate > moment) return candidate;
  }
  throw new Error("A week has a Monday.");
}

/**
 * Return the moment of a message's `ts`.
 *
 * @param {string} ts
 */
export function momentOfTs(ts) {
  return new Date(Number(ts) * 1000);
}
