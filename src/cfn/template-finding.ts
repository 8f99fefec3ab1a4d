/** Something that CloudFormation would refuse, or that is surely a mistake. */
export interface TemplateFinding {
  /** Stable number, documented in docs/rules.md. */
  readonly code: `CW${number}`;
  /** A warning is about what AWS may have been asked to allow. */
  readonly severity: 'error' | 'warning';
  /** JSON pointer into the template. */
  readonly pointer: string;
  readonly message: string;
}

export function mistake(code: TemplateFinding['code'], pointer: string, message: string): TemplateFinding {
  return { code, severity: 'error', pointer, message };
}
