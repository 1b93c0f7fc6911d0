// Checks Azure Pipelines files with the language service of its editors and the schema of the service.
// Arguments: the schema, then files. Output: one finding a line, "file(line,column): message".
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { getLanguageService } from "azure-pipelines-language-service";
import * as yamlParser from "azure-pipelines-language-service/lib/parser/yamlParser.js";
import { TextDocument } from "vscode-languageserver-textdocument";

const [schema, ...files] = process.argv.slice(2);
const print = console.log;
console.log = () => {}; // The service prints how it looks for the schema.

const schemaUri = "file:///schema.json";
const service = getLanguageService(async () => JSON.parse(readFileSync(schema, "utf8")), [], async () => schemaUri, { resolveRelativePath: (relative) => relative });
service.configure({ validate: true, schemas: [] });

for (const file of files) {
  const document = TextDocument.create(`file://${resolve(file)}`, "azure-pipelines", 1, readFileSync(file, "utf8"));
  for (const problem of await service.doValidation(document, yamlParser.parse(document.getText()))) {
    const { line, character } = problem.range.start;
    print(`${file}(${line + 1},${character + 1}): ${problem.message}`);
  }
}
