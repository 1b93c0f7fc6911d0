// Runs a pipeline's stages in order, as an agent would, against whatever the steps reach. Standard input: what to run, as JSON:
//   pipeline   the pipeline file, below the repository
//   origin     the Git repository that is self; "repositories" are the others, by alias
//   folder     an empty folder for agents and artifacts
//   parameters of the run
//   reason     Build.Reason: IndividualCI, Manual or PullRequest
//   host       a folder with the host, built already; a checkout is then given it, to save the time
//   variables  environment variables of every step; {environment} in a value is the stage's name
//   rejects    the jobs, as STAGE/JOB, whose validation somebody rejects; all others are approved
//   meanwhile  scripts that run before a job, by STAGE/JOB, in a clone of the repository: what others do while the pipeline waits
// Standard output: JSON with a line for each step.
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { giveHost } from "./host.mjs";
import { compile, isTrue, open } from "./azure-expressions.mjs";
import { Pipeline } from "./azure-template.mjs";
import { baseEnvironment, git, runScript } from "./shell.mjs";

const request = JSON.parse(readFileSync(0, "utf8"));
const artifacts = join(request.folder, "artifacts");
const origins = { self: request.origin, ...request.repositories };
for (const [alias, origin] of Object.entries(origins)) git(request.folder, "clone", "--quiet", origin, join(request.folder, "definitions", alias));

const predefined = { "Build.Reason": request.reason ?? "IndividualCI", "Build.SourceBranchName": "main", "System.PullRequest.TargetBranch": request.targetBranch ?? "refs/heads/main" };
const pipeline = new Pipeline((alias, file) => readFileSync(join(request.folder, "definitions", alias, file), "utf8"), predefined);
const { stages } = pipeline.expand(request.pipeline, request.parameters ?? {});
const steps = [];

/** The macros $(…) of a text, replaced as the agent does when a step starts. */
const macros = (value, variables) => (typeof value === "string" ? value.replace(/\$\(([\w.]+)\)/g, (whole, name) => (name in variables ? macros(variables[name], variables) : whole)) : value);

const all = (values, variables) => Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(macros(value, variables))]));

const nameOf = (job) => job.job ?? job.deployment;

/** Jobs in their order; each sees what became of those that it depends on. */
function runStage(stage) {
  const results = {};
  for (const job of stage.jobs) {
    const needed = [job.dependsOn ?? []].flat();
    const scope = { dependencies: Object.fromEntries(needed.map((other) => [other, { result: results[other].result, outputs: open(results[other].outputs) }])) };
    const succeeded = needed.every((other) => results[other].result === "Succeeded");
    if (!isTrue(compile((job.condition ?? "succeeded()").replaceAll("succeeded()", String(succeeded)))(scope))) {
      results[nameOf(job)] = { result: "Skipped", outputs: {} };
      steps.push({ job: `${stage.stage}/${nameOf(job)}`, step: "", result: "skipped" });
    } else results[nameOf(job)] = runJob(stage, job, scope);
  }

  return Object.values(results).every((result) => result.result !== "Failed");
}

/** A variable $[ … ] is known when its job starts. */
const variablesOf = (job, scope) =>
  [job.variables ?? []].flat().map(({ name, value }) => {
    const runtime = /^\$\[(.*)\]$/s.exec(value);
    return [name, runtime ? compile(runtime[1].trim())(scope) : value];
  });

const outputsIn = (name, output) => Object.fromEntries([...(output ?? "").matchAll(/^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)$/gm)].map(([, variable, value]) => [`${name}.${variable}`, value]));

function runJob(stage, job, scope) {
  const id = `${stage.stage}/${nameOf(job)}`;
  if (request.meanwhile?.[id]) others(stage.stage, request.meanwhile[id]);
  const agent = join(request.folder, "agents", id.replace("/", "-"));
  const sources = join(agent, "s");
  for (const folder of [sources, join(agent, "a"), join(agent, "temp")]) mkdirSync(folder, { recursive: true });

  const run = {
    id,
    stage: stage.stage,
    agent,
    cwd: sources,
    failed: false,
    outputs: {},
    variables: {
      ...predefined,
      "Agent.BuildDirectory": agent,
      "Agent.TempDirectory": join(agent, "temp"),
      "Pipeline.Workspace": agent,
      "System.AccessToken": "access-token",
      "System.JobAttempt": "1",
      ...Object.fromEntries(variablesOf(job, scope)),
    },
  };
  const list = job.steps ?? job.strategy.runOnce.deploy.steps;
  // A deployment job downloads every artifact by itself, unless it says no; no other job checks nothing out.
  if (job.job && !list.some((step) => step.checkout)) checkout("self", undefined, run);
  for (const step of list) runStep(step, run);
  return { result: run.failed ? "Failed" : "Succeeded", outputs: run.outputs };
}

function others(environment, text) {
  const folder = join(request.folder, "definitions", "self");
  giveHost(request.host, folder);
  const { exitCode, output } = runScript(text, { cwd: folder, env: { ...baseEnvironment(), ...variablesFor(environment) } });
  if (exitCode !== 0) throw new Error(`Meanwhile: ${output}`);
}

const variablesFor = (environment) => Object.fromEntries(Object.entries(request.variables ?? {}).map(([name, value]) => [name, value.replaceAll("{environment}", environment)]));

function runStep(step, run) {
  const name = macros(step.displayName, run.variables) ?? Object.values(step)[0];
  if (run.failed && !/succeededOrFailed|always/.test(step.condition ?? "") || isFalse(step.condition)) {
    steps.push({ job: run.id, step: name, result: "skipped" });
    return;
  }

  const outcome = carryOut(step, run);
  if (outcome.exitCode !== 0) run.failed = true;
  if (step.name) Object.assign(run.outputs, outputsIn(step.name, outcome.output));
  steps.push({ job: run.id, step: name, result: outcome.exitCode === 0 ? "success" : "failure", output: outcome.output, script: outcome.script });
}

/** Of conditions only what ours say is known: and(succeededOrFailed(), ne('A', 'B')). */
const isFalse = (condition) => {
  const compared = /ne\('([^']*)',\s*'([^']*)'\)/.exec(condition ?? "");
  return compared !== null && compared[1] === compared[2];
};

function carryOut(step, run) {
  if ("checkout" in step) return step.checkout === "none" ? { exitCode: 0 } : checkout(step.checkout, step.path, run);
  if ("download" in step) return download(step, run);
  if ("publish" in step) return publish(macros(step.publish, run.variables), macros(step.artifact, run.variables), run);
  if ("bash" in step) return script(step.bash, step, run, {});
  switch (step.task) {
    case "UseDotNet@2":
      return { exitCode: 0 };
    case "AzureCLI@2":
      return script(step.inputs.inlineScript, step, run, { servicePrincipalId: "client", tenantId: "tenant", idToken: "token", AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: step.inputs.azureSubscription });
    case "ManualValidation@1":
      return { exitCode: (request.rejects ?? []).includes(run.id) ? 1 : 0, output: macros(step.inputs.instructions, run.variables) };
    case "PublishTestResults@2": {
      const folder = join(run.cwd, dirname(step.inputs.testResultsFiles));
      return existsSync(folder) ? { exitCode: 0 } : { exitCode: 1, output: `No test results in ${basename(folder)}.` };
    }
    default:
      throw new Error(`What ${JSON.stringify(step)} does is not known here.`);
  }
}

function script(text, step, run, more) {
  const env = {
    ...baseEnvironment(),
    ...variablesFor(run.stage),
    TF_BUILD: "True",
    BUILD_REASON: predefined["Build.Reason"],
    BUILD_SOURCEBRANCHNAME: "main",
    BUILD_SOURCESDIRECTORY: run.cwd,
    AGENT_TEMPDIRECTORY: run.variables["Agent.TempDirectory"],
    SYSTEM_JOBATTEMPT: "1",
    ...more,
    ...all(step.env, run.variables),
  };
  const cwd = step.workingDirectory ? macros(step.workingDirectory, run.variables) : run.cwd;
  const replaced = macros(text, run.variables);
  // A script may have taken the tool from another branch.
  const tool = join(run.cwd, "layercake");
  if (existsSync(join(tool, "build.sh")) && !existsSync(join(tool, "artifacts"))) giveHost(request.host, tool);
  return { ...runScript(replaced, { cwd, env }), script: replaced };
}

function checkout(alias, path, run) {
  const folder = path ? join(run.agent, path) : run.cwd;
  git(run.agent, "clone", "--quiet", origins[alias], folder);
  giveHost(request.host, folder);
  return { exitCode: 0 };
}

function download(step, run) {
  if (step.download === "none") return { exitCode: 0 };
  const artifact = macros(step.artifact, run.variables);
  const from = join(artifacts, artifact);
  if (!existsSync(from)) return { exitCode: 1, output: `There is no artifact ${artifact}.` };
  cpSync(from, join(run.agent, artifact), { recursive: true });
  return { exitCode: 0 };
}

function publish(path, artifact, run) {
  const from = join(path.startsWith("/") ? "" : run.cwd, path);
  if (!existsSync(from)) return { exitCode: 1, output: `There is no ${path} to publish.` };
  if (existsSync(join(artifacts, artifact))) return { exitCode: 1, output: `There is an artifact ${artifact} already.` };
  cpSync(from, join(artifacts, artifact, ...(basename(path).includes(".") ? [basename(path)] : [])), { recursive: true });
  return { exitCode: 0 };
}

let succeeded = true;
for (const stage of stages) {
  if (!succeeded) steps.push({ job: stage.stage, step: "", result: "skipped" });
  else succeeded = runStage(stage);
}

console.log(JSON.stringify({ result: succeeded ? "success" : "failure", stages: stages.map((stage) => stage.stage), steps }));
