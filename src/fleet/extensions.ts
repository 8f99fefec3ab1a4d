import { posix } from 'node:path';
import type { Finding } from '../model/finding.js';
import type { Extension } from '../model/fleet.js';
import { stackKinds } from '../model/stack-kind.js';
import type { FleetFile, FleetFiles } from './fleet-files.js';
import { quoted } from './quoted.js';
import { didYouMean } from './suggestion.js';
import { decodeText } from './text.js';

const folder = 'templates/extra/';
const ending = '.yaml.hbs';

/** Twice what CloudFormation takes inline: more is no extension. */
const maxBytes = 100_000;

export interface ReadExtensions {
  readonly extensions: readonly Extension[];
  readonly findings: readonly Finding[];
}

/** Reads `templates/extra/<stack>.yaml.hbs`. Whatever else lies there is told: it would be silently without effect. */
export async function readExtensions(listed: readonly FleetFile[], files: FleetFiles): Promise<ReadExtensions> {
  const extensions: Extension[] = [];
  const findings: Finding[] = [];
  for (const kind of stackKinds) {
    const file = listed.find(({ path }) => path === `${folder}${kind}${ending}`);
    if (file === undefined) continue;
    const text = await textOf(file, files);
    if (typeof text === 'string') extensions.push({ kind, file: file.path, text });
    else findings.push(text);
  }
  const known = new Set<string>(stackKinds.map(kind => `${folder}${kind}${ending}`));
  return { extensions, findings: [...findings, ...listed.filter(({ path }) => !known.has(path)).flatMap(misplaced)] };
}

async function textOf({ path, kind, sizeBytes }: FleetFile, files: FleetFiles): Promise<string | Finding> {
  if (kind === 'file') {
    // Not even read when it is too large.
    return sizeBytes > maxBytes
      ? unreadable(path, `the file has ${sizeBytes} bytes; ${maxBytes} are the limit`)
      : decodeText(path, await files.read(path), maxBytes);
  }
  return unreadable(path, `the file is a ${kind}, which is not followed`, 'commit the file itself');
}

function unreadable(file: string, message: string, hint?: string): Finding {
  const finding: Finding = { code: 'CW1001', severity: 'error', at: start(file), path: '', message };
  return hint === undefined ? finding : { ...finding, hint };
}

/** A template that no stack would ever get: in the folder all but notes, elsewhere what is named after a stack. */
function misplaced({ path, kind }: FleetFile): readonly Finding[] {
  if (kind !== 'file' && (path === 'templates' || `${path}/` === folder)) {
    const message = `the ${kind} is not followed: templates behind it are not read`;
    return [{ ...notRead(path), message, hint: 'keep them in the repository itself' }];
  }
  const name = posix.basename(path);
  const isNote = /^\.|\.md$/i.test(name);
  const isStray = path.startsWith('templates/') && stackKinds.some(stack => name === `${stack}${ending}`);
  if (path.startsWith(folder) ? isNote : !isStray) return [];
  const message = `no stack gets ${quoted(path)}: templates are ${folder}<stack>${ending}`;
  const suggestion = didYouMean(name.replace(/\..*$/, ''), stackKinds);
  const stacks = `stacks are ${stackKinds.join(', ')}`;
  return [
    { ...notRead(path), message, hint: isStray || suggestion === undefined ? stacks : `${suggestion} ${stacks}` },
  ];
}

function notRead(path: string) {
  return { code: 'CW1015', severity: 'error', at: start(path), path: '' } as const;
}

function start(file: string) {
  return { file, line: 1, column: 1 };
}
