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
  /** The other places that the message is about: the cluster that a block overlaps, say. */
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  readonly at: Position;
  /** What stands there, for example `cluster prod-a`. */
  readonly message: string;
}

/**
 * What a finding keeps while lines above it, or above the places that its message names, come and go. Two mistakes of
 * one file may share it.
 */
export function findingIdentity({ code, at, path, message }: Finding): string {
  return JSON.stringify([code, at.file, path, message.replaceAll(/:\d+:\d+\b/g, '')]);
}

/** By file, line and column, then by code. */
export function byPlace(a: Finding, b: Finding): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.line - b.at.line || a.at.column - b.at.column || (a.code < b.code ? -1 : 1);
}
