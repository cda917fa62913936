// The types of fields and headers: whether a value has its type, and values out of texts.

import { isObject } from "./json.js";

/** @typedef {import("./book.js").Type} Type */
/** @typedef {import("./book.js").Field} Field */
/** @typedef {import("./book.js").HeaderType} HeaderType */

/** Counts the differences of a response from the book. */
export class Issues {
  count = 0;

  /** Counts a condition that is not met, and returns it. @param {boolean} isMet */
  unless(isMet) {
    if (!isMet) this.count += 1;
    return isMet;
  }
}

/** The value of a member that an object has itself. @param {Record<string, unknown>} object @param {string} name */
export function member(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether a value has a type. It converts nothing. @param {unknown} value @param {Type} type @param {Issues} issues @returns {boolean} */
export function hasType(value, type, issues) {
  if (typeof type === "string") return issues.unless(isScalar(value, type));
  if ("fields" in type) {
    if (!isObject(value)) return issues.unless(false);
    return all(type.fields, (field) => fieldFits(member(value, field[0]), field, issues));
  }
  return Array.isArray(value) ? all(value, (item) => hasType(item, type[0], issues)) : issues.unless(false);
}

/** Whether a member fits its field. `null` counts as absent, unless a required field may have any value. @param {unknown} value @param {Field} field @param {Issues} issues */
export function fieldFits(value, [, type, optional], issues) {
  if (value == null && optional) return true;
  if (value === undefined || (value === null && type !== "any")) return issues.unless(false);
  return hasType(value, type, issues);
}

/**
 * A value that has a type, as the type says: without members that the book does not know, and optional ones that are `null`.
 *
 * @param {unknown} value
 * @param {Type} type
 * @returns {unknown}
 */
export function pruned(value, type) {
  // A time is a whole number.
  if (type === "epoch" || type === "epoch_ms") return Math.ceil(Number(value));
  if (typeof type === "string") return value;
  if ("fields" in type) return isObject(value) ? record(value, type.fields) : value;
  return Array.isArray(value) ? value.map((item) => pruned(item, type[0])) : value;
}

/** The fields of an object that has their types. @param {Record<string, unknown>} object @param {readonly Field[]} fields */
export function record(object, fields) {
  const there = fields.filter(([name, , optional]) => (member(object, name) ?? (optional ? undefined : null)) !== undefined);
  return Object.fromEntries(there.map(([name, type]) => [name, pruned(member(object, name), type)]));
}

/** Whether all items pass; each is checked. @template T @param {readonly T[]} items @param {(item: T) => boolean} passes */
export function all(items, passes) {
  return items.filter((item) => !passes(item)).length === 0;
}

/** @param {unknown} value @param {string} type */
function isScalar(value, type) {
  switch (type) {
    case "any":
      return true;
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    // The largest integers of 64 bits are rounded to these powers.
    case "integer":
      return Number.isInteger(value) && Math.abs(/** @type {number} */ (value)) <= 2 ** 63;
    case "unsigned":
      return Number.isInteger(value) && /** @type {number} */ (value) >= 0 && /** @type {number} */ (value) <= 2 ** 64;
    case "number":
      return Number.isFinite(value);
    case "timestamp":
    case "date":
      return typeof value === "string" && timestamp(value) !== null;
    // A delay.
    default:
      return Number.isFinite(value) && /** @type {number} */ (value) >= 0;
  }
}

/** The milliseconds of a time by RFC 3339, rounded up to a second; `null` for any other text. @param {string} text */
export function timestamp(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minute, second, , , offsetHour, offsetMinute] = found.slice(1).map((it) => Number(it ?? 0));
  const midnight = date(year, month, day);
  if (midnight === null || hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return null;
  const offset = (offsetHour * 60 + offsetMinute) * (found[8] === "-" ? -60 : 60);
  const fraction = /[1-9]/.test(found[7] ?? "") ? 1 : 0;
  return midnight + (hour * 3600 + minute * 60 + second + fraction - offset) * 1000;
}

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The milliseconds of a date of HTTP (RFC 9110, section 5.6.7), in any of its three forms; `null` for any other text. @param {string} text */
export function httpDate(text) {
  const time = "(\\d\\d):(\\d\\d):(\\d\\d)";
  const now = new RegExp(`^(\\w{3}), (\\d\\d) (\\w{3}) (\\d{4}) ${time} GMT$`).exec(text);
  const older = new RegExp(`^(\\w{6,9}), (\\d\\d)-(\\w{3})-(\\d\\d) ${time} GMT$`).exec(text);
  const asctime = new RegExp(`^(\\w{3}) (\\w{3}) ([ \\d]\\d) ${time} (\\d{4})$`).exec(text);
  let found;
  if (now) found = now.slice(1);
  else if (older) found = [...older.slice(1, 4), String(Number(older[4]) + (Number(older[4]) < 70 ? 2000 : 1900)), ...older.slice(5)];
  else if (asctime) found = [asctime[1], asctime[3], asctime[2], asctime[7], ...asctime.slice(4, 7)];
  if (!found) return null;
  const [name, day, monthName, year, hour, minute, second] = found;
  const month = MONTHS.indexOf(monthName) / 3 + 1;
  const midnight = date(Number(year), month, Number(day));
  if (midnight === null || Number(year) < 1970) return null;
  const weekday = DAYS[new Date(midnight).getUTCDay()];
  if (name !== (older ? weekday : weekday.slice(0, 3)) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return midnight + (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
}

/** The start of a day in milliseconds; `null` for one that does not exist. @param {number} year @param {number} month @param {number} day */
function date(year, month, day) {
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  return midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day ? midnight.getTime() : null;
}

/** The value of a header; `undefined` for one of the wrong type. @param {string} text @param {HeaderType} type @returns {number | string | undefined} */
export function headerValue(text, type) {
  switch (type) {
    case "s":
      return seconds(text) ?? dateText(text);
    case "date":
    case "http_date":
      return dateText(text);
    case "string":
      return /^[ \t!-~]*$/.test(text) ? text : undefined;
    case "unsigned":
      return /^\d+$/.test(text) && Number(text) <= 2 ** 64 ? Number(text) : undefined;
    case "integer":
      return /^-?\d+$/.test(text) && Math.abs(Number(text)) <= 2 ** 63 ? Number(text) : undefined;
    default:
      return seconds(text);
  }
}

/** Digits, whose fraction is rounded up. @param {string} text */
function seconds(text) {
  return /^\d+(\.\d+)?$/.test(text) ? Math.min(Math.ceil(Number(text)), 2 ** 64) : undefined;
}

/** A date of HTTP in the form that is sent today. @param {string} text */
function dateText(text) {
  const time = httpDate(text);
  return time === null ? undefined : new Date(time).toUTCString();
}

/** A value from a text. An invalid one stays a text, which does not have the type. @param {string} text @param {Type} type @returns {unknown} */
export function typed(text, type) {
  if (type === "string" || type === "timestamp" || type === "any") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
