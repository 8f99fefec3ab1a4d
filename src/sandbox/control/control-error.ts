/** What the control API refuses; always told in the same shape. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;
  readonly code: string;
  /** An imperative sentence without a full stop. */
  readonly next: string;

  constructor(status: number, code: string, { message, next }: { readonly message: string; readonly next: string }) {
    super(message);
    this.status = status;
    this.code = code;
    this.next = next;
  }
}
