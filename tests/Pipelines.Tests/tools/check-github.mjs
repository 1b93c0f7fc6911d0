// Checks workflow and action files as GitHub does: with its own parser and with the language service of its editors.
// Arguments: files. Output: one finding a line, "file(line,column): message".
import { readFileSync, existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseWorkflow, NoOperationTraceWriter } from "@actions/workflow-parser";
import { validate } from "@actions/languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";

const root = resolve(process.cwd());

// Workflows that a workflow names by their path.
const fileProvider = {
  async getFileContent(reference) {
    const path = join(root, reference.path ?? "");
    if (!existsSync(path)) throw new Error(`${reference.path} does not exist.`);
    return { name: path, content: readFileSync(path, "utf8") };
  },
};

for (const file of process.argv.slice(2)) {
  const content = readFileSync(file, "utf8");
  if (basename(dirname(file)) === "workflows") {
    const parsed = parseWorkflow({ name: file, content }, new NoOperationTraceWriter());
    for (const error of parsed.context.errors.getErrors()) console.log(`${file}: ${error.message}`);
  }

  const uri = `file://${resolve(file)}`;
  for (const problem of await validate(TextDocument.create(uri, "yaml", 1, content), { fileProvider })) {
    const { line, character } = problem.range.start;
    console.log(`${file}(${line + 1},${character + 1}): ${problem.message}`);
  }
}
