import pc from 'picocolors';
import { loadSpecification } from '../../cfn/specification.js';
import { renderingChanges } from '../../render/changes/rendering-changes.js';
import { findingsText } from '../../report/findings.js';
import { lookText } from '../../report/look.js';
import { changesCount, renderingChangesText } from '../../report/rendering-changes.js';
import { duration } from '../../report/text.js';
import { renderedText } from '../render.js';
import type { Look } from './look.js';

interface TellOptions {
  readonly directory: string;
  readonly out: string | undefined;
  readonly colour: boolean;
}

/** What `render` prints, and that this is not all. */
export function firstText(look: Look, { directory, out, colour }: TellOptions): string {
  const { findings, rendering } = look;
  const sections = [
    ...(findings.length === 0 ? [] : [findingsText(findings, look, pc.createColors(colour))]),
    ...(rendering === undefined ? [] : [renderedText(rendering.artifacts, out)]),
    `Watching ${directory} for changes; Ctrl-C ends it.\n`,
  ];
  return sections.join('\n');
}

/** What became different since the last look, and since the last rendering that was right. */
export async function nextText(
  look: Look,
  last: Look,
  { out, colour, startedMs }: TellOptions & { readonly startedMs: number },
): Promise<string> {
  const { rendering } = look;
  const { lastGood } = last;
  const paint = pc.createColors(colour);
  let result: string | undefined;
  if (rendering !== undefined && lastGood === undefined) result = renderedText(rendering.artifacts, out);
  if (rendering !== undefined && lastGood !== undefined) {
    const changes = renderingChanges(lastGood, rendering, await loadSpecification());
    const count = `${changesCount(changes, rendering)} ${paint.dim(duration(performance.now() - startedMs))}`;
    result = [renderingChangesText(changes, paint), count].filter(Boolean).join('\n');
  }
  return lookText(look, last, { time: new Date(), result, paint });
}
