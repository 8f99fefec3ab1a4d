import { AppError } from '../errors.js';
import { formatPosition, type Position } from '../model/source.js';

/** Something wrong in a template, or in what it was given. `at` is a place in the template's file. */
export class TemplateError extends AppError {
  readonly at: Position;
  /** The message without the place. */
  readonly reason: string;

  constructor(at: Position, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super('template', `${formatPosition(at)}: ${message}`, { kind: 'internal', ...options });
    this.at = at;
    this.reason = message;
  }
}
