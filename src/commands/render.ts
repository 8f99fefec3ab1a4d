import { resolve } from 'node:path';
import pc from 'picocolors';
import { exitCodes } from '../errors.js';
import { workingTree } from '../git/working-tree.js';
import type { Artifacts, StackArtifact } from '../model/artifact.js';
import { indexFile, renderPreview } from '../render/preview.js';
import { extensionsText } from '../report/extensions.js';
import { findingsText } from '../report/findings.js';
import { columns, counted } from '../report/text.js';
import type { CommandContext } from './context.js';
import { writeRenderedFolder } from './rendered-folder.js';
import { filesOutside, renderFiles } from './rendering.js';

export interface RenderOptions {
  readonly directory: string;
  /** Folder to write to; without it, only what would be written is shown. */
  readonly out: string | undefined;
  /** Names of clusters; none for all. */
  readonly clusters: readonly string[];
  readonly format: 'text' | 'json';
}

/** Renders the working tree, committed or not. Works without Git and without AWS. */
export async function render(context: CommandContext, options: RenderOptions): Promise<number> {
  const directory = resolve(context.cwd, options.directory);
  const out = options.out === undefined ? undefined : resolve(context.cwd, options.out);
  const files = filesOutside(workingTree(directory), out, directory);
  const { findings, fileCount, rendering } = await renderFiles(files, options);
  const colours = pc.createColors(context.colour);
  if (findings.length > 0) context.stderr.write(findingsText(findings, { fileCount }, colours));
  if (rendering === undefined) return exitCodes.failed;
  const preview = renderPreview(rendering.fleet, rendering.artifacts);
  if (out !== undefined) await writeRenderedFolder(out, preview);
  const index = preview.find(({ path }) => path === indexFile);
  context.stdout.write(
    options.format === 'json' ? (index?.body ?? '') : renderedText(rendering.artifacts, options.out),
  );
  return exitCodes.done;
}

/** A line for each stack, grouped by cluster, and the next step. */
export function renderedText({ stacks, nodeConfigs }: Artifacts, out: string | undefined): string {
  const added = extensionsText(stacks);
  const rows = stacks.flatMap((stack, index) => {
    const heading = stack.cluster === stacks[index - 1]?.cluster ? [] : [[stack.cluster ?? '']];
    return [...(stack.cluster === undefined ? [] : heading), stackRow(stack)];
  });
  const count = `${counted(stacks.length, 'stack')} and ${counted(nodeConfigs.length, 'node config')}`;
  return [
    columns(rows, { gap: 3 }),
    '',
    ...(added === undefined ? [] : [added, '']),
    out === undefined ? `${count} rendered, nothing written.` : `${count} written to ${out}.`,
    out === undefined
      ? '  clusterwright render --out DIR    writes them'
      : '  clusterwright plan    shows, once committed, what they would change',
    '',
  ].join('\n');
}

function stackRow(stack: StackArtifact): readonly string[] {
  const { id, cluster, template, body, target } = stack;
  const name = cluster === undefined ? id : `  ${id.slice(cluster.length + 1)}`;
  return [
    name,
    counted(Object.keys(template.Resources).length, 'resource'),
    `${Buffer.byteLength(body)} bytes`,
    `${target.account.name}, ${target.region}`,
  ];
}
