// Runs a step's script as an agent does: from a file, in a shell that stops at the first failure.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @returns {{ exitCode: number, output: string }} */
export function runScript(script, { cwd, env }) {
  const folder = mkdtempSync(join(tmpdir(), "step-"));
  try {
    const file = join(folder, "script.sh");
    writeFileSync(file, script);
    const result = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", file], { cwd, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    return { exitCode: result.status ?? 1, output: `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? `\n${result.error.message}` : ""}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function git(cwd, ...args) {
  const result = spawnSync("git", args, { cwd, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`git ${args.join(" ")}: ${result.stderr}`);
  return result.stdout.trim();
}

/** What an agent's scripts see of this machine, with how fast .NET starts, and nothing that a CI system around this one set. */
export function baseEnvironment() {
  const kept = ["PATH", "HOME", "LANG", "DOTNET_ROOT", "DOTNET_INSTALL_DIR", "NUGET_PACKAGES", "TMPDIR", "USER", "DOTNET_EnableWriteXorExecute", "DOTNET_TieredPGO", "DOTNET_GCgen0size"];
  return Object.fromEntries(kept.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]));
}
