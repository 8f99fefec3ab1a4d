import type { Position } from './source.js';

/** Something wrong, or doubtful, in the fleet repository. */
export interface Finding {
  /** Stable rule number, documented in docs/rules.md. */
  readonly code: `CW${number}`;
  readonly severity: 'error' | 'warning';
  readonly at: Position;
  /** Dotted path of the field, for example `spec.scaling.min`; empty for a whole document or file. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}
