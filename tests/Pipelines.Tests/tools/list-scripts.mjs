// Writes every script of the workflows, the action and the pipeline templates to a file of its own, for shellcheck.
// Arguments: the root of the repository, the folder for the files.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const [root, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const below = (name) => (existsSync(join(root, name)) ? readdirSync(join(root, name)).filter((file) => file.endsWith(".yml")).map((file) => `${name}/${file}`) : []);
const files = [...below(".github/workflows"), ...below("deployment/pipelines"), ...["action.yml", "azure-pipelines.yml"].filter((file) => existsSync(join(root, file)))];

for (const file of files) {
  let count = 0;
  const visit = (value) => {
    if (value === null || typeof value !== "object") return;
    for (const [key, entry] of Object.entries(value))
      if (["run", "bash", "script", "inlineScript"].includes(key) && typeof entry === "string" && value.shell !== "pwsh")
        // $(name) is the agent's, replaced before the shell sees it.
        writeFileSync(join(folder, `${file.replaceAll(/[/.]/g, "-")}-${++count}.sh`), `#!/usr/bin/env bash\n${file.startsWith(".github") || file === "action.yml" ? entry : entry.replace(/\$\(([A-Za-z][\w.]*)\)/g, "/$1")}\n`);
      else visit(entry);
  };
  visit(parse(readFileSync(join(root, file), "utf8")));
}
