import { stringify } from 'yaml';

/** A line with a comment behind it, where comments of hand-written specs stand. */
export function noted(line: string, comment: string): string {
  return `${line.padEnd(commentColumn - 1)} # ${comment}`;
}

const commentColumn = 40;

/** A string as YAML has it, in quotes where it would be read as something else or end early. */
export function scalar(value: string): string {
  return stringify(value, { lineWidth: 0, blockQuote: false }).trimEnd();
}

/** Strings in a flow list: `[a, b]`. */
export function flowList(values: readonly string[]): string {
  return `[${values.map(flowScalar).join(', ')}]`;
}

/** Lines of a file, with a line end behind each. */
export function fileText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** Between braces and brackets, more has a meaning. */
export function flowScalar(value: string): string {
  return /^[A-Za-z][\w.-]*$/.test(value) ? scalar(value) : JSON.stringify(value);
}
