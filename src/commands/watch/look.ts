import { AppError } from '../../errors.js';
import type { FleetFiles } from '../../fleet/fleet-files.js';
import { fileEvents, type SettledFiles, settledFiles } from '../../fleet/settled-files.js';
import type { Rendering } from '../../render/changes/rendering-changes.js';
import type { ToldLook } from '../../report/look.js';
import { type Rendered, type RenderRequest, renderFiles } from '../rendering.js';

/** What a working tree was, and rendered to, at one moment. */
export interface Look extends Rendered, ToldLook {
  readonly contents: SettledFiles['contents'];
  /** The latest rendering of all looks that was right. */
  readonly lastGood: Rendering | undefined;
}

/**
 * Looks again; undefined if there is nothing to tell. What fails is part of what there is to tell, unless it is the first
 * look: then the AppError is thrown.
 */
export async function lookAt(files: FleetFiles, request: RenderRequest, last?: Look): Promise<Look | undefined> {
  let seen: Pick<Look, 'contents' | 'events'> = { contents: last?.contents ?? new Map(), events: [] };
  try {
    const settled = await settledFiles(files);
    seen = { contents: settled.contents, events: last ? fileEvents(last.contents, settled.contents) : [] };
    if (last !== undefined && last.failure === undefined && seen.events.length === 0) return undefined;
    const rendered = await renderFiles(settled, request);
    return { ...rendered, ...seen, failure: undefined, lastGood: rendered.rendering ?? last?.lastGood };
  } catch (error) {
    if (!(error instanceof AppError) || last === undefined) throw error;
    if (error.message === last.failure?.message && seen.events.length === 0) return undefined;
    return { ...last, ...seen, rendering: undefined, failure: error };
  }
}
