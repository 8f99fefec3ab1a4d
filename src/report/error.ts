import { AppError } from '../errors.js';
import { visibleText } from '../model/visible-text.js';

/** An error as the user reads it: one sentence, the next step, and for defects how to report them. Ends in a newline. */
export function describeError(error: unknown, options: { debug: boolean }): string {
  const lines = [`clusterwright: ${sentence(error)}`];
  if (error instanceof AppError && error.hint !== undefined) lines.push(`  next  ${error.hint}`);
  if (!(error instanceof AppError) || error.kind === 'internal') {
    lines.push(
      '  next  this is a defect in clusterwright: run again with CLUSTERWRIGHT_DEBUG=1 and report what it prints',
    );
  }
  if (options.debug && error instanceof Error) lines.push(stackWithCauses(error));
  return `${lines.join('\n')}\n`;
}

function sentence(error: unknown): string {
  // What a message quotes may have come from a file or a server.
  return visibleText((error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ').trim());
}

function stackWithCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${stackWithCauses(error.cause)}` : own;
}
