/** Fills in the date tokens of `<!date^...>` and of rich text dates. */

import { longDate, show, timeOfDay } from "./zones.js";

/**
 * @param {Date} moment
 * @param {Date} now
 */
function ago(moment, now) {
  const minutes = Math.round((moment.getTime() - now.getTime()) / 60_000);
  const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 60 * 24) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / (60 * 24)), "day");
}

/**
 * Return "today", "yesterday" or "tomorrow", or null for any other day.
 *
 * @param {Date} moment
 * @param {Date} now
 * @param {string} zone
 */
function nearDay(moment, now, zone) {
  for (const [word, days] of /** @type {[string, number][]} */ ([["today", 0], ["yesterday", -1], ["tomorrow", 1]])) {
    if (longDate(new Date(now.getTime() + days * 86_400_000), zone) === longDate(moment, zone)) return word;
  }
  return null;
}

/**
 * Return the format with each known token replaced; an unknown token stays as it is.
 *
 * @param {string} format
 * @param {Date} moment
 * @param {{now: Date, zone: string}} reader
 */
export function fillDateTokens(format, moment, { now, zone }) {
  /** @type {Record<string, string>} */
  const dates = {
    date: show(moment, zone, { day: "numeric", month: "long", year: "numeric" }),
    date_short: show(moment, zone, { day: "numeric", month: "short", year: "numeric" }),
    date_long: longDate(moment, zone),
  };
  /** @type {Record<string, string>} */
  const tokens = {
    ...dates,
    date_num: show(moment, zone, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
    time: timeOfDay(moment, zone),
    time_secs: show(moment, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    ago: ago(moment, now),
  };
  for (const [name, text] of Object.entries(dates)) {
    tokens[`${name}_pretty`] = nearDay(moment, now, zone) ?? text;
  }
  return format.replace(/\{(\w+)\}/g, (whole, name) => tokens[name] ?? whole);
}
