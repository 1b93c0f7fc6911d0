// Evaluates the expressions of workflows with GitHub's own evaluator.
import { Evaluator, Lexer, Parser, data } from "@actions/expressions";

const contexts = ["github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs", "inputs"];

/** @param status what success(), failure() and cancelled() see: "success", "failure" or "cancelled" */
function functions(status) {
  const yes = (name, value) => ({ name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) });
  return [yes("always", true), yes("success", status === "success"), yes("failure", status === "failure"), yes("cancelled", status === "cancelled")];
}

/** The value of one expression, as plain JSON. */
export function evaluate(expression, context, status = "success") {
  const extra = functions(status);
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, contexts, extra).parse();
  const values = JSON.parse(JSON.stringify(Object.fromEntries(contexts.map((name) => [name, context[name] ?? {}]))), data.reviver);
  const result = new Evaluator(tree, values, new Map(extra.map((f) => [f.name.toLowerCase(), f]))).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer) ?? "null");
}

/** A text with its expressions replaced; one that is nothing but an expression keeps its type. */
export function expand(value, context) {
  if (Array.isArray(value)) return value.map((entry) => expand(entry, context));
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expand(entry, context)]));
  if (typeof value !== "string") return value;

  const whole = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(value);
  if (whole) return evaluate(whole[1], context);
  return value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => text(evaluate(expression, context)));
}

/** Whether something with this condition runs, after what went before ended with that status. */
export function holds(condition, context, status) {
  if (condition === undefined) return status === "success";
  const expression = String(condition).replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
  const asked = /\b(always|success|failure|cancelled)\s*\(/.test(expression) ? expression : `success() && (${expression})`;
  const value = evaluate(asked, context, status);
  return value !== null && value !== false && value !== 0 && value !== "";
}

export function text(value) {
  return value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
