import { type Document, isMap, parseDocument } from 'yaml';
import { documentNamed, editYaml } from '../fleet/edit-yaml.js';
import type { NewMachineImages, NewRelease } from './new-release.js';
import { writeImages } from './write-images.js';

export interface ReleaseCopy {
  readonly from: string;
  readonly name: string;
  /** Undefined for none: what the old Release says about itself is not true of the new one. */
  readonly notes: string | undefined;
}

/** The text of a new Release: that of the old one's file, comments and all, with what is new. */
export function copyRelease(text: string, { from, name, notes }: ReleaseCopy, content: NewRelease): string {
  return editYaml(onlyDocument(text, from), documents => {
    const document = documentNamed(documents, 'Release', from);
    document.setIn(['metadata', 'name'], name);
    if (notes !== undefined) document.setIn(['spec', 'notes'], notes);
    else document.deleteIn(['spec', 'notes']);
    // A copy of a Release that is on its way out is not.
    if (document.getIn(['spec', 'state']) === 'deprecated') document.deleteIn(['spec', 'state']);
    for (const { part, to } of content.steps) if (part.versionPath !== undefined) document.setIn(part.versionPath, to);
    for (const { path, reference } of content.images) document.setIn(path, reference);
    for (const { path, url, sha256 } of content.downloads) {
      document.setIn([...path, 'url'], url);
      for (const [architecture, digest] of Object.entries(sha256))
        document.setIn([...path, 'sha256', architecture], digest);
    }
    if (content.machineImages !== undefined) replaceImages(document, content.machineImages);
  });
}

/** A file may hold several documents; a new Release is a file of its own. */
function onlyDocument(text: string, name: string): string {
  const parts = text.replace(/^\uFEFF/, '').split(/^---(?=\s|$).*\r?\n?/m);
  return parts.find(part => isRelease(part, name)) ?? text;
}

function isRelease(text: string, name: string): boolean {
  const document = parseDocument(text);
  return document.get('kind') === 'Release' && document.getIn(['metadata', 'name']) === name;
}

function replaceImages(document: Document, { map, images, dropped }: NewMachineImages): void {
  for (const { region, architecture } of dropped) {
    document.deleteIn([...map.path, region, architecture]);
    const left: unknown = document.getIn([...map.path, region], true);
    if (isMap(left) && left.items.length === 0) document.deleteIn([...map.path, region]);
  }
  const { version } = map;
  writeImages(
    document,
    map,
    images.map(({ id, ...place }) => ({ ...place, version, before: undefined, after: id })),
  );
}
