// A client generated from a description by openapi-typescript, and a program written against it that TypeScript checks.
// stdin  {description, program}
// stdout {types: the generated text, problems: [what the compiler says]}
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { readJson } from './stdin.mjs';

const { description, program } = await readJson();
const types = astToString(await openapiTS(description));

const files = new Map([['/types.ts', types], ['/program.ts', program]]);
const options = { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
const host = ts.createCompilerHost(options);
const [exists, read] = [host.fileExists, host.readFile];
host.fileExists = name => files.has(name) || exists(name);
host.readFile = name => files.get(name) ?? read(name);
const getSourceFile = host.getSourceFile;
host.getSourceFile = (name, ...rest) => files.has(name) ? ts.createSourceFile(name, files.get(name), options.target) : getSourceFile(name, ...rest);
const problems = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host))
  .map(one => `${one.file?.fileName ?? ''} ${one.start ?? ''}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`);
console.log(JSON.stringify({ types, problems }));
