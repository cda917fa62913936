// JSON, read as far as it is valid: a body that breaks off still has its first members.

/** More levels are an error, as in the Rust crate. */
const LEVELS = 127;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?!\d)(?:\.\d+(?!\d)|(?!\.))(?:[eE][+-]?\d+|(?![eE]))/y;
const WORDS = /** @type {const} */ ([["true", true], ["false", false], ["null", null]]);

/**
 * The value of a text. `unfinished` are the objects and arrays in it that did not end, each with the value that the same member
 * had before; it is empty if the text is valid.
 *
 * @param {string} text
 * @returns {{value: unknown, isValid: boolean, unfinished: Map<unknown, unknown>}}
 */
export function parse(text) {
  const reader = new Reader(text);
  const value = reader.value(LEVELS);
  reader.skip(SPACE);
  return { value, isValid: !reader.failed && reader.at === text.length, unfinished: reader.unfinished };
}

/** Whether a value is an object, and no array. @param {unknown} value @returns {value is Record<string, unknown>} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.failed = false;
    /** @type {Map<unknown, unknown>} */
    this.unfinished = new Map();
  }

  /** @param {RegExp} pattern */
  skip(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  fail() {
    this.failed = true;
    return undefined;
  }

  /** Whether the next character is this one, which is then skipped. @param {string} character */
  is(character) {
    this.skip(SPACE);
    const isIt = this.text[this.at] === character;
    if (isIt) this.at += 1;
    return isIt;
  }

  /** A value; `undefined` if there is none. @param {number} levels @returns {unknown} */
  value(levels) {
    this.skip(SPACE);
    const first = this.text[this.at];
    if (first === '"') return this.string();
    if (first === "{" || first === "[") {
      if (levels === 0) return this.fail();
      this.at += 1;
      return first === "{" ? this.object(levels - 1) : this.array(levels - 1);
    }
    const number = this.skip(NUMBER);
    if (number) return Number.isFinite(Number(number)) ? Number(number) : this.fail();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.fail();
  }

  /** @returns {string | undefined} */
  string() {
    const start = this.at;
    let end = start + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    try {
      const text = JSON.parse(this.text.slice(start, end + 1));
      this.at = end + 1;
      // A text that was cut in the middle of a character.
      return text.replace(/\p{Surrogate}/gu, "\ufffd");
    } catch {
      return this.fail();
    }
  }

  /** @param {number} levels */
  object(levels) {
    /** @type {[string, unknown][]} */
    const members = [];
    this.each("}", () => {
      const name = this.is('"') ? (this.at -= 1, this.string()) : this.fail();
      const value = name !== undefined && (this.is(":") ? this.value(levels) : this.fail());
      if (name === undefined || value === undefined) return;
      if (this.unfinished.has(value)) this.unfinished.set(value, members.filter((it) => it[0] === name).at(-1)?.[1]);
      members.push([name, value]);
    });
    // It defines members, whatever their names: `__proto__` is one like any other.
    return this.ended(Object.fromEntries(members));
  }

  /** @param {number} levels */
  array(levels) {
    /** @type {unknown[]} */
    const items = [];
    this.each("]", () => {
      const item = this.value(levels);
      if (item !== undefined) items.push(item);
    });
    return this.ended(items);
  }

  /** Calls `read` for each item of a list until its end. @param {string} end @param {() => void} read */
  each(end, read) {
    if (this.is(end)) return;
    do read();
    while (!this.failed && this.is(","));
    if (!this.failed && !this.is(end)) this.fail();
  }

  /** @template T @param {T} value */
  ended(value) {
    if (this.failed) this.unfinished.set(value, undefined);
    return value;
  }
}
