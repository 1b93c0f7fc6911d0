// Checks what the language services pass over: names that nobody declared, actions that can change under us, missing limits.
// Arguments: the root of the repository. Output: one finding a line, "file: message".
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Pipeline, fromFolder } from "./azure-template.mjs";

const root = process.argv[2];
const read = (file) => readFileSync(join(root, file), "utf8");
const tell = (file, message) => console.log(`${file}: ${message}`);
const list = (value) => [value ?? []].flat();
const passesOver = "it passes over a plan in which only whoever deploys can see what changes. Ask for may_change.";

const workflows = existsSync(join(root, ".github/workflows")) ? readdirSync(join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`) : [];
for (const file of workflows) workflow(file, parse(read(file)));
if (existsSync(join(root, "action.yml"))) action("action.yml", parse(read("action.yml")));
if (existsSync(join(root, "azure-pipelines.yml"))) pipeline("azure-pipelines.yml");

function workflow(file, document) {
  if (document.permissions === undefined) tell(file, "it sets no permissions, so its jobs get the repository's default ones. Start with permissions: {}.");
  const inputs = Object.assign({}, ...["workflow_dispatch", "workflow_call"].map((trigger) => document.on?.[trigger]?.inputs));
  names(file, "inputs", document.env, Object.keys(inputs));
  for (const [name, job] of Object.entries(document.jobs)) {
    const place = `${file}: job ${name}`;
    if (!job.uses && job["timeout-minutes"] === undefined) tell(place, "it may run for six hours. Add timeout-minutes.");
    names(place, "inputs", job, Object.keys(inputs));
    names(place, "needs", job, list(job.needs));
    results(place, job);
    approval(place, job);
    names(place, "matrix", job, Object.keys(job.strategy?.matrix ?? {}));
    // A step sees those before it.
    const before = [];
    for (const step of job.steps ?? []) {
      names(place, "steps", step, before);
      uses(place, step.uses, step.with);
      scripts(place, step.run);
      stages(place, step, document);
      if (step.id) before.push(step.id);
    }
    names(place, "steps", job.outputs, before);
    if (job.uses?.startsWith("./") && !existsSync(join(root, job.uses))) tell(place, `${job.uses} does not exist.`);
  }
}

function action(file, document) {
  const before = [];
  for (const step of document.runs.steps) {
    names(file, "inputs", step, Object.keys(document.inputs ?? {}));
    names(file, "steps", step, before);
    uses(file, step.uses);
    scripts(file, step.run);
    if (step.id) before.push(step.id);
  }
  names(file, "steps", document.outputs, before);
}

/** A list of the jobs that deploy, which a script checks names against, is that of the jobs that there are. */
function stages(place, step, document) {
  if (step.env?.JOBS === undefined) return;
  const jobs = Object.entries(document.jobs).filter(([, job]) => job.uses?.endsWith("/stage.yml"));
  for (const [name, job] of jobs) if (job.with.environment !== name) tell(place, `the job ${name} deploys ${job.with.environment}.`);
  const names = jobs.map(([name]) => name).join(" ");
  if (step.env.JOBS !== names) tell(place, `JOBS is "${step.env.JOBS}", and the jobs that deploy are "${names}".`);
  const offered = document.on?.workflow_dispatch?.inputs?.environment?.options.join(" ");
  if (offered !== `all ${names}`) tell(place, `a run by hand offers "${offered}", and the jobs that deploy are "${names}".`);
}

/** Where the status is asked for, the job no longer waits for a success: a needed job that timed out or was replaced in its queue is no failure. */
function results(place, job) {
  if (!/\b(always|cancelled|failure)\s*\(/.test(job.if ?? "")) return;
  for (const other of list(job.needs)) if (!job.if.includes(`needs.${other}.result`)) tell(place, `it may start although ${other} was cancelled or timed out. Ask for needs.${other}.result.`);
}

/** Only the job behind the reviewers says that a person has approved, and a plan's id is that of the job which showed it. */
function approval(place, job) {
  const text = JSON.stringify(job);
  if (text.includes("--approved") && (!job.environment || /-auto$/.test(job.environment.name ?? job.environment))) tell(place, "it gives --approved, and no reviewers stand before it.");
  if (!text.includes("--plan=")) return;
  if (!text.includes("--approved") && !(job.if ?? "").includes("may_change != '0'")) tell(place, passesOver);
  if (text.includes("--approved") !== (job.if ?? "").includes("needs_approval == 'true'")) tell(place, "it gives --approved for another plan than one that a person has approved.");
  for (const step of (job.steps ?? []).filter((step) => step.run?.includes("--plan=")))
    if (!/^\$\{\{ needs\.\w+\.outputs\.\w+ \}\}$/.test(step.env?.LAYERCAKE_OPTION_PLAN_ID ?? "")) tell(place, "it does not take the plan's id from the job that showed the plan.");
}

/** Every use of context.name in an expression below the value is of a known name. */
function names(place, context, value, known) {
  for (const expression of expressionsIn(value))
    for (const [, name] of expression.matchAll(new RegExp(`(?<![\\w.])${context}\\.([\\w-]+)`, "g")))
      if (!known.includes(name)) tell(place, `${context}.${name} is used, and there is no ${name}. Known: ${known.join(", ") || "none"}.`);
}

function expressionsIn(value, key) {
  if (Array.isArray(value)) return value.flatMap((entry) => expressionsIn(entry));
  if (value !== null && typeof value === "object") return Object.entries(value).flatMap(([name, entry]) => expressionsIn(entry, name));
  if (typeof value !== "string") return [];
  return key === "if" && !value.includes("${{") ? [value] : [...value.matchAll(/\$\{\{(.*?)\}\}/gs)].map((match) => match[1]);
}

function uses(place, reference, given) {
  if (reference === "./" || reference === "./layercake") {
    const inputs = parse(read("action.yml")).inputs ?? {};
    for (const name of Object.keys(given ?? {})) if (!(name in inputs)) tell(place, `action.yml has no input ${name}. Known: ${Object.keys(inputs).join(", ")}.`);
    for (const [name, input] of Object.entries(inputs)) if (input.required && !(name in (given ?? {}))) tell(place, `action.yml needs the input ${name}.`);
  } else if (reference && !reference.startsWith("./") && !/@[0-9a-f]{40}$/.test(reference)) tell(place, `${reference} can change under us. Pin it to a commit.`);
}

/** What comes from outside must reach a script as a variable, or it is read as part of the script. */
function scripts(place, script) {
  for (const [expression] of (script ?? "").matchAll(/\$\{\{.*?\}\}/gs)) tell(place, `${expression} stands in a script. Pass it on with env.`);
}

function pipeline(file) {
  const parameters = (parse(read(file)).parameters ?? []).find((parameter) => parameter.name === "environment")?.values ?? [undefined];
  for (const environment of parameters)
    for (const reason of ["IndividualCI", "PullRequest"]) {
      const template = new Pipeline(fromFolder(root), { "Build.Reason": reason });
      try {
        const { stages } = template.expand(file, environment === undefined ? {} : { environment });
        stagesOf(file, stages);
      } catch (error) {
        tell(file, `${error.message} (environment ${environment}, ${reason})`);
      }
    }
}

function stagesOf(file, stages) {
  const seen = [];
  for (const stage of stages) {
    if (seen.includes(stage.stage)) tell(file, `the stage ${stage.stage} is there twice.`);
    for (const other of list(stage.dependsOn)) if (!seen.includes(other)) tell(file, `the stage ${stage.stage} depends on ${other}, which is no stage before it.`);
    seen.push(stage.stage);
    const jobs = [];
    for (const job of stage.jobs) {
      const name = job.job ?? job.deployment;
      if (jobs.includes(name)) tell(file, `the stage ${stage.stage} has the job ${name} twice.`);
      for (const other of list(job.dependsOn)) if (!jobs.includes(other)) tell(file, `the job ${name} depends on ${other}, which is no job before it.`);
      if (job.timeoutInMinutes === undefined) tell(file, `the job ${stage.stage}.${name} sets no timeoutInMinutes.`);
      jobs.push(name);
      validation(file, stage, job);
      for (const step of job.steps ?? job.strategy?.runOnce?.deploy?.steps ?? []) known(file, step, list(job.variables).map((variable) => variable.name));
    }
  }
}

/** As on GitHub: --approved comes after the validation, and the id from the job that planned. */
function validation(file, stage, job) {
  const place = `${file}: job ${stage.stage}.${job.job ?? job.deployment}`;
  const isValidation = (other) => (other.steps ?? []).some((step) => step.task?.startsWith("ManualValidation@"));
  const before = stage.jobs.filter((other) => list(job.dependsOn).includes(other.job));
  const text = JSON.stringify(job);
  if (isValidation(job) && job.pool !== "server") tell(place, "only a job of the server waits for a person.");
  if (text.includes("--approved") && !(before.some(isValidation) && (job.condition ?? "succeeded()") === "succeeded()")) tell(place, "it gives --approved, and no validation stands before it.");
  const begins = isValidation(job) || (text.includes("LAYERCAKE_OPTION_PLAN_ID") && !text.includes("--approved"));
  if (begins && !(job.condition ?? "").includes("ne(dependencies.plan.outputs['layercake.may_change'], '0')")) tell(place, passesOver);
  const id = list(job.variables).find((variable) => variable.name === "planId")?.value ?? "";
  if (text.includes("LAYERCAKE_OPTION_PLAN_ID") && !/^\$\[ dependencies\.plan\.outputs\[/.test(id)) tell(place, "it does not take the plan's id from the job that showed the plan.");
}

/** Variables that are neither predefined nor the job's own stay in the text as they are written. */
function known(file, step, own) {
  const predefined = /^(Build|System|Agent|Pipeline)\./;
  for (const [, name] of JSON.stringify(step).matchAll(/\$\(([A-Za-z][\w.]*)\)/g)) if (!predefined.test(name) && !own.includes(name)) tell(file, `$(${name}) is used, and nothing sets it.`);
}
