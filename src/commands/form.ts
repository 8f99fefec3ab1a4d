import type { Readable } from 'node:stream';
import { type CANCEL_SYMBOL, confirm, isCancel, select, text } from '@clack/prompts';
import { AppError } from '../errors.js';
import { didYouMean } from '../fleet/suggestion.js';
import type { CommandContext } from './context.js';

/**
 * What a command needs to know: from its flags, else asked for on a terminal. It asks only when something is missing
 * that has no default, and then for everything that is open, so that a command line that says enough runs unasked.
 */
export interface Form {
  /** Whether it asks. */
  readonly asking: boolean;
  text(field: TextField): Promise<string>;
  /** Names, separated by commas or spaces. */
  list(field: ListField): Promise<readonly string[]>;
  choice(field: ChoiceField): Promise<string>;
  yesOrNo(message: string): Promise<boolean>;
}

interface Field {
  /** As the command line has it: `--domain`. */
  readonly flag: string;
  readonly given: string | undefined;
  readonly message: string;
  /** What holds if nobody says anything; shown as the first suggestion. */
  readonly fallback?: string | undefined;
}

export interface TextField extends Field {
  /** What is wrong with an answer, if anything. */
  readonly check: (answer: string) => string | undefined;
}

export interface ListField extends Field {
  readonly check: (item: string) => string | undefined;
}

export interface ChoiceField extends Field {
  readonly options: readonly string[];
}

/** A flag that has no default. */
export interface RequiredFlag {
  readonly flag: string;
  readonly given: string | undefined;
}

/** Throws AppError of kind `usage` that lists every missing flag, if there is no terminal to ask on. */
export function openForm(context: CommandContext, required: readonly RequiredFlag[]): Form {
  const missing = required.filter(({ given }) => given === undefined).map(({ flag }) => flag);
  const terminal = terminalOf(context);
  if (missing.length > 0 && terminal === undefined) {
    throw new AppError('missing-flags', `missing: ${missing.join(', ')}`, {
      kind: 'usage',
      hint: 'say it on the command line (--help explains each), or run the command on a terminal, where it asks',
    });
  }
  return missing.length > 0 && terminal !== undefined ? asked(terminal) : unasked;
}

interface Terminal {
  readonly input: Readable;
  readonly output: CommandContext['stderr'];
  readonly signal: AbortSignal;
}

/** Questions go to stderr: stdout is for data. */
function terminalOf({ stderr, signal }: CommandContext): Terminal | undefined {
  return process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: stderr, signal } : undefined;
}

function asked(terminal: Terminal): Form {
  return {
    asking: true,
    async text({ flag, given, message, fallback, check }) {
      if (given !== undefined) return checked(flag, given, check);
      const initialValue = fallback ?? '';
      const validate = (answer: string | undefined) => check((answer ?? '').trim());
      return answered(await text({ ...terminal, message, initialValue, validate })).trim();
    },
    async list({ flag, given, message, fallback, check }) {
      const checkAll = (answer: string) => listProblem(answer, check);
      if (given !== undefined) return itemsOf(checked(flag, given, checkAll));
      const validate = (answer: string | undefined) => checkAll(answer ?? '');
      return itemsOf(answered(await text({ ...terminal, message, initialValue: fallback ?? '', validate })));
    },
    async choice({ flag, given, message, fallback, options }) {
      if (given !== undefined) return oneOf(flag, given, options);
      const [only, ...others] = options;
      if (only !== undefined && others.length === 0) return only;
      const listed = options.map(value => ({ value }));
      const initial = fallback === undefined ? {} : { initialValue: fallback };
      return answered(await select({ ...terminal, message, options: listed, ...initial }));
    },
    yesOrNo: async message => answered(await confirm({ ...terminal, message })),
  };
}

const unasked: Form = {
  asking: false,
  text: async ({ flag, given, fallback, check }) => checked(flag, given ?? fallback ?? '', check),
  list: async ({ flag, given, fallback, check }) =>
    itemsOf(checked(flag, given ?? fallback ?? '', answer => listProblem(answer, check))),
  choice: async ({ flag, given, fallback, options }) => oneOf(flag, given ?? fallback ?? '', options),
  yesOrNo: async () => false,
};

function answered<Value>(answer: Value | typeof CANCEL_SYMBOL): Value {
  if (isCancel(answer)) throw new AppError('interrupted', 'nothing was written', { kind: 'interrupted' });
  return answer;
}

function checked(flag: string, answer: string, check: (answer: string) => string | undefined): string {
  const problem = check(answer);
  if (problem === undefined) return answer;
  throw wrongFlag(flag, problem);
}

function oneOf(flag: string, answer: string, options: readonly string[]): string {
  if (options.includes(answer)) return answer;
  const near = didYouMean(answer, options);
  throw wrongFlag(
    flag,
    `there is no "${answer}"; there ${options.length === 1 ? 'is' : 'are'} ${options.join(', ')}`,
    near,
  );
}

export function wrongFlag(flag: string, problem: string, hint = 'see --help'): AppError {
  return new AppError('wrong-flag', `${flag}: ${problem}`, { kind: 'usage', hint });
}

function itemsOf(answer: string): readonly string[] {
  return answer.split(/[\s,]+/).filter(item => item !== '');
}

function listProblem(answer: string, check: (item: string) => string | undefined): string | undefined {
  const items = itemsOf(answer);
  if (items.length === 0) return 'name at least one';
  const twice = items.find((item, index) => items.indexOf(item) < index);
  if (twice !== undefined) return `${twice} stands there twice`;
  return items.map(check).find(problem => problem !== undefined);
}
