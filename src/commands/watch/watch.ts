import { resolve } from 'node:path';
import { AppError, exitCodes } from '../../errors.js';
import { isNeverRead } from '../../fleet/fleet-files.js';
import { folderChanges } from '../../git/folder-changes.js';
import { workingTree } from '../../git/working-tree.js';
import type { Rendering } from '../../render/changes/rendering-changes.js';
import { type PreviewFile, renderPreview } from '../../render/preview.js';
import { describeError } from '../../report/error.js';
import { counted } from '../../report/text.js';
import type { CommandContext } from '../context.js';
import type { RenderOptions } from '../render.js';
import { updateRenderedFolder } from '../rendered-folder.js';
import { filesOutside, isBelow } from '../rendering.js';
import { type Look, lookAt } from './look.js';
import { firstText, nextText } from './tell.js';

/** Renders the working tree, then tells with every change of it what that changes, until it is interrupted. */
export async function watch(context: CommandContext, options: RenderOptions): Promise<number> {
  requireText(options);
  const directory = resolve(context.cwd, options.directory);
  const out = options.out === undefined ? undefined : resolve(context.cwd, options.out);
  const files = filesOutside(workingTree(directory), out, directory);
  const isOutput = out === undefined ? () => false : isBelow(out, directory);
  const ignored = (path: string) => isOutput(path) || isNeverRead(path);
  const write = out === undefined ? undefined : writerTo(out, options.out ?? out);
  const request = { clusters: options.clusters, parsed: new Map(), earlier: new Map() };
  let last: Look | undefined;
  for await (const _ of folderChanges(directory, { signal: context.signal, ignored })) {
    const startedMs = performance.now();
    const look = await lookAt(files, request, last);
    if (look === undefined) continue;
    if (last === undefined) {
      if (look.rendering !== undefined) await write?.(look.rendering);
      context.stdout.write(firstText(look, { ...options, colour: context.colour }));
    } else {
      context.stdout.write(await nextText(look, last, { ...options, colour: context.colour, startedMs }));
      if (look.rendering !== undefined) context.stdout.write((await write?.(look.rendering).catch(failureText)) ?? '');
    }
    last = look;
  }
  return exitCodes.done;
}

function requireText({ format }: RenderOptions): void {
  if (format === 'text') return;
  throw new AppError('watch-is-text', `--watch is for people to read and has no --format ${format}`, {
    kind: 'usage',
    hint: 'leave out one of them',
  });
}

/** Keeps a folder as the latest rendering, and says what became of it. */
function writerTo(out: string, name: string) {
  let before: readonly PreviewFile[] = [];
  return async ({ fleet, artifacts }: Rendering): Promise<string> => {
    const after = renderPreview(fleet, artifacts);
    const { written, removed } = await updateRenderedFolder(out, { before, after });
    before = after;
    if (written + removed === 0) return '';
    return `${counted(written, 'file')} written to ${name}${removed === 0 ? '' : `, ${removed} removed`}.\n`;
  };
}

/** The rendering is right all the same, so the next one is tried again. */
function failureText(error: unknown): string {
  if (error instanceof AppError) return describeError(error, { debug: false });
  throw error;
}
