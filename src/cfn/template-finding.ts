/** Something that CloudFormation would refuse, or that is surely a mistake. */
export interface TemplateFinding {
  /** JSON pointer into the template. */
  readonly pointer: string;
  readonly message: string;
}
