import type { Writable } from 'node:stream';
import type { Colors as Colours } from 'picocolors/types.js';
import type { Progress } from '../reconcile/progress.js';
import { stackLabel, stackOutcomeText } from './outcome.js';
import { columns, duration } from './text.js';

export interface ProgressPrinter {
  readonly show: (progress: Progress) => void;
  /** Takes the live block off the screen. */
  readonly end: () => void;
}

export interface ProgressOptions {
  readonly paint: Colours;
  readonly now: () => number;
  /** A terminal: stacks at work are one block that is redrawn in place. Elsewhere: a plain line per change of status. */
  readonly live: boolean;
}

export function progressPrinter(stream: Writable, options: ProgressOptions): ProgressPrinter {
  return options.live ? livePrinter(stream, options) : linePrinter(stream, options);
}

function linePrinter(stream: Writable, { paint }: ProgressOptions): ProgressPrinter {
  return {
    show(progress) {
      if (progress.kind === 'done') {
        if (progress.outcome.result !== 'unchanged') stream.write(`${stackOutcomeText(progress.outcome, paint)}\n`);
      } else if (progress.status !== 'proposed') {
        stream.write(`${stackLabel(progress)}  ${progress.status}\n`);
      }
    },
    end: () => undefined,
  };
}

const clearBelow = '\u001b[J';

function livePrinter(stream: Writable, { paint, now }: ProgressOptions): ProgressPrinter {
  const working = new Map<string, Extract<Progress, { kind: 'status' }>>();
  let drawnLines = 0;

  const erase = () => {
    if (drawnLines > 0) stream.write(`\u001b[${drawnLines}A${clearBelow}`);
    drawnLines = 0;
  };
  const draw = () => {
    erase();
    if (working.size === 0) return;
    const rows = [...working.values()].map(at => [stackLabel(at), at.status, duration(now() - at.since)]);
    const lines = fitting(columns(rows).split('\n'), screenRows(stream));
    stream.write(`${lines.join('\n')}\n`);
    drawnLines = lines.length;
  };
  const clock = setInterval(draw, 1000);
  clock.unref();

  return {
    show(progress) {
      if (progress.kind === 'status') {
        working.set(progress.id, progress);
      } else {
        working.delete(progress.id);
        erase();
        if (progress.outcome.result !== 'unchanged') stream.write(`${stackOutcomeText(progress.outcome, paint)}\n`);
      }
      draw();
    },
    end() {
      clearInterval(clock);
      erase();
    },
  };
}

/** A block that is taller than the screen could not be erased again. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  const most = Math.max(1, rows - 2);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `… and ${lines.length - most + 1} more`];
}

function screenRows(stream: Writable): number {
  return 'rows' in stream && typeof stream.rows === 'number' ? stream.rows : 24;
}
