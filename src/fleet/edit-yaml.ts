import { type Document, parseAllDocuments } from 'yaml';
import { AppError } from '../errors.js';
import { canonicalJson } from '../model/digest.js';
import { withPrintedChange } from './printed-change.js';

/**
 * The text of a YAML file after `edit` has changed its documents (`setIn`, `deleteIn` and the like of the yaml package).
 * Lines that the edit does not touch stay as they are, with their comments, order, quotes and spaces; so do the kind of
 * line ends and a byte order mark. The text must be valid YAML: what `validate` reads without CW1006.
 */
export function editYaml(text: string, edit: (documents: readonly Document[]) => void): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lineEnd = /\r\n/.test(text) ? '\r\n' : '\n';
  const original = text.slice(mark.length).replace(/\r\n?/g, '\n');
  const documents = documentsOf(original);
  const before = printed(documents);
  edit(documents);
  const after = printed(documents);
  const merged = withPrintedChange(original, { before, after });
  // Printing moves spaces and blank lines about; should the merge of that ever go wrong, tidier text beats a wrong value.
  const result = sameValues(merged, documents) ? merged : after;
  return mark + result.replaceAll('\n', lineEnd);
}

/** The document of a kind and name among those of a file; throws AppError if there is none. */
export function documentNamed(documents: readonly Document[], kind: string, name: string): Document {
  const found = documents.find(
    document => document.get('kind') === kind && document.getIn(['metadata', 'name']) === name,
  );
  if (found === undefined) throw new AppError('no-such-document', `there is no ${kind} "${name}" in this file`);
  return found;
}

function documentsOf(text: string): Document[] {
  const documents = parseAllDocuments(text);
  if ('empty' in documents) throw new AppError('cannot-edit', 'the file is empty');
  const error = documents.flatMap(document => document.errors)[0];
  if (error !== undefined) {
    throw new AppError('cannot-edit', `the file is not valid YAML: ${error.message}`, {
      hint: 'run clusterwright validate',
      cause: error,
    });
  }
  return documents;
}

/** Long lines are not broken, and a flow collection keeps its own form. */
function printed(documents: readonly Document[]): string {
  return documents.map(document => document.toString({ lineWidth: 0, flowCollectionPadding: true })).join('');
}

function sameValues(text: string, documents: readonly Document[]): boolean {
  const parsed = parseAllDocuments(text);
  if ('empty' in parsed || parsed.some(document => document.errors.length > 0)) return false;
  return valuesOf(parsed) === valuesOf(documents);
}

function valuesOf(documents: readonly Document[]): string {
  return canonicalJson(documents.map(document => document.toJS() as unknown));
}
