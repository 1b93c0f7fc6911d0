// Evaluates the template expressions of Azure Pipelines: those in ${{ }}, which are replaced before anything runs.

/** Reads an expression into a function of the scope. */
export function compile(expression) {
  const tokens = [...expression.matchAll(/\s*('(?:[^']|'')*'|[A-Za-z_][\w]*|-?\d+(?:\.\d+)?|[()[\],.*])/g)].map((match) => match[1]);
  if (tokens.join("") !== expression.replace(/('(?:[^']|'')*')|\s+/g, "$1")) throw new Error(`Not understood: ${expression}`);
  let at = 0;
  const take = (token) => {
    if (tokens[at] !== token) throw new Error(`Expected ${token} in: ${expression}`);
    at++;
  };
  const list = (end) => {
    const values = [];
    while (tokens[at] !== end) {
      values.push(value());
      if (tokens[at] === ",") at++;
    }
    take(end);
    return values;
  };
  const value = () => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`Ends too early: ${expression}`);
    if (token[0] === "'") return () => token.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(token)) return () => Number(token);
    if (/^(true|false)$/i.test(token)) return () => token.toLowerCase() === "true";
    if (tokens[at] === "(") {
      at++;
      const call = functions[token.toLowerCase()];
      if (!call) throw new Error(`Unknown function ${token} in: ${expression}`);
      const args = list(")");
      if (call === functions.coalesce) return (scope) => call(...args.map((arg) => orEmpty(() => arg(scope))));
      return (scope) => call(...args.map((arg) => arg(scope)));
    }

    let read = (scope) => {
      if (!(token in scope)) throw new Error(`Unknown name ${token} in: ${expression}`);
      return scope[token];
    };
    for (;;) {
      const inner = read;
      if (tokens[at] === ".") {
        const field = tokens[at + 1];
        at += 2;
        read = (scope) => member(inner(scope), field, expression);
      } else if (tokens[at] === "[") {
        at++;
        const index = value();
        take("]");
        read = (scope) => member(inner(scope), index(scope), expression);
      } else return read;
    }
  };
  const result = value();
  if (at !== tokens.length) throw new Error(`Not understood after ${tokens.slice(0, at).join("")}: ${expression}`);
  return result;
}

/** A parameter that nobody declared is a mistake; a variable that nobody set is empty. What follows a * is asked of each entry that has it. */
function member(object, field, expression) {
  if (field === "*") return { isFiltered: true, values: Object.values(object) };
  if (object?.isFiltered) return { isFiltered: true, values: object.values.filter((entry) => field in entry).map((entry) => entry[field]) };
  if (object === undefined || object === null) throw new Error(`Nothing has ${field} in: ${expression}`);
  if (object.isOpen) return object.values[field] ?? "";
  if (!(field in object)) throw new Error(`There is no ${field} in: ${expression}`);
  return object[field];
}

/** What coalesce() is given may be missing. */
function orEmpty(read) {
  try {
    return read();
  } catch (error) {
    if (!error.message.startsWith("There is no ")) throw error;
    return "";
  }
}

/** The variables, of which any may be asked for. */
export const open = (values) => ({ isOpen: true, values });

const same = (a, b) => text(a).toLowerCase() === text(b).toLowerCase();

const functions = {
  eq: same,
  ne: (a, b) => !same(a, b),
  in: (value, ...others) => others.some((other) => same(value, other)),
  notin: (value, ...others) => !others.some((other) => same(value, other)),
  and: (...values) => values.every(isTrue),
  or: (...values) => values.some(isTrue),
  not: (value) => !isTrue(value),
  coalesce: (...values) => values.find((value) => text(value) !== "") ?? "",
  trim: (value) => text(value).trim(),
  length: (value) => value.length,
  join: (separator, list) => (list.isFiltered ? list.values : list).map(text).join(separator),
};

export const isTrue = (value) => value === true || (typeof value === "string" && value !== "" && !same(value, "false")) || (typeof value === "number" && value !== 0) || (value !== null && typeof value === "object");

export const text = (value) => (value === null || value === undefined ? "" : typeof value === "boolean" ? (value ? "True" : "False") : String(value));
