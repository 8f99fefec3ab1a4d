import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node.js';
import { projectRoot } from '../cli/process.js';

/** The YAML language server of editors, as a process that speaks LSP over stdio. */
export interface LanguageServer {
  /** What it has against a file, `line:column message`, both from 1. */
  diagnose(path: string, text: string): Promise<readonly string[]>;
  /** What it shows where `word` first stands, in Markdown; the file must have been diagnosed. */
  hover(path: string, word: string): Promise<string>;
  /** What it offers behind `before`. */
  complete(path: string, before: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts it with the settings of docs/editors.md: one schema for all YAML files. */
export async function startLanguageServer(): Promise<LanguageServer> {
  const program = join(projectRoot, 'node_modules/yaml-language-server/bin/yaml-language-server');
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const diagnostics = new Map<string, (found: readonly Diagnostic[]) => void>();
  const texts = new Map<string, string>();
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => (section === 'yaml' ? settings() : {})),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
    diagnostics.get(published.uri)?.(published.diagnostics);
  });
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});

  const place = (path: string, offset: number) => {
    const lines = (texts.get(path) ?? '').slice(0, offset).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    return { textDocument: { uri: uriOf(path) }, position };
  };
  const offsetOf = (path: string, text: string) => {
    const offset = texts.get(path)?.indexOf(text) ?? -1;
    if (offset === -1) throw new Error(`${path} has no ${text}`);
    return offset;
  };
  return {
    async diagnose(path, text) {
      const uri = uriOf(path);
      texts.set(path, text);
      const published = new Promise<readonly Diagnostic[]>(resolve => diagnostics.set(uri, resolve));
      const textDocument = { uri, languageId: 'yaml', version: 1, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      return (await published).map(
        ({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${message}`,
      );
    },
    async hover(path, word) {
      const answer: Hover | null = await connection.sendRequest(
        'textDocument/hover',
        place(path, offsetOf(path, word) + 1),
      );
      return answer?.contents.value ?? '';
    },
    async complete(path, before) {
      const offset = offsetOf(path, before) + before.length;
      const answer: Completions = await connection.sendRequest('textDocument/completion', place(path, offset));
      return answer.items.map(({ label }) => label);
    },
    async stop() {
      const exit = once(child, 'exit');
      connection.dispose();
      child.kill();
      await exit;
    },
  };
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}
interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}
interface Hover {
  readonly contents: { readonly value: string };
}
interface Completions {
  readonly items: readonly { readonly label: string }[];
}

const capabilities = {
  workspace: { configuration: true },
  textDocument: { publishDiagnostics: {}, hover: { contentFormat: ['markdown'] }, completion: { completionItem: {} } },
};

/** The snippet of docs/editors.md, with the schema where it is here. */
function settings(): object {
  const documentation = readFileSync(join(projectRoot, 'docs/editors.md'), 'utf8');
  const snippet = /```json\n(?<json>[\s\S]+?)```/.exec(documentation)?.groups?.json ?? '';
  const { 'yaml.schemas': schemas }: { 'yaml.schemas': Record<string, unknown> } = JSON.parse(snippet);
  const local = pathToFileURL(join(projectRoot, 'schemas/clusterwright.schema.json')).href;
  const [globs] = Object.values(schemas);
  return { schemas: { [local]: globs }, schemaStore: { enable: false }, validate: true, hover: true, completion: true };
}

function uriOf(path: string): string {
  return `file:///fleet/${path}`;
}
