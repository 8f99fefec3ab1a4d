import { parseAllDocuments } from 'yaml';
import type { FileChange } from './file-change.js';

/** Adds documents at the end of a file, with its own line ends; a file that is not there yet gets them alone. */
export function appended(path: string, before: string | undefined, documents: string): FileChange {
  if (before === undefined || before.trim() === '') return { path, before, after: documents };
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
  const ended = before.endsWith('\n') ? before : `${before}${lineEnd}`;
  const separator = endsOpen(ended) ? '' : `---${lineEnd}`;
  return { path, before, after: `${ended}${separator}${documents.replaceAll('\n', lineEnd)}` };
}

/** Whether a separator stands at the end already, so that another one would make an empty document. */
function endsOpen(text: string): boolean {
  const documents = parseAllDocuments(text);
  return !('empty' in documents) && documents.length > 1 && documents.at(-1)?.contents === null;
}
