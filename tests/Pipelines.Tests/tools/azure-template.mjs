// Puts a pipeline together from its templates, as Azure Pipelines does before a run: ${{ if }}, ${{ each }}, template:, extends:, parameters.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { compile, isTrue, open, text } from "./azure-expressions.mjs";

const directive = /^\$\{\{\s*(if|elseif|else|each)\b\s*(.*?)\s*\}\}$/s;

/** @param load gives the text of a template by alias ("self") and path */
export class Pipeline {
  constructor(load, variables) {
    this.load = load;
    this.variables = open(variables);
    this.templates = [];
  }

  /** The pipeline as it runs. */
  expand(file, given = {}) {
    const document = parse(this.load("self", file));
    const aliases = Object.fromEntries((document.resources?.repositories ?? []).map((repository) => [repository.repository, repository]));
    const scope = { parameters: parametersOf(document, given, file), variables: this.variables };
    const body = this.value(without(document, "parameters"), scope, { repository: "self", file });
    if (!body.extends) return body;

    const { extends: base, ...rest } = body;
    return { ...rest, ...this.template(base.template, base.parameters ?? {}, { repository: "self", file, aliases }) };
  }

  template(reference, given, from) {
    const [path, alias] = reference.split("@");
    const repository = alias ?? from.repository;
    const file = alias || path.startsWith("/") ? path.replace(/^\//, "") : join(dirname(from.file), path);
    this.templates.push({ repository, file });
    const document = parse(this.load(repository, file));
    const scope = { parameters: parametersOf(document, given, file), variables: this.variables };
    return this.value(without(document, "parameters"), scope, { repository, file });
  }

  value(value, scope, from) {
    if (Array.isArray(value)) return this.list(value, scope, from);
    if (value !== null && typeof value === "object") return this.object(value, scope, from);
    return typeof value === "string" ? this.text(value, scope) : value;
  }

  text(value, scope) {
    const whole = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(value);
    if (whole) return compile(whole[1])(scope);
    return value.replace(/\$\{\{(.*?)\}\}/gs, (_, expression) => text(compile(expression)(scope)));
  }

  list(entries, scope, from) {
    const result = [];
    let taken = false;
    for (const entry of entries) {
      const [key] = entry !== null && typeof entry === "object" ? Object.keys(entry) : [];
      const match = key && directive.exec(key);
      if (match) taken = this.each(match, entry[key], scope, taken, (value, inner) => result.push(...[this.value(value, inner, from)].flat()));
      else if (key === "template") result.push(...Object.values(this.template(this.text(entry.template, scope), this.value(entry.parameters ?? {}, scope, from), from))[0]);
      else result.push(this.value(entry, scope, from));
    }
    return result;
  }

  object(object, scope, from) {
    const result = {};
    let taken = false;
    for (const [key, value] of Object.entries(object)) {
      const match = directive.exec(key);
      if (match) taken = this.each(match, value, scope, taken, (inner, innerScope) => Object.assign(result, this.value(inner, innerScope, from)));
      else result[this.text(key, scope)] = this.value(value, scope, from);
    }
    return result;
  }

  /** @returns whether a branch of an if was taken */
  each([, word, rest], value, scope, taken, add) {
    if (word === "each") {
      const [, name, expression] = /^(\w+)\s+in\s+(.*)$/s.exec(rest);
      for (const entry of compile(expression)(scope)) add(value, { ...scope, [name]: entry });
      return false;
    }

    const chosen = word === "if" ? isTrue(compile(rest)(scope)) : !taken && (word === "else" || isTrue(compile(rest)(scope)));
    if (chosen) add(value, scope);
    return (word !== "if" && taken) || chosen;
  }
}

function parametersOf(document, given, file) {
  const declared = document.parameters ?? [];
  for (const name of Object.keys(given)) if (!declared.some((parameter) => parameter.name === name)) throw new Error(`${file}: ${name} is no parameter.`);
  return Object.fromEntries(
    declared.map((parameter) => {
      const value = given[parameter.name] ?? parameter.default;
      if (value === undefined) throw new Error(`${file}: the parameter ${parameter.name} is missing.`);
      if (parameter.values && !parameter.values.includes(value)) throw new Error(`${file}: ${parameter.name} must be one of ${parameter.values.join(", ")}.`);
      return [parameter.name, value];
    }),
  );
}

const without = (document, key) => Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));

export const fromFolder = (folder) => (repository, file) => readFileSync(join(folder, repository === "self" ? "." : repository, file), "utf8");
