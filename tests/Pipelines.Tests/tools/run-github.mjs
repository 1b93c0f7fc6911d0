// Runs a workflow's jobs in order, as GitHub would, against whatever the steps reach. Standard input: what to run, as JSON:
//   workflow  the workflow file, below the repository
//   origin    the Git repository that actions/checkout clones; "repositories" are others, by OWNER/NAME
//   folder    an empty folder for workspaces and artifacts
//   event     github.event_name; "eventPayload" is github.event
//   inputs    of workflow_dispatch or workflow_call
//   vars      the repository's variables; "environmentVars" those of each environment
//   host      a folder with the host, built already; a checkout is then given it, to save the time
//   variables environment variables of every step; {environment} in a value is the environment that the job is about
//   meanwhile scripts that run before a job, by its path, in a clone of the repository: what others do while the workflow waits
// Standard output: JSON with a line for each step.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parse } from "yaml";
import { expand, holds, text } from "./github-expressions.mjs";
import { giveHost } from "./host.mjs";
import { baseEnvironment, git, runScript } from "./shell.mjs";

const request = JSON.parse(readFileSync(0, "utf8"));
const artifacts = join(request.folder, "artifacts");
const definitions = join(request.folder, "definitions");
git(request.folder, "clone", "--quiet", request.origin, definitions);
const commit = git(definitions, "rev-parse", "HEAD");
const steps = [];

const repository = "someone/assets";
const github = {
  event_name: request.event,
  event: request.eventPayload ?? {},
  repository,
  sha: commit,
  ref: "refs/heads/main",
  ref_name: "main",
  head_ref: request.eventPayload?.pull_request?.head?.ref ?? "",
  token: "github-token",
  run_id: "1",
};

for (const [name, origin] of Object.entries(request.repositories ?? {})) git(request.folder, "clone", "--quiet", origin, join(request.folder, "others", name));

/** A workflow's file, below the folder of the repository that it is in. */
const load = ({ root, file }) => parse(readFileSync(join(root, file), "utf8"));
const own = (file) => ({ root: definitions, file });

/** Defaults first, then what the caller gave. */
function inputsOf(trigger, given, context) {
  const declared = trigger?.inputs ?? {};
  for (const name of Object.keys(given)) if (!(name in declared)) throw new Error(`${name} is no input.`);
  return Object.fromEntries(Object.entries(declared).map(([name, input]) => [name, given[name] ?? expand(input.default ?? "", context)]));
}

function runWorkflow(place, inputs, path) {
  const workflow = { ...load(place), root: place.root };
  const results = {};
  const needed = (job) => [job.needs ?? []].flat();
  for (const [name, job] of ordered(workflow.jobs, needed)) {
    const needs = Object.fromEntries(needed(job).map((other) => [other, results[other]]));
    const context = { github, vars: request.vars ?? {}, inputs, needs };
    const status = ancestors(workflow.jobs, name, needed).some((other) => results[other].result === "failure") ? "failure" : needed(job).some((other) => results[other].result === "skipped") ? "skipped" : "success";
    if (!holds(job.if, context, status)) {
      results[name] = { result: "skipped", outputs: {} };
      steps.push({ job: [...path, name].join("/"), step: "", result: "skipped" });
      continue;
    }

    results[name] = job.uses ? callWorkflow(job, context, workflow.root, [...path, name]) : runMatrix(name, job, context, workflow, path);
  }

  return Object.values(results).some((result) => result.result === "failure") ? "failure" : "success";
}

/** ./FILE is in the repository of the workflow that says so; OWNER/NAME/FILE@COMMIT in another. */
function callWorkflow(job, context, root, path) {
  const [, other, file] = /^([\w.-]+\/[\w.-]+)\/(\.github\/.*)@/.exec(job.uses) ?? [null, null, job.uses.replace(/^\.\//, "")];
  const place = { root: other ? join(request.folder, "others", other) : root, file };
  const inputs = inputsOf(load(place).on.workflow_call, expand(job.with ?? {}, context), { github });
  return { result: runWorkflow(place, inputs, path), outputs: {} };
}

function runMatrix(name, job, context, workflow, path) {
  const axes = Object.entries(expand(job.strategy?.matrix ?? {}, context));
  const entries = axes.reduce((rows, [axis, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [axis]: value }))), [{}]);
  const results = entries.map((matrix) => runJob(name, job, { ...context, matrix }, workflow, path));
  return { result: results.some((result) => result.result === "failure") ? "failure" : "success", outputs: results.at(-1)?.outputs ?? {} };
}

function runJob(name, job, context, workflow, path) {
  const environment = job.environment ? text(expand(job.environment.name ?? job.environment, context)) : undefined;
  const entry = environment === undefined ? context.matrix.environment : undefined;
  const place = environment?.replace(/-auto$/, "") ?? entry ?? (path.length > 0 ? context.inputs.environment : undefined) ?? "";
  const id = [...path, name, ...(entry ? [entry] : [])].join("/");
  if (request.meanwhile?.[id]) others(place, request.meanwhile[id]);
  const workspace = join(request.folder, "jobs", id.replaceAll("/", "-"), "workspace");
  const temp = join(workspace, "..", "temp");
  for (const folder of [workspace, temp]) mkdirSync(folder, { recursive: true });

  const title = text(expand(job.name ?? name, context));
  const run = { id, title, workspace, temp, place, permissions: job.permissions ?? workflow.permissions ?? {}, failed: false };
  const jobContext = {
    ...context,
    github: { ...github, workspace },
    runner: { temp, os: "Linux" },
    vars: { ...request.vars, ...(request.environmentVars?.[environment] ?? {}) },
    steps: {},
    env: {},
  };
  jobContext.env = { ...expand(workflow.env ?? {}, jobContext), ...expand(job.env ?? {}, jobContext) };
  for (const step of job.steps) runStep(step, jobContext, run);
  return { result: run.failed ? "failure" : "success", outputs: expand(job.outputs ?? {}, jobContext) };
}

function runStep(step, context, run) {
  if (!holds(step.if, context, run.failed ? "failure" : "success")) {
    steps.push({ job: run.id, step: label(step, context), result: "skipped" });
    return;
  }

  const outcome = step.uses ? useAction(step, context, run) : script(step, context, run, run.workspace);
  if (step.id) context.steps[step.id] = { outputs: outcome.outputs ?? {}, outcome: outcome.exitCode === 0 ? "success" : "failure" };
  if (outcome.exitCode !== 0) run.failed = true;
  steps.push({ job: run.id, title: run.title, step: label(step, context), result: outcome.exitCode === 0 ? "success" : "failure", output: outcome.output, outputs: outcome.outputs, summary: outcome.summary, script: outcome.script });
}

const label = (step, context) => text(expand(step.name ?? step.uses ?? step.run.split("\n")[0], context));

function script(step, context, run, cwd) {
  const files = Object.fromEntries(["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH"].map((name) => [name, join(run.temp, `${name}-${steps.length}`)]));
  for (const file of Object.values(files)) writeFileSync(file, "");
  const token = run.permissions["id-token"] === "write" ? { ACTIONS_ID_TOKEN_REQUEST_URL: "http://127.0.0.1/", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "x" } : {};
  const env = {
    ...baseEnvironment(),
    ...variablesFor(run.place),
    ...files,
    ...token,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: run.workspace,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: commit,
    GITHUB_REF: github.ref,
    GITHUB_REF_NAME: github.ref_name,
    GITHUB_RUN_ID: github.run_id,
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SERVER_URL: "https://github.example",
    RUNNER_TEMP: run.temp,
    RUNNER_OS: "Linux",
    ...stringsOf(context.env),
    ...stringsOf(expand(step.env ?? {}, context)),
  };
  const text = expand(step.run, context);
  const { exitCode, output } = runScript(text, { cwd, env });
  return { exitCode, output, script: text, outputs: outputsIn(files.GITHUB_OUTPUT), summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8") };
}

const variablesFor = (environment) => Object.fromEntries(Object.entries(request.variables ?? {}).map(([name, value]) => [name, value.replaceAll("{environment}", environment)]));

function others(environment, text) {
  giveHost(request.host, definitions);
  const { exitCode, output } = runScript(text, { cwd: definitions, env: { ...baseEnvironment(), ...variablesFor(environment) } });
  if (exitCode !== 0) throw new Error(`Meanwhile: ${output}`);
}

const stringsOf = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));

function outputsIn(file) {
  const outputs = {};
  const lines = readFileSync(file, "utf8").split("\n");
  for (let i = 0; i < lines.length; i++) {
    const block = /^([^=]+)<<(.+)$/.exec(lines[i]);
    if (block) {
      const end = lines.indexOf(block[2], i + 1);
      outputs[block[1]] = lines.slice(i + 1, end).join("\n");
      i = end;
    } else if (lines[i].includes("=")) outputs[lines[i].slice(0, lines[i].indexOf("="))] = lines[i].slice(lines[i].indexOf("=") + 1);
  }

  return outputs;
}

/** The actions that our workflows use; another one is an error here, and a reason to think about it. */
function useAction(step, context, run) {
  const inputs = expand(step.with ?? {}, context);
  const path = (value) => resolve(run.workspace, value ?? "");
  const action = step.uses.split("@")[0];
  switch (action) {
    case "actions/checkout":
      git(run.workspace, "clone", "--quiet", request.repositories?.[inputs.repository] ?? request.origin, path(inputs.path));
      giveHost(request.host, path(inputs.path));
      if (inputs.ref) git(path(inputs.path), "checkout", "--quiet", inputs.ref);
      return { exitCode: 0 };
    case "actions/setup-dotnet":
      if (inputs["global-json-file"] && !existsSync(join(run.workspace, inputs["global-json-file"])) && !existsSync(inputs["global-json-file"])) return { exitCode: 1, output: "There is no such global.json." };
      return { exitCode: 0 };
    case "actions/upload-artifact":
      if (!existsSync(path(inputs.path))) return inputs["if-no-files-found"] === "ignore" ? { exitCode: 0 } : { exitCode: 1, output: "No files were found." };
      cpSync(path(inputs.path), join(artifacts, inputs.name, ...(statSync(path(inputs.path)).isDirectory() ? [] : [basename(inputs.path)])), { recursive: true });
      return { exitCode: 0, output: `Uploaded ${inputs.name}.` };
    case "actions/download-artifact":
      cpSync(join(artifacts, inputs.name), path(inputs.path), { recursive: true });
      return { exitCode: 0 };
    case "./":
    case "./layercake":
      return composite(path(action), inputs, context, run);
    default:
      throw new Error(`What ${step.uses} does is not known here.`);
  }
}

function composite(folder, given, context, run) {
  const action = parse(readFileSync(join(folder, "action.yml"), "utf8"));
  const inner = { ...context, inputs: inputsOf(action, given, context), github: { ...context.github, action_path: folder }, steps: {} };
  const outcome = { exitCode: 0, output: "", summary: "" };
  for (const step of action.runs.steps) {
    const result = step.uses ? useAction(step, inner, run) : script(step, inner, run, run.workspace);
    if (step.id) inner.steps[step.id] = { outputs: result.outputs ?? {} };
    outcome.output += result.output ?? "";
    outcome.summary += result.summary ?? "";
    outcome.exitCode = result.exitCode;
    if (result.exitCode !== 0) break;
  }

  outcome.outputs = Object.fromEntries(Object.entries(action.outputs ?? {}).map(([name, output]) => [name, text(expand(output.value, inner))]));
  return outcome;
}

function ordered(jobs, needed) {
  const done = new Set();
  const result = [];
  const visit = (name) => {
    if (done.has(name)) return;
    done.add(name);
    for (const other of needed(jobs[name])) visit(other);
    result.push([name, jobs[name]]);
  };
  Object.keys(jobs).forEach(visit);
  return result;
}

function ancestors(jobs, name, needed) {
  const all = new Set();
  const visit = (job) => needed(jobs[job]).forEach((other) => !all.has(other) && all.add(other) && visit(other));
  visit(name);
  return [...all];
}

const trigger = load(own(request.workflow)).on;
const on = typeof trigger === "object" && !Array.isArray(trigger) ? trigger[request.event] : undefined;
const inputs = request.event === "workflow_dispatch" || request.event === "workflow_call" ? inputsOf(on, request.inputs ?? {}, { github }) : {};
const result = runWorkflow(own(request.workflow), inputs, []);
console.log(JSON.stringify({ result, steps }));
